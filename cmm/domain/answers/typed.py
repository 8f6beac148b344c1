"""One sent answer to one typed value, by the type of its question."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from cmm.domain.answers.values import LONGEST_TEXT
from cmm.domain.questionnaire.expressions import Value
from cmm.domain.questionnaire.model import Choice, Question
from cmm.domain.questionnaire.question_types import get_question_type

LARGEST_NUMBER = 10**9
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100

_LONGEST_NUMBER_TEXT = 30
_WHOLE = re.compile(r"-?[0-9]+")
_DECIMAL = re.compile(r"-?[0-9]+(?:[.,][0-9]+)?")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TICKED = {"true", "ok", "yes", "on", "1"}
_GRID_TOLERANCE = 1e-9


class ValueRefused(Exception):
    """The text is no value of the question's type: a code of `AnswerProblem` and its parameters."""

    def __init__(self, code: str, **parameters: float) -> None:
        self.code = code
        self.parameters: Mapping[str, float] = parameters
        super().__init__(code)


def read_value(question: Question, choices: Sequence[Choice], texts: Sequence[str]) -> Value:
    """The typed value of what was sent for `question`; None if it is blank. Raises `ValueRefused`.

    `choices` is the whole list of a select question; only a select_multiple may have several texts.
    """
    given = [text for text in texts if text.strip()]
    if not given:
        return None
    stores = get_question_type(question.type).stores
    if stores == "choices":
        return _read_choices(choices, given)
    if len(given) > 1:
        raise ValueRefused("too_many")
    if stores == "choice":
        return _read_choice(choices, given[0])
    return _READERS[stores](question, given[0])


def is_plain_text(text: str) -> bool:
    """Whether `text` has no control characters (but for line breaks and tabs) and can be written as UTF-8."""
    if text.isprintable():  # what nearly everybody writes is, and asking for that is quick
        return True
    return all(sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cs") for sign in text)


def _read_choice(choices: Sequence[Choice], text: str) -> str:
    if text.strip() not in {choice.name for choice in choices}:
        raise ValueRefused("not_a_choice")
    return text.strip()


def _read_choices(choices: Sequence[Choice], texts: Sequence[str]) -> tuple[str, ...]:
    """The chosen names once each, in the order of the list, so that the order of ticking is not kept."""
    chosen = {name for text in texts for name in text.split()}
    names = dict.fromkeys(choice.name for choice in choices)
    if not chosen <= names.keys():
        raise ValueRefused("not_a_choice")
    return tuple(name for name in names if name in chosen)


def _read_text(_: Question, text: str) -> str:
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not is_plain_text(plain):
        raise ValueRefused("not_text")
    plain = plain.strip()
    if len(plain) > LONGEST_TEXT:
        raise ValueRefused("too_long", limit=LONGEST_TEXT)
    return plain


def _read_whole_number(_: Question, text: str) -> int:
    number = _read_decimal(text)
    if not _WHOLE.fullmatch(text.strip()):
        raise ValueRefused("not_whole")
    return int(number)


def _read_number(question: Question, text: str) -> int | float:
    number = _read_decimal(text)
    return _on_grid(question, number) if question.type == "range" else number


def _read_decimal(text: str) -> float:
    """A number in digits, with a point or a comma; neither "1e3" nor "+5" nor digits of other scripts."""
    plain = text.strip()
    if not _DECIMAL.fullmatch(plain):
        raise ValueRefused("not_a_number")
    number = float(plain.replace(",", "."))
    if abs(number) > LARGEST_NUMBER or len(plain) > _LONGEST_NUMBER_TEXT:
        raise ValueRefused("out_of_range", low=-LARGEST_NUMBER, high=LARGEST_NUMBER)
    return number + 0.0  # never "-0"


def _on_grid(question: Question, number: float) -> int | float:
    start, step = question.parameters.get("start", 1), abs(question.parameters.get("step", 1))
    end = question.parameters.get("end", 10)
    steps = abs(number - start) / step if step else 0.0
    if not min(start, end) <= number <= max(start, end) or abs(steps - round(steps)) > _GRID_TOLERANCE:
        raise ValueRefused("out_of_range", low=min(start, end), high=max(start, end), step=step)
    return int(number) if float(start).is_integer() and float(step).is_integer() else number


def _read_date(question: Question, text: str) -> date:
    day = _iso_date(_whole_date(question, text.strip()))
    if day is None:
        raise ValueRefused("not_a_date")
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise ValueRefused("out_of_range", low=EARLIEST_YEAR, high=LATEST_YEAR)
    return day


def _whole_date(question: Question, text: str) -> str:
    """A month or a year is kept as its first day, also when a whole date was sent."""
    for look, length, rest in (("month-year", 7, "-01"), ("year", 4, "-01-01")):
        if look in question.appearance and (len(text) == length or _iso_date(text)):
            return text[:length] + rest
    return text


def _iso_date(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None


def _read_tick(_: Question, text: str) -> bool:
    if text.strip().lower() not in _TICKED:
        raise ValueRefused("not_a_choice")
    return True


_READERS: dict[str, Callable[[Question, str], Value]] = {
    "text": _read_text,
    "whole_number": _read_whole_number,
    "number": _read_number,
    "date": _read_date,
    "tick": _read_tick,
}
