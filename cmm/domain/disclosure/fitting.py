"""Bring a table to given margins: first in fractions, then in whole steps.

Fractions: iterative proportional fitting (Deming and Stephan 1940). Whole steps: unbiased controlled rounding
(Cox 1987) by cancelling cycles at random (Gandhi, Khuller, Parthasarathy and Srinivasan 2006): all margins
are kept, every cell becomes the whole number below or above it, and is right on average. Sums are exactly
rounded (math.fsum) and cells then become whole numbers of GRAINS, so that every machine comes to the same
table and no error of computing is left when cells are rounded.
"""

from collections.abc import Iterator, Sequence
from math import fsum

LOWEST_CELL = 0.5
"""People added to every cell before fitting, so that no margin is out of reach and no zero is certain."""
GRAINS = 1 << 32
"""Parts of one step in which cells are counted while they are rounded."""
_ENOUGH_ROUNDS = 10_000
_CLOSE = 1e-12

Cell = tuple[int, int]


class MarginsDisagree(Exception):
    """Row totals and column totals do not have the same sum."""


def fit(
    rows: Sequence[Sequence[int]], row_totals: Sequence[int], column_totals: Sequence[int]
) -> list[list[int]]:
    """The table with the given totals whose odds ratios are those of `rows`, in grains (1 << 32 to a step).

    Totals are non-negative whole numbers of steps, and are met exactly. Raises MarginsDisagree when their
    sums differ.
    """
    if sum(row_totals) != sum(column_totals):
        raise MarginsDisagree
    cells = [[count + LOWEST_CELL for count in row] for row in rows]
    for _ in range(_ENOUGH_ROUNDS):
        cells = _scaled(cells, row_totals)
        if _agree(_turned(cells), column_totals):
            break
        cells = _turned(_scaled(_turned(cells), column_totals))
    return _in_grains(cells, row_totals, column_totals)


def round_keeping_margins(cells: Sequence[Sequence[int]], numbers: Iterator[float]) -> list[list[int]]:
    """Round every cell, given in grains, up or down to whole steps at random; rows and columns keep their
    sums.

    The sums must be whole. `numbers` are random numbers in [0, 1).
    """
    table = [list(row) for row in cells]
    while cycle := _find_cycle(table):
        up, down = _steps(table, cycle)
        _move(table, cycle, up if next(numbers) * (up + down) < down else -down)
    return [[cell // GRAINS for cell in row] for row in table]


def can_round_to(cells: Sequence[Sequence[int]], rounded: Sequence[Sequence[int]]) -> bool:
    """Whether some numbers lead `round_keeping_margins` from `cells` (in grains) to `rounded` (in steps)."""
    table = [list(row) for row in cells]
    if not _may_become(table, rounded):
        return False
    cycle = _find_cycle(table)
    if not cycle:
        return True
    up, down = _steps(table, cycle)
    for step in (up, -down):
        moved = [list(row) for row in table]
        _move(moved, cycle, step)
        if can_round_to(moved, rounded):
            return True
    return False


def _steps(table: list[list[int]], cycle: Sequence[Cell]) -> tuple[int, int]:
    """How far the cycle can rise or fall until one of its cells is whole."""
    over, under = [_over(table, cell) for cell in cycle[::2]], [_over(table, cell) for cell in cycle[1::2]]
    return min(GRAINS - max(over), min(under)), min(min(over), GRAINS - max(under))


def _move(table: list[list[int]], cycle: Sequence[Cell], step: int) -> None:
    for place, (row, column) in enumerate(cycle):
        table[row][column] += -step if place % 2 else step


def _may_become(table: list[list[int]], rounded: Sequence[Sequence[int]]) -> bool:
    """Every cell is the whole number or has it below or above."""
    return all(
        cell // GRAINS <= whole <= -(-cell // GRAINS)
        for row, wholes in zip(table, rounded, strict=True)
        for cell, whole in zip(row, wholes, strict=True)
    )


def _scaled(cells: list[list[float]], totals: Sequence[int]) -> list[list[float]]:
    sums = [fsum(row) for row in cells]
    return [
        [cell * total / present if present else 0.0 for cell in row]
        for row, total, present in zip(cells, totals, sums, strict=True)
    ]


def _turned(cells: list[list[float]]) -> list[list[float]]:
    return [list(column) for column in zip(*cells, strict=True)]


def _agree(rows: list[list[float]], totals: Sequence[int]) -> bool:
    return all(abs(fsum(row) - total) <= _CLOSE * total for row, total in zip(rows, totals, strict=True))


def _in_grains(
    cells: list[list[float]], row_totals: Sequence[int], column_totals: Sequence[int]
) -> list[list[int]]:
    """Whole grains; what rounding leaves of each row goes to its largest cell, then of each column to one
    row.
    """
    table = [[round(cell * GRAINS) for cell in row] for row in cells]
    for row, total in zip(table, row_totals, strict=True):
        row[row.index(max(row))] += total * GRAINS - sum(row)
    largest = table[row_totals.index(max(row_totals))]
    for column, total in enumerate(column_totals):
        largest[column] += total * GRAINS - sum(row[column] for row in table)
    return table


def _over(table: list[list[int]], cell: Cell) -> int:
    return table[cell[0]][cell[1]] % GRAINS


def _find_cycle(table: list[list[int]]) -> list[Cell]:
    """Cells that are not whole, each in the row of the one before or in its column, in turns; empty if none.

    A line with one such cell has a second one, because its sum is whole: so a walk from line to line always
    goes on, and comes back to a line where it has been.
    """
    broken = [(r, c) for r, row in enumerate(table) for c, cell in enumerate(row) if cell % GRAINS]
    if not broken:
        return []
    lines: list[Cell] = [(0, broken[0][0])]  # axis (0 row, 1 column) and its number
    walked: list[Cell] = []
    while True:
        axis, number = lines[-1]
        step = next(cell for cell in broken if cell[axis] == number and cell not in walked[-1:])
        walked.append(step)
        line = (1 - axis, step[1 - axis])
        if line in lines:
            return walked[lines.index(line) :]
        lines.append(line)
