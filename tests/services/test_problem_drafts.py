"""Reports of problems open a draft for a secretary; only a person makes a request of it."""

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from cmm.services.ledger_rights import NotYourLedger
from cmm.services.problem_drafts import (
    DraftReasonMissing,
    NoOpenDraft,
    find_problem_draft,
    list_problem_drafts,
    save_problem_draft,
    send_problem_draft,
    set_problem_draft_aside,
)
from cmm.services.promises import Ask, Finding, NothingPublished
from cmm.services.publish import prepare_opened, publish_snapshot
from cmm.services.published_promises import list_public_promises
from cmm.services.rounds import add_round, close_round, open_round
from tests.factories import MONDAY, MadeRound, make_account, make_answers, open_people, submit, validate_all
from tests.promise_rounds import INDICATOR, SURVEY, WORDS, Ledger, make_ledger

AFTER = MONDAY + timedelta(days=60)


def open_reports(session: Session, ledger: Ledger, every: int = 5) -> MadeRound:
    add_round(
        session,
        round_id="reports",
        titles={"ru": "Сообщения", "en": "Reports"},
        survey=SURVEY,
        city_ids={"almaty": None},
        access="link",
        breakdowns=(),
        holders=[ledger.secretary],
        alert_every=every,
    )
    open_round(session, round_id="reports", today=MONDAY)
    return MadeRound("reports", SURVEY.questionnaire, "", "", "link")


def report(session: Session, made: MadeRound, times: int) -> None:
    for _ in range(times):
        submit(session, made, "almaty", answers=make_answers(closed="yes"))


def publish_reports(session: Session, ledger: Ledger, yes: int, on: date = AFTER) -> None:
    close_round(session, round_id="reports", today=on)
    people = [("almaty", make_answers(closed="yes"))] * yes
    opened = open_people(SURVEY.questionnaire, people, round_id="reports")
    prepare_opened(session, opened, account_id=ledger.secretary, today=on)
    validate_all(session, "reports", ledger.secretary)
    publish_snapshot(session, round_id="reports", account_id=ledger.coordinator, today=on)


def numbers(session: Session) -> list[int]:
    return [draft.number for draft in list_problem_drafts(session)]


def set_aside(session: Session, account_id: str, reason: str = "One shift of the police.") -> None:
    set_problem_draft_aside(
        session, round_id="reports", city_id="almaty", account_id=account_id, reason=reason, today=AFTER
    )


def test_ten_reports_open_a_draft_and_fewer_do_not(sqlite_session: Session) -> None:
    ledger = make_ledger(sqlite_session)
    made = open_reports(sqlite_session, ledger)
    report(sqlite_session, made, 9)
    assert numbers(sqlite_session) == []
    report(sqlite_session, made, 4)
    (draft,) = list_problem_drafts(sqlite_session)
    assert (draft.number, draft.city_id, draft.bearer_id) == (10, "almaty", ledger.clinic)
    assert (draft.closed, draft.findings) == (False, ())


def test_what_was_set_aside_does_not_come_back_until_more_reports_come(sqlite_session: Session) -> None:
    ledger = make_ledger(sqlite_session)
    made = open_reports(sqlite_session, ledger)
    report(sqlite_session, made, 10)
    with pytest.raises(DraftReasonMissing):
        set_aside(sqlite_session, ledger.secretary, " ")
    set_aside(sqlite_session, ledger.secretary)
    assert numbers(sqlite_session) == []
    with pytest.raises(NoOpenDraft):
        set_aside(sqlite_session, ledger.secretary)
    report(sqlite_session, made, 4)
    assert numbers(sqlite_session) == []
    report(sqlite_session, made, 1)
    assert numbers(sqlite_session) == [15]
    close_round(sqlite_session, round_id="reports", today=AFTER)
    assert numbers(sqlite_session) == [15]


def test_what_was_written_stays_and_the_number_grows(sqlite_session: Session) -> None:
    ledger = make_ledger(sqlite_session)
    made = open_reports(sqlite_session, ledger)
    report(sqlite_session, made, 10)
    save_problem_draft(
        sqlite_session,
        round_id="reports",
        city_id="almaty",
        account_id=ledger.secretary,
        asks=WORDS,
        bearer_id=ledger.ministry,
    )
    report(sqlite_session, made, 5)
    (draft,) = list_problem_drafts(sqlite_session)
    assert (draft.number, draft.asks, draft.bearer_id) == (15, WORDS, ledger.ministry)
    set_aside(sqlite_session, ledger.secretary)
    assert numbers(sqlite_session) == []


def test_a_draft_becomes_a_request_on_a_published_figure_and_waits_for_a_second_person(
    session: Session,
) -> None:
    ledger = make_ledger(session)
    report(session, open_reports(session, ledger), 12)
    ask = Ask(ledger.clinic, WORDS, AFTER + timedelta(days=30))

    def send() -> str:
        finding = Finding("reports", "almaty", INDICATOR)
        return send_problem_draft(
            session, city_id="almaty", account_id=ledger.secretary, finding=finding, ask=ask, today=AFTER
        )

    with pytest.raises(NothingPublished):
        send()
    publish_reports(session, ledger, yes=40)
    draft = find_problem_draft(session, "reports", "almaty")
    assert draft
    assert (draft.closed, draft.unit, draft.findings) == (True, "almaty", (INDICATOR,))
    assert send()
    assert list_public_promises(session, today=AFTER) == ()
    assert numbers(session) == []
    with pytest.raises(NoOpenDraft):
        send()


def test_readers_and_secretaries_of_other_cities_decide_nothing(sqlite_session: Session) -> None:
    ledger = make_ledger(sqlite_session, {"almaty": (30, 30), "shymkent": (30, 30)})
    report(sqlite_session, open_reports(sqlite_session, ledger), 10)
    for name, role, cities in (("reader", "reader", []), ("other", "secretary", ["shymkent"])):
        account_id = make_account(sqlite_session, name, role, cities).account_id
        with pytest.raises(NotYourLedger):
            set_aside(sqlite_session, account_id)


def test_rounds_without_alerts_open_none(sqlite_session: Session) -> None:
    ledger = make_ledger(sqlite_session)
    made = open_reports(sqlite_session, ledger, every=20)
    report(sqlite_session, made, 15)
    assert numbers(sqlite_session) == []
