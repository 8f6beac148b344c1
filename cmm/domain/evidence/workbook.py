"""Tables as one workbook (.xlsx): the same bytes every time, and no cell that is a formula or a link."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO
from typing import Any

import xlsxwriter

from cmm.domain.evidence.table import Cell

WIDEST, NARROWEST = 60, 8
"""Letters in a column."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """`name` has at most 31 letters; without `heading` all rows are plain lines of text."""

    name: str
    heading: Sequence[str]
    rows: Sequence[Sequence[Cell]]


def write_workbook(sheets: Sequence[Sheet], *, title: str, made_on: date) -> bytes:
    """The workbook; `made_on` is the only date in it."""
    target = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties({"title": title, "created": datetime(made_on.year, made_on.month, made_on.day)})
        wrapped = book.add_format({"text_wrap": True, "valign": "top"})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for sheet in sheets:
            _write(book.add_worksheet(sheet.name), sheet, bold, wrapped)
    return target.getvalue()


def _write(page: Any, sheet: Sheet, bold: Any, wrapped: Any) -> None:
    first = 1 if sheet.heading else 0
    for column, name in enumerate(sheet.heading):
        page.write_string(0, column, name, bold)
    for at, row in enumerate(sheet.rows, start=first):
        for column, cell in enumerate(row):
            if isinstance(cell, int):
                page.write_number(at, column, cell, wrapped)
            elif cell is not None:
                page.write_string(at, column, cell, wrapped)
    for column, width in enumerate(_widths(sheet)):
        page.set_column(column, column, width)
    if sheet.heading:
        page.freeze_panes(1, 0)
        page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.heading) - 1)


def _widths(sheet: Sheet) -> list[int]:
    lines = [row for row in (sheet.heading, *sheet.rows) if row]
    columns = max((len(row) for row in lines), default=0)
    longest = [max(len(str(row[column])) for row in lines if len(row) > column) for column in range(columns)]
    return [min(max(each + 2, NARROWEST), WIDEST) for each in longest]
