"""Invent whole rounds that fit a published breakdown, from possible worlds of its units.

A breakdown is fitted to published margins and then rounded. What a reader can conclude from it is no linear
program, so the attack looks for people who could have been behind it: for every unit a table of groups by
answers with the margins of a possible world, the sum of which the very rule would publish as it was
published. What is true of such people is possible; what no such people are found for stays undecided.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cmm.domain.disclosure.fitting import GRAINS, can_round_to, fit
from cmm.domain.disclosure.policy import SMALLEST_GROUP, STEP

Counts = NDArray[np.int64]
Shares = NDArray[np.float64]
ATTEMPTS = 12
"""Corrections of a guess until the rule would publish it as it was published."""
SOFTENING = 0.6
"""People by which a published 0 is taken to stand for a few."""
_FITTINGS = 12


@dataclass(frozen=True, slots=True)
class Crossing:
    """One published table of a breakdown: `counts` has a row for each shown group. `outside`: people who
    belong to no group have no row.
    """

    counts: Counts
    outside: bool

    @property
    def seed(self) -> Shares:
        """The table itself, softened, with a row for people outside."""
        table = self.counts + SOFTENING
        rest = table.sum(axis=0, keepdims=True) / table.sum() * STEP
        return np.asarray(np.vstack([table, rest]) if self.outside else table, dtype=np.float64)


def find_people(crossing: Crossing, groups: Counts, answers: Counts, seed: Shares) -> Counts | None:
    """Groups by answers over the round, people outside last; None if none were found.

    `groups` (units, groups) and `answers` (units, answers) are true margins in each unit; `seed` has the
    shape of the result and tells which odds to try first.
    """
    shown = crossing.counts.shape[0]
    if (groups.sum(axis=0)[:shown] < SMALLEST_GROUP).any():
        return None
    for _ in range(ATTEMPTS):
        people = np.asarray(_share(seed, groups, answers).sum(axis=0), dtype=np.int64)
        fitted = fit(
            people[:shown].tolist(),
            (crossing.counts.sum(axis=1) // STEP).tolist(),
            (crossing.counts.sum(axis=0) // STEP).tolist(),
        )
        if can_round_to(fitted, (crossing.counts // STEP).tolist()):
            return people
        wrong = (crossing.counts + SOFTENING) / (np.array(fitted) / GRAINS * STEP + SOFTENING)
        seed = seed.copy()
        seed[:shown] *= np.clip(wrong, 0.2, 5)
    return None


def _share(seed: Shares, groups: Counts, answers: Counts) -> Counts:
    """For each unit whole numbers with its margins, as near to the odds of `seed` as that allows."""
    cells = np.repeat(seed[None, :, :], len(groups), axis=0)
    for _ in range(_FITTINGS):
        cells *= _ratio(groups, cells.sum(axis=2))[:, :, None]
        cells *= _ratio(answers, cells.sum(axis=1))[:, None, :]
    whole = np.floor(cells + 1e-9).astype(np.int64)
    for unit in range(len(groups)):
        _fill(whole[unit], cells[unit], groups[unit], answers[unit])
    return whole


def _ratio(wanted: Counts, present: Shares) -> Shares:
    return np.divide(wanted, present, out=np.zeros_like(present), where=present > 0)


def _fill(whole: Counts, cells: Shares, rows: Counts, columns: Counts) -> None:
    """Bring whole numbers to the margins: first take back what is too much, then add by the largest rest."""
    row, column = rows - whole.sum(axis=1), columns - whole.sum(axis=0)
    while (row < 0).any() or (column < 0).any():
        over = (row[:, None] < 0) | (column[None, :] < 0)
        place = np.unravel_index(np.argmax(np.where(over & (whole > 0), whole - cells, -np.inf)), whole.shape)
        _add(whole, row, column, place, -1)
    while row.sum() > 0:
        free = (row[:, None] > 0) & (column[None, :] > 0)
        place = np.unravel_index(np.argmax(np.where(free, cells - whole, -np.inf)), whole.shape)
        _add(whole, row, column, place, 1)


def _add(whole: Counts, row: Counts, column: Counts, place: Sequence[np.intp], number: int) -> None:
    whole[place[0], place[1]] += number
    row[place[0]] -= number
    column[place[1]] -= number
