"""Responses collected elsewhere, read from a table: all rows or nothing, every fault with its place."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from cmm.domain.answer_columns import Target
from cmm.domain.answer_values import CellIdentifies, CellReader, CellRefused, shown, shown_plainly
from cmm.domain.answers import AnswerProblem, Answers, read_answers
from cmm.domain.delimited import TextTable
from cmm.domain.language import Translated, in_language
from cmm.domain.questionnaire.model import Questionnaire
from cmm.domain.sheet_cities import CityFinder
from cmm.domain.sheet_columns import SheetColumns, match_columns
from cmm.domain.sheet_problems import SheetProblem, identifying_problem, join_problems

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


NO_COLUMNS = SheetColumns(())


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """What the reader of a table has to be told.

    `cities` maps codes to names; `city_column` is the column that holds the city, or `city` is that of all.
    Headers in `drop` are left out; `chosen` maps others to questions as a person decided. With
    `take_good_rows` what is wrong with a row concerns that row only.
    """

    cities: Mapping[str, Translated]
    city_column: str | None = None
    city: str | None = None
    drop: Sequence[str] = ()
    chosen: Mapping[str, str] = field(default_factory=dict)
    take_good_rows: bool = False


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One response: its row number, the code of its city, its checked answers, and what tells it apart from
    others in the tool it comes from (empty when nothing does).
    """

    row: int
    city: str
    answers: Answers
    identity: str = ""


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """What a table holds. When there are problems, nothing of it may be used, unless good rows were wanted.

    `bad_rows` are the numbers of the rows with problems; `repeated` counts rows that repeat another one
    to the letter. `not_asked` counts, by column, the answers left out because the questionnaire does not ask
    that question after the other answers of the row.
    """

    rows: tuple[SheetRow, ...]
    problems: tuple[SheetProblem, ...]
    columns: SheetColumns = NO_COLUMNS
    not_asked: Mapping[str, int] = field(default_factory=dict)
    bad_rows: tuple[int, ...] = ()
    repeated: int = 0

    @property
    def computed(self) -> tuple[str, ...]:
        """Columns of calculations and notes: made anew, not read."""
        return self.columns.computed


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
        return AnswerSheet((), (SheetProblem(fault.code, str(fault), facts=fault.facts),))
    columns = match_columns(
        table, questionnaire, city_column=plan.city_column, drop=plan.drop, chosen=plan.chosen
    )
    if columns.problems:
        return AnswerSheet((), columns.problems, columns)
    reading = _Reading(questionnaire, cities, columns, today)
    identities = table.identities or ("",) * len(table.rows)
    for (row, cells), identity in zip(table.rows, identities, strict=True):
        if row in table.turned_down:
            reading.turn_down(row)
        elif not reading.repeats(row, cells, identity):
            reading.add(row, cells, identity)
        advance(1)
    return reading.finish(take_good_rows=plan.take_good_rows)


