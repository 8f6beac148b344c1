"""Delimited text (CSV) as spreadsheets write it: encoding and delimiter found out, faults said in a sentence.

Rows are counted as a spreadsheet shows them: the header is row 1.
"""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from cmm.domain.sheet_problems import SheetProblem

LARGEST_FILE = 20_000_000
"""Bytes. A questionnaire of 60 questions answered by 20,000 people is about half of this."""
DELIMITERS = ",;\t"
LONGEST_CELL = 131_072
"""Characters; the csv module's own limit when nobody has changed it."""
MOST_COLUMNS = 3_000
SAMPLE_ROWS = 30

Records = list[tuple[int, list[str]]]
"""Rows with their numbers, the header first."""


class TableRefused(Exception):
    """The file is not a table that can be read; `problems` say why, and never repeat a cell."""

    def __init__(self, problems: Sequence[SheetProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, problems)))


@dataclass(frozen=True, slots=True)
class TextTable:
    """A header and the rows under it that are not empty.

    `rows` are (row number, cells); every row has as many cells as the header. `format` is csv, xlsx or zip;
    `sheet` the name of the sheet or of the file in the zip, and `beside` the names of those that were not
    read. `identities` holds for every row what tells it apart in the tool it comes from, or is empty;
    `turned_down` are the numbers of the rows that somebody turned down there.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    encoding: str = ""
    delimiter: str = ""
    format: str = "csv"
    sheet: str = ""
    beside: tuple[str, ...] = ()
    identities: tuple[str, ...] = ()
    turned_down: frozenset[int] = frozenset()


def refuse(code: str, message: str, row: int | None = None, **facts: object) -> TableRefused:
    """The refusal to raise for one fault."""
    return TableRefused([SheetProblem(code, message, row, facts=facts)])


def read_table(content: bytes) -> TextTable:
    """Read a delimited file. Raises TableRefused with every fault of its shape, one sentence on each line."""
    check_size(content)
    text, encoding = _decode(content)
    _check_text(text)
    delimiter = _find_delimiter(text)
    header, rows = build_rows(_read_records(text, delimiter))
    return TextTable(header, rows, encoding, delimiter)


def check_size(content: bytes) -> None:
    """Raises TableRefused."""
    if len(content) > LARGEST_FILE:
        limit = LARGEST_FILE // 1_000_000
        raise refuse(
            "too_large", f"the file is larger than {limit} MB; divide it into smaller files", limit=limit
        )


def build_rows(
    records: Records, *, ragged: bool = False
) -> tuple[tuple[str, ...], tuple[tuple[int, tuple[str, ...]], ...]]:
    """The header and the rows that are not empty. Columns with nothing in them at all are forgotten; a header
    that is missing, or stands over several columns, gets the number of its column.

    With `ragged` rows may have fewer or more cells than the header, as in a workbook. Raises TableRefused.
    """
    first = records[0][0] if records else 1
    given = [cell.strip() for cell in records[0][1]] if records else []
    if not any(given):
        raise refuse("header_missing", "there is no header", first)
    if ragged:
        given += [""] * (max(len(cells) for _, cells in records) - len(given))
    else:
        _check_ragged(len(given), records[1:])
    if len(given) > MOST_COLUMNS:
        text = f"there are more than {MOST_COLUMNS} columns"
        raise refuse("too_many_columns", text, first, limit=MOST_COLUMNS)
    wide = [(row, [*cells, *[""] * (len(given) - len(cells))]) for row, cells in records[1:]]
    filled = {column for _, cells in wide for column, cell in enumerate(cells) if cell.strip()}
    kept = [column for column, name in enumerate(given) if name or column in filled]
    rows = tuple((row, tuple(cells[column] for column in kept)) for row, cells in wide if any_filled(cells))
    return tuple(_header(given, column) for column in kept), rows


def any_filled(cells: Sequence[str]) -> bool:
    return any(cell.strip() for cell in cells)


def _header(given: Sequence[str], column: int) -> str:
    name, number = given[column], f"column {column + 1}"
    if not name:
        return number
    return name if Counter(given)[name] == 1 else f"{name} ({number})"


def _decode(content: bytes) -> tuple[str, str]:
    for encoding in _encodings(content):
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    text = "the file is not text in UTF-8, UTF-16 or windows-1251; save it as CSV in UTF-8"
    raise refuse("unknown_encoding", text)


def _encodings(content: bytes) -> tuple[str, ...]:
    """The encodings to try. UTF-16 without its mark is known by its zero bytes (every second one)."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    sample = content[:2000]
    if sample.count(0) > len(sample) // 4:
        return ("utf-16-be",) if sample[0] == 0 else ("utf-16-le",)
    return ("utf-8-sig", "cp1251")


def _check_text(text: str) -> None:
    if not text.strip():
        raise refuse("empty_file", "the file is empty")
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        message = f"line {line} holds a NUL character: this is not a CSV file, or it is damaged"
        raise refuse("damaged", message)


def _find_delimiter(text: str) -> str:
    """The delimiter under which the quotation marks fit and most rows have as many cells as the first."""
    return max(DELIMITERS, key=lambda delimiter: _regularity(text, delimiter))


def _regularity(text: str, delimiter: str) -> tuple[bool, bool, float, int]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    widths: list[int] = []
    quotes_fit = True
    try:
        widths += [len(cells) for cells, _ in zip(reader, range(SAMPLE_ROWS), strict=False) if cells]
    except csv.Error:
        quotes_fit = False
    width = widths[0] if widths else 0
    return (quotes_fit, width > 1, widths.count(width) / max(len(widths), 1), width)


def _read_records(text: str, delimiter: str) -> Records:
    """Rows with their numbers; lines with nothing at all are left out but counted."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records: Records = []
    row = 0
    try:
        for row, cells in enumerate(reader, start=1):
            if cells:
                records.append((row, cells))
    except csv.Error as error:
        raise _fault(error, row + 1) from None
    return records


def _fault(error: csv.Error, row: int) -> TableRefused:
    if "field larger than" in str(error):
        text = f"a cell is longer than {LONGEST_CELL} characters; is a quotation mark not closed?"
        return refuse("cell_too_long", text, row, limit=LONGEST_CELL)
    text = "the quotation marks are broken (one is not closed, or text follows a closing one)"
    return refuse("broken_quotes", text, row)


def _check_ragged(width: int, records: Records) -> None:
    problems = [
        SheetProblem(
            "ragged",
            f"{len(cells)} cells, but the header has {width}",
            row,
            facts={"cells": len(cells), "width": width},
        )
        for row, cells in records
        if len(cells) != width
    ]
    if problems:
        raise TableRefused(problems)
