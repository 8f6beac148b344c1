"""The office: signing in, closing, preparing, publishing by a second person, withdrawing."""

from datetime import timedelta

import pytest
from babel.dates import format_date
from flask import Flask
from sqlalchemy.orm import Session

from cmm.domain.questionnaire.survey_folder import read_survey
from cmm.paths import data_dir
from cmm.services import accounts
from cmm.services.accounts import disable
from cmm.services.clock import today
from cmm.services.published import find_published
from cmm.services.retention import wipe_due
from tests.factories import (
    FAST_HASHER,
    PASSWORD,
    MadeRound,
    make_account,
    make_answers,
    make_round,
    submit,
)
from tests.web.inspecting import InspectingClient, client_of, parse
from tests.web.preparing import begin_preparing, prepare


@pytest.fixture(autouse=True)
def fast_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """The product's own slow hasher is exercised by the browser tests."""
    monkeypatch.setitem(accounts.check_password.__kwdefaults__, "hasher", FAST_HASHER)


@pytest.fixture
def autumn(db: Session) -> MadeRound:
    survey = read_survey(data_dir("surveys") / "ost-satisfaction")
    secretary = make_account(db, "aigerim")
    make_account(db, "timur", role="coordinator")
    made = make_round(
        db, cities=("almaty", "shymkent"), access="link", survey=survey, account_id=secretary.account_id
    )
    for city in ("almaty", "shymkent"):
        for number in range(12):
            answers = make_answers(consent="yes", missed_closed="once" if number < 9 else "no")
            submit(db, made, city, answers=answers)
    return made


def sign_in(client: InspectingClient, name: str) -> None:
    token = parse(client.get("/ru/office/sign-in")).xpath("//input[@name='csrf_token']/@value")[0]
    answer = client.post("/ru/office/sign-in", data={"name": name, "password": PASSWORD, "csrf_token": token})
    assert answer.status_code == 302, parse(answer).text_content()


def press(client: InspectingClient, page_address: str, action: str, **fields: str) -> object:
    """Send the form on a page whose address ends in `action`."""
    page = parse(client.get(page_address))
    form = next(form for form in page.forms if form.get("action").endswith(action))
    data = {name: value for name, value in form.form_values() if value is not None}
    return client.post(form.get("action"), data={**data, **fields})


def record_meeting(client: InspectingClient, page_address: str) -> None:
    """The community of a city agrees today."""
    fields = {"held_on": today().isoformat(), "present": "12", "outcome": "agreed"}
    assert press(client, page_address, page_address[3:], **fields).status_code == 302


def test_a_round_goes_from_open_to_public_by_two_persons(app: Flask, db: Session, autumn: MadeRound) -> None:
    secretary, coordinator = client_of(app), client_of(app)
    sign_in(secretary, "aigerim")
    sign_in(coordinator, "timur")
    address = "/ru/office/rounds/autumn"
    assert press(secretary, f"{address}/closure", "/closure").status_code == 302
    wrong = begin_preparing(secretary, address, passphrase="not the right one at all")
    assert wrong.status_code == 409
    prepare(secretary, address)
    assert not parse(secretary.get(address)).xpath("//a[contains(@href, '/publication')]"), (
        "not by the same person"
    )
    seen = parse(coordinator.get(f"{address}/candidate"))
    assert seen.xpath("//a[contains(@href, '/candidate/almaty')]"), "the preview leads to its own city pages"
    assert coordinator.get(f"{address}/candidate/almaty").status_code == 200
    assert coordinator.get(f"{address}/candidate/nowhere").status_code == 404
    assert secretary.get("/ru/r/autumn").status_code == 404, "nothing is public yet"
    for city in ("almaty", "shymkent"):
        record_meeting(secretary, f"{address}/meetings/{city}")
    assert press(coordinator, f"{address}/publication", "/snapshots").status_code == 302
    assert secretary.get("/ru/r/autumn").status_code == 200
    asked = f"{address}/withdrawal"
    assert press(coordinator, asked, "/withdrawal", reason="Counted twice").status_code == 302
    gone = secretary.get("/ru/r/autumn")
    assert gone.status_code == 410
    assert "Counted twice" in parse(gone).text_content()
    db.rollback()
    assert find_published(db, "autumn").withdrawn


def test_every_office_page_asks_to_sign_in(client: InspectingClient, autumn: MadeRound) -> None:
    for address in ("/kk/office/", "/kk/office/rounds/autumn", "/kk/office/rounds/autumn/closure"):
        answer = client.get(address)
        assert answer.status_code == 302
        assert answer.headers["Location"].endswith("/office/sign-in")


