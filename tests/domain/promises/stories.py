"""Events for tests: everything on a day that may be given, by two people in turn."""

from datetime import date, timedelta
from typing import Any

from cmm.domain.promises import (
    APPROVED,
    BETTER,
    CANNOT_TELL,
    CONFIRMED,
    NO_BETTER,
    NOT_CONFIRMED,
    REQUESTED,
    UNTOLD,
    Event,
    Evidence,
    add_event,
)

DAY = date(2026, 3, 2)
VERDICTS = {CONFIRMED: BETTER, NOT_CONFIRMED: NO_BETTER, UNTOLD: CANNOT_TELL}


def make_event(kind: str, day: int = 0, **changes: Any) -> Event:
    """An event that lacks nothing, `day` days after DAY."""
    on = DAY + timedelta(days=day)
    evidence = make_evidence(VERDICTS[kind], on) if kind in VERDICTS else None
    values: dict[str, Any] = {
        "happened_on": on,
        "recorded_on": on,
        "by": "b" if kind == APPROVED else "a",
        "words": "Words.",
        "due_on": on + timedelta(days=30),
        "bearer_id": f"office {day}" if kind == "escalated" else "",
        "evidence": evidence,
    }
    return Event(kind, **(values | changes))


def make_evidence(verdict: str, opened_on: date, *, equal: bool = True) -> Evidence:
    return Evidence("spring", "d", opened_on, (10, 20), (5, 20), equal, verdict)


def tell(*kinds: str, every: int = 10) -> tuple[Event, ...]:
    """The story of these events after an approved request, one every `every` days."""
    events: tuple[Event, ...] = ()
    for step, kind in enumerate((REQUESTED, APPROVED, *kinds)):
        events = add_event(events, make_event(kind, max(0, step - 1) * every))
    return events