class _Reading:
    """The rows read so far."""

    def __init__(
        self, questionnaire: Questionnaire, cities: CityFinder, columns: SheetColumns, today: date
    ) -> None:
        self._questionnaire, self._columns, self._today = questionnaire, columns, today
        self._cells = CellReader.build(questionnaire)
        self._targets = columns.targets
        self._whole = _fully_divided(questionnaire, self._targets.values())
        self._cities = cities
        self._rows: list[SheetRow] = []
        self._bad: list[int] = []
        self._problems: list[SheetProblem] = []
        self._identifying: dict[tuple[str, str], list[int]] = {}
        self._not_asked: dict[str, int] = {}
        self._seen: dict[str, tuple[int, Sequence[str]]] = {}
        self._repeated = 0

    def repeats(self, row: int, cells: Sequence[str], identity: str) -> bool:
        """Whether the response was in the table before; with other answers that is a problem."""
        first, same = self._seen.setdefault(identity, (row, cells)) if identity else (row, cells)
        if first == row:
            return False
        if same == cells:
            self._repeated += 1
        else:
            text = f"the same response stands in row {first} already, with other answers"
            self._problems.append(SheetProblem("duplicate", text, row, facts={"first": first}))
            self._bad.append(row)
        return True

    def turn_down(self, row: int) -> None:
        """Note a row that somebody turned down in the tool it comes from."""
        text = "this response was turned down in the tool it comes from"
        self._problems.append(SheetProblem("turned_down", text, row))
        self._bad.append(row)

    def add(self, row: int, cells: Sequence[str], identity: str) -> None:
        """Read and check a row."""
        faults = self._faults()
        city = self._read_city(row, cells)
        sent = self._read_cells(row, cells)
        if city is None or self._faults() > faults:
            self._bad.append(row)
            return
        answers, problems = read_answers(self._questionnaire, sent, today=self._today)
        self._problems += [self._explain(row, cells, problem) for problem in problems]
        if problems:
            self._bad.append(row)
            return
        self._count_not_asked(sent, answers)
        self._rows.append(SheetRow(row, city, answers, identity))

    def finish(self, *, take_good_rows: bool) -> AnswerSheet:
        """What was found; no row when there are problems and good rows are not wanted alone."""
        identifying = [identifying_problem(*place, rows) for place, rows in self._identifying.items()]
        problems = (*identifying, *join_problems(self._problems))
        rows = () if problems and not take_good_rows else tuple(self._rows)
        return AnswerSheet(rows, problems, self._columns, self._not_asked, tuple(self._bad), self._repeated)

    def _faults(self) -> int:
        return len(self._problems) + sum(map(len, self._identifying.values()))

    def _read_city(self, row: int, cells: Sequence[str]) -> str | None:
        position = self._columns.city
        try:
            return self._cities.find(None if position is None else cells[position].strip())
        except CellRefused as error:
            header = None if position is None else self._columns.header[position]
            self._problems.append(SheetProblem(error.code, str(error), row, header, error.facts))
            return None

    def _read_cells(self, row: int, cells: Sequence[str]) -> dict[str, list[str]]:
        """Raw values by field; a select_multiple stands in one column, in one for each choice, or in both."""
        joined: dict[str, list[str]] = {}
        divided: dict[str, list[str]] = {}
        for position, target in self._targets.items():
            if cell := cells[position].strip():
                into = joined if target.choice is None else divided
                into.setdefault(target.field, []).extend(self._read_cell(row, position, cell))
                if target.choice is None and not into[target.field]:
                    del into[target.field]  # the columns of the choices say it
        for name in joined.keys() & divided.keys():
            if set(joined[name]) != set(divided[name]):
                header = self._columns.header[self._columns.positions_of(name)[0]]
                text = "the column and the columns of its choices say different things"
                self._problems.append(SheetProblem("contradiction", text, row, header))
        return {name: values for name, values in {**divided, **joined}.items() if values}

    def _read_cell(self, row: int, position: int, cell: str) -> Iterable[str]:
        target, header = self._targets[position], self._columns.header[position]
        try:
            if target.choice is None:
                return self._cells.read(target.question, cell)
            return (target.choice,) if self._cells.read_flag(target.question, target.choice, cell) else ()
        except CellRefused as error:
            if target.choice is not None or target.field not in self._whole:
                self._problems.append(SheetProblem(error.code, str(error), row, header, error.facts))
        except CellIdentifies as error:
            self._identifying.setdefault((header, str(error)), []).append(row)
        return ()

    def _explain(self, row: int, cells: Sequence[str], problem: AnswerProblem) -> SheetProblem:
        """What stood there is repeated for choices and numbers, never for a text."""
        reason = in_language(problem.message, "en") or REASONS[problem.code].format_map(problem.parameters)
        facts: dict[str, object] = {**problem.parameters, "own": problem.message, "question": problem.field}
        positions = self._columns.positions_of(problem.field)
        if not positions:
            text = f"question {problem.field}, which has no column: {reason}"
            return SheetProblem(problem.code, text, row, facts=facts)
        header, is_text = (
            self._columns.header[positions[0]],
            self._targets[positions[0]].question.type == "text",
        )
        filled = [cell for cell in (cells[position].strip() for position in positions) if cell]
        if is_text or not len(filled) == len(positions) == 1:
            return SheetProblem(problem.code, reason, row, header, facts)
        facts["value"] = shown_plainly(filled[0])
        return SheetProblem(problem.code, f"{shown(filled[0])}: {reason}", row, header, facts)

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


def _fully_divided(questionnaire: Questionnaire, targets: Iterable[Target]) -> set[str]:
    """The fields of which every choice has a column of its own: their joined column only repeats it."""
    divided: dict[str, set[str]] = {}
    offered: dict[str, set[str]] = {}
    for target in targets:
        if target.choice is not None:
            divided.setdefault(target.field, set()).add(target.choice)
            offered[target.field] = {choice.name for choice in questionnaire.choices_of(target.question)}
    return {name for name, choices in divided.items() if choices == offered[name]}
