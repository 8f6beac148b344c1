"""Modules: forms without settings, whose groups other questionnaires include."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from cmm.domain.questionnaire.adapter import read_workbook
from cmm.domain.questionnaire.include_cells import header_of
from cmm.domain.questionnaire.problems import QuestionnaireRefused
from cmm.domain.questionnaire.sheets import Sheet, SheetRow, Workbook
from cmm.domain.questionnaire.tables import has_table
from cmm.domain.questionnaire.type_cells import TypeCell, read_type

FORM_FILE = "form.md"


@dataclass(frozen=True, slots=True)
class Module:
    """A form to include from: the rows of its outermost groups by the group's name."""

    name: str
    folder: Path
    workbook: Workbook
    groups: Mapping[str, tuple[SheetRow, ...]]

    def find(self, address: str) -> tuple[SheetRow, ...]:
        """The rows called "core.reach" or "core.reach.hours_fit"; none where there is no such thing."""
        _, _, rest = address.partition(".")
        group, _, question = rest.partition(".")
        rows = self.groups.get(group, ())
        return tuple(row for row in rows if question in ("", self.name_of(row)))

    def addresses(self) -> list[str]:
        """Everything that can be included, as it is written in an include row."""
        found = []
        for group, rows in self.groups.items():
            found.append(f"{self.name}.{group}")
            found += [f"{self.name}.{group}.{name}" for row in rows if (name := self.name_of(row))]
        return found

    def choices(self, list_name: str) -> list[SheetRow]:
        """The rows of one choice list."""
        return rows_of_list(self.workbook.sheet("choices"), list_name)

    def name_of(self, row: SheetRow) -> str:
        """A row's name, "" at the end of a group."""
        return row.cells.get(header_of(self.workbook.sheet("survey"), "name"), "")


def read_module(path: Path) -> Module:
    """The module whose form.md is at `path`. Raises `QuestionnaireRefused` if its tables are faulty."""
    workbook = read_workbook(path)
    if workbook.problems:
        raise QuestionnaireRefused(workbook.problems)
    return Module(path.parent.name, path.parent, workbook, dict(_groups(workbook.sheet("survey"))))


def is_module(workbook: Workbook) -> bool:
    """Whether a form is only there to be included: it has questions, and no settings."""
    return bool(workbook.sheet("survey").headers) and "settings" not in workbook.sheets


def is_module_file(path: Path) -> bool:
    """Whether a form.md is a module; told from its text, without reading its tables."""
    text = path.read_text(encoding="utf-8", errors="replace")
    return path.name == FORM_FILE and has_table(text, "survey") and not has_table(text, "settings")


def list_named(survey: Sheet, rows: Iterable[SheetRow]) -> Iterator[str]:
    """The choice lists that rows of a survey sheet name, in their order."""
    column = header_of(survey, "type")
    for row in rows:
        cell = read_type(row.cells.get(column, ""))
        if isinstance(cell, TypeCell) and cell.list_name:
            yield cell.list_name


def rows_of_list(choices: Sheet, list_name: str) -> list[SheetRow]:
    """The rows of a choices sheet that belong to one list."""
    column = header_of(choices, "list_name")
    return [row for row in choices.rows if row.cells.get(column) == list_name]


def _groups(survey: Sheet) -> Iterator[tuple[str, tuple[SheetRow, ...]]]:
    kind, name = header_of(survey, "type"), header_of(survey, "name")
    depth, current = 0, ""
    inside: list[SheetRow] = []
    for row in survey.rows:
        cell = read_type(row.cells.get(kind, ""))
        step = {"begin": 1, "end": -1}.get(cell.kind, 0) if isinstance(cell, TypeCell) else 0
        if depth == 0 and step == 1:
            current = row.cells.get(name, "")
        elif depth == 1 and step == -1:
            yield current, tuple(inside)
            inside = []
        elif depth:
            inside.append(row)
        depth += step
