"""From the payload of a response to its row.

Reading a response question by question costs half a millisecond, most of it spent on deciding again what was
decided for the response before. Here each question's fate is looked up by what it depends on: its own value
and those of the questions that its relevance, calculation, filter and constraint look at. Each combination is
decided once, by the same functions that `read_answers` uses. Everything unusual, such as a problem, an
unknown field or a repeat, is read by `from_payload`, so both ways accept and refuse the same.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from cmm.domain.answers import Answers, from_payload, visible
from cmm.domain.answers.plan import plan_of
from cmm.domain.coded.fates import CheckedFate, Fate
from cmm.domain.coded.states import State, StateNumbers, list_coded
from cmm.domain.questionnaire.expressions import Value
from cmm.domain.questionnaire.model import Question, Questionnaire
from cmm.domain.texts.consent import asks_for_use


class Coded(NamedTuple):
    """A response that was accepted: its row, and its texts with how they may be used, None without texts."""

    row: tuple[int, ...]
    texts: Answers | None


class Refused(NamedTuple):
    """A response that was not: the code of its first problem."""

    code: str


class ResponseCoder:
    """Codes the responses of one questionnaire, as they are seen on the day `today`."""

    def __init__(self, questionnaire: Questionnaire, *, today: date) -> None:
        self._questionnaire, self._today = questionnaire, today
        plan = plan_of(questionnaire)
        self._coded = list_coded(questionnaire)
        self._numbers = {question.name: StateNumbers() for question in self._coded}
        self._texts = frozenset(_texts_and_uses(questionnaire))
        self._is_plain = not plan.inner
        self._known = {name for name, question in plan.questions.items() if question.type != "note"}
        fates = [
            Fate(questionnaire, step.item, step.conditions, self._numbers.get(step.item.name), today)
            for step in plan.settling
            if isinstance(step.item, Question) and step.item.type != "note"  # nothing depends on a note
        ]
        self._fates = [(fate.name, fate.only_need, fate.tables, fate) for fate in fates]
        decided = [fate.name for fate in fates if fate.name in self._numbers]
        is_in_order = not self._is_plain or decided == list(self._numbers)
        self._order = None if is_in_order else [decided.index(name) for name in self._numbers]
        self._checks = [
            CheckedFate(questionnaire, question, today)
            for question in plan.questions.values()
            if question.required is not None
            or question.constraint is not None
            or question.choice_filter is not None
        ]

    @property
    def questions(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(self._numbers)

    @property
    def states(self) -> tuple[tuple[State, ...], ...]:
        """The states met so far by column and number."""
        return tuple(numbers.states for numbers in self._numbers.values())

    def code(self, payload: Mapping[str, Any]) -> Coded | Refused:
        """The row of a payload as `answers.to_payload` makes it, or why it has none."""
        values = payload.get("values")
        if self._is_plain and type(values) is dict and not payload.get("repeats"):
            found = self._look_up(values)
            if found is not None:
                return found
        return self._read(payload)

    def code_answers(self, answers: Answers) -> Coded:
        """The row of answers that were accepted."""
        shown = visible(self._questionnaire, answers, today=self._today)
        row = tuple(
            numbers.number_of(State(name in shown, answers.values.get(name)))
            for name, numbers in self._numbers.items()
        )
        return Coded(row, self._texts_of(answers.values))

    def _look_up(self, values: dict[str, Any]) -> Coded | None:
        """None for whatever is not plainly in order."""
        if not values.keys() <= self._known:
            return None
        settled: dict[str, Value] = {}
        hidden: set[str] = set()
        numbers: list[int] = []
        for name, need, tables, fate in self._fates:  # runs 40 times for each of a million responses
            sent = values.get(name)
            if need is None:
                fated = fate.decide(sent, settled)
            else:
                try:
                    fated = tables[settled.get(need)][sent]
                except (KeyError, TypeError):
                    fated = fate.decide(sent, settled)
            if fated is None:
                return None
            shown, value, number = fated
            if value is not None:
                settled[name] = value
            if not shown:
                hidden.add(name)
            if number >= 0:
                numbers.append(number)
        for check in self._checks:
            if check.name not in hidden and not check.passes(settled):
                return None
        if self._order is not None:
            numbers = [numbers[place] for place in self._order]
        return Coded(tuple(numbers), self._texts_of(settled))

    def _read(self, payload: Mapping[str, Any]) -> Coded | Refused:
        answers, problems = from_payload(self._questionnaire, payload, today=self._today)
        return Refused(problems[0].code) if problems else self.code_answers(answers)

    def _texts_of(self, values: Mapping[str, Value]) -> Answers | None:
        kept = {name: values[name] for name in self._texts & values.keys()}
        return Answers(kept) if kept else None


def _texts_and_uses(questionnaire: Questionnaire) -> list[str]:
    return [
        question.name
        for question in plan_of(questionnaire).questions.values()
        if question.type == "text" or asks_for_use(questionnaire, question.name)
    ]
