"""How a cell of somebody else's table becomes the raw values of a question; what cannot be read is said."""

import re
from dataclasses import dataclass

from cmm.domain.answer_columns import AmbiguousName, find_choice
from cmm.domain.identifying import looks_like
from cmm.domain.questionnaire.model import Question, Questionnaire

SHOWN = 40
"""Characters of a cell that a message repeats at most."""
FLAGS = {
    **dict.fromkeys(("1", "1.0", "true", "yes", "да", "иә", "x", "✓"), True),
    **dict.fromkeys(("0", "0.0", "false", "no", "нет", "жоқ"), False),
}
"""What stands in a column of its own for one choice of a select_multiple."""

_WHOLE = re.compile(r"([+-]?\d+)[.,]0+")
_MIDNIGHT = re.compile(r"[T ]0?0:00(:00(\.0+)?)?Z?$")
_SEPARATORS = (re.compile(r"\s*;\s*"), re.compile(r"\s*[,|]\s*"), re.compile(r"\s+"))


class CellRefused(Exception):
    """A cell cannot be read; the text says why and repeats at most SHOWN characters of it."""


class CellIdentifies(Exception):
    """A cell looks like something that identifies a person; the text says what, never the cell."""


@dataclass(frozen=True, slots=True)
class CellReader:
    """Reads cells of one questionnaire; remembers what it has read, as most cells repeat."""

    questionnaire: Questionnaire
    _known: dict[tuple[str, str], tuple[str, ...]]

    @classmethod
    def build(cls, questionnaire: Questionnaire) -> "CellReader":
        return cls(questionnaire, {})

    def read(self, question: Question, cell: str) -> tuple[str, ...]:
        """Raw values of a cell that is not empty. Raises CellRefused, CellIdentifies."""
        if question.list_name is None:
            return (_read_plain(question, cell),)
        key = (f"{question.type} {question.list_name}", cell)
        if key not in self._known:
            self._known[key] = self._read_choices(question, cell)
        return self._known[key]

    def _read_choices(self, question: Question, cell: str) -> tuple[str, ...]:
        if found := self._find(question, cell):
            return (found,)
        if question.type != "select_multiple":
            raise _unknown(cell)
        used = [separator for separator in _SEPARATORS if separator.search(cell)]
        readings = [self._find_all(question, separator.split(cell)) for separator in used]
        whole = next((reading for reading in readings if all(reading.values())), None)
        if whole:
            return tuple(dict.fromkeys(name for name in whole.values() if name))
        raise _unknown(*(part for part, name in (readings or [{cell: None}])[0].items() if name is None))

    def _find_all(self, question: Question, parts: list[str]) -> dict[str, str | None]:
        return {part: self._find(question, part) for part in parts if part}

    def _find(self, question: Question, part: str) -> str | None:
        try:
            return find_choice(self.questionnaire.choices_of(question), part)
        except AmbiguousName as error:
            meanings = ", ".join(error.names)
            raise CellRefused(
                f"{shown(part)} may mean several choices ({meanings}); write the name"
            ) from None


def read_flag(cell: str) -> bool:
    """Whether a choice with a column of its own is selected. Raises CellRefused, CellIdentifies."""
    flag = FLAGS.get(cell.casefold())
    if flag is None:
        _check_look(cell)
        raise CellRefused(f"{shown(cell)} is neither 1 nor 0")
    return flag


def shown(cell: str) -> str:
    """A cell as a message may repeat it: in quotation marks, shortened, and not at all if it may identify."""
    if what := looks_like(cell):
        return f"a value that looks like {what}"
    short = cell if len(cell) <= SHOWN else cell[: SHOWN - 1] + "…"
    return f'"{" ".join(short.split())}"'


def _unknown(*parts: str) -> CellRefused:
    _check_look(" ".join(parts))
    words = ", ".join(shown(part) for part in parts)
    return CellRefused(f"{words} is not a choice of this question")


def _read_plain(question: Question, cell: str) -> str:
    """Numbers lose the ".0" of a spreadsheet, dates its midnight."""
    if question.type in ("integer", "decimal", "range"):
        _check_look(cell, but="a place on the map")
        whole = _WHOLE.fullmatch(cell)
        return whole[1] if whole else cell
    plain = _MIDNIGHT.sub("", cell) if question.type == "date" else cell
    _check_look(plain)
    return plain


def _check_look(cell: str, but: str = "") -> None:
    what = looks_like(cell)
    if what and what != but:
        raise CellIdentifies(what)
