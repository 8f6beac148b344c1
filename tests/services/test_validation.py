"""The community looks first: what may be recorded by whom, what is held back, and what the public reads."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from cmm.domain.refusal import Refusal
from cmm.domain.snapshot import hold_back
from cmm.services.audit import list_deeds
from cmm.services.publish import (
    CandidateReplaced,
    HoldBackUnconfirmed,
    NothingNew,
    NothingValidated,
    ReasonMissing,
    SamePerson,
    find_candidate,
    publish_snapshot,
    withdraw_snapshot,
)
from cmm.services.published import find_published
from cmm.services.validation import (
    LONGEST_WORDS,
    BadMeetingDay,
    BadPresent,
    CityWithoutFigures,
    CorrectionsMissing,
    NothingToReplyTo,
    NothingToValidate,
    NotYourCity,
    ReplyIncomplete,
    UnknownOutcome,
    WordsTooLong,
    find_validation,
    record_meeting,
    record_reply,
)
from tests.factories import MadeRound, make_account, validate_all
from tests.services.test_publish import CLOSING, LATER, add_raw, make_closed_round, prepare, seal

SIZES = (31, 30)


def meet(session: Session, made: MadeRound, city: str = "almaty", **changes: Any) -> None:
    arguments: dict[str, Any] = {
        "account_id": made.account_id,
        "held_on": LATER,
        "present": 6,
        "outcome": "agreed",
        "corrections": "",
        "today": LATER,
    }
    record_meeting(session, round_id=made.round_id, city_id=city, **(arguments | changes))


def reply(session: Session, made: MadeRound, city: str = "almaty", **changes: Any) -> None:
    arguments: dict[str, Any] = {
        "account_id": made.account_id,
        "provider": "The clinic",
        "words": "We will open earlier.",
        "replied_on": LATER,
        "today": LATER,
    }
    record_reply(session, round_id=made.round_id, city_id=city, **(arguments | changes))


def publish(session: Session, made: MadeRound, **changes: Any) -> str:
    accounts = changes.pop("by", None) or make_account(session, "second", role="coordinator").account_id
    return publish_snapshot(session, round_id=made.round_id, account_id=accounts, today=LATER, **changes)


@pytest.fixture
def made(sqlite_session: Session) -> MadeRound:
    """A closed round of two cities whose results are prepared."""
    made = make_closed_round(sqlite_session, SIZES)
    prepare(sqlite_session, made)
    return made


def test_nothing_is_published_before_any_community_has_looked(
    sqlite_session: Session, made: MadeRound
) -> None:
    with pytest.raises(NothingValidated):
        publish(sqlite_session, made, hold_back=["almaty", "shymkent"])
    assert find_published(sqlite_session, "autumn") is None


def test_a_city_that_was_not_validated_is_held_back_only_when_that_is_confirmed(
    session: Session,
) -> None:
    made = make_closed_round(session, SIZES)
    content = prepare(session, made).content
    meet(session, made, "almaty")
    second = make_account(session, "second", role="coordinator").account_id
    for wrong in ((), ("almaty",), ("almaty", "shymkent")):
        with pytest.raises(HoldBackUnconfirmed) as refused:
            publish(session, made, by=second, hold_back=wrong)
        assert refused.value.subject == "shymkent"
    with pytest.raises(SamePerson):
        publish(session, made, by=made.account_id, hold_back=["shymkent"])
    digest = publish(session, made, by=second, hold_back=["shymkent"])
    published = find_published(session, "autumn")
    assert published
    assert published.digest == digest
    assert published.content == hold_back(content, ["shymkent"])
    assert [unit.code for unit in published.snapshot.units] == ["almaty"]
    assert published.snapshot.tables["closed"].total == 30
    deeds, _ = list_deeds(session, round_id="autumn")
    assert deeds[0].action == "snapshot_published"
    assert deeds[0].details == {"number": 1, "held_back": ["shymkent"]}


def test_a_city_held_back_joins_later_and_the_first_one_stays_word_for_word(
    sqlite_session: Session, made: MadeRound
) -> None:
    session = sqlite_session
    second = make_account(session, "second", role="coordinator").account_id
    meet(session, made, "almaty")
    first = publish(session, made, by=second, hold_back=["shymkent"])
    prepare(session, made)
    with pytest.raises(NothingNew):
        publish(session, made, by=second, hold_back=["shymkent"], reason="Again.")
    meet(session, made, "shymkent", outcome="corrected", corrections="The site was painted.")
    validation = find_validation(session, "autumn")
    assert validation
    assert validation.held_back == (), "Almaty's meeting still counts: its figures are the same"
    with pytest.raises(ReasonMissing):
        publish(session, made, by=second)
    publish(session, made, by=second, reason="Shymkent has confirmed its result.")
    published = find_published(session, "autumn")
    assert published
    assert published.content["supersedes"] == first
    assert [unit.code for unit in published.snapshot.units] == ["almaty", "shymkent"]
    assert [entry.change_reason for entry in published.history] == ["Shymkent has confirmed its result.", ""]
    assert [meeting.outcome for meeting in published.voices.meetings] == ["agreed", "corrected"]
    assert published.content["breakdowns"]


def test_when_the_numbers_of_a_city_change_its_community_looks_again(
    sqlite_session: Session, made: MadeRound
) -> None:
    session = sqlite_session
    validate_all(session, "autumn", made.account_id)
    for _ in range(25):
        add_raw(session, made, seal(session, made, {"closed": "no"}), "shymkent")
    prepare(session, made)
    validation = find_validation(session, "autumn")
    assert validation
    assert [(city.city_id, city.confirmed, city.outdated) for city in validation.cities] == [
        ("almaty", True, False),
        ("shymkent", False, True),
    ]
    with pytest.raises(HoldBackUnconfirmed):
        publish(session, made)


def test_who_does_not_agree_holds_the_city_back_until_a_newer_meeting_agrees(
    sqlite_session: Session, made: MadeRound
) -> None:
    validate_all(sqlite_session, "autumn", made.account_id)
    meet(sqlite_session, made, "almaty", outcome="rejected", corrections="Nobody asked the evening group.")
    validation = find_validation(sqlite_session, "autumn")
    assert validation
    assert [unit.code for unit in validation.held_back] == ["almaty"]
    assert validation.confirmed == 1
    meet(sqlite_session, made, "almaty")
    validation = find_validation(sqlite_session, "autumn")
    assert validation
    assert validation.held_back == ()


def test_what_the_publisher_looked_at_is_what_is_published(sqlite_session: Session, made: MadeRound) -> None:
    validate_all(sqlite_session, "autumn", made.account_id)
    seen = find_candidate(sqlite_session, "autumn")
    assert seen
    with pytest.raises(CandidateReplaced):
        publish(sqlite_session, made, seen="what was prepared before")
    assert publish_again(sqlite_session, made, seen.digest) == seen.digest


def publish_again(session: Session, made: MadeRound, seen: str) -> str:
    other = make_account(session, "third", role="coordinator").account_id
    return publish(session, made, by=other, seen=seen)


def test_only_the_own_secretary_and_coordinators_record(sqlite_session: Session, made: MadeRound) -> None:
    own = make_account(sqlite_session, "own", city_ids=["almaty"]).account_id
    other = make_account(sqlite_session, "other", city_ids=["shymkent"]).account_id
    reader = make_account(sqlite_session, "reader", role="reader").account_id
    coordinator = make_account(sqlite_session, "coordinator", role="coordinator").account_id
    for account in (other, reader):
        with pytest.raises(NotYourCity):
            meet(sqlite_session, made, account_id=account)
        with pytest.raises(NotYourCity):
            reply(sqlite_session, made, account_id=account)
    for account in (own, coordinator):
        meet(sqlite_session, made, account_id=account)
        reply(sqlite_session, made, account_id=account)


IMPOSSIBLE_MEETINGS: list[tuple[type[Refusal], dict[str, Any]]] = [
    (BadMeetingDay, {"held_on": LATER + timedelta(days=1)}),
    (BadMeetingDay, {"held_on": CLOSING - timedelta(days=1)}),
    (BadPresent, {"present": 0}),
    (BadPresent, {"present": 501}),
    (UnknownOutcome, {"outcome": "maybe"}),
    (CorrectionsMissing, {"outcome": "corrected", "corrections": "  "}),
    (CorrectionsMissing, {"outcome": "rejected"}),
    (WordsTooLong, {"corrections": "x" * (LONGEST_WORDS + 1)}),
    (CityWithoutFigures, {"city": "nowhere"}),
]


def test_a_meeting_that_cannot_have_been_is_refused(sqlite_session: Session, made: MadeRound) -> None:
    for refusal, changes in IMPOSSIBLE_MEETINGS:
        with pytest.raises(refusal):
            meet(sqlite_session, made, **changes)
    validation = find_validation(sqlite_session, "autumn")
    assert validation
    assert validation.confirmed == 0


INCOMPLETE_REPLIES: list[tuple[type[Refusal], dict[str, Any]]] = [
    (ReplyIncomplete, {"words": " "}),
    (ReplyIncomplete, {"provider": ""}),
    (WordsTooLong, {"words": "x" * (LONGEST_WORDS + 1)}),
    (BadMeetingDay, {"replied_on": LATER + timedelta(days=1)}),
    (CityWithoutFigures, {"city": "nowhere"}),
]


def test_a_reply_needs_a_provider_words_and_a_day(sqlite_session: Session, made: MadeRound) -> None:
    for refusal, changes in INCOMPLETE_REPLIES:
        with pytest.raises(refusal):
            reply(sqlite_session, made, **changes)


@pytest.mark.parametrize(("act", "refusal"), [(meet, NothingToValidate), (reply, NothingToReplyTo)])
def test_before_anything_is_prepared_there_is_nothing_to_say(
    sqlite_session: Session, act: Callable[[Session, MadeRound], None], refusal: type[Refusal]
) -> None:
    made = make_closed_round(sqlite_session)
    assert find_validation(sqlite_session, "autumn") is None
    with pytest.raises(refusal):
        act(sqlite_session, made)


def test_the_public_reads_the_newest_reply_and_meetings_about_public_figures_only(
    sqlite_session: Session, made: MadeRound
) -> None:
    session = sqlite_session
    validate_all(session, "autumn", made.account_id, present=6)
    reply(session, made, words="We know nothing of this.")
    publish(session, made)
    reply(session, made)
    for _ in range(25):
        add_raw(session, made, seal(session, made, {"closed": "no"}), "shymkent")
    prepare(session, made)
    meet(session, made, "shymkent", outcome="rejected", corrections="About figures that are not public.")
    published = find_published(session, "autumn")
    assert published
    assert [meeting.outcome for meeting in published.voices.meetings] == ["agreed", "agreed"]
    assert {meeting.attendance for meeting in published.voices.meetings} == {"about_5"}
    assert [one.words for one in published.voices.replies] == ["We will open earlier."]


def test_after_a_withdrawal_there_is_nothing_to_reply_to_but_the_next_result(
    sqlite_session: Session, made: MadeRound
) -> None:
    validate_all(sqlite_session, "autumn", made.account_id)
    digest = publish(sqlite_session, made)
    withdraw_snapshot(
        sqlite_session, digest=digest, account_id=made.account_id, reason="A mistake.", today=LATER
    )
    with pytest.raises(NothingToReplyTo):
        reply(sqlite_session, made)
    prepare(sqlite_session, made)
    reply(sqlite_session, made)
    validation = find_validation(sqlite_session, "autumn")
    assert validation
    assert validation.confirmed == 2, "nothing changed, so the meetings count on"


def test_cities_published_together_are_confirmed_together(sqlite_session: Session) -> None:
    made = make_closed_round(sqlite_session, (8, 9))
    prepare(sqlite_session, made)
    meet(sqlite_session, made, "almaty")
    validation = find_validation(sqlite_session, "autumn")
    assert validation
    (unit,) = validation.units
    assert (unit.code, unit.validated) == ("almaty+shymkent", False)
    assert [city.city_id for city in unit.cities if not city.confirmed] == ["shymkent"]
    with pytest.raises(NothingValidated):
        publish(sqlite_session, made)
    meet(sqlite_session, made, "shymkent")
    publish(sqlite_session, made, by=make_account(sqlite_session, "third", role="coordinator").account_id)
