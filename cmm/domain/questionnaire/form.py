"""A form between sheet and model: every cell under XLSForm's own column name, texts by language, rows
numbered.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cmm.domain.language import Translated
from cmm.domain.questionnaire.columns import TRANSLATED, Column, Use, read_columns
from cmm.domain.questionnaire.form_languages import FormLanguages, read_languages
from cmm.domain.questionnaire.problems import Problem
from cmm.domain.questionnaire.sheets import Sheet, SheetRow, Workbook
from cmm.domain.questionnaire.type_cells import TypeCell, TypeFault, read_type

_YES = ("yes", "true", "true()")


@dataclass(frozen=True, slots=True)
class FormRow:
    """A row of a sheet: `cells` by column name, `texts` of the translated columns by language code."""

    number: int
    cells: Mapping[str, str]
    texts: Mapping[str, Translated]
    type: TypeCell | TypeFault | None = None

    @property
    def name(self) -> str:
        return self.cells.get("name", "")

    @property
    def kind(self) -> str:
        """The type's name ("select_one", "group"), or "" where the type cell was refused."""
        return self.type.name if isinstance(self.type, TypeCell) else ""

    @property
    def opens(self) -> bool:
        return isinstance(self.type, TypeCell) and self.type.kind == "begin"

    @property
    def closes(self) -> bool:
        return isinstance(self.type, TypeCell) and self.type.kind == "end"

    def text(self, column: str) -> Translated:
        return self.texts.get(column, {})


@dataclass(frozen=True, slots=True)
class Form:
    """All rows of a form. `survey` holds questions, groups, repeats and their ends in the author's order."""

    workbook: Workbook
    columns: Mapping[str, tuple[Column, ...]]
    languages: FormLanguages
    survey: tuple[FormRow, ...]
    choices: tuple[FormRow, ...]
    settings: FormRow = field(default_factory=lambda: FormRow(2, {}, {}))

    def questions(self) -> Iterator[FormRow]:
        """The rows of the survey sheet that are questions of a type we take."""
        for row in self.survey:
            if isinstance(row.type, TypeCell) and row.type.kind == "question":
                yield row

    def header(self, sheet: str, column: str, language: str | None = None) -> str:
        """The author's header for a column, in one language if asked; what it should be where there is
        none.
        """
        found = self.find_header(sheet, column, language)
        if found:
            return found
        written = self.languages.written(language) if language else None
        return f"{column}::{written}" if written else column

    def find_header(self, sheet: str, column: str, language: str | None = None) -> str | None:
        """The author's header for a column (in a language, if asked), or None where the sheet has none."""
        for candidate in self.columns.get(sheet, ()):
            code = self.languages.by_name[candidate.language]
            if candidate.use is Use.READ and candidate.name == column and language in (None, code):
                return candidate.header
        return None

    def problem(self, code: str, message: str, row: FormRow, column: str, sheet: str = "survey") -> Problem:
        """A problem at a cell of the survey (or another) sheet."""
        return Problem(code, message, sheet, row.number, self.header(sheet, column))

    def warning(self, code: str, message: str, row: FormRow, column: str, sheet: str = "survey") -> Problem:
        """A remark at a cell, which does not stop the form from loading."""
        return Problem(code, message, sheet, row.number, self.header(sheet, column), warning=True)


def read_form(workbook: Workbook) -> Form:
    """Put the sheets' cells under their column names and their types in our words."""
    columns = {name: read_columns(workbook.sheet(name)) for name in ("survey", "choices", "settings")}
    settings = _rows(workbook.sheet("settings"), columns["settings"], {})
    default = settings[0].cells.get("default_language", "") if settings else ""
    languages = _languages(columns, default)
    form_settings = _rows(workbook.sheet("settings"), columns["settings"], languages.by_name)
    return Form(
        workbook,
        columns,
        languages,
        tuple(_survey_rows(workbook.sheet("survey"), columns["survey"], languages)),
        tuple(_rows(workbook.sheet("choices"), columns["choices"], languages.by_name)),
        *form_settings[:1],
    )


def _languages(columns: Mapping[str, tuple[Column, ...]], default: str) -> FormLanguages:
    read = [column for sheet in ("survey", "choices", "settings") for column in columns[sheet]]
    translated = [column for column in read if column.use is Use.READ and column.name in TRANSLATED]
    labels = [column.language for column in columns["survey"] if column.name == "label"]
    return read_languages([column.language for column in translated], labels, default)


def _survey_rows(sheet: Sheet, columns: tuple[Column, ...], languages: FormLanguages) -> Iterator[FormRow]:
    for row in _rows(sheet, columns, languages.by_name):
        if row.cells.get("disabled", "").lower() in _YES or not _means_something(row):
            continue
        cell = row.cells.get("type")
        kind = read_type(cell) if cell else None
        name = row.name
        if not name and isinstance(kind, TypeCell) and kind.name == "note":
            name = f"generated_note_name_{row.number}"  # as the standard reader names them
        yield FormRow(row.number, {**row.cells, "name": name}, row.texts, kind)


def _means_something(row: FormRow) -> bool:
    """Rows with neither type nor name nor label are an author's remarks."""
    return bool(row.cells.get("type") or row.name or row.text("label"))


def _rows(sheet: Sheet, columns: tuple[Column, ...], codes: Mapping[str | None, str]) -> list[FormRow]:
    by_header = {column.header: column for column in columns}
    return [_row(row, by_header, codes) for row in sheet.rows]


def _row(row: SheetRow, columns: Mapping[str, Column], codes: Mapping[str | None, str]) -> FormRow:
    cells: dict[str, str] = {}
    texts: dict[str, dict[str, str]] = {}
    for header, cell in row.cells.items():
        column = columns.get(header)
        if column is None or column.use not in (Use.READ, Use.FILTER):
            continue
        if column.name not in TRANSLATED:
            cells[column.name] = cell
        elif column.language in codes:
            code = codes[column.language]
            if column.language is not None or code not in texts.setdefault(column.name, {}):
                texts.setdefault(column.name, {})[code] = cell
    return FormRow(row.number, cells, texts)
