"""Rounding to fives with a fixed total: systematic sampling of steps.

A base of R fives is shared out over the answers as people stand in a row, answer by answer: every R/5-th part
of the row, counted from a random start, gives one five to the answer it falls on (Madow 1949). So each count
x becomes the multiple of 5 below or above x*R/n with a chance that makes it right on average, the counts add
up to R exactly, and so do neighbouring answers together: they too become one of the two multiples next to
their share.
"""

from collections.abc import Sequence

from cmm.domain.disclosure.policy import STEP


def round_counts(counts: Sequence[int], base: int, start: int) -> tuple[int, ...]:
    """Share `base` (a multiple of 5) out over `counts`, the sum of which is n.

    `start` is drawn evenly from 0 to n - 1; all arithmetic is in whole numbers, so the chances are exact.
    Counts that are multiples of 5 and add up to `base` stay as they are. Raises ValueError for a base that is
    not a multiple of 5, for n = 0 with a base, and for a start outside the range.
    """
    people, steps = sum(counts), base // STEP
    if base % STEP or (steps and not people) or not 0 <= start < max(people, 1):
        raise ValueError("counts cannot be shared out over this base")
    shares, seen, given = [], 0, 0
    for count in counts:
        seen += count
        reached = (seen * steps + start) // people if people else 0
        shares.append(STEP * (reached - given))
        given = reached
    return tuple(shares)
