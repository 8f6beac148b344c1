"""What becomes of one question, decided once for each combination of what decides it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from cmm.domain.answers.payload import read_sent
from cmm.domain.answers.reading import find_problems
from cmm.domain.answers.relevance import settle_question
from cmm.domain.answers.typed import ValueRefused, read_value
from cmm.domain.coded.states import State, StateNumbers
from cmm.domain.questionnaire.expressions import Record, Value, references
from cmm.domain.questionnaire.model import Question, Questionnaire, Tree
from cmm.domain.questionnaire.question_types import get_question_type

MOST_REMEMBERED = 20_000
"""Combinations of one question; a question that depends on numbers may have very many."""


class SettledFate(NamedTuple):
    """Whether the question is asked, its value, and the number of its state (-1 without a column)."""

    shown: bool
    value: Value
    number: int


class Fate:
    """Whether a question is asked, and its value.

    `tables` are for whoever has no time to ask: by the value of the question `only_need` ("" when it depends
    on none), then by what was sent, a text or None. What is not there is to be asked for, and everything when
    `only_need` is None.
    """

    def __init__(
        self,
        questionnaire: Questionnaire,
        question: Question,
        conditions: Sequence[Tree],
        numbers: StateNumbers | None,
        today: date,
    ) -> None:
        self.name = question.name
        self._question, self._conditions, self._numbers, self._today = question, conditions, numbers, today
        self._choices = questionnaire.choices_of(question)
        trees = [*conditions, *([] if question.calculation is None else [question.calculation])]
        self._needs = tuple(_needs(trees) - {question.name})
        self.tables: dict[Any, dict[str | None, SettledFate | None]] = {}
        self._is_text = get_question_type(question.type).stores == "text"
        self._is_sent = question.type not in ("note", "calculate")
        has_tables = len(self._needs) < 2 and get_question_type(question.type).stores != "choices"
        self.only_need = (*self._needs, "")[0] if has_tables else None
        self._remembered: dict[Any, SettledFate | None] = {}

    def decide(self, sent: Any, settled: Mapping[str, Value]) -> SettledFate | None:
        """`sent` is what the payload says, `settled` the values of the questions before. None when the
        ordinary way has to look at it.
        """
        key = self._key(sent, settled)
        try:
            return self._remembered[key]
        except KeyError:
            pass
        except TypeError:  # an object where a text should be
            return None
        fated = self._decide(sent, settled)
        if not (self._is_text and sent):  # everybody writes something else
            if len(self._remembered) >= MOST_REMEMBERED:
                self._remembered.clear()
                self.tables.clear()
            self._remembered[key] = fated
            if self.only_need is not None and (sent is None or type(sent) is str):
                self.tables.setdefault(settled.get(self.only_need), {})[sent] = fated
        return fated

    def _key(self, sent: Any, settled: Mapping[str, Value]) -> Any:
        """Texts are what is usually sent; of other values the type counts too, because 1 equals True."""
        if type(sent) is not str and sent is not None:
            sent = (tuple(sent),) if type(sent) is list else (type(sent), sent)
        needs = self._needs
        return (sent, *map(settled.get, needs)) if needs else sent

    def _decide(self, sent: Any, settled: Mapping[str, Value]) -> SettledFate | None:
        known = {name: settled[name] for name in self._needs if name in settled}
        texts = read_sent(sent)
        if texts is None:  # a problem even where nobody was asked
            return None
        given, is_refused = self._read(texts)
        shown, value = settle_question(self._question, self._conditions, given, Record(known, self._today))
        if shown and is_refused:
            return None
        number = -1 if self._numbers is None else self._numbers.number_of(State(shown, value))
        return SettledFate(shown, value, number)

    def _read(self, texts: Sequence[str]) -> tuple[Value, bool]:
        """The typed value, and whether what was sent is none."""
        try:
            return read_value(self._question, self._choices, texts) if self._is_sent else None, False
        except ValueRefused:
            return None, True


class CheckedFate:
    """Whether an asked question is in order: answered if it must be, offered, within its constraint."""

    def __init__(self, questionnaire: Questionnaire, question: Question, today: date) -> None:
        self.name = question.name
        self._questionnaire, self._question, self._today = questionnaire, question, today
        trees = (question.required, question.constraint, question.choice_filter)
        self._needs = tuple(_needs([tree for tree in trees if tree is not None]) | {question.name})
        self._is_text = get_question_type(question.type).stores == "text"
        self._remembered: dict[Any, bool] = {}

    def passes(self, settled: Mapping[str, Value]) -> bool:
        """`settled` are the values of all questions."""
        key = tuple(map(settled.get, self._needs))
        found = self._remembered.get(key)
        if found is None:
            found = not find_problems(self._questionnaire, self._question, settled, today=self._today)
            is_own = self._is_text and self.name in settled  # everybody writes something else
            if not is_own and len(self._remembered) < MOST_REMEMBERED:
                self._remembered[key] = found
        return found


def _needs(trees: Sequence[Tree]) -> set[str]:
    return {name for tree in trees for name in references(tree)}
