"""What the attacker sees: every set of numbers that was ever drawn for a unit, and for how many people."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, pairwise, product
from typing import Any

from cmm.domain.disclosure.policy import (
    LARGEST_ROUNDING,
    SMALLEST_CHANGE,
    SMALLEST_GROUP,
    STEP,
    has_changed,
)

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Publication:
    """A snapshot's content and, where we still know it, the exact number of responses of each unit by code.

    The attacker knows that number at all times. We forget it after publication; then every number that rounds
    to the published one is attacked.
    """

    content: Json
    sizes: Mapping[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Draw:
    """Numbers drawn for one unit at one time; `tables` holds the published counts, None where withheld."""

    code: str
    leaves: frozenset[str]
    responses: int
    answered: int
    tables: Mapping[str, tuple[int, ...] | None]
    sizes: tuple[int, ...] = field(compare=False)
    publication: int = field(compare=False)

    def frames(self, people: int, *, door: bool) -> list[int]:
        """How many of `people` may have passed the door, by the published numbers."""
        if not door:
            return [people] if self.answered == self.responses else []
        steps, reached = self.responses // STEP, self.answered // STEP * people
        return [
            passed for passed in range(people + 1) if reached - people < passed * steps < reached + people
        ]


@dataclass(frozen=True, slots=True)
class Case:
    """Draws about overlapping people, smaller ones first, with one exact number of people for each.

    `parts[i]` are groups of earlier draws: the people of each group are disjoint and all belong to draw i.
    """

    draws: tuple[Draw, ...]
    people: tuple[int, ...]
    parts: tuple[tuple[tuple[int, ...], ...], ...]

    def frames(self, *, door: bool) -> list[tuple[int, ...]]:
        """All ways in which people may have passed the door: one number for each draw."""
        each = [draw.frames(size, door=door) for draw, size in zip(self.draws, self.people, strict=True)]
        return [frame for frame in product(*each) if self._grows(frame)]

    def loose(self) -> "Case":
        """The same without the belief that people only came, or only went."""
        return Case(self.draws, self.people, tuple(() for _ in self.draws))

    def few_between(self) -> Iterator[Draw]:
        """Draws that differ from earlier ones about the same people by fewer than 10 people."""
        for place, groups in enumerate(self.parts):
            for group in groups:
                between = self.people[place] - sum(self.people[part] for part in group)
                if between < SMALLEST_CHANGE:
                    newest = max((place, *group), key=lambda draw: self.draws[draw].publication)
                    yield self.draws[newest]

    def _grows(self, frame: tuple[int, ...]) -> bool:
        stopped = [size - passed for size, passed in zip(self.people, frame, strict=True)]
        return all(
            sum(numbers[part] for part in group) <= numbers[place]
            for place, groups in enumerate(self.parts)
            for group in groups
            for numbers in (frame, stopped)
        )


def list_families(publications: Sequence[Publication]) -> list[list[Draw]]:
    """Different draws of all publications (oldest first), those about overlapping leaves together."""
    families: list[list[Draw]] = []
    for draw in dict.fromkeys(draw for each in publications for draw in _list_draws(each)):
        touched = [family for family in families if any(draw.leaves & other.leaves for other in family)]
        families = [family for family in families if family not in touched]
        families.append([*(other for family in touched for other in family), draw])
    return families


def list_cases(family: Sequence[Draw]) -> list[Case]:
    """Every combination of exact numbers of people that the family's draws may have had.

    A unit is drawn anew only after enough people came or went; other numbers are left out, unless there are
    no others.
    """
    combined = list(product(*(draw.sizes for draw in family)))
    likely = [people for people in combined if _has_reason(family, people)]
    return [_build_case(family, people) for people in likely or combined]


def _list_draws(publication: Publication) -> Iterator[Draw]:
    content = publication.content
    for unit in content["units"]:
        code = unit["code"]
        yield Draw(
            code=code,
            leaves=frozenset(city["code"] for city in unit["cities"]),
            responses=unit["responses"],
            answered=unit["answered"],
            tables=_FrozenTables(
                {table["question"]: _counts(table["units"].get(code)) for table in content["tables"]}
            ),
            sizes=_sizes(publication, code, unit["responses"]),
            publication=content["number"],
        )


class _FrozenTables(dict[str, tuple[int, ...] | None]):
    """A mapping that can be compared and counted among keys: a draw is what it shows."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(self.items()))


def _counts(row: Json | None) -> tuple[int, ...] | None:
    return tuple(row["counts"]) if row else None


def _sizes(publication: Publication, code: str, responses: int) -> tuple[int, ...]:
    if publication.sizes and code in publication.sizes:
        return (publication.sizes[code],)
    around = range(responses - LARGEST_ROUNDING, responses + LARGEST_ROUNDING + 1)
    return tuple(size for size in around if size >= SMALLEST_GROUP)


def _has_reason(family: Sequence[Draw], people: Sequence[int]) -> bool:
    pairs = sorted(zip(family, people, strict=True), key=lambda pair: pair[0].publication)
    return all(
        has_changed(size, earlier.responses)
        for (earlier, _), (later, size) in pairwise(pairs)
        if earlier.leaves == later.leaves
    )


def _build_case(family: Sequence[Draw], people: Sequence[int]) -> Case:
    """Smaller draws first, so that what a draw contains stands before it."""
    ordered = sorted(zip(family, people, strict=True), key=lambda pair: pair[1])
    draws = tuple(draw for draw, _ in ordered)
    inside = [
        {low for low in range(high) if draws[low].leaves <= draws[high].leaves} for high in range(len(draws))
    ]
    parts = tuple(
        _group(draws, [part for part in own if not any(part in inside[o] for o in own)]) for own in inside
    )
    return Case(draws, tuple(size for _, size in ordered), parts)


def _group(draws: Sequence[Draw], largest: Sequence[int]) -> tuple[tuple[int, ...], ...]:
    """All parts together if nobody is in two of them, else each by itself."""
    if all(not draws[one].leaves & draws[other].leaves for one, other in combinations(largest, 2)):
        return (tuple(largest),) if largest else ()
    return tuple((part,) for part in largest)
