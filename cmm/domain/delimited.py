"""Delimited text (CSV) as spreadsheets write it: encoding and delimiter found out, faults said in a sentence.

Rows are counted as a spreadsheet shows them: the header is row 1.
"""

import codecs
import csv
import io
from collections import Counter
from dataclasses import dataclass

LARGEST_FILE = 20_000_000
"""Bytes. A questionnaire of 60 questions answered by 20,000 people is about half of this."""
DELIMITERS = ",;\t"
LONGEST_CELL = 131_072
"""Characters; the csv module's own limit when nobody has changed it."""
SAMPLE_ROWS = 30


class TableRefused(Exception):
    """The file is not a table that can be read; the text says why, and never repeats a cell."""


@dataclass(frozen=True, slots=True)
class TextTable:
    """A header and the rows under it that are not empty.

    `rows` are (row number, cells); every row has as many cells as the header.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    encoding: str
    delimiter: str


def read_table(content: bytes) -> TextTable:
    """Read a delimited file. Raises TableRefused with every fault of its shape, one sentence on each line."""
    if len(content) > LARGEST_FILE:
        raise TableRefused(
            f"the file is larger than {LARGEST_FILE // 1_000_000} MB; divide it into smaller files"
        )
    text, encoding = _decode(content)
    _check_text(text)
    delimiter = _find_delimiter(text)
    records = _read_records(text, delimiter)
    header = tuple(cell.strip() for cell in records[0][1]) if records else ()
    faults = [
        *_check_header(header, records[0][0] if records else 1),
        *_check_ragged(len(header), records[1:]),
    ]
    if faults:
        raise TableRefused("\n".join(faults))
    rows = tuple((row, tuple(cells)) for row, cells in records[1:] if any(cell.strip() for cell in cells))
    return TextTable(header, rows, encoding, delimiter)


def _decode(content: bytes) -> tuple[str, str]:
    for encoding in _encodings(content):
        try:
            return content.decode(encoding), encoding
        except UnicodeDecodeError:
            continue
    raise TableRefused("the file is not text in UTF-8, UTF-16 or windows-1251; save it as CSV in UTF-8")


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
        raise TableRefused("the file is empty")
    if "\0" in text:
        line = text[: text.index("\0")].count("\n") + 1
        raise TableRefused(f"line {line} holds a NUL character: this is not a CSV file, or it is damaged")
    if text.startswith("PK\x03\x04"):
        raise TableRefused("this is a spreadsheet workbook or a zip file; save the sheet as CSV in UTF-8")


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


def _read_records(text: str, delimiter: str) -> list[tuple[int, list[str]]]:
    """Rows with their numbers; lines with nothing at all are left out but counted."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    records: list[tuple[int, list[str]]] = []
    row = 0
    try:
        for row, cells in enumerate(reader, start=1):
            if cells:
                records.append((row, cells))
    except csv.Error as error:
        raise TableRefused(_fault(error, row + 1)) from None
    return records


def _fault(error: csv.Error, row: int) -> str:
    if "field larger than" in str(error):
        return f"row {row}: a cell is longer than {LONGEST_CELL} characters; is a quotation mark not closed?"
    return f"row {row}: the quotation marks are broken (one is not closed, or text follows a closing one)"


def _check_header(header: tuple[str, ...], row: int) -> list[str]:
    """Faults of the header. Nameless columns are given by position."""
    if not any(header):
        return [f"row {row}: there is no header"]
    nameless = [str(position) for position, name in enumerate(header, start=1) if not name]
    twice = [name for name, times in Counter(header).items() if name and times > 1]
    faults = [f"row {row}: column {position} has no header" for position in nameless]
    return faults + [f"row {row}: the header {name[:40]!r} stands over two columns" for name in twice]


def _check_ragged(width: int, records: list[tuple[int, list[str]]]) -> list[str]:
    return [
        f"row {row}: {len(cells)} cells, but the header has {width}"
        for row, cells in records
        if len(cells) != width
    ]
