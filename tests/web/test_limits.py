"""Floods and guessing are slowed down; honest people get through; no address is kept."""

import gc
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from cmm.app import create_app
from cmm.config import Config
from cmm.domain.coupons import draw_codes
from cmm.services import accounts
from cmm.services.coupons import make_batch
from cmm.store.envelopes import count_envelopes
from cmm.web import guessing, limits
from cmm.web.limits import MOST_COUNTS, ROTATION, Tally
from cmm.web.office import patience
from tests.factories import FAST_HASHER, PASSWORD, make_account, make_round
from tests.web.conftest import SECRET
from tests.web.inspecting import InspectingClient, client_of, parse

ATTACKER, HONEST = "203.0.113.7", "198.51.100.9"


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(app: Flask) -> Clock:
    """The application's tally runs by this clock."""
    made = Clock()
    app.extensions["tally"] = Tally(made)
    return made


@pytest.fixture
def codes(app: Flask, db: Session) -> list[str]:
    made = make_round(db, cities=("almaty",), coupons_each=1)
    pepper = app.extensions["config"].pepper
    return make_batch(db, round_id=made.round_id, city_id="almaty", site_id=None, count=5, pepper=pepper)


@pytest.fixture
def fast_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(accounts.check_password.__kwdefaults__, "hasher", FAST_HASHER)


def send(client: InspectingClient, code: str, address: str, nonce: str = "ab" * 16) -> TestResponse:
    data = {"__step": "send", "__nonce": nonce, "__coupon": code, "__page": "1", "closed": "yes"}
    return client.post("/en/s/autumn", data=data, environ_base={"REMOTE_ADDR": address})


def guess(client: InspectingClient, times: int, address: str = ATTACKER) -> list[int]:
    return [send(client, code, address).status_code for code in draw_codes(times)]


def sign_in(client: InspectingClient, name: str, password: str, address: str) -> TestResponse:
    page = client.get("/en/office/sign-in", environ_base={"REMOTE_ADDR": address})
    token = parse(page).xpath("//input[@name='csrf_token']/@value")[0]
    data = {"name": name, "password": password, "csrf_token": token}
    return client.post("/en/office/sign-in", data=data, environ_base={"REMOTE_ADDR": address})


def test_a_count_is_forgotten_with_its_key_after_ten_minutes() -> None:
    clock = Clock()
    tally = Tally(clock)
    assert [tally.add("x", "y") for _ in range(3)] == [1, 2, 3]
    assert (tally.times("x", "y"), tally.times("x", "z"), tally.times("xy")) == (3, 0, 0)
    before = tally._key(("x", "y"))
    clock.now += ROTATION - 1
    assert tally.times("x", "y") == 3
    clock.now += 1
    assert tally.times("x", "y") == 0
    assert tally._key(("x", "y")) != before


def test_no_address_and_no_name_is_in_memory_after_it_was_counted() -> None:
    tally = Tally()
    parts = "203.0.113.", "77"
    tally.add("post", "".join(parts))
    held = [each for each in gc.get_referents(tally, tally._counts) if isinstance(each, str | bytes)]
    assert not [each for each in held if "".join(parts) in str(each)]
    assert {len(key) for key in tally._counts} == {12}


def test_counts_in_memory_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    assert MOST_COUNTS == 50_000
    monkeypatch.setattr(limits, "MOST_COUNTS", 100)
    tally = Tally()
    for number in range(500):
        tally.add(str(number))
    assert len(tally._counts) == 100
    assert (tally.times("499"), tally.times("3")) == (1, 0)


def test_an_ipv6_subscriber_is_one_address(app: Flask) -> None:
    places = set()
    for address in ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:3::1"):
        with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
            places.add(limits.where_from())
    assert len(places) == 2


def test_wrong_codes_are_429_after_twenty_and_a_right_one_always_passes(
    client: InspectingClient, db: Session, clock: Clock, codes: list[str]
) -> None:
    statuses = guess(client, guessing.FREE + 5)
    assert statuses == [403] * guessing.FREE + [429] * 5
    refused = send(client, draw_codes(1)[0], ATTACKER)
    assert refused.headers["Retry-After"] == str(guessing.PAUSE)
    assert send(client, codes[0], ATTACKER).status_code == 303, "a whole clinic may share this address"
    assert send(client, codes[0], ATTACKER).status_code == 303, "the repeat of the same attempt too"
    assert send(client, codes[0], ATTACKER, "cd" * 16).status_code == 429, "used up: as good as unknown"
    assert guess(client, 1, HONEST) == [403], "others have their own twenty"
    clock.now += ROTATION
    assert guess(client, 1) == [403]
    db.rollback()
    assert count_envelopes(db, "autumn") == {"almaty": 1}


def test_a_round_under_attack_from_everywhere_grows_wary_and_still_takes_right_codes(
    client: InspectingClient, clock: Clock, codes: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guessing, "MANY_IN_A_ROUND", 30)
    for number in range(30):
        assert guess(client, 1, f"10.0.0.{number}") == [403]
    assert guess(client, 5, HONEST) == [403] * guessing.FREE_THEN + [429] * 2
    assert send(client, codes[1], HONEST).status_code == 303


