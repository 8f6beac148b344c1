"""Ceiling: nearly everybody is satisfied while serious things happen to many.

Known from surveys of OST clients in many countries: answers about satisfaction lie upward, and people who
are "highly satisfied" report grave problems when asked about events. Safe to tell: computed from the
protected numbers of the candidate only, for units and denominators that pages give percentages for.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from cmm.domain.disclosure.policy import WORDS_BELOW, nearest_five
from cmm.domain.quality.findings import ROUND, UNIT, QualityFinding
from cmm.domain.snapshot import (
    EVERYWHERE,
    Figure,
    Snapshot,
    canonical_bytes,
    indicator_figures,
    parse_snapshot,
)

SATISFIED_FROM, EVENT_FROM = 85, 40
"""In percent: from here on satisfaction is at its ceiling, and an event happens to many."""

Json = Mapping[str, Any]


def check_ceiling(content: Json) -> Iterator[QualityFinding]:
    """Where satisfaction is at its ceiling beside an event that happens to many: the worst such event."""
    snapshot = parse_snapshot(canonical_bytes(content))
    scales = {question["name"] for question in content["questions"] if question["likert"]}
    indicators = content["indicators"]
    satisfied = [
        each for each in indicators if each["direction"] == "more_is_better" and each["question"] in scales
    ]
    events = [
        each
        for each in indicators
        if each["direction"] == "less_is_better" and each["question"] not in scales
    ]
    for unit in (EVERYWHERE, *(unit["code"] for unit in content["units"])):
        yield from _check_unit(snapshot, unit, satisfied, events)


def _check_unit(
    snapshot: Snapshot, unit: str, satisfied: list[Json], events: list[Json]
) -> Iterator[QualityFinding]:
    """An event counts that was asked of at least half as many people: one that happens to most of a few, such
    as those who complained, is another story."""
    for scale in satisfied:
        content = _figure(snapshot, scale, unit)
        if content is None or _percent(content) < SATISFIED_FROM:
            continue
        figures = [(each["id"], _figure(snapshot, each, unit)) for each in events]
        shares = [
            (_percent(figure), event) for event, figure in figures if figure and _is_of_many(figure, content)
        ]
        worst, event = max(shares, default=(0, ""))
        if worst >= EVENT_FROM:
            place = (ROUND, "") if unit == EVERYWHERE else (UNIT, unit)
            told = {"satisfied": nearest_five(_percent(content)), "scale": scale["id"]}
            yield QualityFinding(
                "ceiling", *place, details={**told, "event": event, "happened": nearest_five(worst)}
            )


def _figure(snapshot: Snapshot, indicator: Json, unit: str) -> Figure | None:
    """The published counts; None where they are withheld or said in words only."""
    figure = indicator_figures(snapshot, indicator, unit)
    return figure if figure and figure.denominator >= WORDS_BELOW else None


def _percent(figure: Figure) -> int:
    return round(100 * figure.numerator / figure.denominator)


def _is_of_many(figure: Figure, content: Figure) -> bool:
    return 2 * figure.denominator >= content.denominator
