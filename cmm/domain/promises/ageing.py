"""How old things are, and the network's counters. All dates are told, none is asked for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median

from cmm.domain.promises.story import Story


@dataclass(frozen=True, slots=True)
class Counters:
    """Of all public requests: how many were asked, answered, promised, said to be done, confirmed by clients
    and are overdue now; and the median days from asking to the first answer and to "it is done", None where
    there is none yet.
    """

    asked: int
    answered: int
    promised: int
    said_done: int
    confirmed: int
    overdue: int
    days_to_answer: int | None
    days_to_done: int | None


def count_stories(stories: Iterable[Story], today: date) -> Counters:
    """The counters over the public ones among `stories`; what was taken back does not count."""
    public = [story for story in stories if story.public and story.state != "taken_back"]
    return Counters(
        asked=len(public),
        answered=sum(story.answered_on is not None for story in public),
        promised=sum(any(told.event.kind == "promised" for told in story.told) for story in public),
        said_done=sum(story.said_done_on is not None for story in public),
        confirmed=sum(story.state == "clients_confirm" for story in public),
        overdue=sum(story.is_overdue(today) for story in public),
        days_to_answer=_median(_days(story.asked_on, story.answered_on) for story in public),
        days_to_done=_median(_days(story.asked_on, story.said_done_on) for story in public),
    )


def by_urgency(story: Story, today: date) -> tuple[int, int, int]:
    """A sorting key: what is overdue longest first, then what waits longest, last what is over."""
    over = story.state in ("clients_confirm", "taken_back", "dropped")
    since = (today - story.since).days if story.since else 0
    return int(over), -story.days_overdue(today), -since


def _days(first: date | None, then: date | None) -> int | None:
    return (then - first).days if first and then else None


def _median(days: Iterable[int | None]) -> int | None:
    known = [each for each in days if each is not None]
    return round(median(known)) if known else None
