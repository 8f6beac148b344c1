"""Accounts in the office: invited, enrolled, signed in with a second factor, shut out, signed out."""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyotp
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from cmm.app import create_app
from cmm.config import Config, ConfigRefused, read_config
from cmm.services import accounts, clock, invitations
from cmm.services.accounts import disable
from cmm.services.audit import Deed
from cmm.services.invitations import LASTS, invite
from cmm.services.places import add_city
from cmm.services.sessions import IDLE, SEEN_EVERY
from cmm.store.accounts import find_account_named, list_account_cities
from cmm.store.database import Database
from cmm.web.office import patience
from cmm.web.office.deeds import Names, tell_deed
from tests.factories import FAST_HASHER, FAST_LOCK, PASSPHRASE, PASSWORD, make_account, make_round
from tests.rules.checkout import PACKAGE
from tests.web.conftest import SECRET
from tests.web.inspecting import InspectingClient, client_of, parse

NOON = 1_800_000_000
NEWER = "лестница суп фиалка"


class Now:
    """The clock of the server, for a test to turn."""

    instant = NOON


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> Now:
    there = Now()
    for module in ("sign_in", "second_factor", "my_account", "accounts", "invitations"):
        monkeypatch.setattr(sys.modules[f"cmm.web.office.{module}"], "now", lambda: there.instant)
    return there


@pytest.fixture(autouse=True)
def fast_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    """The product's own slow hasher is exercised by the browser tests."""
    functions: list[Any] = [
        accounts.check_password,
        accounts.require_own_password,
        accounts.change_password,
        accounts.change_passphrase,
        invitations.accept_invitation,
        invitations.accept_reset,
    ]
    for function in functions:
        usual = getattr(function, "__wrapped__", function).__kwdefaults__
        for name, fast in (("hasher", FAST_HASHER), ("cost", FAST_LOCK)):
            if name in usual:
                monkeypatch.setitem(usual, name, fast)


@pytest.fixture
def app(sqlite_database: Database, tmp_path: Path) -> Iterator[Flask]:
    """An office as it is run: the second factor is required."""
    url = str(sqlite_database.engine.url)
    made = create_app(Config(secret_key=SECRET * 2, database_url=url, instance=tmp_path, https=False))
    yield made
    made.extensions["database"].engine.dispose()


def press(client: InspectingClient, page: str, action: str, **fields: Any) -> Any:
    """Send the form on a page whose address ends in `action`."""
    found = next(form for form in parse(client.get(page)).forms if form.get("action").endswith(action))
    data = {name: value for name, value in found.form_values() if value is not None}
    return client.post(found.get("action"), data={**data, **fields})


def token_of(client: InspectingClient, page: str = "/en/office/sign-in") -> str:
    return str(parse(client.get(page)).xpath("//input[@name='csrf_token']/@value")[0])


def give_password(client: InspectingClient, name: str, password: str = PASSWORD) -> Any:
    data = {"name": name, "password": password, "csrf_token": token_of(client)}
    return client.post("/en/office/sign-in", data=data)


def secret_on(client: InspectingClient, page: str) -> str:
    return "".join(parse(client.get(page)).xpath("string(//main//code)").split())


def set_up_app(client: InspectingClient, now: Now) -> tuple[str, list[str]]:
    """Set up the code app after the password; its secret and the recovery codes."""
    secret = secret_on(client, "/en/office/second-factor/new")
    code = pyotp.TOTP(secret).at(now.instant)
    answer = press(client, "/en/office/second-factor/new", "/second-factor/new", code=code)
    assert answer.status_code == 200, parse(answer).text_content()
    return secret, parse(answer).xpath("//ol[@class='codes']//code/text()")


def give_code(client: InspectingClient, code: str) -> Any:
    return press(client, "/en/office/second-factor", "/second-factor", code=code)


def signed_in(app: Flask, now: Now, name: str) -> InspectingClient:
    """A new account's first sign-in, with its second factor set up."""
    client = client_of(app)
    assert give_password(client, name).status_code == 302
    set_up_app(client, now)
    return client


