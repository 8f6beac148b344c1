"""Claims about the cells of a breakdown."""

from collections.abc import Sequence
from itertools import combinations_with_replacement

import numpy as np

from cmm.domain.disclosure.intruder.claims import OTHERS_LEFT, SMALL, Flags
from cmm.domain.disclosure.intruder.crossed import Counts, Crossing, Shares

PUSHES = (0.02, 0.2, 3.0, 8.0)
"""How much the odds of a cell are changed to make it smaller or larger."""
PUSHES_OF_INSIDERS = (1.0, 2.0, 4.0, 8.0)
"""People added to the odds of cells in which insiders must be."""


class CellClaims:
    """Claims for all groups of insiders of one size: a count of 1 to 4; all or all but one of a group.

    `open` is an array (2 claims, groups of insiders, groups of the breakdown, answers).
    """

    def __init__(self, crossing: Crossing, size: int) -> None:
        self._shown, answers = crossing.counts.shape
        rows = self._shown + crossing.outside
        members = list(combinations_with_replacement(range(rows * answers), size))
        own = np.zeros((len(members), rows * answers), dtype=np.int64)
        for number, group in enumerate(members):
            np.add.at(own[number], list(group), 1)
        self._own = own.reshape(len(members), rows, answers)
        self.open: Flags = np.ones((2, len(members), self._shown, answers), dtype=bool)

    def hold_against(self, found: Sequence[Counts]) -> bool:
        """Strike out what invented people refute, the insiders among them; whether that was anything."""
        before = int(self.open.sum())
        for people in found:
            rest = people[None, :, :] - self._own
            there: Flags = np.asarray((rest >= 0).all(axis=(1, 2)))
            shown = rest[:, : self._shown, :]
            others = shown.sum(axis=2, keepdims=True) - shown
            refuted = np.stack([(shown < SMALL[0]) | (shown > SMALL[-1]), others >= OTHERS_LEFT])
            self.open &= ~(refuted & there[:, None, None])
        return int(self.open.sum()) < before

    def open_cells(self) -> list[tuple[int, int]]:
        """Rows and columns of cells with an open claim."""
        places: list[list[int]] = np.argwhere(self.open).tolist()
        return sorted({(place[2], place[3]) for place in places})

    def push(self, seed: Shares, random: np.random.Generator) -> Shares:
        """Odds that lead to people against one open claim: its insiders there, its cell larger or smaller."""
        places: list[list[int]] = np.argwhere(self.open).tolist()
        _, group, row, column = places[int(random.integers(len(places)))]
        pushed = seed + random.choice(PUSHES_OF_INSIDERS) * self._own[group]
        pushed[row, column] *= random.choice(PUSHES)
        return np.asarray(pushed, dtype=np.float64)
