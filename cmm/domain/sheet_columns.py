"""Columns of a table of responses: each has its question, says the city, is left out, or is a problem.

Left out without asking, and said: what the tools of the field add by themselves, and what identifies a person
by its name or its look and belongs to no question. Everything else that is not understood is asked.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from cmm.domain.answer_columns import COMPUTED, AmbiguousName, ColumnIndex, Found, Target, forgiven
from cmm.domain.delimited import TextTable
from cmm.domain.field_columns import is_system
from cmm.domain.identifying import column_looks_like, half_a_place, looks_like, names_a_person
from cmm.domain.questionnaire.model import Questionnaire
from cmm.domain.sheet_problems import SheetProblem

HEADER_ROW = 1
BY_TOOL, BY_NAME, BY_LOOK, BY_PERSON = "tool", "name", "look", "person"
COMPUTED_HERE, EMPTY = "computed", "empty"
"""Why a column is left out."""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A column that is not read. `header` is as messages show it; `what` says what it looks like."""

    header: str
    why: str
    what: str = ""


@dataclass(frozen=True, slots=True)
class Matched:
    """A column that is read; `by` is "name", "label", "name_in_group", or "person" when somebody chose it."""

    header: str
    target: Target
    by: str


@dataclass(frozen=True, slots=True)
class SheetColumns:
    """What was found out about the columns, by position. `header` are their texts as messages show them;
    `open` are the positions that nobody has decided yet, each with the code of its problem.
    """

    header: tuple[str, ...]
    matched: Mapping[int, Matched] = field(default_factory=dict)
    city: int | None = None
    left_out: Mapping[int, LeftOut] = field(default_factory=dict)
    open: Mapping[int, str] = field(default_factory=dict)
    problems: tuple[SheetProblem, ...] = ()

    @property
    def targets(self) -> Mapping[int, Target]:
        return {position: matched.target for position, matched in self.matched.items()}

    @property
    def computed(self) -> tuple[str, ...]:
        """Columns of calculations and notes: made anew, not read."""
        return tuple(one.header for one in self.left_out.values() if one.why == COMPUTED_HERE)

    def positions_of(self, name: str) -> list[int]:
        """Where the columns of a field stand; empty when no column holds it."""
        return [position for position, one in self.matched.items() if one.target.field == name]


def match_columns(
    table: TextTable,
    questionnaire: Questionnaire,
    *,
    city_column: str | None,
    drop: Sequence[str] = (),
    chosen: Mapping[str, str] | None = None,
) -> SheetColumns:
    """Find out what each column is; the result's problems hold everything that does not fit.

    `chosen` maps headers to "question", "question/choice" or "repeat[1]/question", as a person decided.
    """
    matching = _Matching(table, ColumnIndex(questionnaire))
    city = matching.take(city_column, "--city-column") if city_column else None
    decided = {city, *map(matching.leave_out, drop)}
    decided |= {matching.choose(name, question) for name, question in (chosen or {}).items()}
    for position in range(len(table.header)):
        if position not in decided:
            matching.match(position)
    return matching.finish(city)


def shown_header(header: str, number: int) -> str:
    """A header as messages show it; one that looks like a person's data is shown by its number."""
    return f"number {number}" if looks_like(header) else header