def test_an_invited_person_chooses_secrets_sets_up_the_app_and_is_in(
    app: Flask, db: Session, now: Now
) -> None:
    add_city(db, city_id="almaty", names={"ru": "Алматы", "en": "Almaty"})
    make_account(db, "timur", role="coordinator")
    chief, dana = signed_in(app, now, "timur"), client_of(app)
    answer = press(chief, "/en/office/accounts", "/accounts", role="secretary", cities="almaty")
    link = parse(answer).xpath("string(//code[@class='link'])")
    assert link.startswith("http://127.0.0.1/en/office/invitations/")
    assert parse(answer).xpath("//main//svg"), "and as a picture for the phone"
    page = parse(dana.get(link))
    assert "Almaty" in page.xpath("string(//main)")
    secrets = {"password": NEWER, "password_again": NEWER}
    phrase = {"passphrase": PASSPHRASE, "passphrase_again": PASSPHRASE}
    answer = press(dana, link, link.split("/office/")[1], name="dana", **secrets, **phrase)
    assert answer.location == "/en/office/second-factor"
    assert dana.get("/en/office/").location == "/en/office/second-factor", "nothing else is open before"
    assert dana.get("/en/office/second-factor").location == "/en/office/second-factor/new"
    _secret, codes = set_up_app(dana, now)
    assert len(codes) == 10
    assert dana.get("/en/office/").status_code == 200
    db.rollback()
    account = find_account_named(db, "dana")
    assert account
    assert list_account_cities(db, account.account_id) == ["almaty"]
    late = client_of(app).get(link)
    assert late.status_code == 410
    assert "not good any more" in parse(late).xpath("string(//h1)")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"password_again": "another one here"}, "two passwords are not the same"),
        ({"passphrase_again": "another one here"}, "two passphrases are not the same"),
        ({"password": "password1234", "password_again": "password1234"}, "tried first"),
        ({"password": "short", "password_again": "short"}, "at least 12"),
        ({"passphrase": "too short", "passphrase_again": "too short"}, "at least 16"),
        ({"passphrase": NEWER, "passphrase_again": NEWER}, "must not be the password"),
        ({"name": "timur"}, "Somebody is called timur already"),
    ],
)
def test_a_form_that_is_not_right_says_why_and_keeps_the_link(
    app: Flask, db: Session, now: Now, fields: dict[str, str], words: str
) -> None:
    chief = make_account(db, "timur", role="coordinator").account_id
    token = invite(db, role="reader", city_ids=[], by=chief, now=NOON)
    client, page = client_of(app), f"/en/office/invitations/{token}"
    good = {"name": "dana", "password": NEWER, "password_again": NEWER}
    good |= {"passphrase": PASSPHRASE, "passphrase_again": PASSPHRASE}
    refused = press(client, page, token, **(good | fields))
    assert refused.status_code == 409
    assert words in parse(refused).xpath("string(//div[@role='alert'])")
    assert press(client, page, token, **good).status_code == 302


def test_an_expired_link_is_a_calm_page_and_many_wrong_ones_wait(app: Flask, db: Session, now: Now) -> None:
    chief = make_account(db, "timur", role="coordinator").account_id
    good = invite(db, role="reader", city_ids=[], by=chief, now=NOON)
    client = client_of(app)
    for number in range(patience.FREE):
        assert client.get(f"/en/office/invitations/guess-{number}").status_code == 410
    assert client.get("/en/office/invitations/guess-again").status_code == 429
    assert client.get(f"/en/office/invitations/{good}").status_code == 200, "a right one always passes"
    now.instant += LASTS
    other = client.get(f"/en/office/invitations/{good}", environ_base={"REMOTE_ADDR": "10.0.0.9"})
    assert other.status_code == 410
    assert "ask the coordinator for a new link" in parse(other).xpath("string(//main)")


def test_the_password_alone_opens_nothing_and_a_code_opens_once(app: Flask, db: Session, now: Now) -> None:
    make_account(db, "aigerim")
    first = client_of(app)
    give_password(first, "aigerim")
    secret, _codes = set_up_app(first, now)
    app_of_phone = pyotp.TOTP(secret)
    second, thief = client_of(app), client_of(app)
    for client in (second, thief):
        assert give_password(client, "aigerim").location == "/en/office/second-factor"
        for page in ("", "my-account", "second-factor/new", "accounts"):
            answer = client.get(f"/en/office/{page}")
            assert (answer.status_code, answer.location) == (302, "/en/office/second-factor"), page
    used = app_of_phone.at(now.instant)
    replayed = give_code(second, used)
    assert replayed.status_code == 401, "the code that set up the app is used up"
    now.instant += 30
    code = app_of_phone.at(now.instant)
    assert give_code(second, code).status_code == 302
    assert second.get("/en/office/").status_code == 200
    refused = give_code(thief, code)
    assert refused.status_code == 401
    assert "used before" in parse(refused).xpath("string(//div[@role='alert'])")
    assert thief.get("/en/office/").status_code == 302


