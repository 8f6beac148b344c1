"""The text inside a backup: lines of JSON, one after the other, so that neither side ever holds all of it.

    ["cmm backup", 1, {heading}]          what it is, and the instance's files
    ["rows", "city", [[...], ...]]        again and again
    ["end", {"city": [3, "…"], ...}]      count and sum of every table (`cmm.domain.row_text`)
    spaces                                up to a size that says little about what is inside

It is sealed with age (https://age-encryption.org/v1) before it touches a disk.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from cmm.domain.refusal import Refusal
from cmm.domain.row_text import Row, RowSums, write_rows

MARK, FORMAT = "cmm backup", 1
ROWS, END = "rows", "end"
SMALLEST, STEP = 4 << 20, 64 << 20
"""Bytes: a backup is at least as long as the first, a power of two up to the second, then its multiple."""
SPACES_AT_ONCE = 1 << 20


class NotABackup(Refusal):
    """The file is none of our backups."""


class NewerBackup(Refusal):
    """A newer version of the program made it. The subject is the revision of its tables."""


class BackupDamaged(Refusal):
    """The file was changed, or its end is missing."""


@dataclass(frozen=True, slots=True)
class Heading:
    """`revision` of the tables, the day, the number of rows, the names of columns by table in the order of
    the values, and the text of files of the instance by name.
    """

    revision: str
    made_on: str
    rows: int
    columns: Mapping[str, list[str]]
    files: Mapping[str, str] = field(repr=False)


def write_stream(heading: Heading, chunks: Iterable[tuple[str, list[Row]]]) -> Iterator[bytes]:
    """The whole text in pieces."""
    length, sums = 0, RowSums()
    first = _line([MARK, FORMAT, asdict(heading)])
    for piece in _lines(first, chunks, sums):
        length += len(piece)
        yield piece
    missing = padded_size(length + 1) - length - 1
    for start in range(0, missing, SPACES_AT_ONCE):
        yield b" " * min(SPACES_AT_ONCE, missing - start)
    yield b"\n"


def padded_size(length: int) -> int:
    """The size that a text of this length gets, in bytes."""
    if length <= STEP:
        return max(SMALLEST, 1 << (length - 1).bit_length())
    return -(-length // STEP) * STEP


def read_heading(line: bytes) -> Heading:
    """Raises NotABackup, NewerBackup."""
    try:
        mark, number, told = json.loads(line)
        if mark != MARK:
            raise NotABackup
        if number > FORMAT:
            raise NewerBackup(str(number))
        heading = Heading(**told)
    except (ValueError, TypeError, RecursionError):
        raise NotABackup from None
    if not _is_well_made(heading):
        raise NotABackup
    return heading


def read_line(line: bytes) -> tuple[str, list[Any]]:
    """What a line behind the first is ("rows", "end"), and the rest of it. Raises BackupDamaged."""
    try:
        kind, *rest = json.loads(line)
    except (ValueError, TypeError, RecursionError):
        raise BackupDamaged from None
    return kind, rest


class LineSplitter:
    """Makes whole lines of pieces of any length."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def split(self, piece: bytes) -> Iterator[bytes]:
        """The lines that end in this piece, without their break."""
        *ends, rest = piece.split(b"\n")
        for end in ends:
            yield b"".join([*self._pieces, end])
            self._pieces.clear()
        if rest:
            self._pieces.append(rest)


def _is_well_made(heading: Heading) -> bool:
    """Whether everything is of its kind: age does not say who sealed a file."""
    texts = [heading.revision, heading.made_on]
    if not isinstance(heading.columns, Mapping) or not isinstance(heading.files, Mapping):
        return False
    return isinstance(heading.rows, int) and all(
        isinstance(one, str) for one in (*texts, *heading.files.values())
    )


def _lines(first: bytes, chunks: Iterable[tuple[str, list[Row]]], sums: RowSums) -> Iterator[bytes]:
    yield first
    for table, rows in chunks:
        sums.add(table, rows)
        yield b'["%s",%s,%s]\n' % (ROWS.encode(), json.dumps(table).encode(), write_rows(rows))
    yield _line([END, sums.told()])


def _line(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
