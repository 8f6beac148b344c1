"""Tables brought to given margins."""

from itertools import repeat
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmm.domain.disclosure.fitting import (
    GRAINS,
    MarginsDisagree,
    can_round_to,
    fit,
    round_keeping_margins,
)
from cmm.domain.disclosure.lottery import Lottery


@st.composite
def margins(draw: st.DrawFn) -> tuple[list[list[int]], list[int], list[int]]:
    """Counts, and the margins of another table of the same size."""
    rows, columns = draw(st.integers(1, 5)), draw(st.integers(1, 6))
    tables = st.lists(
        st.lists(st.integers(0, 12), min_size=columns, max_size=columns), min_size=rows, max_size=rows
    )
    counts, other = draw(tables), draw(tables)
    return counts, [sum(row) for row in other], [sum(column) for column in zip(*other, strict=True)]


@settings(deadline=None)
@given(margins(), st.binary(min_size=1, max_size=4))
def test_rounding_keeps_all_margins_and_goes_to_a_neighbour(
    case: tuple[list[list[int]], list[int], list[int]], secret: bytes
) -> None:
    counts, rows, columns = case
    fitted = fit(counts, rows, columns)
    rounded = round_keeping_margins(fitted, Lottery(secret, "round").numbers("q"))
    assert [sum(row) for row in rounded] == rows
    assert [sum(column) for column in zip(*rounded, strict=True)] == columns
    for exact_row, row in zip(fitted, rounded, strict=True):
        for exact, cell in zip(exact_row, row, strict=True):
            assert exact // GRAINS <= cell <= -(-exact // GRAINS)
            assert cell >= 0


@settings(deadline=None)
@given(margins(), st.binary(min_size=1, max_size=4))
def test_what_was_rounded_to_can_be_rounded_to(
    case: tuple[list[list[int]], list[int], list[int]], secret: bytes
) -> None:
    fitted = fit(*case)
    rounded = round_keeping_margins(fitted, Lottery(secret, "round").numbers("q"))
    assert can_round_to(fitted, rounded)


def test_what_is_two_steps_away_cannot_be_rounded_to() -> None:
    fitted = fit([[10, 10], [10, 10]], [4, 4], [4, 4])
    assert can_round_to(fitted, [[2, 2], [2, 2]])
    assert not can_round_to(fitted, [[4, 0], [0, 4]])


def test_every_cell_is_right_on_average() -> None:
    fitted = fit([[7, 2, 4], [1, 9, 3]], [5, 4], [3, 4, 2])
    tables = [
        round_keeping_margins(fitted, Lottery(seed.to_bytes(2), "round").numbers("q")) for seed in range(4000)
    ]
    for row in range(2):
        for column in range(3):
            mean = fmean(table[row][column] for table in tables)
            assert mean == pytest.approx(fitted[row][column] / GRAINS, abs=0.04)


def test_margins_with_different_sums_are_refused() -> None:
    with pytest.raises(MarginsDisagree):
        fit([[1]], [1], [2])


def test_fitting_keeps_odds_ratios() -> None:
    (a, b), (c, d) = fit([[10, 5], [3, 20]], [6, 6], [7, 5])
    assert a * d / (b * c) == pytest.approx(10.5 * 20.5 / (5.5 * 3.5), rel=1e-6)


def test_whole_cells_need_no_draw() -> None:
    assert round_keeping_margins([[GRAINS, 0], [0, 2 * GRAINS]], repeat(0.0, 0)) == [[1, 0], [0, 2]]
