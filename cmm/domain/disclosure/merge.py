"""Which cities stand alone in a publication and which are joined, so that every unit has enough people.

Nobody is left out, so there is nothing to find by subtracting the published units from a total.
"""

from collections.abc import Iterable, Mapping

from cmm.domain.disclosure.policy import SMALLEST_GROUP, has_changed
from cmm.domain.refusal import Refusal

Unit = tuple[str, ...]
"""The leaves (cities) of a unit, in the order of the round."""
Partition = tuple[Unit, ...]


class TooFewResponses(Refusal):
    """The whole round has fewer responses than may be published."""


def merge(
    counts: Mapping[str, int], parents: Mapping[str, str], previous: Mapping[Unit, int] | None = None
) -> Partition:
    """Join leaves until every unit has 10 responses.

    `counts` are the responses per leaf, in the order in which leaves and units are listed; `parents` name the
    region of each leaf. Leaves under 10 are merged, smallest with next smallest of the same parent; what is
    still too small then is merged across parents. Leaves without responses do not take part.

    `previous` are the units of the last publication with their published responses. They stay as they are;
    new leaves form units of their own if they can, else they join the smallest unit. An earlier unit is
    merged with another only when it lost so many responses that its old numbers cannot stand. Raises
    TooFewResponses.
    """
    if sum(counts.values()) < SMALLEST_GROUP:
        raise TooFewResponses
    sizes = _Sizes(counts)
    kept = [unit for unit in previous or {} if sizes.of(unit)]
    known = {leaf for unit in kept for leaf in unit}
    new: list[Unit] = [(leaf,) for leaf, count in counts.items() if count and leaf not in known]
    formed = _merge_across(_merge_within(new, parents, sizes), sizes)
    small = [unit for unit in formed if sizes.of(unit) < SMALLEST_GROUP]
    units = kept + [unit for unit in formed if unit not in small]
    for unit in small:
        units = sizes.joined(units, unit, min(units, key=sizes.rank))
    return sizes.in_order(_merge_fallen(units, previous or {}, sizes))


class _Sizes:
    """Responses of units, and the order that decides between equal ones: that of the leaves."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        self._position = {leaf: position for position, leaf in enumerate(counts)}

    def of(self, unit: Unit) -> int:
        return sum(self._counts.get(leaf, 0) for leaf in unit)

    def rank(self, unit: Unit) -> tuple[int, int]:
        return self.of(unit), self._place(unit[0])

    def joined(self, units: Iterable[Unit], one: Unit, other: Unit) -> list[Unit]:
        together = tuple(sorted(one + other, key=self._place))
        return [unit for unit in units if unit not in (one, other)] + [together]

    def in_order(self, units: Iterable[Unit]) -> Partition:
        return tuple(sorted(units, key=lambda unit: self._place(unit[0])))

    def _place(self, leaf: str) -> int:
        return self._position.get(leaf, len(self._position))


def _merge_within(units: list[Unit], parents: Mapping[str, str], sizes: _Sizes) -> list[Unit]:
    families: dict[str, list[Unit]] = {}
    for unit in units:
        families.setdefault(parents.get(unit[0], ""), []).append(unit)
    return [unit for family in families.values() for unit in _merge_across(family, sizes)]


def _merge_across(units: list[Unit], sizes: _Sizes) -> list[Unit]:
    while len(units) > 1:
        smallest, next_smallest = sorted(units, key=sizes.rank)[:2]
        if sizes.of(smallest) >= SMALLEST_GROUP:
            break
        units = sizes.joined(units, smallest, next_smallest)
    return units


def _merge_fallen(units: list[Unit], previous: Mapping[Unit, int], sizes: _Sizes) -> list[Unit]:
    """Earlier units that shrank under 10 join the smallest other one, unless their old numbers are carried
    on.
    """
    for unit in list(previous):
        size = sizes.of(unit)
        if unit in units and size < SMALLEST_GROUP and has_changed(size, previous[unit]) and len(units) > 1:
            other = min((each for each in units if each != unit), key=sizes.rank)
            units = sizes.joined(units, unit, other)
    return units