def test_a_known_password_cannot_add_a_second_factor_to_an_account_that_has_one(
    app: Flask, db: Session, now: Now
) -> None:
    make_account(db, "aigerim")
    signed_in(app, now, "aigerim")
    thief = client_of(app)
    give_password(thief, "aigerim")
    token = token_of(thief, "/en/office/second-factor")
    for address in ("new", "new/passkey"):
        answer = thief.post(f"/en/office/second-factor/{address}", data={"csrf_token": token, "code": "1"})
        assert (answer.status_code, answer.location) == (302, "/en/office/second-factor")


def test_a_recovery_code_lets_in_once(app: Flask, db: Session, now: Now) -> None:
    make_account(db, "aigerim")
    first = client_of(app)
    give_password(first, "aigerim")
    _secret, codes = set_up_app(first, now)
    for status in (302, 401):
        client = client_of(app)
        give_password(client, "aigerim")
        assert give_code(client, codes[3].lower()).status_code == status
    assert "9 recovery codes" in parse(first.get("/en/office/my-account")).text_content()


def test_wrong_codes_wait_and_pause_the_app_but_never_a_recovery_code(
    app: Flask, db: Session, now: Now, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "MOST_CODES", 8)
    make_account(db, "aigerim")
    first = client_of(app)
    give_password(first, "aigerim")
    secret, codes = set_up_app(first, now)
    now.instant += 60
    thief = client_of(app)
    give_password(thief, "aigerim")
    wrong = f"{(int(pyotp.TOTP(secret).at(now.instant)) + 1) % 10**6:06}"
    token = token_of(thief, "/en/office/second-factor")
    data = {"csrf_token": token, "code": wrong}
    for number in range(12):
        where = {"REMOTE_ADDR": f"10.0.0.{number // 4}"}
        answer = thief.post("/en/office/second-factor", data=data, environ_base=where)
    assert answer.status_code == 429
    rightful = client_of(app)
    give_password(rightful, "aigerim")
    paused = give_code(rightful, pyotp.TOTP(secret).at(now.instant))
    assert paused.status_code == 429
    assert "Use a recovery code or a passkey" in parse(paused).text_content()
    assert give_code(rightful, codes[0]).status_code == 302


def test_a_session_ends_when_nobody_opens_a_page_and_is_kept_alive_by_pages(
    app: Flask, db: Session, now: Now
) -> None:
    make_account(db, "aigerim")
    client = signed_in(app, now, "aigerim")
    for _ in range(4):
        now.instant += IDLE - SEEN_EVERY
        assert client.get("/en/office/").status_code == 200
    now.instant += IDLE
    assert client.get("/en/office/").location == "/en/office/sign-in"


def test_the_cookie_holds_a_token_and_no_name_or_role(app: Flask, db: Session, now: Now) -> None:
    account = make_account(db, "aigerim")
    client = signed_in(app, now, "aigerim")
    with client.session_transaction(base_url="http://127.0.0.1") as kept:
        assert set(kept) <= {"token", "csrf_token"}
        assert account.account_id not in str(dict(kept))


def test_signing_out_everywhere_ends_every_browser(app: Flask, db: Session, now: Now) -> None:
    make_account(db, "aigerim")
    one = signed_in(app, now, "aigerim")
    two = client_of(app)
    give_password(two, "aigerim")
    left = press(one, "/en/office/my-account", "/my-account/sessions")
    assert left.location == "/en/office/sign-in"
    assert one.get("/en/office/").location == "/en/office/sign-in"
    assert two.get("/en/office/second-factor").location == "/en/office/sign-in"


def test_a_new_password_wants_the_old_one_and_signs_out(app: Flask, db: Session, now: Now) -> None:
    make_account(db, "aigerim")
    client, page = signed_in(app, now, "aigerim"), "/en/office/my-account"
    new = {"new": NEWER, "new_again": NEWER}
    assert press(client, page, "/password", password="a wrong guess", **new).status_code == 409
    assert press(client, page, "/password", password=PASSWORD, new=NEWER, new_again="x").status_code == 409
    assert press(client, page, "/password", password=PASSWORD, **new).location == "/en/office/sign-in"
    again = client_of(app)
    assert give_password(again, "aigerim").status_code == 401
    assert give_password(again, "aigerim", NEWER).status_code == 302


