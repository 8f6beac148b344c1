"""An attacker who knows the rule, the exact number of people and the published numbers, by going through all
cases.

A world is one tuple of exact counts. Every publication rule maps a world to the publications it may give;
what the attacker knows after seeing one is the set of worlds that may have given it.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import product

from cmm.domain.disclosure.fives import round_counts
from cmm.domain.disclosure.policy import nearest_five

World = tuple[int, ...]
Rule = Callable[[World], Iterable[object]]
SMALL = range(1, 5)


def list_worlds(people: int, answers: int) -> Iterator[World]:
    """All ways in which `people` may have given `answers`."""
    if answers == 1:
        yield (people,)
        return
    for first in range(people + 1):
        for rest in list_worlds(people - first, answers - 1):
            yield (first, *rest)


def fives(world: World) -> set[World]:
    """Our rule: every start of the lottery."""
    people = sum(world)
    return {round_counts(world, nearest_five(people), start) for start in range(people)}


def plain_rounding(world: World) -> set[World]:
    return {tuple(nearest_five(count) for count in world)}


def hide_small(world: World) -> set[tuple[int | None, ...]]:
    return {tuple(None if count in SMALL else count for count in world)}


def free_total(world: World) -> Iterable[World]:
    """Each count to one of the fives next to its share, at random by itself."""
    people, steps = sum(world), nearest_five(sum(world)) // 5
    shares = [divmod(count * steps, people) for count in world]
    return product(*({5 * low, 5 * (low + bool(rest))} for low, rest in shares))


def list_proofs(rule: Rule, people: int, answers: int, insiders: World | None = None) -> list[object]:
    """Publications from which something is proved about the people who are not `insiders`."""
    known = insiders or (0,) * answers
    seen: dict[object, list[World]] = {}
    for world in list_worlds(people, answers):
        others = tuple(count - own for count, own in zip(world, known, strict=True))
        if min(others) >= 0:
            for publication in rule(world):
                seen.setdefault(publication, []).append(others)
    return [publication for publication, worlds in seen.items() if betrays(worlds)]


def betrays(worlds: list[World]) -> bool:
    """Whether in all worlds one answer was given by 1 to 4 people, or by all or all but one."""
    people = sum(worlds[0])
    return any(
        all(count in SMALL for count in counts) or all(count >= people - 1 for count in counts)
        for counts in zip(*worlds, strict=True)
    )
