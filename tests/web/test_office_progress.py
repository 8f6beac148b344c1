"""How a round goes: numbers of coupons and responses, how many more, by week; and the path of the round."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from cmm.services import accounts
from cmm.services.coupon_batches import list_batch_progress, sum_by_place
from cmm.services.coupons import make_batch, set_aside
from cmm.services.places import add_site
from cmm.services.round_progress import find_round_progress, list_collecting
from cmm.services.rounds import close_round
from cmm.store.coupons import list_batches
from cmm.store.rounds import RoundCity
from tests.factories import FAST_HASHER, MONDAY, PEPPER, MadeRound, make_account, make_round, submit
from tests.web.inspecting import InspectingClient, client_of, parse
from tests.web.test_office import sign_in
from tests.web.test_office_plan import send, words

ROUND = "/en/office/rounds/autumn"


@pytest.fixture(autouse=True)
def fast_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(accounts.check_password.__kwdefaults__, "hasher", FAST_HASHER)


@pytest.fixture
def autumn(db: Session) -> MadeRound:
    """Almaty: 20 coupons, 12 used in two weeks that are not neighbours; Shymkent: nobody yet."""
    make_account(db, "aigerim")
    made = make_round(db, coupons_each=20)
    known = db.get(RoundCity, ("autumn", "almaty"))
    assert known
    known.known_clients = 40
    db.commit()
    for number in range(12):
        submit(db, made, "almaty", today=MONDAY + timedelta(days=0 if number < 5 else 16))
    return made


@pytest.fixture
def secretary(app: Flask, autumn: MadeRound) -> InspectingClient:
    client = client_of(app)
    sign_in(client, "aigerim")
    return client


def cards(client: InspectingClient) -> dict[str, str]:
    page = parse(client.get(f"{ROUND}/progress"))
    found = page.xpath("//article[contains(@class, 'progress-card')]")
    return {card.findtext("h2").strip(): " ".join(card.text_content().split()) for card in found}


def test_a_city_shows_responses_rate_coupons_and_what_is_missing(secretary: InspectingClient) -> None:
    almaty = cards(secretary)["Almaty"]
    assert "12 responses" in almaty
    assert "30 % of 40 known clients" in almaty
    assert "Coupons used: 12 of 20" in almaty
    assert "to be published by itself (10): ✓ reached" in almaty
    assert "to be shown in percentages (20): 8 more" in almaty
    assert "to know shares to ±10 points: 17 more" in almaty


def test_the_office_says_at_how_many_responses_it_wants_to_be_told(secretary: InspectingClient) -> None:
    assert send(secretary, f"{ROUND}/progress", "/progress", every="10").status_code == 302
    assert "Almaty: 10 responses or more" in words(secretary.get(ROUND))
    for wrong in ("7", "-5", "ten", "0"):
        refused = send(secretary, f"{ROUND}/progress", "/progress", every=wrong)
        assert refused.status_code == 409
        assert "Write a multiple of 5" in words(refused)
    assert send(secretary, f"{ROUND}/progress", "/progress", every="").status_code == 302
    assert "responses or more" not in words(secretary.get(ROUND))


def test_a_closed_round_tells_nothing_more(secretary: InspectingClient, db: Session) -> None:
    page = parse(secretary.get(f"{ROUND}/progress"))
    token = page.xpath("//input[@name='csrf_token']/@value")[0]
    close_round(db, round_id="autumn", today=MONDAY + timedelta(days=30))
    refused = secretary.post(f"{ROUND}/progress", data={"every": "10", "csrf_token": token})
    assert refused.status_code == 409
    assert "The round is closed for good." in words(refused)


def test_weeks_are_shown_by_their_monday_with_empty_ones_between(secretary: InspectingClient) -> None:
    assert "from 16 Nov 5 from 23 Nov 0 from 30 Nov 7" in cards(secretary)["Almaty"]


def test_a_city_without_numbers_says_what_to_do(secretary: InspectingClient) -> None:
    shymkent = cards(secretary)["Shymkent"]
    assert "0 responses" in shymkent
    assert "The number of clients is not known" in shymkent
    assert "By week" not in shymkent


def test_a_batch_set_aside_is_taken_out_of_every_number(secretary: InspectingClient, db: Session) -> None:
    batch = next(batch for batch in list_batches(db, "autumn") if batch.city_id == "almaty")
    set_aside(db, batch_id=batch.batch_id, reason="lost")
    almaty = cards(secretary)["Almaty"]
    assert "12 more responses belong to coupons that were set aside" in almaty
    assert "0 % of 40" in almaty
    assert "No coupons are printed" in almaty
    progress = find_round_progress(db, "autumn")
    assert progress
    assert [(one.responses, one.set_aside, one.weeks) for one in list_collecting(db, progress)] == [
        (0, 12, ()),
        (0, 0, ()),
    ]


def test_more_answers_than_known_clients_are_pointed_out(secretary: InspectingClient, db: Session) -> None:
    known = db.get(RoundCity, ("autumn", "almaty"))
    assert known
    known.known_clients = 9
    db.commit()
    assert "More answers than known clients" in cards(secretary)["Almaty"]
    assert "not possible: only 9 clients" in cards(secretary)["Almaty"]


def test_a_secretary_sees_the_own_city_only_and_strangers_none(
    app: Flask, db: Session, autumn: MadeRound
) -> None:
    for name, city in (("dana", "shymkent"), ("marat", "aktau")):
        make_account(db, name, city_ids=[] if city == "aktau" else [city])
    make_round(db, cities=("aktau",), round_id="other", access="link")
    make_account(db, "zarina", city_ids=["aktau"])
    dana, zarina = client_of(app), client_of(app)
    sign_in(dana, "dana")
    sign_in(zarina, "zarina")
    assert list(cards(dana)) == ["Shymkent"]
    assert zarina.get(f"{ROUND}/progress").status_code == 403
    assert client_of(app).get(f"{ROUND}/progress").status_code == 302
    assert dana.get("/en/office/rounds/nowhere/progress").status_code == 404


def test_coupons_are_summed_by_place_with_what_is_left(secretary: InspectingClient, db: Session) -> None:
    page = parse(secretary.get(f"{ROUND}/coupons"))
    [table] = page.xpath("//h2[@id='by-place']/following-sibling::div//table")
    rows = [[cell.text_content().strip() for cell in row] for row in table.xpath(".//tbody/tr")]
    assert rows == [["Almaty", "20", "12", "8"], ["Shymkent", "20", "0", "20"]]
    assert "Codes are never shown again" in words(secretary.get(f"{ROUND}/coupons"))
    batch = list_batches(db, "autumn")[0]
    set_aside(db, batch_id=batch.batch_id, reason="lost")
    left = {
        one.place.city_id: (one.given, one.left) for one in sum_by_place(list_batch_progress(db, "autumn"))
    }
    assert left == {"shymkent": (20, 20)}


def test_the_sites_of_a_city_are_summed_each_by_itself(secretary: InspectingClient, db: Session) -> None:
    add_site(db, site_id="clinic", city_id="almaty", names={"en": "Clinic"})
    for count in (4, 6):
        make_batch(db, round_id="autumn", city_id="almaty", site_id="clinic", count=count, pepper=PEPPER)
    places = {
        one.place.site_id: one.given
        for one in sum_by_place(list_batch_progress(db, "autumn"))
        if one.place.city_id == "almaty"
    }
    assert places == {None: 20, "clinic": 10}


def test_the_path_of_a_round_says_what_is_done_and_what_is_next(
    secretary: InspectingClient, db: Session
) -> None:
    def states() -> dict[str, str]:
        steps = parse(secretary.get(ROUND)).xpath("//ol[@class='path']/li")
        return {step.xpath("string(h3/text())").strip(): step.get("class") for step in steps}

    open_ = states()
    assert open_["Collect answers"] == "step-now"
    assert open_["Plan the round"] == "step-done"
    assert open_["Publish"] == "step-later"
    page = parse(secretary.get(ROUND))
    for place in ("progress", "coupons", "passes", "closure"):
        assert page.xpath(f"//ol[@class='path']//a[@href='{ROUND}/{place}']"), place
    close_round(db, round_id="autumn", today=MONDAY)
    closed = states()
    assert closed["Collect answers"] == closed["Close the round"] == "step-done"
    assert closed["Open and count"] == "step-now"


def test_a_round_that_is_not_opened_has_an_empty_page_that_says_so(
    app: Flask, db: Session, secretary: InspectingClient
) -> None:
    make_round(db, round_id="winter", opened=False, coupons_each=1)
    assert "not opened yet" in words(secretary.get("/en/office/rounds/winter/progress"))
