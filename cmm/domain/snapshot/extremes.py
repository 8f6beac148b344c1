"""The figure that somebody else would pick: the worst one for a headline. What goes well is in `praise`."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from cmm.domain.disclosure.policy import SMALLEST_GROUP
from cmm.domain.snapshot.figures import EVERYWHERE, indicator_figures
from cmm.domain.snapshot.read import Snapshot

Json = Mapping[str, Any]


class _Standing(NamedTuple):
    """How far an indicator is in the bad direction (0 to 1), and on how many answers that rests."""

    bad: Fraction
    base: int
    indicator: Json


def find_worst(snapshot: Snapshot, place: str = EVERYWHERE) -> Json | None:
    """The indicator that is furthest in the bad direction in a unit, or in all; None where nothing is bad.

    By the published share itself and not by the careful end of its interval, because that is what somebody
    in a hurry would write. Of equal ones the one with more answers, then the first of the list.
    """
    bad = [each for each in _list_standings(snapshot, place) if each.bad > 0]
    return max(bad, key=lambda each: (each.bad, each.base)).indicator if bad else None


def _list_standings(snapshot: Snapshot, place: str) -> list[_Standing]:
    """Those indicators about which something may be said in `place`."""
    standings = []
    for indicator in snapshot.content["indicators"]:
        figure = indicator_figures(snapshot, indicator, place)
        if figure is not None and figure.denominator >= SMALLEST_GROUP:
            share = Fraction(figure.numerator, figure.denominator)
            bad = share if indicator["direction"] == "less_is_better" else 1 - share
            standings.append(_Standing(bad, figure.denominator, indicator))
    return standings
