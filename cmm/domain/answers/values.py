"""The shapes of answers: typed values of one response, and what is wrong with what was sent."""

from collections import ChainMap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date

from cmm.domain.language import Translated
from cmm.domain.questionnaire.expressions import Record, Value

LONGEST_TEXT = 1000
"""Characters (code points) of a text answer."""

LONGEST_CALCULATION = 200
"""Characters of a calculated value; what is longer is cut."""

MOST_INSTANCES = 50
"""How often a repeat can be answered in one response."""

Sent = Mapping[str, Sequence[str]]
"""Raw fields as a browser sends them: name -> texts; inside a repeat named ``repeat.INDEX.question``."""


@dataclass(frozen=True, slots=True)
class Answers:
    """The relevant answers of one response; what is blank or was not asked is absent.

    `repeats` maps a repeat to its instances in order. A calculated value is a text, as in ODK.
    """

    values: Mapping[str, Value] = attribute(default_factory=dict)
    repeats: Mapping[str, tuple[Mapping[str, Value], ...]] = attribute(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """Why an answer is not accepted.

    `code` is one of required, constraint, not_a_choice, not_a_number, not_whole, out_of_range, not_a_date,
    too_long, too_many, unknown_field, not_text. `message` is the form author's own sentence, empty where
    there is none; `parameters` are the limits (low, high, step, limit). The answer itself is never repeated.
    """

    field: str
    code: str
    message: Translated = attribute(default_factory=dict)
    parameters: Mapping[str, str | float] = attribute(default_factory=dict)


def record_of(answers: Answers, *, today: date, repeat: str = "", index: int = 0) -> Record:
    """What an expression sees of `answers`; with `repeat`, from within that instance (which may be new)."""
    instances = answers.repeats.get(repeat, ())
    if not 0 <= index < len(instances):
        return Record(answers.values, today)
    return Record(ChainMap(dict(instances[index]), dict(answers.values)), today)
