"""What of a round could be published if so many people answered: said before the round is made.

The units are those of `merge`, the same that publication uses. What nobody can know before the answers are
there (how many people of a group answer) is said as what it would take.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from cmm.domain.disclosure.merge import TooFewResponses, Unit, merge
from cmm.domain.disclosure.policy import FULL_SCALE_FROM, SMALLEST_GROUP, WORDS_BELOW, nearest_five

WORDS, PERCENT, FULL_SCALE = "words", "percent", "full_scale"
"""How a unit's shares are said: in words, as percentages, or with all five points of a scale too."""
NEVER, UNLIKELY, POSSIBLE = "never", "unlikely", "possible"
"""Whether a breakdown can be published: too few people for its groups, hardly enough, or enough."""


@dataclass(frozen=True, slots=True)
class ForetoldUnit:
    """A city, or several that are joined. `responses` is rounded to fives, as it would be published."""

    leaves: Unit
    responses: int
    shows: str


@dataclass(frozen=True, slots=True)
class ForetoldBreakdown:
    """`least_percent` of all who answer is what each of the groups needs; over 100 it cannot be."""

    question: str
    groups: int
    outlook: str
    least_percent: int


@dataclass(frozen=True, slots=True)
class Foretold:
    """`expected` are the responses of each city with a known number of clients, `unknown` the other cities.

    Without units nothing could be published: fewer than 10 people in all. `silent` are cities of which
    nobody is expected to answer.
    """

    expected: Mapping[str, int]
    units: tuple[ForetoldUnit, ...]
    silent: tuple[str, ...]
    unknown: tuple[str, ...]
    breakdowns: tuple[ForetoldBreakdown, ...]

    @property
    def total(self) -> int:
        return sum(self.expected.values())


def foretell(
    known: Mapping[str, int | None],
    parents: Mapping[str, str],
    *,
    percent: int,
    groups: Mapping[str, int],
) -> Foretold:
    """Foretell a round in which `percent` (0 to 100) of the `known` clients of each city answer.

    `parents` name the region of each city; `groups` how many groups each breakdown has. Parts of a person
    are left out, so that it is never foretold better than it would be.
    """
    expected = {city: number * percent // 100 for city, number in known.items() if number is not None}
    total = sum(expected.values())
    return Foretold(
        expected=expected,
        units=_units(expected, parents),
        silent=tuple(city for city, number in expected.items() if not number),
        unknown=tuple(city for city, number in known.items() if number is None),
        breakdowns=tuple(_breakdown(question, count, total) for question, count in groups.items()),
    )


def _units(expected: Mapping[str, int], parents: Mapping[str, str]) -> tuple[ForetoldUnit, ...]:
    try:
        partition = merge(expected, parents)
    except TooFewResponses:
        return ()
    return tuple(_unit(unit, sum(expected[leaf] for leaf in unit)) for unit in partition)


def _unit(leaves: Unit, size: int) -> ForetoldUnit:
    responses = nearest_five(size)
    if responses < WORDS_BELOW:
        return ForetoldUnit(leaves, responses, WORDS)
    return ForetoldUnit(leaves, responses, FULL_SCALE if responses >= FULL_SCALE_FROM else PERCENT)


def _breakdown(question: str, groups: int, total: int) -> ForetoldBreakdown:
    """Every group needs 10 people; when even equal groups would be under twice that, it hardly comes out."""
    least = ceil(100 * SMALLEST_GROUP / total) if total else 101
    if total < SMALLEST_GROUP * groups:
        return ForetoldBreakdown(question, groups, NEVER, least)
    outlook = UNLIKELY if total < 2 * SMALLEST_GROUP * groups else POSSIBLE
    return ForetoldBreakdown(question, groups, outlook, least)
