"""Routes as a person can follow them on paper: which answers to which questions lead to a question.

Only the shapes that a short sentence can say are read; for all others there is None, and the page says in
general words that the question is not for everybody.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Literal, cast

from cmm.domain.questionnaire.model import Question, Questionnaire, Tree
from cmm.domain.questionnaire.question_types import get_question_type

Operator = Literal["is", "is_not", "has", "has_not", "answered", "empty", "<", "<=", ">", ">="]
Joint = Literal["and", "or"]

_OPPOSITES: dict[Operator, Operator] = {
    "is": "is_not",
    "is_not": "is",
    "has": "has_not",
    "has_not": "has",
    "answered": "empty",
    "empty": "answered",
}
"""Comparisons of numbers have none: without an answer both "less" and "not less" fail."""

_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing to look for. `choices` are names of choices, or values written out for a number or a text.

    "is", "has" (for several choices) and "answered": one of `questions` was answered, with one of `choices`.
    "is_not", "has_not": the only question was answered with none of them. "answered", "empty": no choices.
    """

    questions: tuple[str, ...]
    operator: Operator
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Route:
    """Conditions of which all ("and") or one ("or") must hold."""

    joint: Joint
    parts: tuple["Part", ...]


Part = Condition | Route


def find_route(questionnaire: Questionnaire, relevant: Tree) -> Route | None:
    """The route that `relevant` describes: at most an "and" of "or"s, or the other way round; else None."""
    questions = {question.name: question for question in questionnaire.questions()}
    read = _Reader(questionnaire, questions).read(relevant, positive=True)
    if read is None:
        return None
    route = read if isinstance(read, Route) else Route("and", (read,))
    nested = [part for part in route.parts if isinstance(part, Route)]
    too_deep = any(isinstance(inner, Route) for part in nested for inner in part.parts)
    return None if too_deep else route


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads trees over the questions of one questionnaire."""

    questionnaire: Questionnaire
    questions: dict[str, Question]

    def read(self, tree: Tree, *, positive: bool) -> Part | None:
        """What `tree` says, or its opposite; "not" is carried inwards."""
        if not isinstance(tree, list):
            return None
        operation, parts = tree[0], tree[1:]
        if operation == "not":
            return self.read(parts[0], positive=not positive)
        if operation in ("and", "or"):
            return self._joined(cast(Joint, operation), parts, positive=positive)
        found = self._selected(parts) if operation == "selected" else self._compared(str(operation), parts)
        if found is None or positive:
            return found
        opposite = _OPPOSITES.get(found.operator)
        return replace(found, operator=opposite) if opposite else None

    def _joined(self, joint: Joint, trees: list[Tree], *, positive: bool) -> Part | None:
        read = [self.read(tree, positive=positive) for tree in trees]
        found = [part for part in read if part is not None]
        if len(found) < len(trees):
            return None
        real = joint if positive else _other(joint)
        flat = tuple(chain.from_iterable(_parts_of(part, real) for part in found))
        merged = self._merged(flat, real)
        return merged[0] if len(merged) == 1 else Route(real, merged)

    def _selected(self, parts: list[Tree]) -> Condition | None:
        question, choice = self._question(parts[0]), parts[1]
        if question is None or not isinstance(choice, str) or not self._offers(question, choice):
            return None
        operator: Operator = "is" if get_question_type(question.type).stores == "choice" else "has"
        return Condition((question.name,), operator, (choice,))

    def _compared(self, operation: str, parts: list[Tree]) -> Condition | None:
        if operation not in _MIRRORED or len(parts) != 2:
            return None
        left, right = parts
        if isinstance(right, list):
            left, right, operation = right, left, _MIRRORED[operation]
        question = self._question(left)
        if question is None or isinstance(right, list | bool):
            return None
        if right == "" and operation in ("=", "!="):
            return Condition((question.name,), "empty" if operation == "=" else "answered")
        return self._with_value(question, operation, right)

    def _with_value(self, question: Question, operation: str, value: str | float) -> Condition | None:
        stores = get_question_type(question.type).stores
        if operation in ("=", "!="):
            known = self._offers(question, str(value)) if stores == "choice" else stores in _PLAIN
            operator: Operator = "is" if operation == "=" else "is_not"
            return Condition((question.name,), operator, (str(value),)) if known else None
        if stores in ("whole_number", "number"):
            return Condition((question.name,), cast(Operator, operation), (str(value),))
        return None

    def _question(self, tree: Tree) -> Question | None:
        """The question that a tree refers to, when a person has answered it on paper."""
        if not isinstance(tree, list) or tree[0] != "$":
            return None
        question = self.questions.get(str(tree[1]))
        return question if question and get_question_type(question.type).is_asked else None

    def _offers(self, question: Question, choice: str) -> bool:
        return choice in [each.name for each in self.questionnaire.choices_of(question)]

    def _merged(self, parts: Sequence[Part], joint: Joint) -> tuple[Part, ...]:
        """Fewer words for the same: choices of one question together, then questions with equal choices."""
        together = ("is", "has", "answered") if joint == "or" else ("is_not", "has_not")

        def same_question(one: Condition, other: Condition) -> bool:
            return one.operator in together and one.questions == other.questions

        def same_choices(one: Condition, other: Condition) -> bool:
            lists = {self.questions[name].list_name for name in (*one.questions, *other.questions)}
            same = one.choices == other.choices and len(lists) == 1
            return joint == "or" and one.operator in together and same

        return _united(_united(parts, same_question), same_choices)


_PLAIN = ("whole_number", "number", "text")


def _united(parts: Sequence[Part], alike: Callable[[Condition, Condition], bool]) -> tuple[Part, ...]:
    """`parts` with those conditions made one that have the same operator and are `alike`."""
    united: list[Part] = []
    for part in parts:
        for place, known in enumerate(united):
            if not isinstance(known, Condition) or not isinstance(part, Condition):
                continue
            if known.operator == part.operator and alike(known, part):
                united[place] = _both(known, part)
                break
        else:
            united.append(part)
    return tuple(united)


def _both(one: Condition, other: Condition) -> Condition:
    return Condition(
        tuple(dict.fromkeys((*one.questions, *other.questions))),
        one.operator,
        tuple(dict.fromkeys((*one.choices, *other.choices))),
    )


def _parts_of(part: Part, joint: Joint) -> tuple[Part, ...]:
    """The parts of an inner route of the same joint stand beside the others."""
    return part.parts if isinstance(part, Route) and part.joint == joint else (part,)


def _other(joint: Joint) -> Joint:
    return "or" if joint == "and" else "and"
