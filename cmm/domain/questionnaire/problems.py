"""What is wrong with a questionnaire, said to its author: where it stands and what to do."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding in an XLSForm.

    `code` is stable and machine-readable ("unknown_column"); `message` is a sentence for the author.
    `row` counts as the spreadsheet program shows it (the header is row 1); `column` is the header's text.
    A `warning` does not stop the form from loading.
    """

    code: str
    message: str
    sheet: str | None = None
    row: int | None = None
    column: str | None = None
    warning: bool = False

    def __str__(self) -> str:
        place = [
            f"sheet {self.sheet}" if self.sheet else "",
            f"row {self.row}" if self.row else "",
            f"column {self.column}" if self.column else "",
        ]
        where = ", ".join(part for part in place if part)
        return f"{where}: {self.message}" if where else self.message


class QuestionnaireRefused(Exception):
    """The form has problems; nothing was loaded. `problems` holds all of them."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"{len(self.problems)} problems")
