"""Linked questions in one family of draws: their program, what is attacked, who the insiders may be."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement
from math import comb

import numpy as np
from numpy.typing import NDArray

from cmm.domain.disclosure.intruder.block import Block, base_of, build_block, person_row
from cmm.domain.disclosure.intruder.findings import STOPPED
from cmm.domain.disclosure.intruder.program import Also, Frozen, Program, Row, Vector, plus, times
from cmm.domain.disclosure.intruder.sight import Case
from cmm.domain.disclosure.policy import SMALLEST_GROUP
from cmm.domain.disclosure.questions import Asked, list_persons
from cmm.domain.disclosure.tables import NOT_ASKED

MOST_GROUPS = 5000
"""Two insiders who may each have answered linked questions in up to 99 ways; beyond that pairs are drawn."""
DRAWN_GROUPS = 300


@dataclass(frozen=True, slots=True)
class Target:
    """A count that is attacked, and what it is about. `place` is the position of the answer in the table."""

    draw: int
    table: str | None
    place: int | str
    newcomers: bool


@dataclass(frozen=True, slots=True)
class Component:
    """`counts` and `bases` have one row per target, `insiders` one row per kind of person (what one adds to
    every variable), `passed` the variables for those past the door, one per draw.
    """

    questions: Sequence[Asked]
    case: Case
    blocks: Sequence[Block]
    program: Frozen
    targets: Sequence[Target]
    counts: Vector
    bases: Vector
    insiders: Vector
    passed: Sequence[int]

    @property
    def is_linked(self) -> bool:
        return len(self.questions) > 1 or any(question.is_multiple for question in self.questions)

    def groups(self, most: int) -> Iterator[NDArray[np.intp]]:
        """Groups of insiders, by size from 0 to `most`: arrays (groups, members) of kinds of person.

        All groups, unless they are more than MOST_GROUPS, or than DRAWN_GROUPS for several draws: then those
        of one kind, and so many drawn ones.
        """
        kinds, limit = len(self.insiders), MOST_GROUPS if len(self.blocks) == 1 else DRAWN_GROUPS
        for size in range(most + 1):
            if comb(kinds + size - 1, size) <= limit:
                members = list(combinations_with_replacement(range(kinds), size))
            else:
                drawn = np.random.default_rng(1).integers(kinds, size=(DRAWN_GROUPS, size))
                alike = [(kind,) * size for kind in range(kinds)]
                members = sorted({*alike, *(tuple(sorted(row)) for row in drawn.tolist())})
            yield np.array(members, dtype=np.intp).reshape(len(members), size)

    def fixed(self, frame: Sequence[int]) -> list[Also]:
        """Rows that set how many passed the door at each draw."""
        each = np.eye(self.program.rows.shape[1], dtype=np.int64)[list(self.passed)]
        return [(row, number, number) for row, number in zip(each, frame, strict=True)]


def build_component(case: Case, questions: Sequence[Asked], *, door: bool) -> Component:
    """Put the program of a case together. With a door, insiders may be people who stopped there."""
    program = Program()
    blocks = [
        build_block(program, draw, people, questions)
        for draw, people in zip(case.draws, case.people, strict=True)
    ]
    _add_forms(program, case, blocks)
    targets = list(_targets(case, blocks, questions))
    frozen = program.frozen()
    return Component(
        questions=questions,
        case=case,
        blocks=blocks,
        program=frozen,
        targets=[target for target, _, _ in targets],
        counts=_rows([count for _, count, _ in targets], program.size),
        bases=_rows([base for _, _, base in targets], program.size),
        insiders=_rows(list(_insiders(case, blocks, questions, door=door)), program.size),
        passed=[block.passed for block in blocks],
    )


def _add_forms(program: Program, case: Case, blocks: Sequence[Block]) -> None:
    """Who was there at an earlier draw is still there: no form of a draw is less than those of its parts."""
    for place, block in enumerate(blocks):
        program.forms += block.forms
        for group in case.parts[place]:
            inside = [blocks[part].forms for part in group]
            program.forms += [
                plus(whole, *(times(-1, part) for part in parts))
                for whole, *parts in zip(block.forms, *inside, strict=True)
            ]


def _targets(
    case: Case, blocks: Sequence[Block], questions: Sequence[Asked]
) -> Iterator[tuple[Target, Row, Row]]:
    named = [list(_named_counts(block, questions)) for block in blocks]
    for place, groups in enumerate(case.parts):
        for table, answer, count, base in named[place]:
            yield Target(place, table, answer, newcomers=False), count, base
        for group in groups:
            if case.people[place] - sum(case.people[part] for part in group) < SMALLEST_GROUP:
                continue
            for number, (table, answer, count, base) in enumerate(named[place]):
                before = [named[part][number] for part in group]
                new = plus(count, *(times(-1, part[2]) for part in before))
                new_base = plus(base, *(times(-1, part[3]) for part in before))
                yield Target(place, table, answer, newcomers=True), new, new_base


def _named_counts(
    block: Block, questions: Sequence[Asked]
) -> Iterator[tuple[str | None, int | str, Row, Row]]:
    if not questions:
        yield None, STOPPED, {block.stopped: 1}, {block.passed: 1, block.stopped: 1}
    for question in questions:
        for table in question.tables:
            for place, cell in enumerate(block.cells[table]):
                if place < question.categories:
                    yield table, place, cell, base_of(block, question)
                else:
                    yield table, NOT_ASKED, cell, {block.passed: 1}


def _insiders(
    case: Case, blocks: Sequence[Block], questions: Sequence[Asked], *, door: bool
) -> Iterator[Row]:
    """Kinds of people: their answers, and the draws at which they were there."""
    persons = [*list_persons(questions), *([None] if door else [])]
    for present in _presences(case):
        for person in persons:
            yield plus(*(person_row(blocks[draw], questions, person) for draw in present))


def _presences(case: Case) -> list[tuple[int, ...]]:
    """The draws in which a person is: one to begin with, and all that contain it."""
    found = []
    for first in range(len(case.draws)):
        present = {first}
        for draw in range(first + 1, len(case.draws)):
            if any(present & set(group) for group in case.parts[draw]):
                present.add(draw)
        found.append(tuple(sorted(present)))
    return found


def _rows(rows: Sequence[Row], size: int) -> Vector:
    matrix = np.zeros((len(rows), size), dtype=np.int64)
    for place, row in enumerate(rows):
        for variable, coefficient in row.items():
            matrix[place, variable] += coefficient
    return matrix
