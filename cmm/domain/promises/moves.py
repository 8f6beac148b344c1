"""Which event may follow, and who may add it.

Facts are always taken: a duty bearer may reply at any time. What accuses needs a reason that anybody can
check (a day that has passed, a published figure) and a second person.
"""

from collections.abc import Sequence
from datetime import date

from cmm.domain.promises.comparison import BETTER, CANNOT_TELL, NO_BETTER
from cmm.domain.promises.events import (
    APPROVED,
    AWAITING,
    CONFIRMED,
    ESCALATED,
    NOT_CONFIRMED,
    OF_CLIENTS,
    PROMISED,
    REOPENED,
    REPLIED,
    REQUESTED,
    SAID_DONE,
    TAKEN_BACK,
    TURNED_DOWN,
    UNTOLD,
    Event,
    Evidence,
)
from cmm.domain.promises.story import ANSWERED, ASKED, DRAFT, DROPPED, Story, read_story
from cmm.domain.refusal import Refusal

MOVERS = ("secretary", "coordinator")
"""Roles that write in the ledger; everybody else reads."""

_OPEN = (REPLIED, PROMISED, SAID_DONE, CONFIRMED, UNTOLD, TAKEN_BACK)
_MOVES = {
    DRAFT: (),
    DROPPED: (),
    ASKED: (*_OPEN, ESCALATED),
    ANSWERED: (*_OPEN, ESCALATED),
    PROMISED: (*_OPEN, ESCALATED),
    SAID_DONE: (*_OPEN, NOT_CONFIRMED),
    NOT_CONFIRMED: (*_OPEN, REOPENED, ESCALATED),
    REOPENED: (*_OPEN, ESCALATED),
    ESCALATED: (*_OPEN, ESCALATED),
    CONFIRMED: (REPLIED, REOPENED, TAKEN_BACK),
    TAKEN_BACK: (REPLIED,),
}
"""What may follow in each state while nothing waits for a second person."""
_WORDLESS = (REQUESTED, APPROVED, TURNED_DOWN, *OF_CLIENTS)
_VERDICTS = {CONFIRMED: BETTER, NOT_CONFIRMED: NO_BETTER, UNTOLD: CANNOT_TELL}


class MoveNotPossible(Refusal):
    """The request does not stand where this could follow."""


class OwnAccusation(Refusal):
    """Who proposed something that accuses does not approve it."""


class PromiseWordsMissing(Refusal):
    """This event needs words for the public."""


class DueDayMissing(Refusal):
    """A request, a promise and an escalation name the day until when."""


class DueDayPassed(Refusal):
    """The day until when lies in the past."""


class EscalatedTooEarly(Refusal):
    """The day that was set has not passed yet."""


class SameBearer(Refusal):
    """It is escalated to somebody else than it was asked of."""


class BadEventDay(Refusal):
    """What happened lies in the future, or before the request."""


class NoEqualFigure(Refusal):
    """No published figure of an equal item of a later round says this."""


def list_moves(story: Story, today: date) -> tuple[str, ...]:
    """What may follow now, whoever does it. CONFIRMED and the like still need evidence of a later round."""
    waits = (APPROVED, TURNED_DOWN) if story.pending else ()
    possible = _MOVES[story.state]
    if story.pending:  # the duty bearer may still speak, and the network take all of it back
        possible = tuple(kind for kind in possible if kind in (REPLIED, PROMISED, SAID_DONE, TAKEN_BACK))
    if not _may_escalate(story, today):
        possible = tuple(kind for kind in possible if kind != ESCALATED)
    return (*waits, *possible)


def add_event(events: Sequence[Event], event: Event) -> tuple[Event, ...]:
    """The events with one more. The first is always REQUESTED.

    Raises MoveNotPossible, OwnAccusation, PromiseWordsMissing, DueDayMissing, DueDayPassed,
    EscalatedTooEarly, SameBearer, BadEventDay, NoEqualFigure.
    """
    if not events and event.kind != REQUESTED:
        raise MoveNotPossible(event.kind)
    if events:
        _check_place(read_story(events), event)
    _check_content(event)
    return (*events, event)


def rests_on(story: Story, kind: str, evidence: Evidence | None) -> bool:
    """Whether published figures of equal items say what clients are said to say. They answered after the
    request; and for a doubt, after it was said to be done.
    """
    after = story.said_done_on if kind == NOT_CONFIRMED else story.asked_on
    return (
        evidence is not None
        and evidence.equal
        and evidence.verdict == _VERDICTS[kind]
        and after is not None
        and evidence.opened_on >= after
    )


def _check_place(story: Story, event: Event) -> None:
    """Whether it fits to what stands there."""
    if event.kind == ESCALATED and ESCALATED in _MOVES[story.state]:
        _check_escalation(story, event)
    if event.kind not in list_moves(story, event.recorded_on):
        raise MoveNotPossible(event.kind)
    if event.kind == APPROVED and story.pending:
        _check_approval(story.pending, event)
    if story.asked_on and event.happened_on < story.asked_on:
        raise BadEventDay
    if event.kind in OF_CLIENTS and not rests_on(story, event.kind, event.evidence):
        raise NoEqualFigure


def _check_escalation(story: Story, event: Event) -> None:
    if not _may_escalate(story, event.recorded_on):
        raise EscalatedTooEarly
    if not event.bearer_id or event.bearer_id == story.bearer_id:
        raise SameBearer


def _may_escalate(story: Story, today: date) -> bool:
    """When the day has passed; or at once where the answer is there and is not enough."""
    return story.is_overdue(today) or story.state in (ANSWERED, NOT_CONFIRMED)


def _check_approval(pending: Event, event: Event) -> None:
    if pending.by == event.by:
        raise OwnAccusation
    if pending.due_on and pending.due_on <= event.recorded_on:
        raise DueDayPassed


def _check_content(event: Event) -> None:
    if event.happened_on > event.recorded_on:
        raise BadEventDay
    if event.kind not in _WORDLESS and not event.words.strip():
        raise PromiseWordsMissing
    if event.kind in AWAITING:
        if event.due_on is None:
            raise DueDayMissing
        if event.kind != PROMISED and event.due_on <= event.recorded_on:
            raise DueDayPassed
