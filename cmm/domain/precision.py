"""How sure a published share is, and in which words it may be said.

Readers get one interval for both sources of error: that not everybody answered, and the rounding to fives.
Sampling: the Wilson score interval (Wilson 1927) with the finite population correction in an effective number
of answers (Kish 1965), because often a good part of all clients answered. Rounding: the spread of the
lottery. The two distances are squared and added on each side (Newcombe 1998; Zou and Donner 2008).

That alone covers the truth in 95 of 100 rounds on average over all true shares, but in 87 at the worst of
them, because published counts move in steps of five. So CONTINUITY answers are added on each side: exact
enumeration (`tests/domain/test_precision_coverage.py`) shows at least 95 of 100 for every true share then.
"""

from dataclasses import dataclass
from math import ceil, floor, hypot, inf, sqrt
from typing import NamedTuple

from cmm.domain.disclosure.policy import FULL_SCALE_FROM, STEP, WORDS_BELOW

Z_95 = 1.959963984540054
"""Quantile of the normal distribution for a 95 % interval."""
ROUNDING_SPREAD = STEP / 2
"""Largest standard deviation of one count of one unit: the lottery's variance is f*(1-f)*25 for a remainder
f."""

CONTINUITY = 1.5
"""Answers by which each end is moved outwards: the smallest half answer with which no true share is covered
in fewer than 95 of 100 rounds, from 10 to 300 answers (a continuity correction, as Yates 1934 for steps of
one)."""


class Interval(NamedTuple):
    """Whole percents, rounded outwards."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class DisplayedShare:
    """How a share is shown: in `words` (a code of `share_words`) or as a whole `percent`; one of them is
    None.
    """

    words: str | None
    percent: int | None


def wilson(share: float, answers: float) -> tuple[float, float]:
    """The 95 % Wilson interval of a share (0 to 1) among `answers`; infinitely many leave no doubt."""
    if answers == inf:
        return share, share
    stretch = 1 + Z_95**2 / answers
    middle = (share + Z_95**2 / (2 * answers)) / stretch
    half = Z_95 * sqrt(share * (1 - share) / answers + Z_95**2 / (4 * answers**2)) / stretch
    return max(0.0, middle - half), min(1.0, middle + half)


def effective_answers(answers: int, population: int | None) -> float:
    """Answers that would be as telling without the finite population correction.

    `population` is how many people could have answered, None if unknown; when all did, the result is
    infinite.
    """
    if population is None:
        return answers
    return answers * (population - 1) / (population - answers) if population > answers else inf


def interval(count: int, of: int, *, units: int = 1, population: int | None = None) -> Interval:
    """The 95 % interval of a published share for readers.

    `count` of `of` are published numbers, sums over `units` units; `of` is positive. `population` is the
    number of known clients of those units, None if unknown.
    """
    share, margin, step = count / of, Z_95 * ROUNDING_SPREAD * sqrt(units) / of, CONTINUITY / of
    low, high = wilson(share, effective_answers(of, population))
    low, high = share - hypot(share - low, margin) - step, share + hypot(high - share, margin) + step
    return Interval(max(0, floor(100 * low + 1e-9)), min(100, ceil(100 * high - 1e-9)))


def how_many_more(answers: int, population: int | None, points: int = 10) -> int:
    """How many more answers a share near one half needs to be known to plus or minus `points` percentage
    points.

    Cochran's formula with finite population correction, without rounding error.
    """
    unlimited = (Z_95 / 2 / (points / 100)) ** 2
    needed = unlimited if population is None else unlimited / (1 + (unlimited - 1) / max(population, 1))
    return max(0, ceil(needed) - answers)


def response_rate(answers: int, population: int | None) -> int | None:
    """The whole percent of the known clients who answered; over 100 when that number is too low, None when it
    is not known.
    """
    return whole_percent(answers, population) if population else None


def rounding_points(of: int, units: int = 1) -> int:
    """How many percentage points rounding alone can move a share of `of`, a sum over `units` units: the
    95 % margin of the lottery, rounded up.
    """
    return ceil(100 * Z_95 * ROUNDING_SPREAD * sqrt(units) / of - 1e-9)


_WORDS = (
    (15, "a_small_part"),
    (29, "about_a_quarter"),
    (40, "about_a_third"),
    (59, "about_half"),
    (70, "about_two_thirds"),
    (84, "about_three_quarters"),
)
"""Highest percent for each phrase."""


def share_words(count: int, of: int) -> str:
    """The code of the words for a share of a positive `of`.

    Nought is "few_or_none" and all is "nearly_all", because rounding leaves neither "nobody" nor "everybody"
    sure.
    """
    if count <= 0:
        return "few_or_none"
    if count >= of:
        return "nearly_all"
    percent = whole_percent(count, of)
    return next((words for highest, words in _WORDS if percent <= highest), "a_large_part")


def whole_percent(count: int, of: int) -> int:
    """The nearest whole percent; halves go up."""
    return (200 * count + of) // (2 * of)


def display_share(count: int, of: int) -> DisplayedShare:
    """A share as pages show it: in words under a base of 20 and at both ends, else as a whole percent."""
    if of < WORDS_BELOW or count <= 0 or count >= of:
        return DisplayedShare(share_words(count, of), None)
    return DisplayedShare(None, whole_percent(count, of))


def shows_full_scale(of: int) -> bool:
    """Whether a scale of five points is shown in full; else in three groups, sums of 1+2, 3, 4+5."""
    return of >= FULL_SCALE_FROM
