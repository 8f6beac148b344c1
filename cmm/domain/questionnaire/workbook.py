"""A form written as text, as the workbook that other XLSForm programs open."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from cmm.domain.questionnaire.include import read_expanded
from cmm.domain.questionnaire.sheets import FORM_SHEETS, Sheet, SheetRow

_MADE_AT = datetime(2000, 1, 1)  # a fixed date, so that the same form gives the same bytes
_WIDEST = 60


def write_workbook(source: Path, target: Path) -> None:
    """Write the form at `source` to `target` as .xlsx; both compile to equal questionnaires.

    What the form includes is written out. Rows keep their numbers up to the first included one, so that a
    problem named in one is found in the other. Raises `QuestionnaireRefused` for an unreadable source and
    OSError if `target` cannot be written.
    """
    form = read_expanded(source)
    try:
        with xlsxwriter.Workbook(str(target)) as book:
            book.set_properties({"created": _MADE_AT})
            bold = book.add_format({"bold": True})
            for name in FORM_SHEETS:
                if form.sheet(name).headers:
                    _write_sheet(book.add_worksheet(name), form.sheet(name), bold)
    except xlsxwriter.exceptions.FileCreateError as error:
        raise OSError(f"{target.name} cannot be written") from error


def _write_sheet(page: Any, sheet: Sheet, bold: Any) -> None:
    columns = {header: at for at, header in enumerate(sheet.headers)}
    for header, at in columns.items():
        page.write_string(0, at, header, bold)
        longest = max((len(row.cells.get(header, "")) for row in sheet.rows), default=0)
        page.set_column(at, at, min(max(longest, len(header)) + 2, _WIDEST))
    for at, row in _places(sheet):
        for header, cell in row.cells.items():
            page.write_string(at, columns[header], cell)
    page.freeze_panes(1, 0)


def _places(sheet: Sheet) -> Iterator[tuple[int, SheetRow]]:
    """Each row with its place below the header; rows that an include row brought come one after the other."""
    at, previous = 0, sheet.header_number
    for row in sheet.rows:
        at += max(row.number - previous, 1)
        previous = max(row.number, previous)
        yield at, row
