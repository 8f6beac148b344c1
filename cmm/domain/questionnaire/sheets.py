"""The raw sheets of an XLSForm: cells as the author wrote them, with the row numbers the author sees."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from cmm.domain.questionnaire.problems import Problem

FORM_SHEETS = ("survey", "choices", "settings")
"""The sheets that make a questionnaire; XLSForm's other sheets serve other tools."""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row that holds something: `cells` maps the header's text to the cell's text."""

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: `headers` in order, `rows` without the empty ones, `header_number` counted like the rows."""

    name: str
    headers: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    header_number: int = 1


@dataclass(frozen=True, slots=True)
class Workbook:
    """A file that was read: `sheets` by lower-case name; `problems` found while reading it."""

    stem: str
    sheet_names: tuple[str, ...]
    sheets: Mapping[str, Sheet]
    problems: tuple[Problem, ...] = ()

    def sheet(self, name: str) -> Sheet:
        """The sheet called `name`; an empty one where the file has none."""
        return self.sheets.get(name) or Sheet(name, (), ())

    def without_survey_rows(self, numbers: Collection[int]) -> "Workbook":
        """The same file with some rows of the survey sheet left out; the others keep their numbers."""
        survey = self.sheet("survey")
        rest = tuple(row for row in survey.rows if row.number not in numbers)
        return replace(self, sheets={**self.sheets, "survey": replace(survey, rows=rest)})
