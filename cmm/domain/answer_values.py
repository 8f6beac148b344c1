"""How a cell of somebody else's table becomes the raw values of a question; what cannot be read is said."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from cmm.domain.answer_columns import AmbiguousName, find_choice, forgiven
from cmm.domain.identifying import PLACE, looks_like
from cmm.domain.questionnaire.model import Choice, Question, Questionnaire

SHOWN = 40
"""Characters of a cell that a message repeats at most."""
FLAGS = {
    **dict.fromkeys(("1", "1.0", "true", "yes", "да", "иә", "истина", "шын", "x", "✓"), True),
    **dict.fromkeys(("0", "0.0", "false", "no", "нет", "жоқ", "ложь", "өтірік"), False),
}
"""What stands in a column of its own for one choice of a select_multiple."""
MOST_ALLOWED = 12
"""Choices that a message lists."""
LONGEST_CHOICES = 10_000
"""Characters of a cell with several answers: all labels of any question are shorter together."""
MOST_TILINGS = 50
"""Ways to read the words up to one place that are followed further; with two there is a question anyway."""

_WHOLE = re.compile(r"([+-]?\d+)[.,]0+")
_MIDNIGHT = re.compile(r"[T ]0?0:00(:00(\.0+)?)?Z?$")
_BLANKS = re.compile(r"\s{2,}")
_SEPARATORS = (re.compile(r"\s*;\s*"), re.compile(r"\s*[,|]\s*"), re.compile(r"\s+"))


class CellRefused(Exception):
    """A cell cannot be read; the text says why and repeats at most SHOWN characters of it.

    `code` and `facts` are those of the SheetProblem that comes of it.
    """

    def __init__(self, message: str, code: str = "unknown_value", **facts: object) -> None:
        self.code, self.facts = code, facts
        super().__init__(message)


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

    def read_flag(self, question: Question, choice: str, cell: str) -> bool:
        """Whether a choice with a column of its own is selected; its own name or label says so too.

        Raises CellRefused, CellIdentifies.
        """
        flag = FLAGS.get(cell.casefold())
        if flag is not None:
            return flag
        own = [each for each in self.questionnaire.choices_of(question) if each.name == choice]
        if find_choice(own, cell):
            return True
        _check_look(cell)
        raise CellRefused(f"{shown(cell)} is neither 1 nor 0", "not_a_flag", value=_said(cell))

    def _read_choices(self, question: Question, cell: str) -> tuple[str, ...]:
        cell = _BLANKS.sub(" ", cell)
        if found := self._find(question, cell):
            return (found,)
        if question.type != "select_multiple" or len(cell) > LONGEST_CHOICES:
            raise self._unknown(question, cell)
        used = [separator for separator in _SEPARATORS if separator.search(cell)]
        readings = [self._find_all(question, separator.split(cell)) for separator in used]
        whole = next((reading for reading in readings if all(reading.values())), None)
        if whole:
            return tuple(dict.fromkeys(name for name in whole.values() if name))
        if tiled := _find_tiling(self.questionnaire.choices_of(question), cell):
            return tiled
        odd = [part for part, name in (readings or [{cell: None}])[0].items() if name is None]
        raise self._unknown(question, *odd)

    def _find_all(self, question: Question, parts: list[str]) -> dict[str, str | None]:
        return {part: self._find(question, part) for part in parts if part}

    def _find(self, question: Question, part: str) -> str | None:
        try:
            return find_choice(self.questionnaire.choices_of(question), part)
        except AmbiguousName as error:
            raise _ambiguous(part, error.names) from None

    def _unknown(self, question: Question, *parts: str) -> CellRefused:
        _check_look(" ".join(parts))
        names = [choice.name for choice in self.questionnaire.choices_of(question)]
        allowed = ", ".join((*names[:MOST_ALLOWED], *(["…"] if len(names) > MOST_ALLOWED else [])))
        words = ", ".join(shown(part) for part in parts)
        text = f"{words} is not a choice of this question (allowed: {allowed})"
        return CellRefused(text, question=question.name, value=_said(*parts))


def shown(cell: str) -> str:
    """A cell as a message may repeat it: in quotation marks, shortened, and not at all if it may identify."""
    if what := looks_like(cell):
        return f"a value that looks like {what}"
    return f'"{_short(cell)}"'


def shown_plainly(cell: str) -> str:
    """The same for a page that has words of its own around it; empty when nothing may be repeated."""
    return "" if looks_like(cell) else _short(cell)


def _short(cell: str) -> str:
    short = cell if len(cell) <= SHOWN else cell[: SHOWN - 1] + "…"
    return " ".join(short.split())


def _said(*cells: str) -> str:
    return ", ".join(text for cell in cells if (text := shown_plainly(cell)))


def _ambiguous(cell: str, names: Sequence[str]) -> CellRefused:
    meanings = ", ".join(names)
    text = f"{shown(cell)} may mean several choices ({meanings}); write the name"
    return CellRefused(text, "ambiguous_value", value=_said(cell), meanings=meanings)


def _find_tiling(choices: Iterable[Choice], cell: str) -> tuple[str, ...]:
    """The choices whose labels in one language make up the cell, divided by spaces only, as KoboToolbox
    writes several answers with labels. Empty when they do not; raises CellRefused when they do in two ways.
    """
    words = cell.split()
    found: set[frozenset[str]] = set()
    for labels in _labels_by_language(choices).values():
        found |= _tilings([forgiven(word) for word in words], labels)
    if len(found) > 1:
        raise _ambiguous(cell, sorted(set().union(*found)))
    return tuple(sorted(found.pop())) if found else ()


def _labels_by_language(choices: Iterable[Choice]) -> Mapping[str, Mapping[tuple[str, ...], str]]:
    """Language -> the words of a label -> the choice."""
    labels: dict[str, dict[tuple[str, ...], str]] = {}
    for choice in choices:
        for language, label in choice.label.items():
            if label:
                labels.setdefault(language, {})[tuple(map(forgiven, label.split()))] = choice.name
    return labels


def _tilings(words: Sequence[str], labels: Mapping[tuple[str, ...], str]) -> set[frozenset[str]]:
    """Every set of choices whose labels follow each other to the end; no more than two of each length."""
    reached: list[set[frozenset[str]]] = [{frozenset()}, *(set() for _ in words)]
    for start, end, name in _stretches(words, labels):
        for before in reached[start]:
            if name not in before and len(reached[end]) < MOST_TILINGS:
                reached[end].add(before | {name})
    return reached[-1]


def _stretches(words: Sequence[str], labels: Mapping[tuple[str, ...], str]) -> Iterator[tuple[int, int, str]]:
    """(first word, word behind the last, choice) of every label found, in the order of the first words."""
    for start in range(len(words)):
        for label, name in labels.items():
            if tuple(words[start : start + len(label)]) == label:
                yield start, start + len(label), name


def _read_plain(question: Question, cell: str) -> str:
    """Numbers lose the ".0" of a spreadsheet, dates its midnight."""
    if question.type in ("integer", "decimal", "range"):
        _check_look(cell, but=PLACE)
        whole = _WHOLE.fullmatch(cell)
        return whole[1] if whole else cell
    plain = _MIDNIGHT.sub("", cell) if question.type == "date" else cell
    _check_look(plain)
    return plain


def _check_look(cell: str, but: str = "") -> None:
    what = looks_like(cell)
    if what and what != but:
        raise CellIdentifies(what)
