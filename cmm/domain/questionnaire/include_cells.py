"""Cells of one sheet under the headers of another, whatever spelling each author chose."""

from collections.abc import Mapping

from cmm.domain.questionnaire.columns import Column, Use, read_columns
from cmm.domain.questionnaire.form_languages import language_code
from cmm.domain.questionnaire.sheets import Sheet, SheetRow

_Key = tuple[str, str | None]


class Headers:
    """The headers of a sheet that receives rows of other sheets; it grows by those it has no word for."""

    def __init__(self, sheet: Sheet) -> None:
        self._found = {_key(column): column.header for column in _read_columns(sheet)}
        self.all: tuple[str, ...] = sheet.headers

    def find(self, column: str) -> str:
        """The header of a column that has no language; it is added where there is none."""
        return self._find((column, None), column)

    def translate(self, sheet: Sheet, row: SheetRow) -> dict[str, str]:
        """The cells of a row of `sheet`, under these headers."""
        keys = {column.header: _key(column) for column in read_columns(sheet)}
        return {self._find(keys[header], header): cell for header, cell in row.cells.items()}

    def _find(self, key: _Key, otherwise: str) -> str:
        if key not in self._found:
            self._found[key] = otherwise
            self.all = (*self.all, otherwise)
        return self._found[key]


def header_of(sheet: Sheet, name: str) -> str:
    """The author's header of a column without a language, else its own name."""
    return next((column.header for column in _read_columns(sheet) if column.name == name), name)


def column_of(sheet: Sheet, header: str) -> str | None:
    """The name of the column under a header; None for the author's own notes."""
    columns: Mapping[str, Column] = {column.header: column for column in read_columns(sheet)}
    column = columns[header]
    return None if column.use is Use.PRIVATE else column.name


def both(one: str, other: str) -> str:
    """The condition that two conditions hold."""
    return f"({one}) and ({other})" if other else one


def _read_columns(sheet: Sheet) -> tuple[Column, ...]:
    return tuple(column for column in read_columns(sheet) if column.use in (Use.READ, Use.FILTER))


def _key(column: Column) -> _Key:
    return column.name, language_code(column.language) if column.language else None
