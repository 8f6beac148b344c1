"""Integer programs over counts of people: which worlds could have given the published numbers.

A world is a vector of whole numbers: counts of people, and the starts of the lotteries. It is possible when
every row of the program holds and every form is at least 0. Forms are sums of counts that no single person
can make negative, so a world from which insiders are taken away is possible when all forms are still at
least 0 without them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import Bounds, LinearConstraint, milp

Vector = NDArray[np.int64]
Shares = NDArray[np.float64]
Row = Mapping[int, int]
UNBOUNDED = 10**6
SECONDS_PER_SOLUTION = 5.0
"""HiGHS gets no longer for one question; so far it needed some milliseconds."""


ROOM = 2
"""So many insiders."""
GOOD_ENOUGH = 0.2
"""A world need not be the roomiest."""

Also = tuple[Vector, int, int]
"""A row with its least and its largest value."""


class NotSolved(Exception):
    """The solver stopped before it found or excluded a world."""


@dataclass(slots=True)
class Program:
    """Variables, rows (low <= row <= high) and forms, being put together."""

    size: int = 0
    rows: list[tuple[Row, int, int]] = field(default_factory=list)
    forms: list[Row] = field(default_factory=list)
    tops: dict[int, int] = field(default_factory=dict)

    def variable(self, top: int = UNBOUNDED) -> int:
        """A new variable from 0 to `top`; returns its place."""
        self.size += 1
        self.tops[self.size - 1] = top
        return self.size - 1

    def row(self, row: Row, low: int, high: int) -> None:
        self.rows.append((row, low, high))

    def equal(self, row: Row, value: int = 0) -> None:
        self.rows.append((row, value, value))

    def frozen(self) -> "Frozen":
        """The same as matrices."""
        return Frozen(
            rows=_matrix([row for row, _, _ in self.rows], self.size),
            lows=np.array([low for _, low, _ in self.rows], dtype=np.int64),
            highs=np.array([high for _, _, high in self.rows], dtype=np.int64),
            forms=_matrix(self.forms, self.size),
            tops=np.array([self.tops[place] for place in range(self.size)], dtype=np.int64),
        )


@dataclass(frozen=True, slots=True)
class Frozen:
    """A program as matrices: one row per row or form, one column per variable."""

    rows: Vector
    lows: Vector
    highs: Vector
    forms: Vector
    tops: Vector

    def possible(self, worlds: Vector) -> NDArray[np.bool_]:
        """Which of the worlds (one per row) keep all rows, forms and bounds."""
        rows = worlds @ self.rows.T
        kept = ((rows >= self.lows) & (rows <= self.highs)).all(axis=1)
        inside = ((worlds >= 0) & (worlds <= self.tops)).all(axis=1)
        return np.asarray(kept & inside & (worlds @ self.forms.T >= 0).all(axis=1))

    def find_world(self, least: Vector, also: Sequence[Also], wanted: Shares) -> Vector | None:
        """A world whose forms are at least `least` and which keeps the rows `also`; None if there is none.

        Of several it prefers one in which forms are 2 and more, weighted by how much each is `wanted`: as
        many insiders as possible may then have been in it. Raises NotSolved.
        """
        wide = np.flatnonzero(wanted)
        size, number = self.forms.shape[1], len(wide)
        rows = np.vstack([self.rows, self.forms, *(row for row, _, _ in also)])
        lows = [*self.lows, *least, *(low for _, low, _ in also)]
        highs = [*self.highs, *([UNBOUNDED] * len(least)), *(high for _, _, high in also)]
        above = np.hstack([self.forms[wide], -np.eye(number, dtype=np.int64)])
        found = milp(
            np.concatenate([np.zeros(size), -wanted[wide]]),
            constraints=[
                LinearConstraint(np.hstack([rows, np.zeros((len(rows), number))]), lows, highs),
                LinearConstraint(above, 0, UNBOUNDED),
            ],
            bounds=Bounds(0, np.concatenate([self.tops, np.full(number, ROOM)]).astype(float)),
            integrality=np.ones(size + number),
            options={"time_limit": SECONDS_PER_SOLUTION, "mip_rel_gap": GOOD_ENOUGH},
        )
        if found.x is None:
            if found.status != _INFEASIBLE:
                raise NotSolved
            return None
        world = np.rint(found.x[:size]).astype(np.int64)
        if not self.possible(world[None, :])[0]:
            raise NotSolved
        return world


_INFEASIBLE = 2


def _matrix(rows: Sequence[Row], size: int) -> Vector:
    matrix = np.zeros((len(rows), size), dtype=np.int64)
    for place, row in enumerate(rows):
        for variable, coefficient in row.items():
            matrix[place, variable] += coefficient
    return matrix


def plus(*rows: Row) -> dict[int, int]:
    """The sum of rows."""
    total: dict[int, int] = {}
    for row in rows:
        for variable, coefficient in row.items():
            total[variable] = total.get(variable, 0) + coefficient
    return total


def times(factor: int, row: Row) -> dict[int, int]:
    return {variable: factor * coefficient for variable, coefficient in row.items()}


def ones(variables: Sequence[int]) -> dict[int, int]:
    return dict.fromkeys(variables, 1)
