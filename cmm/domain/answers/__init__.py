"""Answers: from what was sent to typed values, checked once, the same on every way in."""

from cmm.domain.answers.payload import from_payload, largest_payload, to_payload
from cmm.domain.answers.reading import read_answers, visible
from cmm.domain.answers.relevance import offered_choices
from cmm.domain.answers.values import (
    LONGEST_CALCULATION,
    LONGEST_TEXT,
    MOST_INSTANCES,
    AnswerProblem,
    Answers,
    Sent,
    record_of,
)
from cmm.domain.questionnaire.expressions import Value

__all__ = [
    "LONGEST_CALCULATION",
    "LONGEST_TEXT",
    "MOST_INSTANCES",
    "AnswerProblem",
    "Answers",
    "Sent",
    "Value",
    "from_payload",
    "largest_payload",
    "offered_choices",
    "read_answers",
    "record_of",
    "to_payload",
    "visible",
]
