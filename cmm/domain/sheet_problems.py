"""What is wrong with a table of responses, said to whoever brings it: where it stands and what to do."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

ROWS_NAMED = 5
"""Rows that a message names before it only counts."""


@dataclass(frozen=True, slots=True)
class SheetProblem:
    """One finding in a table of responses; `row` counts as a spreadsheet does, `column` is its header.

    `message` is the English sentence; `facts` are the words in it that change, for a page in another
    language.
    """

    code: str
    message: str
    row: int | None = None
    column: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        place = [f"row {self.row}" if self.row else "", f'column "{self.column}"' if self.column else ""]
        where = ", ".join(part for part in place if part)
        return f"{where}: {self.message}" if where else self.message


def identifying_problem(header: str, what: str, rows: Sequence[int]) -> SheetProblem:
    """Cells under a header look like `what` ("a telephone number"); they are never shown."""
    text = f"holds what looks like {what} ({name_rows(rows)}); clear it, or leave the column out with --drop"
    facts = {"what": what, "rows": tuple(rows)}
    return SheetProblem("identifying", text, rows[0] if len(rows) == 1 else None, header, facts)


def join_problems(problems: Iterable[SheetProblem]) -> list[SheetProblem]:
    """Problems of questions without a column repeat themselves in row after row: each is said once."""
    alike: dict[tuple[str, str], list[SheetProblem]] = {}
    kept = []
    for problem in problems:
        if problem.column is None and problem.row is not None:
            alike.setdefault((problem.code, problem.message), []).append(problem)
        else:
            kept.append(problem)
    return [*map(_of_rows, alike.values()), *kept]


def name_rows(rows: Sequence[int]) -> str:
    """The first rows by number, the rest counted: "rows 2, 3, 4, 5, 6 and 15 more rows"."""
    named = ", ".join(str(row) for row in rows[:ROWS_NAMED])
    more = f" and {len(rows) - ROWS_NAMED} more rows" if len(rows) > ROWS_NAMED else ""
    return f"row {named}" if len(rows) == 1 else f"rows {named}{more}"


def _of_rows(found: Sequence[SheetProblem]) -> SheetProblem:
    first = found[0]
    if len(found) == 1:
        return first
    rows = tuple(problem.row for problem in found if problem.row is not None)
    text = f"{first.message} ({name_rows(rows)})"
    return SheetProblem(first.code, text, facts={**first.facts, "rows": rows})
