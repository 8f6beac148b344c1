"""Where the parts are worked on changes nothing."""

import os
from collections.abc import Iterator

import pytest

from cmm.services.partitions import POOL_FROM, map_parts

TAKEN: list[int] = []


def multiply(factor: int, part: list[int]) -> tuple[list[int], int]:
    return [factor * number for number in part], os.getpid()


def divide(dividend: int, part: list[int]) -> list[float]:
    return [dividend / number for number in part]


def parts(count: int) -> Iterator[list[int]]:
    for number in range(count):
        TAKEN.append(number)
        yield [number, number + 1]


def test_a_few_parts_are_worked_on_here() -> None:
    found = list(map_parts(multiply, 3, parts(2), expected=2))
    assert found == [([0, 3], os.getpid()), ([3, 6], os.getpid())]


def test_many_parts_are_worked_on_by_other_processes_in_the_same_order() -> None:
    TAKEN.clear()
    working = map_parts(multiply, 3, parts(40), expected=40)
    first, process = next(working)
    assert first == [0, 3]
    assert process != os.getpid()
    assert len(TAKEN) < 20, "the others are read when they are needed"
    assert [numbers for numbers, _ in working] == [[3 * n, 3 * n + 3] for n in range(1, 40)]


def test_what_fails_in_another_process_fails_here() -> None:
    with pytest.raises(ZeroDivisionError):
        list(map_parts(divide, 1, parts(POOL_FROM), expected=POOL_FROM))


def test_nothing_to_do_starts_nothing() -> None:
    assert list(map_parts(multiply, 3, parts(0), expected=0)) == []
