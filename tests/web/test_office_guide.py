"""What a new person reads: the first steps, the guide, what comes next on each page."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from cmm.domain.questionnaire.survey_folder import read_survey
from cmm.paths import data_dir
from cmm.services import accounts
from cmm.services.coupons import make_batch
from cmm.services.places import add_city
from cmm.services.round_drafts import begin_draft
from cmm.services.rounds import close_round
from cmm.store.rounds import RoundCity, get_round
from cmm.web.limits import Tally
from cmm.web.office.patience import FREE
from tests.factories import (
    FAST_HASHER,
    MONDAY,
    PEPPER,
    MadeRound,
    make_account,
    make_questionnaire,
    make_round,
    make_survey,
    submit,
)
from tests.web.inspecting import InspectingClient, client_of, parse
from tests.web.preparing import begin_preparing, wait_for_tasks
from tests.web.test_office import sign_in
from tests.web.test_office_plan import send, words

OFFICE = "/en/office"
ROUND = f"{OFFICE}/rounds/autumn"


@pytest.fixture(autouse=True)
def fast_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(accounts.check_password.__kwdefaults__, "hasher", FAST_HASHER)


@pytest.fixture
def coordinator(app: Flask, db: Session) -> InspectingClient:
    make_account(db, "timur", role="coordinator")
    client = client_of(app)
    sign_in(client, "timur")
    return client


@pytest.fixture
def autumn(db: Session) -> MadeRound:
    """Open, for coupons, and none is printed."""
    made = make_round(db, access="link")
    row = get_round(db, made.round_id)
    row.access = "coupon"
    db.commit()
    return made


def states(client: InspectingClient) -> list[str]:
    """The first steps of the home page: done, now or later."""
    steps = parse(client.get(f"{OFFICE}/")).xpath("//ol[@class='path']/li/@class")
    return [step.removeprefix("step-") for step in steps]


def test_the_first_steps_go_on_with_what_is_there(
    app: Flask, db: Session, coordinator: InspectingClient
) -> None:
    assert states(coordinator) == ["now", "later", "later"]
    add_city(db, city_id="oral", names={"en": "Oral"})
    assert states(coordinator) == ["done", "now", "later"]
    send(coordinator, f"{OFFICE}/accounts", "/accounts")
    assert states(coordinator) == ["done", "now", "now"]
    assert "A link is waiting to be opened" in words(coordinator.get(f"{OFFICE}/"))
    timur = make_account(db, "aigerim").account_id
    begin_draft(db, account_id=timur, today=MONDAY)
    assert states(coordinator) == ["done", "done", "now"]
    assert "Your plan stands below" in words(coordinator.get(f"{OFFICE}/"))


def test_with_a_round_the_first_steps_are_over_and_each_round_says_where_it_is(
    coordinator: InspectingClient, autumn: MadeRound
) -> None:
    page = coordinator.get(f"{OFFICE}/")
    assert not parse(page).xpath("//ol[@class='path']")
    assert "Now: Print and prepare" in words(page)


def test_a_round_that_was_opened_without_coupons_says_so(
    coordinator: InspectingClient, autumn: MadeRound
) -> None:
    page = coordinator.get(ROUND)
    assert "No coupons are printed yet, so nobody can answer." in words(page)
    now = parse(page).xpath("//li[@aria-current='step']/h3/text()")
    assert [each.strip() for each in now if each.strip()] == ["Print and prepare"]


def test_a_round_that_was_closed_without_answers_says_what_can_be_done(
    app: Flask, coordinator: InspectingClient, db: Session, autumn: MadeRound
) -> None:
    close_round(db, round_id="autumn", today=MONDAY, by=make_account(db, "aigerim").account_id)
    page = coordinator.get(ROUND)
    assert "Nobody answered in this round" in words(page)
    forms = parse(page).xpath("//main//form/@action")
    assert forms == [f"{OFFICE}/plan"], "nothing to open, and a new round can be planned"
    assert not parse(page).xpath("//li[@aria-current='step']")
    assert "Now:" not in words(coordinator.get(f"{OFFICE}/"))


def test_the_list_of_people_says_who_cannot_open_a_round_yet(
    coordinator: InspectingClient, db: Session, autumn: MadeRound
) -> None:
    make_account(db, "aigerim")
    make_account(db, "watching", role="reader")
    page = parse(coordinator.get(f"{OFFICE}/accounts"))
    cards = {card.findtext("h2/a"): card for card in page.xpath("//ul[@class='cards']/li")}
    lacking = {name for name, card in cards.items() if "Cannot open “Autumn” yet." in card.text_content()}
    assert lacking == {"aigerim", "timur"}, "not who holds the key, and no reader"
    [link] = cards["aigerim"].xpath(".//p/a/@href")
    assert link.startswith(f"{ROUND}/keys?to="), "the person is chosen there already"
    assert "Only holder of autumn can open the answers" in words(coordinator.get(ROUND))
    assert "Cannot open “Autumn” yet." in words(coordinator.get(cards["aigerim"].find("h2/a").get("href")))


def test_coupons_are_proposed_for_the_first_city_without_any(
    coordinator: InspectingClient, db: Session, autumn: MadeRound
) -> None:
    for city, known in (("almaty", 47), ("shymkent", 21)):
        of_round = db.get(RoundCity, ("autumn", city))
        assert of_round
        of_round.known_clients = known
    db.commit()
    make_batch(db, round_id="autumn", city_id="almaty", site_id=None, count=52, pepper=PEPPER)
    page = parse(coordinator.get(f"{ROUND}/coupons"))
    [chosen] = page.xpath("//select[@id='place']/option[@selected]/text()")
    assert chosen == "Shymkent – known clients: 21"
    assert page.xpath("//input[@id='count']/@value") == ["24"]


def test_the_step_of_texts_is_left_out_where_nobody_can_write(
    coordinator: InspectingClient, db: Session
) -> None:
    survey = read_survey(data_dir("surveys") / "ost-satisfaction")
    silent = make_survey(make_questionnaire())
    for round_id, asked in (("ost", survey), ("silent", silent)):
        make_round(db, access="link", survey=asked, round_id=round_id)
        page = words(coordinator.get(f"{OFFICE}/rounds/{round_id}"))
        has_questions = parse(coordinator.get(f"{OFFICE}/rounds/{round_id}/texts")).xpath("//main//ul")
        assert ("Read what people wrote" in page) == bool(has_questions)


def test_the_guide_says_who_does_what(coordinator: InspectingClient) -> None:
    guide = words(coordinator.get(f"{OFFICE}/guide"))
    assert "Publish a second person" in guide
    assert "Four things that are easily mixed up" in guide


def test_a_wrong_passphrase_makes_the_next_try_wait_and_locks_nobody_out(
    app: Flask, coordinator: InspectingClient, db: Session
) -> None:
    make_account(db, "aigerim")
    made = make_round(db, access="link", round_id="ended", account_id=make_account(db, "holder").account_id)
    submit(db, made)
    close_round(db, round_id=made.round_id, today=MONDAY)
    holder, address = client_of(app), f"{OFFICE}/rounds/ended"
    sign_in(holder, "holder")
    for _ in range(FREE):
        assert begin_preparing(holder, address, "not the passphrase").status_code == 409
    assert begin_preparing(holder, address).status_code == 429, "also the right one waits"
    app.extensions["tally"] = Tally()
    assert begin_preparing(holder, address).status_code == 303
    assert wait_for_tasks(60)
