"""Who is asked what: the door that everybody passes first, and the routes behind it.

The door is the question on which everything after it depends, such as the consent: those who stop there
answered nothing, and no table has them. A question is routed when a condition besides that of the door, its
own or that of a group around it, leaves some people out; its table counts them.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cmm.domain.questionnaire.expressions import references
from cmm.domain.questionnaire.model import Group, Item, Question, Questionnaire, Tree

FEWEST_BEHIND_DOOR = 3
"""With fewer counted questions behind it, a question is a filter, not the door of the questionnaire."""

Conditions = frozenset[str]
"""The relevance of a question and of the groups around it, as JSON of their trees; all of them must hold."""


@dataclass(frozen=True, slots=True)
class Routes:
    """`through` is what holds for people who passed the door, `behind` the counted questions they all are
    asked.
    """

    door: str | None
    through: Conditions
    behind: frozenset[str]
    conditions: Mapping[str, Conditions]

    def is_routed(self, question: str) -> bool:
        return not self.conditions[question] <= self.through


def find_routes(questionnaire: Questionnaire, counted: Sequence[str]) -> Routes:
    """The routes of a questionnaire, of which `counted` questions (names in order) are published."""
    conditions = dict(_conditions(questionnaire.items, frozenset()))
    door = _find_door(questionnaire, counted, conditions)
    if door is None:
        return Routes(None, frozenset(), frozenset(), conditions)
    order = list(conditions)
    after = [name for name in counted if order.index(name) > order.index(door)]
    (through, _), *_ = Counter(conditions[name] for name in after).most_common(1)
    behind = frozenset(name for name in after if conditions[name] == through)
    return Routes(door, through, behind, conditions)


def _conditions(items: Sequence[Item], around: Conditions) -> Iterator[tuple[str, Conditions]]:
    for item in items:
        here = around if item.relevant is None else around | {json.dumps(item.relevant)}
        if isinstance(item, Question):
            yield item.name, here
        elif isinstance(item, Group):
            yield from _conditions(item.items, here)


def _find_door(
    questionnaire: Questionnaire, counted: Sequence[str], conditions: Mapping[str, Conditions]
) -> str | None:
    """It stands near the beginning: most of the counted questions, and enough of them, are behind it."""
    calculations = {
        question.name: references(question.calculation)
        for question in questionnaire.questions()
        if question.calculation is not None
    }
    order = list(conditions)
    needs = {name: _needs(conditions[name], calculations) for name in counted}
    for position, door in enumerate(order):
        behind = [name for name in counted if order.index(name) > position]
        before = [name for name in counted if order.index(name) < position]
        if len(behind) < max(FEWEST_BEHIND_DOOR, len(before) + 1):
            return None
        if all(door in needs[name] for name in behind):
            return door
    return None


def _needs(conditions: Conditions, calculations: Mapping[str, set[str]]) -> set[str]:
    """The questions that conditions look at; a calculation is named with what it looks at."""
    found: set[str] = set()
    waiting = {name for condition in conditions for name in references(_tree(condition))}
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting |= calculations.get(name, set())
    return found


def _tree(condition: str) -> Tree:
    tree: Tree = json.loads(condition)
    return tree
