"""An indicator over the rounds, for one place: the same set of cities each time, and equal questions only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cmm.domain.snapshot import PublishedUnit, population
from cmm.domain.snapshot.equal_items import find_difference, find_indicator
from cmm.services.published_series import CurrentRound
from cmm.web.i18n import gettext as _
from cmm.web.i18n import period, words
from cmm.web.reading.figures import Figures, Json, add_counts
from cmm.web.reading.indicators import RedLine, reason_words, red_line
from cmm.web.reading.links import PUBLIC
from cmm.web.reading.scorecard import LESS, MORE, compare
from cmm.web.reading.shares import Share, build_share, nothing_to_say

BETTER, WORSE, ALIKE = "better", "worse", "alike"
"""How the newest figure stands to the one before it; ALIKE where the intervals overlap or touch."""

Cities = frozenset[str]


@dataclass(frozen=True, slots=True)
class PlaceShare:
    """A share of a place in one round, and the cities whose published counts are in it."""

    share: Share
    cities: Cities


@dataclass(frozen=True, slots=True)
class Point:
    """One round of a trend."""

    title: str
    opened_on: str
    closed_on: str
    number: int
    published_on: date
    invented: bool
    address: str
    share: Share

    @property
    def period(self) -> str:
        """When people were asked, in words."""
        return period(self.opened_on, self.closed_on)


@dataclass(frozen=True, slots=True)
class Broken:
    """A round that cannot be compared with the newest one, and why."""

    title: str
    address: str
    reason: str


@dataclass(frozen=True, slots=True)
class Trend:
    """An indicator of a place: `points` from the oldest round to the newest one, `broken` the rounds left
    out. `change` is "" when there is only one point.
    """

    code: str
    label: str
    direction: str
    dimension: str
    line: RedLine | None
    points: tuple[Point, ...]
    broken: tuple[Broken, ...]
    change: str

    @property
    def change_words(self) -> str:
        """How the newest figure stands to the one before it, for readers."""
        return {
            BETTER: _("better than in the round before"),
            WORSE: _("worse than in the round before"),
            ALIKE: _("no change can be seen: the two ranges overlap"),
        }.get(self.change, "")


def build_trend(rounds: Sequence[CurrentRound], indicator: Json, cities: Cities | None = None) -> Trend:
    """The trend of an indicator of the first of `rounds`, which are of one questionnaire, newest first.

    `cities` are the place; None stands for all cities of the newest round.
    """
    newest = rounds[0]
    last = share_of(Figures(newest.snapshot), indicator, cities)
    points, broken = [_point(newest, last.share, cities)], []
    for earlier in rounds[1:] if last.share.known else ():
        share, reason = _compared(newest, earlier, indicator, last.cities)
        if share:
            points.append(_point(earlier, share, cities))
        else:
            broken.append(Broken(words(earlier.title), PUBLIC.address(earlier.round_id), reason))
    change = judge(points[1].share, last.share, indicator["direction"]) if len(points) > 1 else ""
    return Trend(
        code=indicator["id"],
        label=words(indicator["label"]),
        direction=indicator["direction"],
        dimension=indicator["dimension"],
        line=red_line(indicator, last.share),
        points=tuple(reversed(points)),
        broken=tuple(broken),
        change=change,
    )


def share_of(figures: Figures, indicator: Json, cities: Cities | None) -> PlaceShare:
    """The sum of the published counts of all units that lie wholly in `cities` (None: of all units)."""
    table = figures.snapshot.tables[indicator["question"]]
    within = units_within(figures, cities)
    units = [unit for unit in within if unit.code in table.counts]
    if not units:
        reason = next((table.withheld[unit.code] for unit in within if unit.code in table.withheld), None)
        return PlaceShare(nothing_to_say(reason_words(reason)), frozenset())
    counts = add_counts(table.answers, [(table.counts[unit.code], table.bases[unit.code]) for unit in units])
    counted, of = counts.part(indicator)
    share = build_share(counted, of, units=len(units), population=population(figures.snapshot, units))
    return PlaceShare(share, cities_of(units))


def units_within(figures: Figures, cities: Cities | None) -> list[PublishedUnit]:
    """The units all of whose cities are among `cities`."""
    units = figures.snapshot.units
    return [unit for unit in units if cities is None or cities.issuperset(unit.cities)]


def shared_cities(one: CurrentRound, other: CurrentRound) -> Cities:
    """The cities that both rounds show in the same way: alone, or joined with the same others."""
    before = {frozenset(unit.cities) for unit in other.snapshot.units}
    return cities_of([unit for unit in one.snapshot.units if frozenset(unit.cities) in before])


def cities_of(units: Sequence[PublishedUnit]) -> Cities:
    return frozenset(city for unit in units for city in unit.cities)


def judge(before: Share, after: Share, direction: str) -> str:
    """BETTER or WORSE only where the two intervals do not overlap; "" when one is not published."""
    if not (before.known and after.known):
        return ""
    moved = compare(after, before)
    if moved not in (MORE, LESS):
        return ALIKE
    return BETTER if (moved == LESS) == (direction == "less_is_better") else WORSE


def difference_words(difference: str) -> str:
    """Why an indicator of two rounds is not compared."""
    return {
        "not_asked": _("this was not asked in both rounds"),
        "question": _("the question was changed"),
        "answers": _("the answers to choose from were changed"),
        "asked": _("other people were asked"),
        "counting": _("it is counted in another way"),
    }[difference]


def _compared(
    newest: CurrentRound, earlier: CurrentRound, indicator: Json, cities: Cities
) -> tuple[Share | None, str]:
    """The share of an earlier round, or why there is none."""
    difference = find_difference(earlier.snapshot.content, newest.snapshot.content, indicator["id"])
    if difference:
        return None, difference_words(difference)
    before = find_indicator(earlier.snapshot.content, indicator["id"]) or indicator
    figures = Figures(earlier.snapshot)
    found = share_of(figures, before, cities)
    if found.cities == cities:
        return found.share, ""
    withheld = cities_of(units_within(figures, cities)) == cities
    return None, _("not all of it is published") if withheld else _("the figures are of other cities")


def _point(one: CurrentRound, share: Share, cities: Cities | None) -> Point:
    unit = next((unit for unit in one.snapshot.units if frozenset(unit.cities) == cities), None)
    content = one.snapshot.content
    return Point(
        title=words(one.title),
        opened_on=content["opened_on"],
        closed_on=content["closed_on"],
        number=one.snapshot.number,
        published_on=one.published_on,
        invented=bool(content["invented"]),
        address=PUBLIC.address(one.round_id, unit.code if unit else None),
        share=share,
    )
