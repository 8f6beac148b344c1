"""Guess many possible worlds at once, so that integer programs are left for the few hard questions.

Answer boundaries are drawn one after the other between the bounds that a start of the lottery leaves. What is
guessed is checked against the program, so a bad guess costs time and nothing else.
"""

from collections.abc import Sequence
from itertools import accumulate

import numpy as np
from numpy.random import Generator

from cmm.domain.disclosure.intruder.block import Block, first_shares
from cmm.domain.disclosure.intruder.component import Component
from cmm.domain.disclosure.intruder.corner import Corner, find_corner
from cmm.domain.disclosure.intruder.program import Row, Vector
from cmm.domain.disclosure.policy import SMALLEST_GROUP, STEP
from cmm.domain.disclosure.questions import Asked


def guess_worlds(component: Component, frames: Sequence[tuple[int, ...]], each: int, seed: int) -> Vector:
    """Possible worlds, about `each` for each frame at best, one per row; there may be none."""
    random = np.random.default_rng(seed)
    worlds = np.zeros((each * len(frames), component.program.rows.shape[1]), dtype=np.int64)
    passed = np.repeat(
        np.array(frames, dtype=np.int64).reshape(len(frames), len(component.blocks)), each, axis=0
    )
    for place, block in enumerate(component.blocks):
        worlds[:, block.passed] = passed[:, place]
        worlds[:, block.stopped] = block.people - passed[:, place]
        groups = component.case.parts[place]
        before = [[component.blocks[part] for part in group] for group in groups[:1]]
        for question in component.questions:
            _Guess(worlds, block, question, before[0] if before else [], random).fill()
    return worlds[component.program.possible(worlds)]


