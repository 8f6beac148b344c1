"""States of a question, numbered as they are met."""

from typing import NamedTuple

from cmm.domain.answers.plan import plan_of
from cmm.domain.questionnaire.expressions import Value
from cmm.domain.questionnaire.model import Question, Questionnaire
from cmm.domain.questionnaire.question_types import get_question_type

CODED = ("choice", "choices", "tick", "whole_number", "number", "date")
"""What the answers of coded questions are. Texts are kept beside the rows, calculations nowhere."""


class State(NamedTuple):
    """What a question is in one response: whether it was asked, and the answer, None where it is blank."""

    shown: bool
    value: Value


class StateNumbers:
    """The states of one question met so far. Values of a question have one type, so what is equal is same."""

    def __init__(self) -> None:
        self._numbers: dict[State, int] = {}

    def number_of(self, state: State) -> int:
        return self._numbers.setdefault(state, len(self._numbers))

    @property
    def states(self) -> tuple[State, ...]:
        """By number."""
        return tuple(self._numbers)


def list_coded(questionnaire: Questionnaire) -> list[Question]:
    """The questions outside repeats that have a column of their own, in reading order."""
    return [
        question
        for question in plan_of(questionnaire).questions.values()
        if get_question_type(question.type).stores in CODED
    ]
