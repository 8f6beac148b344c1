"""Any file with responses as one table: CSV, an XLSX workbook, or the zip that ODK Central gives.

Of several sheets or files one holds the responses: those of repeats are known by their columns and left
aside; if then more than one is left, a person has to say which.
"""

import posixpath
from collections.abc import Collection, Mapping
from dataclasses import replace

from cmm.domain.delimited import TableRefused, TextTable, build_rows, check_size, read_table, refuse
from cmm.domain.evidence.any_zip import NotAZip, UnsafeZip, read_any_zip
from cmm.domain.field_columns import is_table_of_repeats
from cmm.domain.joined_repeats import join_repeats
from cmm.domain.sheet_problems import SheetProblem
from cmm.domain.table_book import LARGEST_UNPACKED, read_book

_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_BOOK = "[Content_Types].xml"
LONGEST_SHEET_NAME = 31


class SheetNotChosen(TableRefused):
    """Several sheets may hold the responses; `names` are theirs."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self.names = names
        listed = ", ".join(names)
        text = f"several sheets may hold the responses ({listed}); choose one with --sheet"
        super().__init__([SheetProblem("sheet_not_chosen", text, facts={"names": listed})])


def read_file(content: bytes, sheet: str | None = None, *, repeats: Collection[str] = ()) -> TextTable:
    """The table of a file in memory; `sheet` names a sheet of a workbook or a file of a zip.
    Answers to the `repeats` of the questionnaire are brought back into the rows of their responses.

    Raises TableRefused, SheetNotChosen.
    """
    check_size(content)
    if content.startswith(_OLD_EXCEL):
        raise refuse(
            "old_excel", "this is an old Excel file (.xls) or has a password; save it as .xlsx without one"
        )
    if not content.startswith(_ZIP):
        return read_table(content)
    parts = _unpack(content)
    return _read_book(parts, sheet, repeats) if _BOOK in parts else _read_zip(parts, sheet, repeats)


def _unpack(content: bytes) -> dict[str, bytes]:
    """The files in it, but for pictures and other attachments. Raises TableRefused."""
    parts = {}
    try:
        for name, part in read_any_zip(content, most_bytes=LARGEST_UNPACKED):
            if part is None:
                raise refuse("damaged_zip", "the file is damaged or has a password; save or export it again")
            if name.endswith((".xml", ".rels", ".csv")):
                parts[name] = part
    except NotAZip:
        raise refuse(
            "damaged_zip", "the file is damaged or has a password; save or export it again"
        ) from None
    except UnsafeZip:
        text = (
            "the file unpacks to more than any export of answers; export it without pictures and other files"
        )
        raise refuse("zip_bomb", text) from None
    return parts


def _read_book(parts: Mapping[str, bytes], sheet: str | None, repeats: Collection[str]) -> TextTable:
    sheets, hidden = read_book(parts)
    tables = {}
    for name, records in sheets.items():
        header, rows = build_rows(records, ragged=True)
        tables[name] = TextTable(header, rows, format="xlsx", sheet=name)
    found = _put_together(tables, sheet, {name: name for name in tables}, repeats)
    return replace(found, beside=(*found.beside, *hidden))


def _read_zip(parts: Mapping[str, bytes], sheet: str | None, repeats: Collection[str]) -> TextTable:
    """Central puts the responses into one file, repeats into others, and attachments into a folder."""
    files = [name for name in parts if name.endswith(".csv") and not posixpath.dirname(name)]
    tables = {
        name: replace(table, format="zip", sheet=name)
        for name in files
        if (table := _read_part(name, parts[name]))
    }
    return _put_together(tables, sheet, {name: name[:-4].rpartition("-")[2] for name in tables}, repeats)


def _put_together(
    tables: Mapping[str, TextTable], sheet: str | None, titles: Mapping[str, str], repeats: Collection[str]
) -> TextTable:
    """The table of the responses, with those of its repeats that the questionnaire has; `titles` are the
    names of the repeats in the tables, which spreadsheets cut after 31 letters.
    """
    chosen = _choose(tables, [name for name in tables if is_table_of_repeats(tables[name].header)], sheet)
    wanted = {
        repeat: name
        for repeat in repeats
        for name, title in titles.items()
        if name != chosen and title in (repeat, repeat[:LONGEST_SHEET_NAME])
    }
    joined = join_repeats(tables[chosen], {repeat: tables[name] for repeat, name in wanted.items()})
    left = tuple(name for name in tables if name != chosen and name not in wanted.values())
    return replace(joined, beside=left)


def _read_part(name: str, part: bytes) -> TextTable | None:
    """None for a file with nothing in it. Raises TableRefused."""
    try:
        return read_table(part) if part.strip() else None
    except TableRefused as refused:
        text = [
            SheetProblem(one.code, f"{name}: {one.message}", one.row, facts=one.facts)
            for one in refused.problems
        ]
        raise TableRefused(text) from None


def _choose(known: Mapping[str, object], repeats: list[str], wanted: str | None) -> str:
    """Raises TableRefused, SheetNotChosen."""
    if not known:
        raise refuse("no_table", "no sheet and no CSV file in it holds anything")
    if wanted is not None:
        if wanted not in known:
            names = ", ".join(known)
            raise refuse("no_such_sheet", f"there is no sheet {wanted}; there are {names}", names=names)
        return wanted
    main = tuple(name for name in known if name not in repeats) or tuple(known)
    if len(main) > 1:
        raise SheetNotChosen(main)
    return main[0]
