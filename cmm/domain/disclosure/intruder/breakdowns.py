"""The attack on the breakdowns of the newest publication.

Two things are tried. Every world that refuted a claim about a unit must have people who fit every breakdown,
so that the breakdowns do not bring back what was refuted. And for every cell of a breakdown and every group
of insiders there must be people who fit, with another count than 1 to 4, and with two others in the group who
answered otherwise.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from cmm.domain.disclosure.intruder.cells import CellClaims
from cmm.domain.disclosure.intruder.crossed import Counts, Crossing, Shares, find_people
from cmm.domain.disclosure.intruder.findings import UNDECIDED, Finding
from cmm.domain.disclosure.intruder.sides import Side, UnitWorlds
from cmm.domain.disclosure.intruder.units import Survey
from cmm.domain.disclosure.tables import NOT_STATED

TRIES = 500
"""Invented rounds for what is still open."""
SHAKEN = 0.4
"""Standard deviation of the logarithm of odds, when others than the published ones are tried."""


def attack_breakdown(
    breakdown: Mapping[str, Any], survey: Survey, units: Sequence[UnitWorlds], publication: int
) -> Iterator[Finding]:
    """Findings about all tables of one breakdown."""
    groups = [group["code"] for group in breakdown["groups"]]
    outside = NOT_STATED not in groups
    for table in breakdown["tables"]:
        counts = np.array([table["groups"][group]["counts"] for group in groups], dtype=np.int64)
        members = survey.members(breakdown["question"], groups, outside=outside)
        sides = [
            Side(leading, table["question"], breakdown["question"], members, units)
            for leading in (table["question"], breakdown["question"])
        ]
        for place, size in _CrossAttack(Crossing(counts, outside), sides).run(survey.insiders):
            group, answer = (groups[place[0]], table["answers"][place[1]]) if place else (None, None)
            named = (table["question"], group, answer, size, breakdown["question"], publication)
            yield Finding(UNDECIDED, *named)


class _CrossAttack:
    """One table of a breakdown, and the people invented for it."""

    def __init__(self, crossing: Crossing, sides: Sequence[Side]) -> None:
        self.crossing, self.sides = crossing, sides
        self.random = np.random.default_rng(1)
        self.found: list[Counts] = []

    def run(self, insiders: int) -> Iterator[tuple[tuple[int, int] | None, int]]:
        """Cells that stay open with the number of insiders; None instead of a cell when a world of the units
        has no people that fit.
        """
        if not all(self._fits(side, chosen) for side in self.sides for chosen in side.rounds()):
            yield None, 0
        open_before: set[tuple[int, int]] = set()
        for size in range(insiders + 1):
            claims = CellClaims(self.crossing, size)
            claims.hold_against(self.found)
            self._push(claims)
            yield from ((cell, size) for cell in claims.open_cells() if cell not in open_before)
            open_before |= set(claims.open_cells())

    def _fits(self, side: Side, chosen: Sequence[int]) -> bool:
        """Whether people were found for kept worlds, for all units at once or for one after the other."""
        if self._invent(side.margins(chosen), self.crossing.seed):
            return True
        return all(self._fits_one(side, chosen, unit) for unit in range(len(chosen)))

    def _fits_one(self, side: Side, chosen: Sequence[int], unit: int) -> bool:
        for _ in range(TRIES):
            others = side.drawn(self.random)
            others[unit] = chosen[unit]
            if self._invent(side.margins(others), self._shaken()):
                return True
        return False

    def _push(self, claims: CellClaims) -> None:
        """Invent people against what is still open, as long as that leads to anything."""
        idle = 0
        while claims.open.any() and idle < TRIES:
            side = self.sides[int(self.random.integers(len(self.sides)))]
            margins = side.margins(side.drawn(self.random))
            found = self._invent(margins, claims.push(self._shaken(), self.random))
            idle = 0 if found and claims.hold_against(self.found[-1:]) else idle + 1

    def _invent(self, margins: tuple[Counts, Counts], seed: Shares) -> bool:
        people = find_people(self.crossing, *margins, seed)
        if people is not None:
            self.found.append(people)
        return people is not None

    def _shaken(self) -> Shares:
        shaken = self.crossing.seed * np.exp(self.random.normal(0, SHAKEN, self.crossing.seed.shape))
        return np.asarray(shaken, dtype=np.float64)