def test_a_post_without_the_token_of_the_session_is_refused(app: Flask, autumn: MadeRound) -> None:
    client = client_of(app)
    assert (
        client.post("/ru/office/sign-in", data={"name": "aigerim", "password": PASSWORD}).status_code == 400
    )
    sign_in(client, "aigerim")
    for action in ("pause", "closure", "candidate", "snapshots", "withdrawal"):
        assert client.post(f"/ru/office/rounds/autumn/{action}", data={"sure": "yes"}).status_code == 400
    assert client.post("/ru/office/sign-out").status_code == 400


def test_a_wrong_password_and_an_unknown_name_look_the_same(
    client: InspectingClient, autumn: MadeRound
) -> None:
    texts = set()
    for name in ("aigerim", "nobody"):
        token = parse(client.get("/ru/office/sign-in")).xpath("//input[@name='csrf_token']/@value")[0]
        answer = client.post(
            "/ru/office/sign-in", data={"name": name, "password": "wrong wrong wrong", "csrf_token": token}
        )
        assert answer.status_code == 401
        texts.add(parse(answer).xpath("string(//div[@role='alert'])"))
    assert len(texts) == 1


def test_signing_out_and_being_disabled_end_the_session(app: Flask, db: Session, autumn: MadeRound) -> None:
    client = client_of(app)
    sign_in(client, "aigerim")
    assert client.get("/ru/office/").status_code == 200
    press(client, "/ru/office/", "/sign-out")
    assert client.get("/ru/office/").status_code == 302
    sign_in(client, "aigerim")
    disable(db, account_id=autumn.account_id)
    assert client.get("/ru/office/").status_code == 302


def test_a_secretary_of_another_city_is_kept_out(app: Flask, db: Session, autumn: MadeRound) -> None:
    make_round(db, cities=("aktau",), access="link", round_id="other", account_id=autumn.account_id)
    make_account(db, "dana", city_ids=["aktau"])
    client = client_of(app)
    sign_in(client, "dana")
    assert client.get("/ru/office/rounds/other").status_code == 200
    assert client.get("/ru/office/rounds/autumn").status_code == 403
    page = parse(client.get("/ru/office/"))
    assert len(page.xpath("//li[contains(@class, 'card')]")) == 1


def test_a_reader_changes_nothing(app: Flask, db: Session, autumn: MadeRound) -> None:
    make_account(db, "reader", role="reader")
    client = client_of(app)
    sign_in(client, "reader")
    page = parse(client.get("/ru/office/rounds/autumn"))
    assert not page.xpath("//main//form")
    token = page.xpath("//input[@name='csrf_token']/@value")[0]
    answer = client.post("/ru/office/rounds/autumn/pause", data={"csrf_token": token})
    assert answer.status_code == 403


def test_no_office_page_shows_how_many_gave_an_answer(app: Flask, autumn: MadeRound) -> None:
    """9 of 12 missed a dose in each city; the numbers 9, 18, 3 and 6 appear nowhere."""
    client = client_of(app)
    sign_in(client, "aigerim")
    press(client, "/ru/office/rounds/autumn/closure", "/closure")
    prepare(client, "/ru/office/rounds/autumn")
    words = parse(client.get("/ru/office/rounds/autumn")).xpath("//main")[0].text_content().split()
    assert not {"3", "6", "9", "18"} & set(words)


def test_the_page_of_a_round_says_when_its_answers_are_deleted_and_that_they_were(
    app: Flask, db: Session, autumn: MadeRound
) -> None:
    secretary, coordinator = client_of(app), client_of(app)
    sign_in(secretary, "aigerim")
    sign_in(coordinator, "timur")
    address = "/en/office/rounds/autumn"
    days = app.extensions["config"].keep_envelopes_days
    assert f"{days} days after the first publication" in parse(secretary.get(address)).text_content()
    press(secretary, f"{address}/closure", "/closure")
    prepare(secretary, address)
    for city in ("almaty", "shymkent"):
        record_meeting(secretary, f"{address}/meetings/{city}")
    press(coordinator, f"{address}/publication", "/snapshots")
    published = find_published(db, "autumn")
    assert published
    wiped_on = published.published_on + timedelta(days=days)
    text = parse(secretary.get(address)).text_content()
    assert f"are kept until {format_date(wiped_on, format='long', locale='en')} and then" in text
    next_steps = parse(secretary.get(address)).xpath("//section[@aria-labelledby='next']//a[@class='button']")
    assert [each.text for each in next_steps] == ["Ask for a change"], "as the step that is marked now"
    assert wipe_due(db, keep_days=days, today=wiped_on) == ["autumn"]
    assert "its keys were deleted for good" in parse(secretary.get(address)).text_content()
    actions = parse(secretary.get(address)).xpath("//form/@action")
    assert not [action for action in actions if action.endswith("/candidate")], "nothing is left to prepare"
    assert secretary.get("/en/r/autumn").status_code == 200
