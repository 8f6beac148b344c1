"""From a published finding to a request, and what follows it, through the services."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from cmm.domain.promises import (
    APPROVED,
    CONFIRMED,
    ESCALATED,
    NOT_CONFIRMED,
    PROMISED,
    REPLIED,
    SAID_DONE,
    TURNED_DOWN,
    UNTOLD,
    MoveNotPossible,
    NoEqualFigure,
    OwnAccusation,
)
from cmm.domain.promises.files import LARGEST_FILE
from cmm.domain.snapshot import EVERYWHERE
from cmm.services.audit import list_deeds
from cmm.services.duty_bearers import (
    BearerFacts,
    LadderLoops,
    add_duty_bearer,
    change_duty_bearer,
    find_duty_bearer,
    list_ladder,
)
from cmm.services.ledger_rights import NotYourLedger
from cmm.services.promise_evidence import PLACES
from cmm.services.promise_ledger import find_ledger_entry, list_ledger, list_waiting
from cmm.services.promise_reask import list_rechecks
from cmm.services.promises import (
    Ask,
    AskMissing,
    BadTarget,
    BearerElsewhere,
    FileRefused,
    FileTooLarge,
    Finding,
    NoSuchFinding,
    NothingPublished,
    StoryMovedOn,
    Upload,
    open_request,
    record_event,
)
from cmm.services.publish import withdraw_snapshot
from cmm.services.published_promises import (
    count_public,
    find_public_file,
    find_public_obstacle,
    find_public_promise,
    list_public_promises,
)
from tests.factories import make_account
from tests.promise_rounds import (
    ASKED_ON,
    INDICATOR,
    LATER,
    SURVEY,
    WORDS,
    Ledger,
    Said,
    ask,
    ask_in_public,
    follow,
    make_ledger,
    publish_said,
)

PDF = b"%PDF-1.7 a letter"
NEXT_YEAR = LATER + timedelta(days=100)


def later_round(session: Session, ledger: Ledger, said: Said) -> None:
    publish_said(session, "spring", LATER, said, (ledger.secretary, ledger.coordinator))


def state_of(session: Session, promise_id: str) -> str:
    return read(session, promise_id).line.story.state


def read(session: Session, promise_id: str):  # type: ignore[no-untyped-def]
    entry = find_ledger_entry(session, promise_id, today=NEXT_YEAR)
    assert entry
    return entry


def test_a_request_is_public_only_after_a_second_person_has_approved_it(session: Session) -> None:
    ledger = make_ledger(session)
    promise_id = ask(session, ledger)
    assert list_public_promises(session, today=ASKED_ON) == ()
    assert find_public_promise(session, promise_id) is None
    with pytest.raises(OwnAccusation):
        follow(session, promise_id, APPROVED, ledger.secretary)
    follow(session, promise_id, APPROVED, ledger.coordinator)
    (promise,) = list_public_promises(session, today=ASKED_ON)
    assert (promise.finding.count, promise.finding.of) == (30, 60)
    assert promise.bearer.names["en"] == "Mental Health Centre"
    assert promise.asks == WORDS
    assert count_public(session, ASKED_ON).asked == 1


def test_the_whole_way_to_clients_who_do_not_confirm_and_to_the_ministry(session: Session) -> None:
    ledger = make_ledger(session)
    promise_id, day = ask_in_public(session, ledger), ASKED_ON
    by = ledger.secretary
    follow(session, promise_id, REPLIED, by, day + timedelta(days=9), words="We look into it.")
    due = day + timedelta(days=60)
    follow(session, promise_id, PROMISED, by, day + timedelta(days=10), words="Every day.", due_on=due)
    follow(session, promise_id, SAID_DONE, by, day + timedelta(days=50), words="Done.")
    assert read(session, promise_id).proposed is None
    later_round(session, ledger, {"almaty": (50, 10)})
    ((line, proposed),) = list_waiting(session, today=NEXT_YEAR)
    assert (line.promise_id, proposed) == (promise_id, NOT_CONFIRMED)
    with pytest.raises(NoEqualFigure):
        follow(session, promise_id, CONFIRMED, by, NEXT_YEAR)
    follow(session, promise_id, NOT_CONFIRMED, by, NEXT_YEAR)
    assert state_of(session, promise_id) == SAID_DONE
    follow(session, promise_id, APPROVED, ledger.coordinator, NEXT_YEAR)
    assert state_of(session, promise_id) == NOT_CONFIRMED
    assert list_waiting(session, today=NEXT_YEAR) == []
    soon = NEXT_YEAR + timedelta(days=30)
    follow(
        session,
        promise_id,
        ESCALATED,
        by,
        NEXT_YEAR,
        words="Please decide.",
        due_on=soon,
        bearer_id=ledger.ministry,
    )
    follow(session, promise_id, APPROVED, ledger.coordinator, NEXT_YEAR)
    promise = find_public_promise(session, promise_id)
    assert promise
    assert (promise.state, promise.bearer.bearer_id) == (ESCALATED, ledger.ministry)
    evidence = promise.steps[-2].evidence
    assert evidence
    assert (evidence.before, evidence.after) == ((30, 60), (50, 60))
    deeds = [deed.action for deed in list_deeds(session)[0] if deed.subject == promise_id]
    assert deeds[-1] == "promise_requested"
    assert len(deeds) == 9


def test_clients_confirm_when_the_later_figure_is_clearly_better(sqlite_session: Session) -> None:
    ledger = make_ledger(sqlite_session)
    promise_id = ask_in_public(sqlite_session, ledger)
    later_round(sqlite_session, ledger, {"almaty": (5, 55)})
    entry = read(sqlite_session, promise_id)
    assert (entry.proposed, entry.evidence.equal) == (CONFIRMED, True)
    follow(sqlite_session, promise_id, CONFIRMED, ledger.secretary, NEXT_YEAR)
    assert state_of(sqlite_session, promise_id) == CONFIRMED
    assert count_public(sqlite_session, NEXT_YEAR).confirmed == 1


def test_few_answers_tell_nothing_and_that_is_said_once(sqlite_session: Session) -> None:
    ledger = make_ledger(sqlite_session, {"almaty": (10, 10)})
    promise_id = ask_in_public(sqlite_session, ledger)
    later_round(sqlite_session, ledger, {"almaty": (8, 12)})
    assert read(sqlite_session, promise_id).proposed == UNTOLD
    follow(sqlite_session, promise_id, UNTOLD, ledger.secretary, NEXT_YEAR)
    entry = read(sqlite_session, promise_id)
    assert (entry.proposed, entry.line.story.state) == (None, "asked")


def test_a_round_of_other_cities_says_nothing(sqlite_session: Session) -> None:
    ledger = make_ledger(sqlite_session)
    promise_id = ask_in_public(sqlite_session, ledger)
    later_round(sqlite_session, ledger, {"shymkent": (5, 55)})
    assert read(sqlite_session, promise_id).evidence is None


def test_a_request_needs_a_published_figure(sqlite_session: Session) -> None:
    ledger = make_ledger(sqlite_session)

    def try_asking(round_id: str, place: str, indicator: str) -> None:
        due = ASKED_ON + timedelta(days=30)
        open_request(
            sqlite_session,
            account_id=ledger.secretary,
            finding=Finding(round_id, place, indicator),
            ask=Ask(ledger.clinic, WORDS, due),
            today=ASKED_ON,
        )

    with pytest.raises(NothingPublished):
        try_asking("spring", "almaty", INDICATOR)
    with pytest.raises(NoSuchFinding):
        try_asking("autumn", "shymkent", INDICATOR)
    with pytest.raises(NoSuchFinding):
        try_asking("autumn", "almaty", "rudeness")


def test_what_is_asked_is_checked(sqlite_session: Session) -> None:
    ledger = make_ledger(sqlite_session, {"almaty": (30, 30), "shymkent": (30, 30)})
    due, finding = ASKED_ON + timedelta(days=30), Finding("autumn", "almaty", INDICATOR)
    for refusal, asked in (
        (AskMissing, Ask(ledger.clinic, {"ru": " "}, due)),
        (BadTarget, Ask(ledger.clinic, WORDS, due, target=101)),
    ):
        with pytest.raises(refusal):
            open_request(
                sqlite_session, account_id=ledger.secretary, finding=finding, ask=asked, today=ASKED_ON
            )
    with pytest.raises(BearerElsewhere):
        open_request(
            sqlite_session,
            account_id=ledger.secretary,
            finding=Finding("autumn", "shymkent", INDICATOR),
            ask=Ask(ledger.clinic, WORDS, due),
            today=ASKED_ON,
        )


def test_readers_and_secretaries_of_other_cities_write_nothing(sqlite_session: Session) -> None:
    ledger = make_ledger(sqlite_session, {"almaty": (30, 30), "shymkent": (30, 30)})
    promise_id = ask_in_public(sqlite_session, ledger)
    reader = make_account(sqlite_session, "reader", "reader").account_id
    other = make_account(sqlite_session, "other", "secretary", ["shymkent"]).account_id
    own = make_account(sqlite_session, "own", "secretary", ["almaty"]).account_id
    for account_id in (reader, other):
        with pytest.raises(NotYourLedger):
            follow(sqlite_session, promise_id, REPLIED, account_id, words="We look into it.")
    follow(sqlite_session, promise_id, REPLIED, own, words="We look into it.")
    everywhere = ask(sqlite_session, ledger, place=EVERYWHERE)
    with pytest.raises(NotYourLedger):
        follow(sqlite_session, everywhere, TURNED_DOWN, own)


def test_two_people_at_once_do_not_write_over_each_other(session: Session) -> None:
    ledger = make_ledger(session)
    promise_id = ask_in_public(session, ledger)
    entry = read(session, promise_id)
    follow(session, promise_id, REPLIED, ledger.secretary, words="First.")
    with pytest.raises(StoryMovedOn):
        record_event(session, promise_id=promise_id, event=entry.events[0][0], seen=2)


def test_a_file_is_a_letter_or_a_picture_and_public_only_when_said_so(session: Session) -> None:
    ledger = make_ledger(session)
    promise_id, by = ask_in_public(session, ledger), ledger.secretary
    for refusal, content in ((FileRefused, b"<svg>"), (FileTooLarge, PDF + b" " * LARGEST_FILE)):
        with pytest.raises(refusal):
            follow(session, promise_id, REPLIED, by, words="x", upload=Upload(content, public=True))
    assert len(read(session, promise_id).events) == 2
    follow(session, promise_id, REPLIED, by, words="One.", upload=Upload(PDF, public=False))
    follow(session, promise_id, REPLIED, by, words="Two.", upload=Upload(PDF, public=True))
    assert find_public_file(session, promise_id, 3) is None
    assert find_public_file(session, promise_id, 4) == ("application/pdf", PDF)


def test_a_request_that_was_turned_down_stays_in_the_office(sqlite_session: Session) -> None:
    ledger = make_ledger(sqlite_session)
    promise_id = ask(sqlite_session, ledger)
    follow(sqlite_session, promise_id, TURNED_DOWN, ledger.coordinator)
    assert [line.story.state for line in list_ledger(sqlite_session, today=ASKED_ON)] == ["dropped"]
    with pytest.raises(MoveNotPossible):
        follow(sqlite_session, promise_id, REPLIED, ledger.secretary, words="Too late.")
    assert list_public_promises(sqlite_session, today=ASKED_ON) == ()


def test_figures_that_were_withdrawn_are_said_to_be(sqlite_session: Session) -> None:
    ledger = make_ledger(sqlite_session)
    promise_id = ask_in_public(sqlite_session, ledger)
    before = find_public_promise(sqlite_session, promise_id)
    assert before
    withdraw_snapshot(
        sqlite_session,
        digest=before.finding.digest,
        account_id=ledger.coordinator,
        reason="Counted twice.",
        today=ASKED_ON,
    )
    after = find_public_promise(sqlite_session, promise_id)
    assert after
    assert (before.finding.withdrawn, after.finding.withdrawn) == (False, True)


def test_the_public_list_is_narrowed(sqlite_session: Session) -> None:
    ledger = make_ledger(sqlite_session)
    ask_in_public(sqlite_session, ledger)
    for found, wanted in (
        (1, {"city_id": "almaty"}),
        (0, {"city_id": "shymkent"}),
        (1, {"state": "asked", "form_id": "small", "round_id": "autumn", "indicator": INDICATOR}),
        (0, {"state": "promised"}),
    ):
        assert len(list_public_promises(sqlite_session, today=ASKED_ON, **wanted)) == found


def test_a_ladder_never_leads_back_to_its_foot(sqlite_session: Session) -> None:
    ledger = make_ledger(sqlite_session)
    assert [each.bearer_id for each in list_ladder(sqlite_session, ledger.clinic)] == [ledger.ministry]
    ministry = find_duty_bearer(sqlite_session, ledger.ministry)
    assert ministry
    facts = BearerFacts(ministry.names, "ministry", "country", {}, "", (), ledger.clinic)
    with pytest.raises(LadderLoops):
        change_duty_bearer(
            sqlite_session, account_id=ledger.coordinator, bearer_id=ledger.ministry, facts=facts
        )


def test_a_secretary_adds_offices_of_the_own_cities_only(sqlite_session: Session) -> None:
    make_ledger(sqlite_session)
    own = make_account(sqlite_session, "own", "secretary", ["almaty"]).account_id
    names = {"en": "City police"}
    add_duty_bearer(
        sqlite_session, account_id=own, facts=BearerFacts(names, "police", "city", {}, "", ("almaty",))
    )
    with pytest.raises(NotYourLedger):
        add_duty_bearer(sqlite_session, account_id=own, facts=BearerFacts(names, "police", "city", {}, ""))


def test_a_plan_tells_which_requests_it_would_check(sqlite_session: Session) -> None:
    ledger = make_ledger(sqlite_session)
    promise_id = ask_in_public(sqlite_session, ledger)
    same = SURVEY.questionnaire
    others = replace(same, items=(replace(same.items[0], label={"ru": "Другие слова"}), *same.items[1:]))
    found = [
        [(each.promise_id, each.works) for each in list_rechecks(sqlite_session, **chosen)]
        for chosen in (
            {"questionnaire": same, "city_ids": ["almaty", "shymkent"]},
            {"questionnaire": others, "city_ids": ["almaty"]},
            {"questionnaire": same, "city_ids": ["shymkent"]},
        )
    ]
    assert found == [[(promise_id, True)], [(promise_id, False)], []]


def test_a_place_that_a_later_round_joins_with_another_is_not_compared_and_the_reason_is_told(
    sqlite_session: Session,
) -> None:
    ledger = make_ledger(sqlite_session)
    promise_id = ask_in_public(sqlite_session, ledger)
    assert find_public_obstacle(sqlite_session, promise_id) is None
    later_round(sqlite_session, ledger, {"almaty": (4, 4), "shymkent": (4, 4)})
    entry = read(sqlite_session, promise_id)
    assert (entry.evidence, entry.proposed) == (None, None)
    assert entry.obstacle == find_public_obstacle(sqlite_session, promise_id)
    assert (entry.obstacle.round_id, entry.obstacle.reason) == ("spring", PLACES)


def test_a_question_that_was_changed_is_not_compared_and_the_reason_is_told(sqlite_session: Session) -> None:
    ledger = make_ledger(sqlite_session)
    promise_id = ask_in_public(sqlite_session, ledger)
    asked = SURVEY.questionnaire
    items = (replace(asked.items[0], label={"ru": "Другие слова"}), *asked.items[1:])
    changed = replace(SURVEY, questionnaire=replace(asked, items=items, version="2"))
    people = (ledger.secretary, ledger.coordinator)
    publish_said(sqlite_session, "spring", LATER, {"almaty": (5, 55)}, people, survey=changed)
    entry = read(sqlite_session, promise_id)
    assert (entry.evidence.equal, entry.proposed, entry.obstacle.reason) == (False, None, "question")