class _Guess:
    """Fills the columns of one question in one draw."""

    def __init__(
        self, worlds: Vector, block: Block, question: Asked, before: Sequence[Block], random: Generator
    ) -> None:
        self.worlds, self.block, self.question, self.random = worlds, block, question, random
        self.before = before
        self.people = worlds[:, block.passed]
        self.shown = block.draw.tables.get(question.tables[0])

    def fill(self) -> None:
        question, parts = self.question, list(self.block.parts[self.question.name])
        base = self._base()
        if question.routed:
            self.worlds[:, parts.pop()] = self.people - base
        if question.is_multiple:
            self._fill_choices(parts, base)
        else:
            self._share(question.name, parts, self.shown, base)
        if question.name in self.block.joint:
            self._fill_joint()
        self._fill_which()

    def _base(self) -> Vector:
        """Those asked: given by the parent, or drawn."""
        route = self.question.route
        if not self.question.routed:
            return self.people
        if route and route.only_parent:
            cells = [self._value(row) for row in self.block.cells[route.only_parent]]
            return sum((cells[place] for place in route.asked_places), np.zeros_like(self.people))
        counts = [sum(self.shown)] if self.shown else None
        start = self._draw_start(f"{self.question.name} asked", self.people)
        low, high = self._bounds(self.people, self.block.draw.answered // STEP, start, counts)[0]
        if corner := find_corner(self.block, self.question):
            least, most = self._corner_bounds(corner)
            if not corner.is_asked:
                least, most = self.people - most, self.people - least
            low, high = np.maximum(low, least), np.minimum(high, most)
        return self._between(low, high)

    def _corner_bounds(self, corner: Corner) -> tuple[Vector, Vector]:
        """How many may be in the corner, so that each of the four parts has the people it had before."""
        one, other = self._sides(self.block, corner)
        ones, others, both, passed = (np.zeros_like(self.people) for _ in range(4))
        for block in self.before:
            before = self._sides(block, corner)
            ones, others = ones + before[0], others + before[1]
            both = both + self.worlds[:, block.joint[self.question.name][corner.way]]
            passed = passed + self.worlds[:, block.passed]
        apart = (one + other - self.people) - (ones + others - passed)
        return both + np.maximum(apart, 0), both + np.minimum(one - ones, other - others)

    def _sides(self, block: Block, corner: Corner) -> tuple[Vector, Vector]:
        one, other = (self._value(row) for row in corner.sides(block))
        return one, other

    def _value(self, row: Row) -> Vector:
        total = np.zeros_like(self.people)
        for variable, coefficient in row.items():
            total = total + coefficient * self.worlds[:, variable]
        return total

    def _draw_start(self, name: str, base: Vector) -> Vector:
        drawn = self.random.integers(0, np.maximum(base, 1))
        kind = self.random.integers(0, 3, len(base))
        start = np.where(kind == 0, 0, np.where(kind == 1, np.maximum(base - 1, 0), drawn))
        if name in self.block.starts:
            self.worlds[:, self.block.starts[name]] = start
        return start

    def _least(self, column: int) -> Vector:
        """The people of the earlier draws, in the same column of their blocks."""
        place = self.block.counts.index(column)
        total = np.zeros_like(self.people)
        for block in self.before:
            total = total + self.worlds[:, block.counts[place]]
        return total

    def _bounds(
        self, base: Vector, steps: int, start: Vector, counts: Sequence[int] | None
    ) -> list[tuple[Vector, Vector]]:
        """Between what each boundary lies behind which so many were published."""
        if counts is None:
            return [(np.zeros_like(base), base)]
        if not steps:
            return [(np.zeros_like(base), base) for _ in counts]
        found = []
        for seen in accumulate(count // STEP for count in counts):
            low, high = -((start - seen * base) // steps), (seen * base + base - 1 - start) // steps
            found.append((np.clip(low, 0, base), np.clip(high, 0, base)))
        return found

    def _between(self, low: Vector, high: Vector) -> Vector:
        """Ends and insides of intervals; an empty one gives a world that is thrown away."""
        kind = self.random.integers(0, 3, len(low))
        inside = self.random.integers(low, np.maximum(high, low) + 1)
        return np.where(kind == 0, low, np.where(kind == 1, high, inside))

    def _share(self, name: str, columns: Sequence[int], counts: Sequence[int] | None, base: Vector) -> None:
        """Boundaries in order; each leaves room for the people who were there before and come after it."""
        start = self._draw_start(name, base)
        bounds = self._bounds(base, sum(counts or ()) // STEP, start, counts)
        bounds = bounds if counts else bounds * len(columns)
        least = [self._least(column) for column in columns]
        tops = [base]
        for place in range(len(columns) - 1, 0, -1):
            tops.insert(0, np.minimum(bounds[place - 1][1], tops[0] - least[place]))
        before = np.zeros_like(base)
        for column, few, (low, _), top in zip(columns, least, bounds, tops, strict=True):
            boundary = base if column == columns[-1] else self._between(np.maximum(low, before + few), top)
            self.worlds[:, column] = boundary - before
            before = boundary

    def _fill_choices(self, parts: Sequence[int], base: Vector) -> None:
        blank, several, *columns = parts
        alone = [columns[place] for place in self.question.exclusive]
        first = first_shares(self.block, self.question) if self.shown else None
        self._share(self.question.name, [*alone, several, blank], first, base)
        people = self.worlds[:, several]
        for place in self.question.free:
            table, counts = self.question.tables[place], None
            if first:
                shown = (self.block.draw.tables[table] or (0,))[0]
                counts = [shown, first[-2] - shown]
            start = self._draw_start(table, people)
            low, high = self._bounds(people, (first or [0, 0])[-2] // STEP, start, counts)[0]
            low = np.maximum(low, self._least(columns[place]))
            self.worlds[:, columns[place]] = self._between(low, np.minimum(high, people))

    def _fill_joint(self) -> None:
        """How many were asked tells how many are in one corner, and so in all parts."""
        corner = find_corner(self.block, self.question)
        if corner is None:
            return
        one, other = self._sides(self.block, corner)
        left_out = self.worlds[:, self.block.parts[self.question.name][-1]]
        both = self.people - left_out if corner.is_asked else left_out
        rest = self.people - one - other + both
        sizes = {(True, True): both, (True, False): one - both, (False, True): other - both}
        for way, variable in self.block.joint[self.question.name].items():
            same = (way[0] == corner.way[0], way[1] == corner.way[1])
            self.worlds[:, variable] = sizes.get(same, rest)

    def _fill_which(self) -> None:
        """The switch of the first reason that holds for which the question may be withheld."""
        switches = self.block.which.get(self.question.name)
        if switches is None:
            return
        left_out = self._value(self.block.cells[self.question.tables[0]][-1])
        few = np.minimum(left_out, self.people - left_out) < SMALLEST_GROUP
        on_left = left_out < self.people - left_out
        side = on_left.astype(np.int64)
        reason = np.where(few | (len(switches) == 2), side, side + 2)
        for number, switch in enumerate(switches):
            self.worlds[:, switch] = reason == number
