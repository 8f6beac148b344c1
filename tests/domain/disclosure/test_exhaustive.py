"""The proof of the rule for one unit and one question, with insiders, and rules that fail it.

Everything that two or three answers can be is gone through, with every start of the lottery. `test_attacker`
has the proof without insiders.
"""

from collections.abc import Iterable
from functools import cache

import pytest

from cmm.domain.disclosure.agree import Before
from cmm.domain.disclosure.fives import round_counts
from cmm.domain.disclosure.policy import has_changed, nearest_five
from tests.domain.disclosure.attacker import (
    SMALL,
    World,
    betrays,
    fives,
    list_proofs,
    list_worlds,
)


@cache
def worlds_by_publication(people: int, answers: int) -> tuple[tuple[World, ...], ...]:
    """For every publication that our rule may give, the worlds that may have given it."""
    found: dict[World, list[World]] = {}
    for world in list_worlds(people, answers):
        for published in fives(world):
            found.setdefault(published, []).append(world)
    return tuple(map(tuple, found.values()))


def count_betrayed(people: int, answers: int, insiders: World) -> int:
    """Publications from which insiders, who gave these answers, prove something about the others."""
    betrayed = 0
    for worlds in worlds_by_publication(people, answers):
        others = [tuple(c - own for c, own in zip(world, insiders, strict=True)) for world in worlds]
        possible = [world for world in others if min(world) >= 0]
        betrayed += bool(possible) and betrays(possible)
    return betrayed


@pytest.mark.parametrize("people", range(10, 41))
@pytest.mark.parametrize("size", [1, 2])
def test_insiders_prove_nothing_from_two_answers(people: int, size: int) -> None:
    assert sum(count_betrayed(people, 2, insiders) for insiders in list_worlds(size, 2)) == 0


@pytest.mark.parametrize("people", range(10, 26))
@pytest.mark.parametrize("size", [1, 2])
def test_insiders_prove_nothing_from_three_answers(people: int, size: int) -> None:
    assert sum(count_betrayed(people, 3, insiders) for insiders in list_worlds(size, 3)) == 0


@pytest.mark.parametrize("people", range(10, 26))
@pytest.mark.parametrize("insiders", [insiders for size in (1, 2) for insiders in list_worlds(size, 3)])
def test_insiders_own_answers_leave_every_number_past_the_door_possible(people: int, insiders: World) -> None:
    """So what they answered elsewhere tells them nothing here: the attack may look at one question at a time.

    For each number of people past the door that the published base allows, some world has the insiders.
    """
    base = nearest_five(people)
    for answered in range(10, base + 1, 5):
        reached = range(people * (answered - 5) // base + 1, min(people, people * (answered + 5) // base) + 1)
        for passed in [each for each in reached if each * base < people * (answered + 5)]:
            zero = max(
                count
                for count in range(passed + 1)
                if any(
                    round_counts((count, passed - count), answered, start)[0] == 0 for start in range(passed)
                )
            )
            assert zero >= max(insiders)


def hide_one_to_seven(world: World) -> set[tuple[int | None, ...]]:
    """NHS Digital, sub-national: 1 to 7 shown as a star, other counts to the nearest 5."""
    return {tuple(None if 1 <= count <= 7 else nearest_five(count) for count in world)}


def fives_and_sum(world: World) -> Iterable[object]:
    """Our rule with an exact mean beside it: of answers worth 0, 1, 2."""
    return {(published, world[1] + 2 * world[2]) for published in fives(world)}


def fives_and_recoded(world: World) -> Iterable[object]:
    """Our rule, and a second lottery for the same answers in two groups."""
    recoded = (world[0] + world[1], world[2])
    return {(one, other) for one in fives(world) for other in fives(recoded)}


def fives_in_two_breakdowns(world: World) -> Iterable[object]:
    """The same table rounded twice, each time by itself."""
    return {(one, other) for one in fives(world) for other in fives(world)}


@pytest.mark.parametrize("people", range(10, 41))
def test_hiding_one_to_seven_fails_at_every_size(people: int) -> None:
    assert list_proofs(hide_one_to_seven, people, 2)


@pytest.mark.parametrize("rule", [fives_and_sum, fives_and_recoded, fives_in_two_breakdowns])
def test_our_rule_fails_when_something_is_added_to_it(rule) -> None:
    assert any(list_proofs(rule, people, 3) for people in range(10, 16))


def test_a_country_rounded_by_itself_would_be_a_second_draw() -> None:
    """Two cities of 10 and 11: with a total of its own, a published five is proved to be 1 to 4."""
    seen: dict[object, list[int]] = {}
    for a in range(11):
        for b in range(12):
            for one in fives((a, 10 - a)):
                for other in fives((b, 11 - b)):
                    for country in fives((a + b, 21 - a - b)):
                        seen.setdefault((one, other, country), []).append(a)
    assert any(all(count in SMALL for count in counts) for counts in seen.values())


def pairs_of_draws(people: int, came: int) -> dict[tuple[World, World], list[World]]:
    """Two answers, drawn for `people` and again when others came: (then, now, came) for the first answer."""
    seen: dict[tuple[World, World], list[World]] = {}
    for then in range(people + 1):
        for new in range(came + 1):
            now = then + new
            for first in fives((then, people - then)):
                for second in fives((now, people + came - now)):
                    seen.setdefault((first, second), []).append((then, now, new))
    return seen


def betrays_somebody(worlds: list[World], sizes: World, own: int, insiders: int) -> bool:
    """About the people then, now, or those who came; `own` of the insiders, who were there then, gave the
    first answer.
    """
    there = [
        (then - own, now - own, new)
        for then, now, new in worlds
        if own <= then <= sizes[0] - (insiders - own)
    ]
    left = (sizes[0] - insiders, sizes[1] - insiders, sizes[2])
    tables = ([(world[place], size - world[place]) for world in there] for place, size in enumerate(left))
    return bool(there) and any(betrays(table) for table in tables)


@pytest.mark.parametrize("people", range(10, 31))
def test_draws_that_agree_prove_nothing_about_anybody(people: int) -> None:
    before = Before(grew=True, responses=0, answered=0, tables={})
    for came in range(10, 26):
        if not has_changed(people + came, nearest_five(people)):
            continue
        sizes = (people, people + came, came)
        for pair, worlds in pairs_of_draws(people, came).items():
            for own, insiders in [(0, 0), (0, 1), (1, 1), (0, 2), (1, 2), (2, 2)]:
                assert not (before.allows(*pair) and betrays_somebody(worlds, sizes, own, insiders))


@pytest.mark.parametrize("people", range(10, 31))
def test_draws_that_do_not_agree_may_prove_something_at_every_size(people: int) -> None:
    """The reason for `agree`: a second draw by itself, after 13 more people."""
    pairs = pairs_of_draws(people, 13).values()
    assert any(betrays_somebody(worlds, (people, people + 13, 13), 0, 0) for worlds in pairs)
