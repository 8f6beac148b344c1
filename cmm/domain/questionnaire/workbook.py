"""A form written as text, as the workbook that other XLSForm programs open."""

from datetime import datetime
from pathlib import Path
from typing import Any

import xlsxwriter

from cmm.domain.questionnaire.adapter import read_workbook
from cmm.domain.questionnaire.sheets import FORM_SHEETS, Sheet

_MADE_AT = datetime(2000, 1, 1)  # a fixed date, so that the same form gives the same bytes
_WIDEST = 60


def write_workbook(source: Path, target: Path) -> None:
    """Write the form at `source` to `target` as .xlsx; both compile to equal questionnaires.

    Rows keep their numbers, so that a problem named in one is found in the other. Raises
    `QuestionnaireRefused` for an unreadable source and OSError if `target` cannot be written.
    """
    form = read_workbook(source)
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
    for row in sheet.rows:
        for header, cell in row.cells.items():
            page.write_string(row.number - sheet.header_number, columns[header], cell)
    page.freeze_panes(1, 0)
