"""In the office: what is due, what reports of problems call for, and who wants to be reminded."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from cmm.services import accounts
from cmm.services.clock import today
from cmm.services.rounds import add_round, open_round
from tests.factories import FAST_HASHER, MadeRound, make_account, make_answers, submit
from tests.promise_rounds import SURVEY, Ledger, ask_in_public, make_ledger
from tests.services.test_problem_drafts import publish_reports
from tests.web.inspecting import InspectingClient, client_of, page_text, parse
from tests.web.test_office import sign_in
from tests.web.test_promises import read

SignedIn = Callable[[str], InspectingClient]
DRAFT = "/en/office/reports/reports/almaty"


@pytest.fixture(autouse=True)
def fast_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(accounts.check_password.__kwdefaults__, "hasher", FAST_HASHER)


@pytest.fixture
def ledger(db: Session) -> Ledger:
    return make_ledger(db, opened_on=today() - timedelta(days=90))


@pytest.fixture
def signed_in(app: Flask, ledger: Ledger) -> SignedIn:
    def enter(name: str) -> InspectingClient:
        client = client_of(app)
        sign_in(client, name)
        return client

    return enter


@pytest.fixture
def reports(db: Session, ledger: Ledger) -> None:
    """Thirteen reports of Almaty in a round that stays open."""
    add_round(
        db,
        round_id="reports",
        titles={"en": "Reports"},
        survey=SURVEY,
        city_ids={"almaty": None},
        access="link",
        breakdowns=(),
        holders=[ledger.secretary],
        alert_every=5,
    )
    open_round(db, round_id="reports", today=today())
    made = MadeRound("reports", SURVEY.questionnaire, "", "", "link")
    for _ in range(13):
        submit(db, made, "almaty", answers=make_answers(closed="yes"))


@pytest.mark.usefixtures("reports")
def test_a_draft_says_at_least_ten_is_edited_and_sent_when_the_figures_are_public(
    db: Session, ledger: Ledger, signed_in: SignedIn, client: InspectingClient
) -> None:
    secretary = signed_in("secretary one")
    for address in ("/en/office/", "/en/office/promises"):
        assert "Almaty: at least 10 reports" in read(secretary, address)
    page = read(secretary, DRAFT)
    assert "they are sealed" in page
    assert "13" not in page
    assert "Propose the request" not in page
    post(secretary, "words", ask_en="Open every day", bearer="ministry-of-health")
    assert "Open every day" in page_text(secretary.get(DRAFT))
    publish_reports(db, ledger, yes=40)
    page = read(secretary, DRAFT)
    assert "The site was closed: nearly all" in page
    answer = post(secretary, "request", ask_en="Open every day", due_on="")
    assert "Choose the published finding" in page_text(answer)
    soon = (today() + timedelta(days=90)).isoformat()
    fields = {"finding": "almaty:site_closed", "bearer": "mental-health-centre", "due_on": soon}
    answer = post(secretary, "request", ask_en="Open every day", **fields)
    assert answer.status_code == 302
    assert "Waits for a second person" in read(secretary, answer.location)
    assert client.get(answer.location.replace("/office", "")).status_code == 404
    assert "Nothing waits here" in read(secretary, DRAFT)


@pytest.mark.usefixtures("reports")
def test_setting_aside_wants_a_reason_and_readers_may_only_look(db: Session, signed_in: SignedIn) -> None:
    make_account(db, "only reads", "reader")
    reader, secretary = signed_in("only reads"), signed_in("secretary one")
    assert "at least 10" in read(reader, DRAFT)
    assert "Set aside" not in read(reader, DRAFT)
    answer = post(secretary, "aside", reason=" ")
    assert (answer.status_code, "Write why" in page_text(answer)) == (409, True)
    answer = post(secretary, "aside", reason="The same stock-out that is in the ledger.")
    assert "Set aside" in read(secretary, answer.location)
    assert "at least 10" not in read(secretary, "/en/office/")


def test_the_first_page_says_what_is_overdue_and_what_is_due_soon(
    db: Session, ledger: Ledger, signed_in: SignedIn
) -> None:
    secretary = signed_in("secretary one")
    assert "Due in requests" not in read(secretary, "/en/office/")
    ask_in_public(db, ledger, today() - timedelta(days=40))
    ask_in_public(db, ledger, today() - timedelta(days=25))
    ask_in_public(db, ledger, today())
    section = parse(secretary.get("/en/office/")).xpath("//section[@aria-labelledby='due']")[0]
    assert [each.text_content() for each in section.xpath(".//h3")] == ["Overdue", "Within a week"]
    assert len(section.xpath(".//li")) == 2
    assert "10 days overdue" in section.text_content()


def test_the_public_list_is_narrowed_by_age(db: Session, ledger: Ledger, client: InspectingClient) -> None:
    late, newer = (ask_in_public(db, ledger, today() - timedelta(days=ago)) for ago in (45, 5))
    both = [late, newer]
    for age, shown in {"overdue": [late], "30": [late], "90": [], "": both, "x": both}.items():
        page = parse(client.get(f"/en/promises?age={age}"))
        links = page.xpath("//li[contains(@class, 'promise')]//a/@href")
        assert links == [f"/en/promises/{each}" for each in shown]


def test_figures_and_indicators_show_what_was_asked_because_of_them(
    db: Session, ledger: Ledger, client: InspectingClient
) -> None:
    indicator = "/en/services/small/indicators/site_closed"
    figure = "/en/r/autumn/v/1/almaty/figures/site_closed"
    for address in (indicator, figure):
        assert "What was asked, and what came of it" not in read(client, address)
    promise_id = ask_in_public(db, ledger, today())
    for address in (indicator, figure):
        assert f"/en/promises/{promise_id}" in page_text(client.get(address))


def test_reminders_are_switched_on_and_off_on_the_own_page(app: Flask, signed_in: SignedIn) -> None:
    secretary = signed_in("secretary one")
    mine = "/en/office/my-account"
    assert "This server sends no e-mail" in read(secretary, mine)
    token = parse(secretary.get(mine)).xpath("//input[@name='csrf_token']/@value")[0]
    for email, status, told in (
        ("nobody", 409, "This is no e-mail address"),
        ("own@mail.kz", 302, "reminded by e-mail from now on"),
        ("", 302, "Your address is deleted"),
    ):
        data = {"csrf_token": token, "email": email, "language": "kk"}
        answer = secretary.post(f"{mine}/reminders", data=data)
        assert answer.status_code == status
        page = answer if status == 409 else secretary.get(mine)
        assert told in page_text(page)
        assert ("own@mail.kz" in page_text(page)) == (email == "own@mail.kz")


def post(client: InspectingClient, what: str, **fields: str):  # type: ignore[no-untyped-def]
    """Send a form of the draft's page."""
    token = parse(client.get(DRAFT)).xpath("//input[@name='csrf_token']/@value")[0]
    return client.post(f"{DRAFT}/{what}", data={"csrf_token": token, **fields})
