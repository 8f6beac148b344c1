"""Tables as CSV files that a spreadsheet cannot mistake for a program."""

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so may be run as a formula."""


def write_csv(rows: Iterable[Sequence[str | int | None]], *, excel: bool = False) -> bytes:
    """UTF-8 bytes of `rows`, the first of which is the heading.

    Plain files follow RFC 4180. For Excel there is a byte order mark and a semicolon, as its Russian and
    Kazakh versions expect.
    """
    target = StringIO()
    writer = csv.writer(target, delimiter=";" if excel else ",", lineterminator="\r\n")
    writer.writerows([[_harmless(cell) for cell in row] for row in rows])
    return target.getvalue().encode("utf-8-sig" if excel else "utf-8")


def _harmless(cell: str | int | None) -> str | int:
    if isinstance(cell, str) and cell.startswith(DANGEROUS):
        return "'" + cell
    return "" if cell is None else cell
