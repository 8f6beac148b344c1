"""How people can answer the questions of a survey: categories, routes, choices that exclude each other."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, product

from cmm.domain.disclosure.links import Links, Route

MOST_FREE_CHOICES = 6
"""Insiders' own answers to a question with more choices are tried with one, two or all of them chosen."""

Person = Mapping[str, int]
"""For every table, the place of a person's category; the last one is NOT_ASKED."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with its tables (several for a select_multiple) and the number of categories of each,
    NOT_ASKED not among them.
    """

    name: str
    tables: tuple[str, ...]
    categories: int
    routed: bool
    route: Route | None
    exclusive: tuple[int, ...]
    """Places in `tables` of choices that stand alone."""

    @property
    def is_multiple(self) -> bool:
        return "/" in self.tables[0]

    @property
    def free(self) -> tuple[int, ...]:
        return tuple(place for place in range(len(self.tables)) if place not in self.exclusive)

    @property
    def free_tables(self) -> tuple[str, ...]:
        return tuple(self.tables[place] for place in self.free)


def list_asked(tables: Mapping[str, int], links: Links) -> list[Asked]:
    """The questions behind the tables, parents before the questions they lead to.

    `tables` maps the names of tables to their numbers of categories, NOT_ASKED not counted.
    """
    names: dict[str, list[str]] = {}
    for table in tables:
        names.setdefault(table.partition("/")[0], []).append(table)
    waiting = [_asked(name, own, tables, links) for name, own in names.items()]
    done: list[Asked] = []
    while waiting:
        known = {table for question in done for table in question.tables}
        ready = [each for each in waiting if not each.route or known >= set(each.route.parents)] or waiting[
            :1
        ]
        done += ready
        waiting = [each for each in waiting if each not in ready]
    return done


def list_components(tables: Mapping[str, int], links: Links) -> list[list[Asked]]:
    """Questions that hang together by routes, each after its parents. `tables`: categories by name."""
    asked = list_asked(tables, links)
    components: list[list[Asked]] = []
    for question in asked:
        parents = {parent.partition("/")[0] for parent in (question.route.parents if question.route else ())}
        touched = [each for each in components if any(other.name in parents for other in each)]
        components = [each for each in components if each not in touched]
        components.append([*chain.from_iterable(touched), question])
    return components


def list_persons(component: Sequence[Asked]) -> Iterator[Person]:
    """Every way of answering all questions of a component."""
    found: list[dict[str, int]] = [{}]
    for question in component:
        found = [{**person, **own} for person in found for own in _answers(question, person)]
    yield from found


def classes_of(route: Route, parent: int, categories: int) -> list[tuple[int, ...]]:
    """The places of a parent's categories, those that lead to the question in the same way together."""
    ways: dict[frozenset[tuple[int, ...]], list[int]] = {}
    for place in range(categories):
        rest = (way[:parent] + way[parent + 1 :] for way in route.asked if way[parent] == place)
        ways.setdefault(frozenset(rest), []).append(place)
    return [tuple(places) for places in ways.values()]


def _asked(name: str, own: Sequence[str], tables: Mapping[str, int], links: Links) -> Asked:
    route = links.routes.get(name)
    readable = route is not None and set(route.parents) <= tables.keys()
    alone = links.exclusive.get(name, frozenset())
    return Asked(
        name=name,
        tables=tuple(own),
        categories=tables[own[0]],
        routed=name in links.routed,
        route=route if readable else None,
        exclusive=tuple(place for place, table in enumerate(own) if table.partition("/")[2] in alone),
    )


def _answers(question: Asked, person: Person) -> Iterator[dict[str, int]]:
    not_asked = dict.fromkeys(question.tables, question.categories)
    if question.route:
        if tuple(person[parent] for parent in question.route.parents) not in question.route.asked:
            yield not_asked
            return
    elif question.routed:
        yield not_asked
    if not question.is_multiple:
        yield from ({question.name: place} for place in range(question.categories))
        return
    yield dict.fromkeys(question.tables, 2)
    for chosen in _chosen(question):
        yield {table: int(place not in chosen) for place, table in enumerate(question.tables)}


def _chosen(question: Asked) -> Iterator[tuple[int, ...]]:
    yield from ((place,) for place in question.exclusive)
    free = question.free
    sizes = range(1, len(free) + 1) if len(free) <= MOST_FREE_CHOICES else (1, 2, len(free))
    yield from chain.from_iterable(combinations(free, size) for size in sizes)


def list_joint(route: Route, categories: Sequence[int]) -> list[tuple[tuple[int, ...], ...]]:
    """All combinations of the parents' classes."""
    each = [classes_of(route, parent, number) for parent, number in enumerate(categories)]
    return list(product(*each))