def test_passphrase_app_and_recovery_codes_are_changed_with_the_old_secret(
    app: Flask, db: Session, now: Now
) -> None:
    make_account(db, "aigerim")
    client, page = signed_in(app, now, "aigerim"), "/en/office/my-account"
    new = {"new": "a newer passphrase of ours", "new_again": "a newer passphrase of ours"}
    assert press(client, page, "/passphrase", passphrase="a guess", **new).status_code == 409
    assert press(client, page, "/passphrase", passphrase=PASSPHRASE, **new).status_code == 302
    assert press(client, page, "/recovery-codes", password="a guess").status_code == 409
    codes = parse(press(client, page, "/recovery-codes", password=PASSWORD))
    assert len(codes.xpath("//ol[@class='codes']//code")) == 10
    now.instant += 60
    code = pyotp.TOTP(secret_on(client, f"{page}/app")).at(now.instant)
    assert press(client, f"{page}/app", "/app", password="a guess", code=code).status_code == 409
    assert press(client, f"{page}/app", "/app", password=PASSWORD, code=code).status_code == 302


def test_a_coordinator_disables_enables_and_resets(app: Flask, db: Session, now: Now) -> None:
    make_account(db, "timur", role="coordinator")
    dana_id = make_account(db, "dana").account_id
    chief, dana = signed_in(app, now, "timur"), signed_in(app, now, "dana")
    page = f"/en/office/accounts/{dana_id}"
    assert press(chief, page, "/disabling").status_code == 302
    assert dana.get("/en/office/").location == "/en/office/sign-in"
    assert give_password(dana, "dana").status_code == 401
    assert press(chief, page, "/enabling").status_code == 302
    assert press(chief, page, "/role", role="reader").status_code == 302
    link = parse(press(chief, page, "/reset")).xpath("string(//code[@class='link'])")
    new = {"password": NEWER, "password_again": NEWER, "passphrase_is": "known"}
    answer = press(dana, link, link.split("/office/")[1], **new)
    assert answer.location == "/en/office/second-factor"
    set_up_app(dana, now)
    assert dana.get("/en/office/").status_code == 200
    assert press(chief, page, "/second-factor").status_code == 302
    assert dana.get("/en/office/").location == "/en/office/sign-in"


def test_nobody_shuts_themselves_out(app: Flask, db: Session, now: Now) -> None:
    chief_id = make_account(db, "timur", role="coordinator").account_id
    chief = signed_in(app, now, "timur")
    token = token_of(chief, "/en/office/accounts")
    for action in ("disabling", "role", "second-factor"):
        data = {"csrf_token": token, "role": "reader"}
        answer = chief.post(f"/en/office/accounts/{chief_id}/{action}", data=data)
        assert answer.status_code == 409, action


def test_a_reader_looks_and_changes_nothing_and_a_secretary_sees_no_accounts(
    app: Flask, db: Session, now: Now
) -> None:
    dana_id = make_account(db, "dana").account_id
    make_account(db, "rita", role="reader")
    reader, secretary = signed_in(app, now, "rita"), signed_in(app, now, "dana")
    for page in ("accounts", f"accounts/{dana_id}"):
        looked = parse(reader.get(f"/en/office/{page}"))
        assert not looked.xpath("//main//form")
        assert secretary.get(f"/en/office/{page}").status_code == 403
    token = token_of(reader, "/en/office/my-account")
    for action in ("", f"/{dana_id}/disabling", f"/{dana_id}/reset", f"/{dana_id}/role"):
        answer = reader.post(f"/en/office/accounts{action}", data={"csrf_token": token, "role": "reader"})
        assert answer.status_code == 403
    assert reader.get("/en/office/audit").status_code == 403


