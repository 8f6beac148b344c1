"""Indicators as the pages show them: grouped by AAAAQ dimension, events before satisfaction."""

from collections.abc import Iterator
from dataclasses import dataclass

from cmm.domain.language import Translated
from cmm.domain.snapshot import EVERYWHERE
from cmm.web.i18n import gettext as _
from cmm.web.i18n import words
from cmm.web.reading.figures import Figures, Json
from cmm.web.reading.shares import Share, build_share, nothing_to_say, show_percent

DIMENSIONS = ("availability", "accessibility", "acceptability", "affordability", "quality")
STANDING_OUT = 3


@dataclass(frozen=True, slots=True)
class RedLine:
    """Where a share stands to the red line: `state` is "over", "unsure" or "within"."""

    state: str
    percent: int
    text: str


@dataclass(frozen=True, slots=True)
class UnitShare:
    """The share of one unit (or one group of people) in a row of its own."""

    name: str
    address: str
    share: Share


@dataclass(frozen=True, slots=True)
class IndicatorView:
    """One indicator for one place; `beside` is the whole round's share on a city page.

    `missing` names the units without a published figure, which the sum of all therefore leaves out.
    """

    code: str
    label: str
    share: Share
    beside: Share | None
    line: RedLine | None
    direction: str
    satisfaction: bool
    units: tuple[UnitShare, ...]
    missing: tuple[str, ...]
    numerator: str
    denominator: str
    standard: Translated | None
    question: str

    @property
    def surely_met(self) -> int:
        """Of 100 people, at least how many it went wrong for: the careful end of the interval."""
        around = self.share.interval
        return around.low if self.direction == "less_is_better" else 100 - around.high


@dataclass(frozen=True, slots=True)
class Dimension:
    """One A of AAAAQ with its indicators."""

    code: str
    title: str
    meaning: str
    indicators: tuple[IndicatorView, ...]


def list_dimensions(figures: Figures, place: str) -> list[Dimension]:
    """The dimensions that have indicators, in the order of the framework."""
    views = [build_indicator(figures, indicator, place) for indicator in figures.content["indicators"]]
    codes = [indicator["dimension"] for indicator in figures.content["indicators"]]
    return [_dimension(code, views, codes) for code in DIMENSIONS if code in codes]


def list_standing_out(dimensions: list[Dimension]) -> list[IndicatorView]:
    """The problems that surely met the largest shares of people; satisfaction is no event and is left out."""
    events = [view for dimension in dimensions for view in dimension.indicators if not view.satisfaction]
    told = [view for view in events if view.share.exact and view.surely_met > 0]
    return sorted(told, key=lambda view: -view.surely_met)[:STANDING_OUT]


def build_indicator(figures: Figures, indicator: Json, place: str) -> IndicatorView:
    """Everything a page says about one indicator in `place` (a unit or EVERYWHERE)."""
    share = indicator_share(figures, indicator, place)
    units = tuple(_unit_shares(figures, indicator)) if place == EVERYWHERE else ()
    return IndicatorView(
        code=indicator["id"],
        label=words(indicator["label"]),
        share=share,
        beside=None if place == EVERYWHERE else indicator_share(figures, indicator, EVERYWHERE),
        line=red_line(indicator, share),
        direction=indicator["direction"],
        satisfaction=bool(figures.questions[indicator["question"]]["likert"]),
        units=units,
        missing=tuple(row.name for row in units if not row.share.of),
        numerator=words(indicator["numerator_words"]),
        denominator=words(indicator["denominator_words"]),
        standard=indicator.get("standard"),
        question=indicator["question"],
    )


def indicator_share(figures: Figures, indicator: Json, place: str) -> Share:
    """The share of an indicator in a unit or EVERYWHERE."""
    counts = figures.find_counts(indicator["question"], place)
    if counts is None:
        return nothing_to_say(reason_words(figures.find_reason(indicator["question"], place)))
    counted, of = counts.part(indicator)
    return build_share(counted, of, units=counts.units, population=figures.population(place))


def reason_words(reason: str | None) -> str:
    """Why nothing is published, for readers."""
    if reason == "few_asked":
        return _("not published: this question concerned too few people, or all but a few")
    return _("no figures")


def red_line(indicator: Json, share: Share) -> RedLine | None:
    """How surely a share is on the wrong side of the indicator's red line."""
    percent = indicator.get("red_line")
    if percent is None or not share.known:
        return None
    direction = indicator["direction"]
    state = red_line_state(percent, direction, share)
    words_of_line = _line_words(state, direction == "less_is_better")
    return RedLine(state, percent, words_of_line % {"line": show_percent(percent)})


def red_line_state(percent: int, direction: str, share: Share) -> str:
    """Return "over" when the share is surely on the wrong side of `percent`, "within" when surely not, else
    "unsure"; for a share that is not known, "silent".
    """
    if not share.known:
        return "silent"
    low, high = share.interval
    if direction == "less_is_better":
        return "over" if low > percent else "within" if high <= percent else "unsure"
    return "over" if high < percent else "within" if low >= percent else "unsure"


def dimension_title(code: str) -> str:
    """What one A of AAAAQ is called."""
    return _dimension_words()[code][0]


def _line_words(state: str, less: bool) -> str:
    return {
        ("over", True): _("Over the red line of %(line)s"),
        ("over", False): _("Below the red line of %(line)s"),
        ("within", True): _("Within the red line of %(line)s"),
        ("within", False): _("Above the red line of %(line)s"),
    }.get((state, less), _("May be beyond the red line of %(line)s: not certain"))


def _unit_shares(figures: Figures, indicator: Json) -> Iterator[UnitShare]:
    for code, unit in figures.units.items():
        address = figures.links.address(figures.content["round"], code)
        yield UnitShare(words(unit.names), address, indicator_share(figures, indicator, code))


def _dimension(code: str, views: list[IndicatorView], codes: list[str]) -> Dimension:
    title, meaning = _dimension_words()[code]
    chosen = [view for view, dimension in zip(views, codes, strict=True) if dimension == code]
    return Dimension(code, title, meaning, tuple(sorted(chosen, key=lambda view: view.satisfaction)))


def _dimension_words() -> dict[str, tuple[str, str]]:
    return {
        "availability": (_("Availability"), _("Is the service, the medicine, the material there?")),
        "accessibility": (_("Accessibility"), _("Can people reach it: way, hours, documents, fear?")),
        "acceptability": (_("Acceptability"), _("Are people met with respect, and is their privacy kept?")),
        "affordability": (_("Affordability"), _("Can people pay for it, the way there included?")),
        "quality": (_("Quality"), _("Does it help, is it safe, do people have a say?")),
    }
