"""Where a request stands: a pure function of its events. There is no other memory of its state."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from cmm.domain.promises.events import (
    ACCUSING,
    APPROVED,
    AWAITING,
    CONFIRMED,
    ESCALATED,
    NOT_CONFIRMED,
    OF_THE_BEARER,
    PROMISED,
    REOPENED,
    REPLIED,
    REQUESTED,
    SAID_DONE,
    TAKEN_BACK,
    TURNED_DOWN,
    Event,
)

DRAFT, DROPPED, ASKED, ANSWERED = "draft", "dropped", "asked", "answered"

STATES = (
    *(DRAFT, DROPPED, ASKED, ANSWERED, PROMISED, SAID_DONE),
    *(CONFIRMED, NOT_CONFIRMED, REOPENED, ESCALATED, TAKEN_BACK),
)
WAITING = (ASKED, REOPENED, ESCALATED)
"""Nobody has replied to what was asked last."""
_AFTER = {
    REQUESTED: ASKED,
    PROMISED: PROMISED,
    SAID_DONE: SAID_DONE,
    CONFIRMED: CONFIRMED,
    NOT_CONFIRMED: NOT_CONFIRMED,
    REOPENED: REOPENED,
    ESCALATED: ESCALATED,
    TAKEN_BACK: TAKEN_BACK,
}
"""The state that an event leads to; the others leave it as it is."""


@dataclass(frozen=True, slots=True)
class Told:
    """An event that the public may read, since `public_on`."""

    event: Event
    public_on: date
    number: int


@dataclass(frozen=True, slots=True)
class Story:
    """What the events of one request add up to.

    `state` is the public one, DRAFT before approval; `since` when it began; `due_on` what is awaited now,
    None when nothing is. `pending` waits for a second person. `said_done_on` is the last day on which the
    duty bearer said it was done.
    """

    state: str = DRAFT
    since: date | None = None
    due_on: date | None = None
    pending: Event | None = None
    told: tuple[Told, ...] = ()
    asked_on: date | None = None
    answered_on: date | None = None
    said_done_on: date | None = None
    confirmed_on: date | None = None
    bearer_id: str = ""

    @property
    def public(self) -> bool:
        """Whether the public may know of it."""
        return self.state not in (DRAFT, DROPPED)

    @property
    def waiting(self) -> bool:
        return self.state in WAITING

    def is_overdue(self, today: date) -> bool:
        """Whether the day that was set has passed with nothing to show."""
        return self.due_on is not None and today > self.due_on

    def days_waiting(self, today: date) -> int:
        """For how many days nobody has replied; 0 when nobody has to."""
        return (today - self.since).days if self.waiting and self.since else 0

    def days_overdue(self, today: date) -> int:
        """For how many days something has been overdue; 0 when nothing is."""
        return (today - self.due_on).days if self.due_on and self.is_overdue(today) else 0


def read_story(events: Sequence[Event]) -> Story:
    """Add up the events of one request, in their order."""
    story = Story()
    for number, event in enumerate(events, start=1):
        story = _step(story, event, number)
    return story


def _step(story: Story, event: Event, number: int) -> Story:
    if event.kind in ACCUSING:
        return replace(story, pending=event)
    if event.kind == TURNED_DOWN:
        state = DROPPED if story.state == DRAFT else story.state
        return replace(story, pending=None, state=state)
    if event.kind == APPROVED:
        waited = story.pending
        return _tell(replace(story, pending=None), waited, event.recorded_on, number) if waited else story
    overtaken = event.kind in (*OF_THE_BEARER, TAKEN_BACK, CONFIRMED)
    kept = replace(story, pending=None) if overtaken else story
    return _tell(kept, event, event.recorded_on, number)


def _tell(story: Story, event: Event, on: date, number: int) -> Story:
    """The story after an event that the public reads since `on`."""
    state = _AFTER.get(event.kind, story.state)
    if event.kind == REPLIED and story.waiting:
        state = ANSWERED
    moved = replace(story, state=state, told=(*story.told, Told(event, on, number)))
    if event.kind in OF_THE_BEARER:
        moved = replace(moved, answered_on=story.answered_on or event.happened_on)
    if event.kind == SAID_DONE:
        moved = replace(moved, said_done_on=event.happened_on)
    if event.kind == CONFIRMED:
        moved = replace(moved, confirmed_on=on)
    if event.kind == REQUESTED:
        moved = replace(moved, asked_on=on)
    if event.bearer_id:
        moved = replace(moved, bearer_id=event.bearer_id)
    if state == story.state and event.kind != PROMISED:
        return moved
    return replace(moved, since=on, due_on=event.due_on if event.kind in AWAITING else None)
