"""Two places of one round side by side, indicator by indicator."""

from dataclasses import dataclass

from cmm.domain.snapshot import EVERYWHERE
from cmm.web.i18n import gettext as _
from cmm.web.i18n import words
from cmm.web.reading.figures import Figures
from cmm.web.reading.indicators import list_dimensions
from cmm.web.reading.scorecard import LESS, MORE, UNKNOWN, compare
from cmm.web.reading.shares import Share


@dataclass(frozen=True, slots=True)
class Place:
    """A unit of the round, or EVERYWHERE. `address` is its page, `answered` a multiple of 5."""

    code: str
    name: str
    address: str
    answered: int


@dataclass(frozen=True, slots=True)
class ComparedIndicator:
    """One indicator in both places. `difference` is MORE, LESS, ALIKE or UNKNOWN, said of the first place;
    `verdict` says it in words.
    """

    code: str
    label: str
    one: Share
    other: Share
    difference: str
    verdict: str

    @property
    def sure(self) -> bool:
        return self.difference in (MORE, LESS)


@dataclass(frozen=True, slots=True)
class ComparedDimension:
    """One A of AAAAQ with its indicators."""

    title: str
    indicators: tuple[ComparedIndicator, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two places of a round."""

    one: Place
    other: Place
    dimensions: tuple[ComparedDimension, ...]

    @property
    def sure(self) -> list[ComparedIndicator]:
        """The indicators whose intervals do not overlap."""
        return [row for dimension in self.dimensions for row in dimension.indicators if row.sure]

    @property
    def count(self) -> int:
        """How many indicators have figures in both places."""
        rows = [row for dimension in self.dimensions for row in dimension.indicators]
        return sum(row.difference != UNKNOWN for row in rows)


def list_places(figures: Figures) -> list[Place]:
    """All cities together, then the units in the order of the list."""
    round_id = figures.snapshot.round_id
    units = [
        Place(code, words(unit.names), figures.links.address(round_id, code), unit.answered)
        for code, unit in figures.units.items()
    ]
    total = sum(place.answered for place in units)
    return [Place(EVERYWHERE, _("All cities"), figures.links.address(round_id), total), *units]


def compare_places(figures: Figures, one: Place, other: Place) -> Comparison:
    """Every indicator of the round in `one` beside `other`."""
    pairs = zip(list_dimensions(figures, one.code), list_dimensions(figures, other.code), strict=True)
    compared = []
    for first, second in pairs:
        rows = zip(first.indicators, second.indicators, strict=True)
        found = (
            _compare(view.code, view.label, (view.share, beside.share), (one, other)) for view, beside in rows
        )
        compared.append(ComparedDimension(first.title, tuple(found)))
    return Comparison(one, other, tuple(compared))


def _compare(
    code: str, label: str, shares: tuple[Share, Share], places: tuple[Place, Place]
) -> ComparedIndicator:
    difference = compare(*shares)
    return ComparedIndicator(code, label, *shares, difference, _verdict(difference, *places))


def _verdict(difference: str, one: Place, other: Place) -> str:
    """The place where it is surely more often; both readings of a difference say the same."""
    if difference == UNKNOWN:
        return _("cannot be compared: no figures in one of them")
    if difference not in (MORE, LESS):
        return _("no difference can be claimed")
    more = one if difference == MORE else other
    return _("%(place)s: surely more often") % {"place": more.name}
