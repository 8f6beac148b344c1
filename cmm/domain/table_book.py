"""A sheet of an XLSX workbook as a table of texts: what a person sees in the cells, typed rightly.

The reader trusts nothing that the file says of itself: sizes are counted, not believed.
"""

import datetime as dt
import warnings
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from openpyxl import load_workbook
from openpyxl.worksheet._reader import WorkSheetParser

from cmm.domain.book_parts import check_parts, pack_parts
from cmm.domain.delimited import LONGEST_CELL, MOST_COLUMNS, Records, any_filled, refuse

LARGEST_UNPACKED = 150_000_000
"""Bytes of all parts of a workbook or zip together."""
MOST_ROWS = 100_000
MOST_CELLS = 4_000_000
MOST_ROW_NUMBER = 1_048_576
"""The last row of a spreadsheet program; rows that a file skips are gone through one by one."""
MOST_EMPTY = 16_000_000
"""Cells with and without anything in them, as formatted columns may reach far to the right."""


def read_book(parts: Mapping[str, bytes]) -> tuple[dict[str, Records], tuple[str, ...]]:
    """The sheets that can be seen and hold something, by name, and the names of the hidden ones.

    `parts` are its unpacked files. Raises TableRefused.
    """
    check_parts(parts)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl remarks on page headers and the like
            return _read(parts)
    except (
        ArithmeticError,
        AttributeError,
        LookupError,
        OSError,
        SyntaxError,
        TypeError,
        ValueError,
    ) as error:
        text = "the workbook is damaged; open it and save it again as .xlsx"
        raise refuse("damaged_book", text) from error


def cell_text(value: Any) -> str:
    """A cell as text: whole numbers without ".0", fractions without the noise of binary numbers, days as
    2026-11-22, moments with their time, TRUE and FALSE.
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.15g}"
    if isinstance(value, dt.datetime):
        is_day = (value.hour, value.minute, value.second, value.microsecond) == (0, 0, 0, 0)
        return value.date().isoformat() if is_day else value.isoformat(" ", "seconds")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return str(value).replace("_x000D_", "")


def _read(parts: Mapping[str, bytes]) -> tuple[dict[str, Records], tuple[str, ...]]:
    book = load_workbook(pack_parts(parts), read_only=True, data_only=True)
    try:
        shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        hidden = tuple(sheet.title for sheet in book.worksheets if sheet.sheet_state != "visible")
        found = {sheet.title: _read_sheet(sheet) for sheet in shown}
        if _have_formulas(parts):
            _check_formulas(shown, found)
    finally:
        book.close()
    return {name: records for name, records in found.items() if records}, hidden


def _have_formulas(parts: Mapping[str, bytes]) -> bool:
    sheets = (part for name, part in parts.items() if name.startswith("xl/worksheets/"))
    return any(b"<f>" in sheet or b"<f " in sheet for sheet in sheets)


def _read_sheet(sheet: Any) -> Records:
    """Rows with anything in them, with their numbers."""
    sheet.reset_dimensions()  # some programs write a wrong size
    records: Records = []
    cells = seen = 0
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        if not values and number <= MOST_ROW_NUMBER:
            continue
        seen += len(values)
        row = _texts(values, number)
        cells += len(row)
        is_far = number > MOST_ROW_NUMBER or seen > MOST_EMPTY
        if is_far or len(row) > MOST_COLUMNS or len(records) > MOST_ROWS or cells > MOST_CELLS:
            raise refuse("too_much", "the sheet is larger than any export of answers; divide it", number)
        if any_filled(row):
            records.append((number, row))
    return records


def _texts(values: Sequence[Any], number: int) -> list[str]:
    """The cells up to the last one with anything in it. Raises TableRefused for one that is too long."""
    width = len(values)
    while width and values[width - 1] is None:
        width -= 1
    row = [cell_text(value) for value in values[:width]]
    for column, cell in enumerate(row, start=1):
        if len(cell) > LONGEST_CELL:
            text = f"the cell in column {column} is longer than {LONGEST_CELL} characters; shorten it"
            raise refuse("book_cell_too_long", text, number, limit=LONGEST_CELL, column=column)
    while row and not row[-1].strip():
        row.pop()
    return row


def _check_formulas(sheets: Iterable[Any], found: Mapping[str, Records]) -> None:
    """A formula has a value only when a spreadsheet program has worked it out. Raises TableRefused."""
    for sheet in sheets:
        known = dict(found[sheet.title])
        for row, column in _list_formulas(sheet):
            if not known.get(row, [])[column - 1 : column] or not known[row][column - 1]:
                text = "a formula has no value yet; open the file in a spreadsheet program and save it"
                raise refuse("formula_unknown", text, row, sheet=sheet.title)


def _list_formulas(sheet: Any) -> Iterator[tuple[int, int]]:
    """(row, column) of each, from 1."""
    with sheet._get_source() as source:
        for _, cells in _FormulaParser(source, sheet._shared_strings).parse():
            yield from ((cell["row"], cell["column"]) for cell in cells if cell["data_type"] == "f")


class _FormulaParser(WorkSheetParser):  # type: ignore[misc]
    """Sees where formulas stand and leaves them unread: to copy a long one into many cells takes hours."""

    def parse_formula(self, _element: Any) -> str:
        return "="