def test_a_page_on_the_way_is_never_refused_for_a_wrong_code(
    client: InspectingClient, clock: Clock, codes: list[str]
) -> None:
    guess(client, guessing.FREE + 1)
    data = {"__step": "next", "__coupon": draw_codes(1)[0], "__page": "0", "closed": "yes"}
    answer = client.post("/en/s/autumn", data=data, environ_base={"REMOTE_ADDR": ATTACKER})
    assert answer.status_code == 200


@pytest.mark.parametrize("body", [{"coupon": "0000-0000-0000"}, {"coupon": 7}, [], "x", {"coupon": ["a"]}])
def test_the_phones_way_is_slowed_down_too_and_told_in_json(
    client: InspectingClient, clock: Clock, codes: list[str], body: Any
) -> None:
    guess(client, guessing.FREE)
    answer = client.post("/en/s/autumn/envelopes", json=body, environ_base={"REMOTE_ADDR": ATTACKER})
    assert answer.status_code == 429
    assert set(answer.get_json()) == {"field", "message"}


def test_guesses_get_the_same_answer_whatever_they_hit(
    client: InspectingClient, clock: Clock, codes: list[str], db: Session
) -> None:
    """Unknown, used, and of another round: the same bytes."""
    other = make_round(db, round_id="other", cities=("almaty",), access="coupon", coupons_each=1)
    pepper = client.application.extensions["config"].pepper
    [elsewhere] = make_batch(
        db, round_id=other.round_id, city_id="almaty", site_id=None, count=1, pepper=pepper
    )
    send(client, codes[0], HONEST)
    pages = []
    for code in (draw_codes(1)[0], codes[0], elsewhere):
        answer = send(client, code, HONEST, "ef" * 16)
        pages.append((answer.status_code, answer.get_data(as_text=True).replace(code, "")))
    assert len(set(pages)) == 1


def test_a_flood_from_one_address_is_refused_and_others_are_served(
    client: InspectingClient, clock: Clock, monkeypatch: pytest.MonkeyPatch, codes: list[str]
) -> None:
    monkeypatch.setattr(limits, "MOST_POSTS", 25)
    data = {"__step": "next", "__page": "0"}
    statuses = [
        client.post("/ru/s/autumn", data=data, environ_base={"REMOTE_ADDR": ATTACKER}).status_code
        for _ in range(30)
    ]
    assert statuses[25:] == [429] * 5
    assert 429 not in statuses[:25]
    assert client.get("/ru/s/autumn", environ_base={"REMOTE_ADDR": ATTACKER}).status_code == 200
    assert send(client, codes[0], HONEST).status_code == 303
    refused = client.post("/kk/s/autumn", data=data, environ_base={"REMOTE_ADDR": ATTACKER})
    assert 0 < int(refused.headers["Retry-After"]) <= ROTATION
    assert refused.headers["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("fast_passwords")
def test_wrong_passwords_make_the_next_try_wait_longer_and_longer(
    client: InspectingClient, db: Session, clock: Clock
) -> None:
    make_account(db, "aigerim")
    for _ in range(patience.FREE):
        assert sign_in(client, "aigerim", "wrong", ATTACKER).status_code == 401
    waits = []
    for _ in range(7):
        refused = sign_in(client, "aigerim", PASSWORD, ATTACKER)
        assert refused.status_code == 429, "not even the right password is looked at"
        waits.append(int(refused.headers["Retry-After"]))
        clock.now += waits[-1]
        assert sign_in(client, "aigerim", "wrong", ATTACKER).status_code == 401
    assert waits == sorted(waits)
    assert waits[0] <= 2
    assert waits[-1] <= patience.LONGEST + 1
    assert sign_in(client, "aigerim", PASSWORD, HONEST).status_code == 302, "elsewhere she signs in at once"
    clock.now += patience.LONGEST
    assert sign_in(client, "aigerim", PASSWORD, ATTACKER).status_code == 302, "and here after at most that"


@pytest.mark.usefixtures("fast_passwords")
def test_a_name_tried_from_everywhere_leaves_the_rightful_some_tries_at_once(
    app: Flask, db: Session, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "MANY_FOR_A_NAME", 20)
    make_account(db, "aigerim")
    for number in range(25):
        assert sign_in(client_of(app), "Aigerim ", "wrong", f"10.1.0.{number}").status_code == 401
    client = client_of(app)
    assert sign_in(client, "aigerim", "wrong", HONEST).status_code == 401
    assert sign_in(client, "aigerim", PASSWORD, HONEST).status_code == 302


@pytest.mark.parametrize(("proxies", "counted"), [(0, "127.0.0.1"), (1, ATTACKER), (2, HONEST)])
def test_the_address_a_proxy_tells_counts_only_when_the_setting_says_so(
    app: Flask, proxies: int, counted: str
) -> None:
    config = app.extensions["config"]
    behind = create_app(
        Config(
            secret_key=SECRET * 2,
            database_url=config.database_url,
            instance=config.instance,
            https=False,
            proxies=proxies,
        )
    )
    seen: list[str] = []
    behind.before_request(lambda: seen.append(limits.where_from()))
    headers = {"X-Forwarded-For": f"{HONEST}, {ATTACKER}", "X-Forwarded-Host": "evil.example"}
    answer = behind.test_client().get("/ru/", base_url="http://127.0.0.1", headers=headers)
    assert seen == [counted]
    assert b"evil.example" not in answer.data
    behind.extensions["database"].engine.dispose()
