"""Where the parts are worked on changes nothing."""

import os

import pytest

from cmm.services.cluster import WorkersLost
from cmm.services.partitions import POOL_FROM, map_parts


def multiply(factor: int, part: list[int]) -> tuple[list[int], int]:
    return [factor * number for number in part], os.getpid()


def divide(dividend: int, part: list[int]) -> list[float]:
    return [dividend / number for number in part]


def die(_shared: int, _part: list[int]) -> None:
    os._exit(9)


def parts(count: int) -> list[list[int]]:
    return [[number, number + 1] for number in range(count)]


def test_a_few_parts_are_worked_on_here() -> None:
    found = list(map_parts(multiply, 3, parts(2)))
    assert found == [([0, 3], os.getpid()), ([3, 6], os.getpid())]


def test_many_parts_are_worked_on_by_other_processes_in_the_same_order() -> None:
    working = map_parts(multiply, 3, parts(40))
    first, process = next(working)
    assert first == [0, 3]
    assert process != os.getpid()
    assert [numbers for numbers, _ in working] == [[3 * n, 3 * n + 3] for n in range(1, 40)]


def test_what_fails_in_another_process_fails_here() -> None:
    with pytest.raises(ZeroDivisionError):
        list(map_parts(divide, 1, parts(POOL_FROM)))


def test_work_that_kills_whoever_does_it_is_given_up() -> None:
    with pytest.raises(WorkersLost):
        list(map_parts(die, 0, parts(POOL_FROM)))


def test_nothing_to_do_starts_nothing() -> None:
    assert list(map_parts(multiply, 3, parts(0))) == []
