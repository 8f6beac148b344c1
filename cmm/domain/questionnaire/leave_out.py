"""Loading a foreign form without the rows that we may not or cannot take, and saying which."""

from dataclasses import dataclass
from pathlib import Path

from cmm.domain.questionnaire.compile import compile_workbook
from cmm.domain.questionnaire.form import FormRow, read_form
from cmm.domain.questionnaire.include import read_expanded
from cmm.domain.questionnaire.model import Questionnaire
from cmm.domain.questionnaire.problems import Problem, QuestionnaireRefused
from cmm.domain.questionnaire.sheets import Workbook

LEFT_OUT = frozenset(
    {"identifying_type", "unsupported_type", "unsupported_expression", "broken_expression", "nested_repeat"}
    | {"regex_not_text", "regex_not_portable", "regex_not_anchored", "bare_condition", "date_as_text"}
    | {"quoted_reference", "bare_word", "reserved_name", "reference_into_repeat", "reference_without_value"}
)
"""Problems of a row for which the row is left out. What is wrong with the form as a whole still refuses it.
"""


@dataclass(frozen=True, slots=True)
class Remainder:
    """What could be loaded: `left_out` holds one reason or more per row, `remarks` the warnings on the
    rest.
    """

    questionnaire: Questionnaire
    left_out: tuple[Problem, ...]
    remarks: tuple[Problem, ...]


def load_remainder(path: Path) -> Remainder:
    """Load what we can take of a form; a row goes with all that depends on it, a group with all that is in
    it.

    Missing translations are remarks here. Raises `QuestionnaireRefused` with the problems that remain.
    """
    workbook = read_expanded(path)
    left_out: list[Problem] = []
    names: set[str] = set()
    while True:
        compiled = compile_workbook(workbook, lenient=True)
        rows = {row.number: row for row in read_form(workbook).survey}
        reasons = [problem for problem in compiled.problems if _takes_row_out(problem, rows, names)]
        if not reasons:
            break
        left_out += reasons
        workbook = _without(workbook, {problem.row for problem in reasons}, names)
    if compiled.questionnaire is None:
        raise QuestionnaireRefused((*compiled.problems, *left_out))
    return Remainder(compiled.questionnaire, tuple(sorted(left_out, key=_row)), compiled.problems)


def _takes_row_out(problem: Problem, rows: dict[int, FormRow], names: set[str]) -> bool:
    if problem.warning or problem.sheet != "survey" or problem.row not in rows:
        return False
    if problem.code == "unknown_reference":
        return any(f"called {name!r}." in problem.message for name in names)
    return problem.code in LEFT_OUT


def _without(workbook: Workbook, numbers: set[int | None], names: set[str]) -> Workbook:
    """The workbook without the rows `numbers` and all inside them; their names are added to `names`."""
    gone: set[int] = set()
    depth = 0
    for row in read_form(workbook).survey:
        if depth or row.number in numbers:
            gone.add(row.number)
            names.add(row.name)
            depth += row.opens - row.closes
    return workbook.without_survey_rows(gone)


def _row(problem: Problem) -> int:
    return problem.row or 0
