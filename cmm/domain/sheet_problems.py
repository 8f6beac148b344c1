"""What is wrong with a table of responses, said to whoever brings it: where it stands and what to do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

ROWS_NAMED = 5
"""Rows that a message names before it only counts."""


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """One finding in a table of responses; `row` counts as a spreadsheet does, `column` is its header."""

    code: str
    message: str
    row: int | None = None
    column: str | None = None

    def __str__(self) -> str:
        place = [f"row {self.row}" if self.row else "", f'column "{self.column}"' if self.column else ""]
        where = ", ".join(part for part in place if part)
        return f"{where}: {self.message}" if where else self.message


def identifying_problem(header: str, what: str, rows: Sequence[int]) -> SheetProblem:
    """Cells under a header look like `what` ("a telephone number"); they are never shown."""
    text = f"holds what looks like {what} ({_name_rows(rows)}); clear it, or leave the column out with --drop"
    return SheetProblem("identifying", text, rows[0] if len(rows) == 1 else None, header)


def join_problems(problems: Iterable[SheetProblem]) -> list[SheetProblem]:
    """Problems of questions without a column repeat themselves in row after row: each is said once."""
    rows: dict[tuple[str, str], list[int]] = {}
    kept = []
    for problem in problems:
        if problem.column is None and problem.row is not None:
            rows.setdefault((problem.code, problem.message), []).append(problem.row)
        else:
            kept.append(problem)
    return [*(_of_rows(code, text, found) for (code, text), found in rows.items()), *kept]


def _of_rows(code: str, text: str, rows: Sequence[int]) -> SheetProblem:
    if len(rows) == 1:
        return SheetProblem(code, text, rows[0])
    return SheetProblem(code, f"{text} ({_name_rows(rows)})")


def _name_rows(rows: Sequence[int]) -> str:
    named = ", ".join(str(row) for row in rows[:ROWS_NAMED])
    more = f" and {len(rows) - ROWS_NAMED} more rows" if len(rows) > ROWS_NAMED else ""
    return f"row {named}" if len(rows) == 1 else f"rows {named}{more}"
