"""The story of a request: what may follow what, and what never may."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmm.domain.promises import (
    ACCUSING,
    ANSWERED,
    APPROVED,
    ASKED,
    BETTER,
    CONFIRMED,
    DRAFT,
    DROPPED,
    ESCALATED,
    KINDS,
    NOT_CONFIRMED,
    PROMISED,
    REOPENED,
    REPLIED,
    REQUESTED,
    SAID_DONE,
    TAKEN_BACK,
    TURNED_DOWN,
    VERDICTS,
    BadEventDay,
    DueDayMissing,
    DueDayPassed,
    EscalatedTooEarly,
    Event,
    Evidence,
    MoveNotPossible,
    NoEqualFigure,
    OwnAccusation,
    PromiseWordsMissing,
    SameBearer,
    add_event,
    list_moves,
    read_story,
)
from cmm.domain.refusal import Refusal
from tests.domain.promises.stories import DAY, make_event, make_evidence, tell

DAYS = st.integers(0, 400).map(lambda days: DAY + timedelta(days=days))
EVIDENCE = st.builds(
    Evidence,
    st.just("spring"),
    st.just("d"),
    DAYS,
    st.just((10, 20)),
    st.just((5, 20)),
    st.booleans(),
    st.sampled_from(VERDICTS),
)
EVENTS = st.builds(
    Event,
    st.sampled_from(KINDS),
    DAYS,
    DAYS,
    st.sampled_from("ab"),
    words=st.sampled_from(("", "Words.")),
    due_on=st.none() | DAYS,
    bearer_id=st.sampled_from(("", "clinic", "ministry")),
    evidence=st.none() | EVIDENCE,
)


def play(wanted: list[Event]) -> tuple[Event, ...]:
    """Everything of `wanted` that is possible, in its order."""
    events: tuple[Event, ...] = ()
    for event in wanted:
        try:
            events = add_event(events, event)
        except Refusal:
            continue
    return events


SENSIBLE = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(1, 60), st.sampled_from("ab"), EVENTS), max_size=14
)


def play_sensibly(wanted: list[tuple[str, int, str, Event]]) -> tuple[Event, ...]:
    """Long stories: events that lack nothing, but for their evidence, which may be anything."""
    events: tuple[Event, ...] = tell()
    day = 0
    for kind, later, who, loose in wanted:
        day += later
        made = make_event(kind, day, by=who)
        try:
            events = add_event(events, replace(made, evidence=loose.evidence))
        except Refusal:
            continue
    return events


@given(st.one_of(st.lists(EVENTS, max_size=12).map(play), SENSIBLE.map(play_sensibly)))
def test_no_path_reaches_confirmed_without_a_published_figure_of_an_equal_item(
    events: tuple[Event, ...],
) -> None:
    for end in range(1, len(events) + 1):
        story = read_story(events[:end])
        if story.state == CONFIRMED:
            evidence = [told.event.evidence for told in story.told if told.event.kind == CONFIRMED][-1]
            assert evidence
            assert evidence.equal
            assert evidence.verdict == BETTER
            assert story.asked_on
            assert evidence.opened_on >= story.asked_on


@given(st.one_of(st.lists(EVENTS, max_size=12).map(play), SENSIBLE.map(play_sensibly)))
def test_nothing_accuses_in_public_before_a_second_person_has_approved(events: tuple[Event, ...]) -> None:
    approvals = [event for event in events if event.kind == APPROVED]
    told = [told.event for told in read_story(events).told if told.event.kind in ACCUSING]
    assert len(told) == len(approvals)
    assert all(one.by != other.by for one, other in zip(told, approvals, strict=True))


@given(SENSIBLE.map(play_sensibly), st.integers(1, 60))
def test_what_the_public_has_read_stays_in_the_story_whatever_follows(
    events: tuple[Event, ...], later: int
) -> None:
    before = read_story(events).told
    for kind in KINDS:
        longer = play([*events, make_event(kind, 2000 + later)])
        assert read_story(longer).told[: len(before)] == before


@given(SENSIBLE.map(play_sensibly))
def test_a_duty_bearer_may_reply_at_any_time(events: tuple[Event, ...]) -> None:
    assert add_event(events, make_event(REPLIED, 2000))[-1].kind == REPLIED


def test_a_request_is_asked_when_a_second_person_has_approved_it() -> None:
    proposed = add_event((), make_event(REQUESTED))
    assert read_story(proposed).state == DRAFT
    with pytest.raises(OwnAccusation):
        add_event(proposed, make_event(APPROVED, 1, by="a"))
    story = read_story(add_event(proposed, make_event(APPROVED, 1)))
    assert (story.state, story.asked_on, story.pending) == (ASKED, DAY + timedelta(days=1), None)


def test_a_request_that_was_turned_down_never_becomes_public() -> None:
    events = add_event(add_event((), make_event(REQUESTED)), make_event(TURNED_DOWN, 1))
    story = read_story(events)
    assert (story.state, story.public, story.told) == (DROPPED, False, ())
    assert list_moves(story, DAY) == ()


def test_the_whole_way_to_clients_who_do_not_confirm_and_to_the_next_office() -> None:
    events = tell(REPLIED, PROMISED, SAID_DONE, NOT_CONFIRMED)
    assert read_story(events).state == SAID_DONE
    events = add_event(events, make_event(APPROVED, 50))
    assert read_story(events).state == NOT_CONFIRMED
    events = add_event(add_event(events, make_event(ESCALATED, 60)), make_event(APPROVED, 61))
    story = read_story(events)
    assert (story.state, story.bearer_id, story.waiting) == (ESCALATED, "office 60", True)
    assert [told.event.kind for told in story.told] == [
        *(REQUESTED, REPLIED, PROMISED, SAID_DONE, NOT_CONFIRMED, ESCALATED)
    ]


def test_no_reply_is_a_state_that_ages() -> None:
    story = read_story(tell())
    assert story.days_waiting(DAY + timedelta(days=45)) == 45
    assert story.days_overdue(DAY + timedelta(days=30)) == 0
    assert story.days_overdue(DAY + timedelta(days=45)) == 15
    assert read_story(tell(REPLIED)).state == ANSWERED
    assert read_story(tell(REPLIED)).days_waiting(DAY + timedelta(days=45)) == 0


def test_a_word_of_the_duty_bearer_takes_the_ground_from_an_accusation_that_waits() -> None:
    late = tell(every=10)
    waiting = add_event(late, make_event(ESCALATED, 40))
    assert read_story(waiting).pending
    story = read_story(add_event(waiting, make_event(REPLIED, 41)))
    assert (story.state, story.pending) == (ANSWERED, None)


def test_nothing_is_escalated_before_its_day_has_passed() -> None:
    with pytest.raises(EscalatedTooEarly):
        add_event(tell(), make_event(ESCALATED, 20))
    with pytest.raises(EscalatedTooEarly):
        add_event(tell(PROMISED), make_event(ESCALATED, 40))
    with pytest.raises(SameBearer):
        add_event(tell(), make_event(ESCALATED, 31, bearer_id=""))


def test_clients_doubt_only_what_was_said_to_be_done_before_they_were_asked() -> None:
    with pytest.raises(MoveNotPossible):
        add_event(tell(PROMISED), make_event(NOT_CONFIRMED, 20))
    early = make_evidence("no_better", DAY + timedelta(days=9))
    with pytest.raises(NoEqualFigure):
        add_event(tell(SAID_DONE), make_event(NOT_CONFIRMED, 20, evidence=early))


def test_other_questions_confirm_nothing() -> None:
    unequal = make_evidence("better", DAY + timedelta(days=9), equal=False)
    with pytest.raises(NoEqualFigure):
        add_event(tell(), make_event(CONFIRMED, 20, evidence=unequal))


def test_what_is_missing_is_named() -> None:
    with pytest.raises(PromiseWordsMissing):
        add_event(tell(), make_event(REPLIED, 5, words=" "))
    with pytest.raises(DueDayMissing):
        add_event(tell(), make_event(PROMISED, 5, due_on=None))
    with pytest.raises(DueDayPassed):
        add_event((), make_event(REQUESTED, 5, due_on=DAY))
    with pytest.raises(DueDayPassed):
        add_event(add_event((), make_event(REQUESTED)), make_event(APPROVED, 30))
    with pytest.raises(BadEventDay):
        add_event(tell(), make_event(REPLIED, 5, happened_on=DAY + timedelta(days=6)))
    with pytest.raises(BadEventDay):
        add_event(tell(), make_event(REPLIED, 5, happened_on=DAY - timedelta(days=1)))


def test_what_was_confirmed_may_be_opened_again_and_what_was_taken_back_may_not() -> None:
    assert REOPENED in list_moves(read_story(tell(CONFIRMED)), DAY)
    assert list_moves(read_story(tell(TAKEN_BACK)), DAY) == (REPLIED,)
