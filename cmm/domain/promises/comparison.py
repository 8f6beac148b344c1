"""What a later round says about a request: better, no better, or it cannot be told.

Careful in both directions: with few answers most comparisons cannot be told, and that is said so.
"""

from dataclasses import dataclass

from cmm.domain.precision import Interval, interval

BETTER, NO_BETTER, CANNOT_TELL = VERDICTS = ("better", "no_better", "cannot_be_told")


@dataclass(frozen=True, slots=True)
class PublishedFigure:
    """A published share: `count` of `of`, a sum over `units` units with `population` known clients."""

    count: int
    of: int
    units: int = 1
    population: int | None = None

    @property
    def percent(self) -> float:
        return 100 * self.count / self.of

    @property
    def around(self) -> Interval:
        return interval(self.count, self.of, units=self.units, population=self.population)


def compare(
    before: PublishedFigure, after: PublishedFigure, *, less_is_better: bool, target: int | None = None
) -> str:
    """One of VERDICTS. `target` is in percent: what was asked for, None where no number was named.

    Better: the later interval lies wholly on the good side of the earlier one, or of the target. No better:
    it lies wholly on the bad side of the earlier share; or wholly on the bad side of the target, with the
    share itself no better than before.
    """
    old, new = _Side(before, less_is_better), _Side(after, less_is_better)
    goal = None if target is None else _flip(target, less_is_better)
    if new.worst < old.best or (goal is not None and new.worst <= goal):
        return BETTER
    missed = goal is not None and new.best > goal and new.middle >= old.middle
    return NO_BETTER if new.best >= old.middle or missed else CANNOT_TELL


class _Side:
    """A figure turned so that less is better."""

    def __init__(self, figure: PublishedFigure, less_is_better: bool) -> None:
        low, high = figure.around
        ends = _flip(low, less_is_better), _flip(high, less_is_better)
        self.best, self.worst = min(ends), max(ends)
        self.middle = _flip(figure.percent, less_is_better)


def _flip(percent: float, less_is_better: bool) -> float:
    return percent if less_is_better else 100 - percent