def test_a_key_is_handed_over_in_the_office(app: Flask, db: Session, now: Now) -> None:
    made = make_round(db, access="link", account_id=make_account(db, "aigerim").account_id)
    dana_id = make_account(db, "dana").account_id
    bota_id = make_account(db, "bota", city_ids=["shymkent"]).account_id
    make_round(db, cities=("aktau",), access="link", round_id="other")
    make_account(db, "saule", city_ids=["aktau"])
    client, page = signed_in(app, now, "aigerim"), "/en/office/rounds/autumn/keys"
    chosen = parse(client.get(f"{page}?to={dana_id}")).xpath("//select[@id='to']/option[@selected]/@value")
    assert chosen == [dana_id]
    assert press(client, page, "/keys", to=dana_id, passphrase="a guess").status_code == 409
    assert press(client, page, "/keys", to=dana_id, passphrase=PASSPHRASE).status_code == 302
    other = signed_in(app, now, "bota")
    paper = {"to": bota_id, "with": "paper", "recovery_key": made.recovery_key.lower()}
    assert press(other, page, "/keys", **paper).status_code == 302
    names = parse(client.get(page)).xpath("//main//ul/li/text()")
    assert [name.strip() for name in names][:3] == ["aigerim", "bota", "dana"]
    assert signed_in(app, now, "saule").get(page).status_code == 403, "another city"


def test_the_coordinator_reads_who_did_what_in_plain_words(app: Flask, db: Session, now: Now) -> None:
    made = make_round(db, access="link", account_id=make_account(db, "aigerim").account_id)
    make_account(db, "timur", role="coordinator")
    dana_id = make_account(db, "dana").account_id
    chief, secretary = signed_in(app, now, "timur"), signed_in(app, now, "aigerim")
    press(secretary, f"/en/office/rounds/{made.round_id}", "/pause")
    disable(db, account_id=dana_id, by=find_account_named(db, "timur").account_id)
    words = parse(chief.get("/en/office/audit")).xpath("string(//tbody)")
    for sentence in ("paused the round: Autumn", "disabled dana", "signed in with a code of the app"):
        assert sentence in words
    about_dana = parse(chief.get(f"/en/office/audit?person={dana_id}")).xpath("string(//tbody)")
    assert "disabled dana" in about_dana
    assert "paused" not in about_dana
    about_round = parse(chief.get("/en/office/audit?round=autumn")).xpath("string(//tbody)")
    assert "paused the round" in about_round
    assert "disabled" not in about_round
    for language in ("ru", "kk"):
        assert chief.get(f"/{language}/office/audit").status_code == 200


def test_everything_that_is_noted_has_a_sentence_of_its_own(app: Flask) -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in (PACKAGE / "services").glob("*.py"))
    noted = set(re.findall(r'note\(\s*session,[^"]*?"(\w+)"', sources))
    assert len(noted) > 25
    names = Names(people={}, rounds={}, cities={})
    with app.test_request_context():
        told = {action: tell_deed(Deed(1, NOON, None, action, "x", {}), names)[1] for action in noted}
    assert [action for action, words in told.items() if action.replace("_", " ") in words] == []


def test_the_audit_is_read_page_by_page(app: Flask, db: Session, now: Now) -> None:
    make_account(db, "timur", role="coordinator")
    dana_id = make_account(db, "dana").account_id
    for _ in range(60):
        disable(db, account_id=dana_id)
    chief = signed_in(app, now, "timur")
    first = parse(chief.get("/en/office/audit"))
    older = parse(chief.get(first.xpath("//a[contains(@href, 'before=')]/@href")[0]))
    assert len(first.xpath("//tbody/tr")) == 50
    assert 10 < len(older.xpath("//tbody/tr")) < 50


def test_the_second_factor_is_off_only_on_a_trial_without_https(tmp_path: Path) -> None:
    given = {"CMM_SECRET_KEY": SECRET * 2, "CMM_INSTANCE": str(tmp_path)}
    assert read_config(given).second_factor == "required"
    assert read_config({**given, "CMM_SECOND_FACTOR": "off", "CMM_HTTPS": "no"}).second_factor == "off"
    for wrong in ({"CMM_SECOND_FACTOR": "off"}, {"CMM_SECOND_FACTOR": "sometimes", "CMM_HTTPS": "no"}):
        with pytest.raises(ConfigRefused, match="CMM_SECOND_FACTOR"):
            read_config({**given, **wrong})


def test_where_browsers_make_no_passkeys_none_is_offered(app: Flask, db: Session, now: Now) -> None:
    make_account(db, "aigerim")
    client = client_of(app)
    give_password(client, "aigerim")
    page = client.get("/en/office/second-factor/new").text
    assert "data-passkey" not in page, "a bare address has no passkeys"
    assert not re.search(r"<script\b", page)


def test_the_clock_of_the_program_is_whole_seconds() -> None:
    assert isinstance(clock.now(), int)
