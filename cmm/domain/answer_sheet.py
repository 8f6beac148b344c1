"""Responses collected elsewhere, read from a table: all rows or nothing, every fault with its place."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from cmm.domain.answer_values import CellIdentifies, CellReader, CellRefused, read_flag, shown
from cmm.domain.answers import AnswerProblem, Answers, read_answers
from cmm.domain.delimited import TextTable
from cmm.domain.language import Translated, in_language
from cmm.domain.questionnaire.model import Questionnaire
from cmm.domain.sheet_cities import CityFinder
from cmm.domain.sheet_columns import SheetColumns, match_columns
from cmm.domain.sheet_problems import SheetProblem, identifying_problem, join_problems

ROWS_NAMED = 5
"""Rows that a message names before it only counts."""
REASONS = {
    "required": "an answer is required here",
    "constraint": "breaks the rule of this question",
    "not_a_choice": "is not offered after the other answers of this row",
    "not_a_number": "is not a number",
    "not_whole": "is not a whole number",
    "out_of_range": "is not between {low:g} and {high:g}, or between its steps",
    "not_a_date": "is not a date written as 2026-11-22",
    "too_long": "is longer than {limit:g} characters",
    "too_many": "there are too many",
    "unknown_field": "has no place in this questionnaire",
    "not_text": "holds control characters",
}
"""Why an answer is not accepted, by the code of its AnswerProblem."""


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """What the reader of a table has to be told.

    `cities` maps codes to names; `city_column` is the column that holds the city, or `city` is that of all.
    """

    cities: Mapping[str, Translated]
    city_column: str | None = None
    city: str | None = None
    drop: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One response: its row number, the code of its city, its checked answers."""

    row: int
    city: str
    answers: Answers


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """What a table holds. When there are problems, nothing of it may be used.

    `computed` are columns of calculations and notes: made anew, not read. `not_asked` counts, by column, the
    answers left out because the questionnaire does not ask that question after the other answers of the row.
    """

    rows: tuple[SheetRow, ...]
    problems: tuple[SheetProblem, ...]
    computed: tuple[str, ...] = ()
    not_asked: Mapping[str, int] = field(default_factory=dict)


def advance_nothing(_rows: int) -> None:
    """For callers who show no progress."""


def read_sheet(
    table: TextTable,
    questionnaire: Questionnaire,
    plan: SheetPlan,
    *,
    today: date,
    advance: Callable[[int], None] = advance_nothing,
) -> AnswerSheet:
    """Read every row of a table as one response; `advance(1)` is called after each.

    When columns are wrong, no row is read: one wrong column would repeat itself as a problem of each row.
    """
    cities = CityFinder(plan.cities, plan.city)
    if plan.city_column is None and (fault := cities.check_only()):
        return AnswerSheet((), (SheetProblem("unknown_city", fault),))
    columns = match_columns(table, questionnaire, city_column=plan.city_column, drop=plan.drop)
    if columns.problems:
        return AnswerSheet((), columns.problems)
    reading = _Reading(questionnaire, cities, columns, today)
    for row, cells in table.rows:
        reading.add(row, cells)
        advance(1)
    return reading.finish()


class _Reading:
    """The rows read so far."""

    def __init__(
        self, questionnaire: Questionnaire, cities: CityFinder, columns: SheetColumns, today: date
    ) -> None:
        self._questionnaire, self._columns, self._today = questionnaire, columns, today
        self._cells = CellReader.build(questionnaire)
        self._cities = cities
        self._rows: list[SheetRow] = []
        self._problems: list[SheetProblem] = []
        self._identifying: dict[tuple[str, str], list[int]] = {}
        self._not_asked: dict[str, int] = {}

    def add(self, row: int, cells: Sequence[str]) -> None:
        faults = self._faults()
        city = self._read_city(row, cells)
        sent = self._read_cells(row, cells)
        if city is None or self._faults() > faults:
            return
        answers, problems = read_answers(self._questionnaire, sent, today=self._today)
        self._problems += [self._explain(row, cells, problem) for problem in problems]
        self._count_not_asked(sent, answers)
        self._rows.append(SheetRow(row, city, answers))

    def finish(self) -> AnswerSheet:
        identifying = [identifying_problem(*place, rows) for place, rows in self._identifying.items()]
        problems = (*identifying, *join_problems(self._problems))
        rows = () if problems else tuple(self._rows)
        return AnswerSheet(rows, problems, self._columns.computed, self._not_asked)

    def _faults(self) -> int:
        return len(self._problems) + sum(map(len, self._identifying.values()))

    def _read_city(self, row: int, cells: Sequence[str]) -> str | None:
        position = self._columns.city
        try:
            return self._cities.find(None if position is None else cells[position].strip())
        except CellRefused as error:
            header = None if position is None else self._columns.header[position]
            self._problems.append(SheetProblem("unknown_city", str(error), row, header))
            return None

    def _read_cells(self, row: int, cells: Sequence[str]) -> dict[str, list[str]]:
        """Raw values by field; a select_multiple stands in one column, in one for each choice, or in both."""
        joined: dict[str, list[str]] = {}
        divided: dict[str, list[str]] = {}
        for position, target in self._columns.targets.items():
            if cell := cells[position].strip():
                into = joined if target.choice is None else divided
                into.setdefault(target.field, []).extend(self._read_cell(row, position, cell))
        for name in joined.keys() & divided.keys():
            if set(joined[name]) != set(divided[name]):
                header = self._columns.header[self._columns.positions_of(name)[0]]
                text = "the column and the columns of its choices say different things"
                self._problems.append(SheetProblem("contradiction", text, row, header))
        return {name: values for name, values in {**divided, **joined}.items() if values}

    def _read_cell(self, row: int, position: int, cell: str) -> Iterable[str]:
        target, header = self._columns.targets[position], self._columns.header[position]
        try:
            if target.choice is None:
                return self._cells.read(target.question, cell)
            return (target.choice,) if read_flag(cell) else ()
        except CellRefused as error:
            self._problems.append(SheetProblem("unknown_value", str(error), row, header))
        except CellIdentifies as error:
            self._identifying.setdefault((header, str(error)), []).append(row)
        return ()

    def _explain(self, row: int, cells: Sequence[str], problem: AnswerProblem) -> SheetProblem:
        reason = in_language(problem.message, "en") or REASONS[problem.code].format_map(problem.parameters)
        positions = self._columns.positions_of(problem.field)
        if not positions:
            text = f"question {problem.field}, which has no column: {reason}"
            return SheetProblem(problem.code, text, row)
        values = [shown(cell) for cell in (cells[position].strip() for position in positions) if cell]
        text = f"{values[0]}: {reason}" if len(values) == len(positions) == 1 else reason
        return SheetProblem(problem.code, text, row, self._columns.header[positions[0]])

    def _count_not_asked(self, sent: Mapping[str, Sequence[str]], answers: Answers) -> None:
        for name in sorted(sent.keys() - _fields(answers)):
            header = self._columns.header[self._columns.positions_of(name)[0]]
            self._not_asked[header] = self._not_asked.get(header, 0) + 1


def _fields(answers: Answers) -> set[str]:
    inside = {
        f"{repeat}.{index}.{name}"
        for repeat, instances in answers.repeats.items()
        for index, instance in enumerate(instances)
        for name in instance
    }
    return {*answers.values, *inside}
