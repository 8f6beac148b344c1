"""The scorecard: every AAAAQ dimension at a glance, events beside satisfaction, and the cities unranked.

A state is told by a sign and a word as well as by a colour. A place is said to differ from all cities
together only where the two intervals do not overlap.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cmm.web.i18n import gettext as _
from cmm.web.reading.indicators import Dimension, IndicatorView, red_line_state
from cmm.web.reading.shares import Share

OVER, UNSURE, WITHIN, NO_LINE, SILENT = "over", "unsure", "within", "no_line", "silent"
SIGNS = {OVER: "▲", UNSURE: "◆", WITHIN: "✓", NO_LINE: "●", SILENT: "–"}
AT_A_GLANCE = 2
"""Indicators of a dimension that are shown before the reader asks for all, if fewer have a red line."""
MOST_EVENTS = 3
"""Events that stand beside satisfaction."""
MORE, LESS, ALIKE, UNKNOWN = "more", "less", "alike", "unknown"
"""How often something happened in one place beside another: surely more, surely less, no difference to be
seen, not published in one of them.
"""


@dataclass(frozen=True, slots=True)
class Score:
    """One indicator on the scorecard: `word` says what `sign` and colour show."""

    view: IndicatorView
    state: str
    sign: str
    word: str


@dataclass(frozen=True, slots=True)
class DimensionScores:
    """One row: a dimension with what happened in it, and how satisfied people are."""

    code: str
    title: str
    meaning: str
    events: tuple[Score, ...]
    satisfaction: tuple[Score, ...]

    @property
    def scores(self) -> tuple[Score, ...]:
        return self.events + self.satisfaction

    @property
    def shown(self) -> tuple[Score, ...]:
        """What stands there at a glance: all with a red line, else the problems that met the most people."""
        lined = tuple(score for score in self.events if score.view.line)
        told = [score for score in self.events if score.state == NO_LINE]
        others = sorted(told, key=lambda score: -score.view.surely_met)
        return lined + tuple(others[: max(0, AT_A_GLANCE - len(lined))])

    @property
    def rest(self) -> tuple[Score, ...]:
        """The other indicators of the dimension, in their order."""
        return tuple(score for score in self.scores if score not in self.shown)


@dataclass(frozen=True, slots=True)
class CityScores:
    """One city beside all cities together: labels of indicators surely beyond their red line, and of those
    that are surely more or less often so than in all cities together.
    """

    name: str
    address: str
    over: tuple[str, ...]
    more: tuple[str, ...]
    less: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scorecard:
    """Rows in the order of the framework. `satisfaction` stands beside `events`, the gravest of what happened
    to the same people; `cities` are in the order of the list and empty on the page of one.
    """

    rows: tuple[DimensionScores, ...]
    satisfaction: tuple[Score, ...]
    events: tuple[Score, ...]
    cities: tuple[CityScores, ...]

    @property
    def satisfied(self) -> bool:
        """Whether at least half say so in one of the questions about satisfaction."""
        return any(score.view.share.size >= 1 / 2 for score in self.satisfaction)

    @property
    def has_lines(self) -> bool:
        """Whether any indicator has a red line."""
        return any(score.view.line for row in self.rows for score in row.scores)


def build_scorecard(dimensions: Sequence[Dimension]) -> Scorecard:
    """The scorecard of the place that `dimensions` were built for."""
    rows = tuple(_row(dimension) for dimension in dimensions)
    return Scorecard(
        rows,
        tuple(score for row in rows for score in row.satisfaction),
        tuple(_gravest(rows)),
        tuple(_cities([view for dimension in dimensions for view in dimension.indicators])),
    )


def compare(one: Share, other: Share) -> str:
    """MORE when `one` is surely the larger share, LESS when surely the smaller, else ALIKE: the intervals
    overlap or touch. UNKNOWN when one of them is not published.
    """
    if not (one.known and other.known):
        return UNKNOWN
    if one.interval.low > other.interval.high:
        return MORE
    return LESS if one.interval.high < other.interval.low else ALIKE


def _gravest(rows: Sequence[DimensionScores]) -> list[Score]:
    """What surely happened to people: first what is over its red line, then what met the most of them."""
    events = [score for row in rows for score in row.events if score.view.direction == "less_is_better"]
    told = [score for score in events if score.view.share.exact and score.view.surely_met > 0]
    return sorted(told, key=lambda score: (score.state != OVER, -score.view.surely_met))[:MOST_EVENTS]


def state_word(state: str, direction: str) -> str:
    """What the sign of a state says."""
    less = direction == "less_is_better"
    return {
        OVER: _("over the red line") if less else _("below the red line"),
        UNSURE: _("may be over the red line") if less else _("may be below the red line"),
        WITHIN: _("within the red line") if less else _("above the red line"),
        NO_LINE: _("no red line"),
        SILENT: _("no figures"),
    }[state]


def _row(dimension: Dimension) -> DimensionScores:
    scores = [_score(view) for view in dimension.indicators]
    return DimensionScores(
        dimension.code,
        dimension.title,
        dimension.meaning,
        tuple(score for score in scores if not score.view.satisfaction),
        tuple(score for score in scores if score.view.satisfaction),
    )


def _score(view: IndicatorView) -> Score:
    state = NO_LINE if view.share.known else SILENT
    state = view.line.state if view.line else state
    return Score(view, state, SIGNS[state], state_word(state, view.direction))


def _cities(views: Sequence[IndicatorView]) -> Iterator[CityScores]:
    for rows in zip(*(view.units for view in views), strict=True):
        pairs = list(zip(views, (row.share for row in rows), strict=True))
        yield CityScores(
            rows[0].name,
            rows[0].address,
            tuple(view.label for view, share in pairs if _is_over(view, share)),
            tuple(view.label for view, share in pairs if compare(share, view.share) == MORE),
            tuple(view.label for view, share in pairs if compare(share, view.share) == LESS),
        )


def _is_over(view: IndicatorView, share: Share) -> bool:
    return view.line is not None and red_line_state(view.line.percent, view.direction, share) == OVER
