"""Read from the questionnaire how counted questions hang together."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, combinations, product

from cmm.domain.disclosure.links import Links, Route
from cmm.domain.indicators.counted import CHOSEN, CountedQuestion, Counting
from cmm.domain.indicators.model import IndicatorSet
from cmm.domain.indicators.tabulate import list_groups
from cmm.domain.questionnaire.expressions import Record, Value, is_true, references
from cmm.domain.questionnaire.model import Question, Tree

MOST_COMBINATIONS = 5000
"""A route that looks at more combinations of answers is not read."""
_CODED = ("select_one", "select_multiple")
_NO_DAY = date(1970, 1, 1)


def find_links(counting: Counting, indicator_set: IndicatorSet) -> Links:
    """The links of a questionnaire's counted questions.

    A route is read when its conditions look only at counted select_one questions, and at single choices of
    counted select_multiple questions with selected(); other routes are known to be routes, no more.
    """
    tables: dict[str, list[CountedQuestion]] = {}
    for counted in counting.questions:
        tables.setdefault(counted.question.name, []).append(counted)
    routed = frozenset(name for name in tables if counting.routes.is_routed(name))
    routes = {name: _read_route(_conditions(counting, name), tables) for name in routed}
    multiples = [each for each in tables.values() if each[0].question.type == "select_multiple"]
    return Links(
        door=counting.routes.door is not None,
        routed=routed,
        routes={name: route for name, route in routes.items() if route},
        exclusive={each[0].question.name: _find_exclusive(each) for each in multiples},
        groups={
            counted.name: {group.code: group.answers for group in list_groups(counted, indicator_set)}
            for counted in counting.questions
        },
    )


def _conditions(counting: Counting, question: str) -> list[Tree]:
    extra = counting.routes.conditions[question] - counting.routes.through
    return [json.loads(condition) for condition in sorted(extra)]


def _read_route(conditions: Sequence[Tree], tables: Mapping[str, Sequence[CountedQuestion]]) -> Route | None:
    named = set(chain.from_iterable(map(_named, conditions)))
    looked_at = set(chain.from_iterable(references(tree) for tree in conditions))
    counted = {each.name: each for each in chain.from_iterable(tables.values())}
    parents = [each for name, each in counted.items() if name in named]
    readable = all(each.question.type in _CODED for each in parents) and named <= counted.keys()
    if not readable or {each.question.name for each in parents} != looked_at:
        return None
    return _try_answers(conditions, parents)


def _named(tree: Tree) -> Iterator[str]:
    """The tables that a condition looks at: "q" for ${q}, "q/choice" for selected(${q}, 'choice')."""
    if not isinstance(tree, list):
        return
    match tree:
        case ["$", str(name)]:
            yield name
        case ["selected", ["$", str(name)], str(choice)]:
            yield f"{name}/{choice}"
        case _:
            for part in tree:
                yield from _named(part)


def _try_answers(conditions: Sequence[Tree], parents: Sequence[CountedQuestion]) -> Route | None:
    """Go through all ways of answering the parents. The last categories are blank: no answer, not asked."""
    places = [range(len(each.answers) + 1 + each.is_routed) for each in parents]
    combinations_of = list(product(*places))
    if len(combinations_of) > MOST_COMBINATIONS:
        return None
    asked = frozenset(
        answered
        for answered in combinations_of
        if all(is_true(tree, _record(parents, answered)) for tree in conditions)
    )
    return Route(tuple(each.name for each in parents), asked)


def _record(parents: Sequence[CountedQuestion], answered: Sequence[int]) -> Record:
    values: dict[str, Value] = {}
    for parent, place in zip(parents, answered, strict=True):
        code = (*parent.answers, "", "")[place]
        question, _, choice = parent.name.partition("/")
        if not choice:
            values[question] = code
        elif code == CHOSEN:
            values[question] = (*_chosen(values, question), choice)
    return Record(values, _NO_DAY)


def _chosen(values: Mapping[str, Value], question: str) -> tuple[str, ...]:
    value = values.get(question)
    return value if isinstance(value, tuple) else ()


def _find_exclusive(choices: Sequence[CountedQuestion]) -> frozenset[str]:
    """Choices that the question's constraint accepts alone but with no other one."""
    question = choices[0].question
    codes = [each.name.partition("/")[2] for each in choices]
    if question.constraint is None or references(question.constraint):
        return frozenset()
    pairs = [pair for pair in combinations(codes, 2) if not _accepts(question, pair)]
    return frozenset(
        code
        for code in codes
        if len(codes) > 2 and _accepts(question, (code,)) and _count(code, pairs) == len(codes) - 1
    )


def _count(code: str, pairs: Iterable[tuple[str, ...]]) -> int:
    return sum(code in pair for pair in pairs)


def _accepts(question: Question, chosen: tuple[str, ...]) -> bool:
    return question.constraint is None or is_true(question.constraint, Record({}, _NO_DAY, chosen))
