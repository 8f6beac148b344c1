"""Columns of a table of responses: each has its question, says the city, is left out, or is a problem."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from cmm.domain.answer_columns import COMPUTED, AmbiguousName, ColumnIndex, Target, forgiven
from cmm.domain.delimited import TextTable
from cmm.domain.identifying import looks_like, names_a_person
from cmm.domain.questionnaire.model import Questionnaire
from cmm.domain.sheet_problems import SheetProblem

HEADER_ROW = 1


@dataclass(frozen=True, slots=True)
class SheetColumns:
    """What was found out about the columns, by position. `header` are their texts as messages show them."""

    header: tuple[str, ...]
    targets: Mapping[int, Target] = field(default_factory=dict)
    city: int | None = None
    computed: tuple[str, ...] = ()
    problems: tuple[SheetProblem, ...] = ()

    def positions_of(self, name: str) -> list[int]:
        """Where the columns of a field stand; empty when no column holds it."""
        return [position for position, target in self.targets.items() if target.field == name]


def match_columns(
    table: TextTable, questionnaire: Questionnaire, *, city_column: str | None, drop: Sequence[str]
) -> SheetColumns:
    """Find out what each column is; the result's problems hold everything that does not fit."""
    matching = _Matching(table)
    dropped = {matching.take(name, "--drop") for name in drop}
    city = matching.take(city_column, "--city-column") if city_column else None
    index = ColumnIndex(questionnaire)
    for position in range(len(table.header)):
        if position not in dropped and position != city:
            matching.match(position, index)
    return matching.finish(city)


class _Matching:
    """The columns matched so far."""

    def __init__(self, table: TextTable) -> None:
        self._table = table
        self._shown = tuple(_shown_header(name, number) for number, name in enumerate(table.header, start=1))
        self._targets: dict[int, Target] = {}
        self._computed: list[str] = []
        self._problems: list[SheetProblem] = []

    def take(self, name: str, option: str) -> int | None:
        """The position of a column that an option names, exactly or forgivingly."""
        loose = [n for n, header in enumerate(self._table.header) if forgiven(header) == forgiven(name)]
        exact = [n for n in loose if self._table.header[n] == name.strip()]
        if len(exact or loose) == 1:
            return (exact or loose)[0]
        found = "names more than one column" if loose else "names no column of this file"
        self._problems.append(SheetProblem("unknown_column", f"{option} {name} {found}"))
        return None

    def match(self, position: int, index: ColumnIndex) -> None:
        try:
            target = index.find(self._table.header[position])
        except AmbiguousName as error:
            meanings = ", ".join(error.names)
            self._add(
                position, "ambiguous_column", f"several questions are called so ({meanings}); use the name"
            )
            return
        if target is None:
            self._add(position, *self._why_unknown(position))
        elif target.question.type in COMPUTED:
            self._computed.append(self._shown[position])
        else:
            self._targets[position] = target

    def finish(self, city: int | None) -> SheetColumns:
        if not self._targets:
            return SheetColumns(self._shown, problems=(_no_header(), *self._option_problems()))
        problems = (*self._problems, *self._check_twice())
        return SheetColumns(self._shown, self._targets, city, tuple(self._computed), problems)

    def _add(self, position: int, code: str, message: str) -> None:
        self._problems.append(SheetProblem(code, message, HEADER_ROW, self._shown[position]))

    def _why_unknown(self, position: int) -> tuple[str, str]:
        if names_a_person(self._table.header[position]):
            return "identifying", "by its name it identifies a person; leave it out with --drop"
        what = _find_look(cells[position] for _, cells in self._table.rows)
        if what:
            return "identifying", f"it holds what looks like {what}; leave it out with --drop"
        return "unknown_column", "no question has this name or label; correct it or leave it out with --drop"

    def _option_problems(self) -> list[SheetProblem]:
        return [problem for problem in self._problems if problem.row is None]

    def _check_twice(self) -> list[SheetProblem]:
        seen: dict[tuple[str, str | None], int] = {}
        problems = []
        for position, target in self._targets.items():
            first = seen.setdefault((target.field, target.choice), position)
            if first != position:
                text = f'holds the same question as column "{self._shown[first]}"; leave one out with --drop'
                problems.append(SheetProblem("same_question", text, HEADER_ROW, self._shown[position]))
        return problems


def _no_header() -> SheetProblem:
    text = "no column belongs to a question of this questionnaire; has the file a header row?"
    return SheetProblem("no_header", text, HEADER_ROW)


def _find_look(cells: Iterable[str]) -> str | None:
    return next((what for what in map(looks_like, cells) if what), None)


def _shown_header(header: str, number: int) -> str:
    """A header as messages show it; one that looks like a person's data is shown by its number."""
    return f"number {number}" if looks_like(header) else header
