"""What clients praise: published figures that are good beyond doubt, for the beginning of a meeting.

Praise is as careful as blame. What should happen is praised when it surely did for at least half of the
people; what should not happen, when it surely met at most a quarter of them; and nothing that may lie beyond
its red line. "Surely" is the careful end of the interval that the pages show. With fewer than 20 answers
nothing is sure enough. Events stand before satisfaction: nearly everybody says "satisfied".
"""

from collections.abc import Mapping
from typing import Any

from cmm.domain.disclosure.policy import WORDS_BELOW
from cmm.domain.precision import Interval, interval
from cmm.domain.snapshot.figures import EVERYWHERE, indicator_figures
from cmm.domain.snapshot.population import population
from cmm.domain.snapshot.read import Snapshot

MOST_PRAISED = 4
HAPPENED_FROM, MET_UP_TO = 50, 25
"""Of 100 people: surely so many at least for what should happen, surely so many at most for what should
not."""

Json = Mapping[str, Any]


def list_praised(snapshot: Snapshot, place: str = EVERYWHERE, *, most: int = MOST_PRAISED) -> list[Json]:
    """The indicators that clients praise in a unit, or in all: events first, the surest first; at most
    `most`, and none when nothing is clearly good.
    """
    likert = {question["name"] for question in snapshot.content["questions"] if question["likert"]}
    praised = []
    for indicator in snapshot.content["indicators"]:
        around = _interval(snapshot, indicator, place)
        if around and _is_clearly_good(indicator, around):
            praised.append((indicator["question"] in likert, _surely_bad(indicator, around), indicator))
    praised.sort(key=lambda each: each[:2])
    return [indicator for _likert, _bad, indicator in praised[:most]]


def _interval(snapshot: Snapshot, indicator: Json, place: str) -> Interval | None:
    """The range around a published share; None where only words may be said, or nothing."""
    figure = indicator_figures(snapshot, indicator, place)
    if figure is None or figure.denominator < WORDS_BELOW:
        return None
    table = snapshot.tables[indicator["question"]]
    units = [unit for unit in snapshot.units if place in (unit.code, EVERYWHERE)]
    many = len(table.counts) if place == EVERYWHERE else 1
    clients = population(snapshot, units)
    return interval(figure.numerator, figure.denominator, units=many, population=clients)


def _is_clearly_good(indicator: Json, around: Interval) -> bool:
    line = indicator.get("red_line")
    if indicator["direction"] == "less_is_better":
        return around.high <= min(MET_UP_TO, 100 if line is None else line)
    return around.low >= max(HAPPENED_FROM, 0 if line is None else line)


def _surely_bad(indicator: Json, around: Interval) -> int:
    """Of 100 people, at most how many have reason to complain."""
    return around.high if indicator["direction"] == "less_is_better" else 100 - around.low
