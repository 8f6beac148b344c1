"""Sheets written as text: Markdown tables and CSV, to grids of cells with row numbers.

A Markdown table names its sheet in the first column of a row of its own or of the header row; rows count from
the header, which is row 1, blank rows included. In CSV a row's number is its line's, as a spreadsheet shows
it.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence

from cmm.domain.questionnaire.problems import Problem
from cmm.domain.questionnaire.sheets import Sheet, SheetRow

_SEPARATOR = re.compile(r"[\s|:-]*")
_PIPE = re.compile(r"(?<!\\)\|")

Line = tuple[int, list[str]]
Table = tuple[str, list[Line]]


def read_markdown(text: str) -> tuple[list[str], list[Sheet], list[Problem]]:
    """The sheets of Markdown tables: names as written, the sheets, and what is wrong with the tables."""
    tables: list[Table] = []
    for cells in _markdown_rows(text):
        if cells[0]:
            tables.append((cells[0], []))
        if tables and (tables[-1][1] or any(cells[1:])):
            tables[-1][1].append((len(tables[-1][1]) + 1, cells[1:]))
    return _sheets(tables)


def has_table(text: str, name: str) -> bool:
    """Whether a Markdown text holds the table `name`: files without "survey" can be passed over."""
    return any(cells[0].lower() == name for cells in _markdown_rows(text))


def read_csv(text: str) -> tuple[list[str], list[Sheet], list[Problem]]:
    """The sheets of a CSV file in XLSForm's layout: the sheet's name stands in the first column.

    Raises `csv.Error` where the text is no CSV.
    """
    delimiter = ";" if text.count(";") > text.count(",") else ","
    tables: list[Table] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    for number, raw in enumerate(reader, start=1):
        cells = [_clean(cell) for cell in raw] or [""]
        if cells[0]:
            tables.append((cells[0], []))
        if tables and any(cells[1:]):
            tables[-1][1].append((number, cells[1:]))
    return _sheets(tables)


def _markdown_rows(text: str) -> Iterator[list[str]]:
    for line in text.splitlines():
        stripped = line.strip()
        if not stripped.startswith("|"):
            continue
        body = _without_end(stripped[1:])
        if "-" in body and _SEPARATOR.fullmatch(body):
            continue
        yield [_clean(cell.replace(r"\|", "|")) for cell in _PIPE.split(body)]


def _without_end(body: str) -> str:
    """A row without its last pipe and a # comment after it; a row that lacks the last pipe keeps its text."""
    *_, last = [None, *_PIPE.finditer(body)]
    after = body[last.end() :].strip() if last else ""
    return body[: last.start()] if last and (not after or after.startswith("#")) else body


def _clean(cell: str) -> str:
    """No space around, and no-break spaces as plain ones: workbooks are read the same way."""
    return cell.replace("\N{NO-BREAK SPACE}", " ").strip()


def _sheets(tables: list[Table]) -> tuple[list[str], list[Sheet], list[Problem]]:
    sheets: dict[str, Sheet] = {}
    problems = []
    for name, lines in tables:
        if name.lower() in sheets:
            words = f"There are two tables called {name!r}. Put their rows into one."
            problems.append(Problem("duplicate_sheet", words, name.lower()))
            continue
        sheets[name.lower()], found = _sheet(name, lines)
        problems += found
    return [name for name, _ in tables], list(sheets.values()), problems


def _sheet(name: str, lines: list[Line]) -> tuple[Sheet, list[Problem]]:
    if not lines:
        return Sheet(name, (), ()), []
    header_number, headers = lines[0]
    problems = [
        Problem(
            "duplicate_column",
            f"Two columns have the header {header!r}. Rename or delete one.",
            name.lower(),
            header_number,
            header,
        )
        for header in sorted({header for header in headers if header and headers.count(header) > 1})
    ]
    problems += [
        Problem(
            "cell_without_column",
            f"The text {_beyond(headers, cells)!r} stands under no header. Give its column a header, "
            "or write \\| "
            "where a | belongs to the text.",
            name.lower(),
            number,
        )
        for number, cells in lines[1:]
        if _beyond(headers, cells)
    ]
    rows = [_row(number, headers, cells) for number, cells in lines[1:]]
    return Sheet(
        name, tuple(filter(None, headers)), tuple(row for row in rows if row.cells), header_number
    ), problems


def _beyond(headers: Sequence[str], cells: Sequence[str]) -> str:
    extra = [cell for at, cell in enumerate(cells) if cell and (at >= len(headers) or not headers[at])]
    return extra[0][:60] if extra else ""


def _row(number: int, headers: Sequence[str], cells: Sequence[str]) -> SheetRow:
    pairs = zip(headers, cells, strict=False)
    return SheetRow(number, {header: cell for header, cell in pairs if header and cell})