class _Matching:
    """The columns matched so far."""

    def __init__(self, table: TextTable, index: ColumnIndex) -> None:
        self._table, self._index = table, index
        self._shown = tuple(shown_header(name, number) for number, name in enumerate(table.header, start=1))
        self._matched: dict[int, Matched] = {}
        self._left_out: dict[int, LeftOut] = {}
        self._open: dict[int, str] = {}
        self._problems: list[SheetProblem] = []

    def take(self, name: str, option: str) -> int | None:
        """The position of a column that an option names, exactly or forgivingly."""
        loose = [n for n, header in enumerate(self._table.header) if forgiven(header) == forgiven(name)]
        exact = [n for n in loose if self._table.header[n] == name.strip()]
        if len(exact or loose) == 1:
            return (exact or loose)[0]
        found = "names more than one column" if loose else "names no column of this file"
        self._problems.append(SheetProblem("no_such_column", f"{option} {name} {found}"))
        return None

    def leave_out(self, name: str) -> int | None:
        """Leave a column out because a person says so; its position."""
        position = self.take(name, "--drop")
        if position is not None:
            self._left_out[position] = LeftOut(self._shown[position], BY_PERSON)
        return position

    def choose(self, name: str, question: str) -> int | None:
        """Give a column to the question that a person names; its position."""
        position, target = self.take(name, "--map"), self._index.find_called(question)
        if target is None or target.question.type in COMPUTED:
            text = f"--map {name}={question}: there is no such question"
            self._problems.append(SheetProblem("no_such_question", text, facts={"value": question}))
        elif position is not None:
            self._matched[position] = Matched(self._shown[position], target, BY_PERSON)
        return position

    def match(self, position: int) -> None:
        """Find the question of a column, or leave it out, or ask."""
        header = self._table.header[position]
        try:
            found = self._find(header)
        except AmbiguousName as error:
            meanings = ", ".join(error.names)
            text = f"several questions are called so ({meanings}); use the name, or say which with --map"
            self._ask(position, "ambiguous_column", text, meanings=meanings)
            return
        if found is None:
            self._leave_out_or_ask(position)
        elif found.target.question.type in COMPUTED:
            self._left_out[position] = LeftOut(self._shown[position], COMPUTED_HERE)
        else:
            self._matched[position] = Matched(self._shown[position], found.target, found.by)

    def finish(self, city: int | None) -> SheetColumns:
        if not self._matched:
            problems = (_no_header(), *(one for one in self._problems if one.row is None))
            return SheetColumns(self._shown, left_out=self._left_out, problems=problems)
        self._check_twice()
        self._check_looks()
        return SheetColumns(
            self._shown, self._matched, city, self._left_out, self._open, tuple(self._problems)
        )

    def _find(self, header: str) -> Found | None:
        """Raises AmbiguousName. A column of a tool is a question only if it is written exactly like one."""
        found = self._index.find(header)
        if found is None and not is_system(header):
            found = self._index.find_in_unknown_group(header)
        return None if found and not found.is_exact and is_system(header) else found

    def _leave_out_or_ask(self, position: int) -> None:
        header, shown = self._table.header[position], self._shown[position]
        if is_system(header):
            self._left_out[position] = LeftOut(shown, BY_TOOL)
        elif names_a_person(header):
            self._left_out[position] = LeftOut(shown, BY_NAME)
        elif what := column_looks_like(self._cells(position)):
            self._left_out[position] = LeftOut(shown, BY_LOOK, what)
        elif not any(cell.strip() for cell in self._cells(position)):
            self._left_out[position] = LeftOut(shown, EMPTY)
        else:
            text = "no question has this name or label; give it to one with --map or leave it out with --drop"
            self._ask(position, "unknown_column", text)

    def _ask(self, position: int, code: str, message: str, **facts: object) -> None:
        self._open[position] = code
        self._problems.append(SheetProblem(code, message, HEADER_ROW, self._shown[position], facts))

    def _check_twice(self) -> None:
        seen: dict[tuple[str, str | None], int] = {}
        for position, matched in sorted(self._matched.items()):
            first = seen.setdefault((matched.target.field, matched.target.choice), position)
            if first != position:
                other = self._shown[first]
                text = f'holds the same question as column "{other}"; leave one out with --drop'
                self._ask(position, "same_question", text, other=other)

    def _check_looks(self) -> None:
        """Numbers of a question that are half a coordinate want a decision: chosen by a person they are
        numbers. (Whole coordinates and everything else that identifies is found cell by cell.)
        """
        for position, matched in sorted(self._matched.items()):
            is_plain = matched.target.question.list_name is None and matched.by != BY_PERSON
            what = half_a_place(set(self._cells(position))) if is_plain else None
            if what and position not in self._open:
                text = (
                    f"holds what looks like {what}; leave it out with --drop, or say with --map that it is "
                    "an answer"
                )
                self._ask(position, "question_identifies", text, what=what)

    def _cells(self, position: int) -> Iterator[str]:
        return (cells[position] for _, cells in self._table.rows)


def _no_header() -> SheetProblem:
    text = "no column belongs to a question of this questionnaire; has the file a header row?"
    return SheetProblem("no_header", text, HEADER_ROW)
