"""Every indicator in every place: two published counts, the share as it may be said, and how sure it is."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cmm.domain.disclosure.policy import SMALLEST_GROUP
from cmm.domain.disclosure.tables import NO_ANSWER
from cmm.domain.precision import display_share, interval
from cmm.domain.snapshot import EVERYWHERE, Snapshot, indicator_figures, population

OVER, WITHIN, UNSURE = "over", "within", "unsure"
TOO_FEW = "too_few_answers"
"""Why a share is not said although the question is published: fewer than 10 answers count for it."""
NO_FIGURES = "no_figures"

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """`place` is a unit or EVERYWHERE; `group` is (question, answer) in a breakdown, else empty.

    `percent` is whole and None where only `words` (a code of `precision.share_words`) are allowed; `low` and
    `high` are the interval for readers in whole percents. `line` is "over", "within", "unsure", or ""
    without a red line. Where nothing is published `reason` is a code and the numbers are None.
    """

    place: str
    indicator: Json
    group: tuple[str, str] | tuple[()] = ()
    numerator: int | None = None
    denominator: int | None = None
    percent: int | None = None
    words: str = ""
    low: int | None = None
    high: int | None = None
    line: str = ""
    reason: str = ""

    @property
    def surely(self) -> int:
        """Of 100 people, at least how many it went wrong for: the careful end of the interval; 0 if
        unknown.
        """
        if self.low is None or self.high is None:
            return 0
        return self.low if self.indicator["direction"] == "less_is_better" else 100 - self.high


def list_indicator_rows(snapshot: Snapshot) -> list[IndicatorRow]:
    """All indicators for all places together, then for each unit, in the order of the snapshot."""
    places = (EVERYWHERE, *(unit.code for unit in snapshot.units))
    indicators = snapshot.content["indicators"]
    return [_row(snapshot, indicator, place) for place in places for indicator in indicators]


def list_group_rows(snapshot: Snapshot) -> list[IndicatorRow]:
    """All indicators for the groups of the breakdowns, in the whole round."""
    return [
        row
        for breakdown in snapshot.content["breakdowns"]
        for row in _group_rows(snapshot, breakdown, snapshot.content["indicators"])
    ]


def _row(snapshot: Snapshot, indicator: Json, place: str) -> IndicatorRow:
    table = snapshot.tables[indicator["question"]]
    figure = indicator_figures(snapshot, indicator, place)
    if figure is None or not table.counts:
        reasons = table.withheld
        reason = next(iter(reasons.values()), "") if place == EVERYWHERE else reasons.get(place, "")
        return IndicatorRow(place, indicator, reason=reason or NO_FIGURES)
    units = len(table.counts) if place == EVERYWHERE else 1
    counts = figure.numerator, figure.denominator
    clients = population(snapshot, (unit for unit in snapshot.units if place in (EVERYWHERE, unit.code)))
    return _told(IndicatorRow(place, indicator), counts, units, clients)


def _group_rows(snapshot: Snapshot, breakdown: Json, indicators: Sequence[Json]) -> Iterator[IndicatorRow]:
    tables = {table["question"]: table for table in breakdown["tables"]}
    for group in breakdown["groups"]:
        for indicator in indicators:
            table = tables.get(indicator["question"])
            if table is None:
                continue
            row = IndicatorRow(EVERYWHERE, indicator, (breakdown["question"], group["code"]))
            figures = table["groups"].get(group["code"])
            if figures is None:
                yield IndicatorRow(EVERYWHERE, indicator, row.group, reason=NO_FIGURES)
            else:
                yield _told(row, _counts(table["answers"], figures, indicator), len(snapshot.units), None)


def _counts(answers: Sequence[str], figures: Json, indicator: Json) -> tuple[int, int]:
    by_answer = dict(zip(answers, figures["counts"], strict=True))
    left_out = {NO_ANSWER, *indicator["excludes"]}
    counted = sum(by_answer.get(answer, 0) for answer in indicator["numerator"])
    return counted, figures["of"] - sum(by_answer.get(answer, 0) for answer in left_out)


def _told(row: IndicatorRow, counts: tuple[int, int], units: int, clients: int | None) -> IndicatorRow:
    count, of = counts
    if of < SMALLEST_GROUP:
        return IndicatorRow(row.place, row.indicator, row.group, count, of, reason=TOO_FEW)
    low, high = interval(count, of, units=units, population=clients)
    shown = display_share(count, of)
    return IndicatorRow(
        place=row.place,
        indicator=row.indicator,
        group=row.group,
        numerator=count,
        denominator=of,
        percent=shown.percent,
        words=shown.words or "",
        low=low,
        high=high,
        line=_line(row.indicator, low, high),
    )


def _line(indicator: Json, low: int, high: int) -> str:
    percent = indicator.get("red_line")
    if percent is None:
        return ""
    if indicator["direction"] == "less_is_better":
        return OVER if low > percent else WITHIN if high <= percent else UNSURE
    return OVER if high < percent else WITHIN if low >= percent else UNSURE
