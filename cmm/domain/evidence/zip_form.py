"""The one form in which we write a zip, and a reader that takes no other.

A zip can say the same thing in many ways (times, extra fields, comments, gaps, two lists of its files that
disagree). Ours has one fixed time, no extra field, no comment, no gap, and its list of files at the end
repeats exactly what stands before each file. So every byte is either fixed, or follows from the files.
APPNOTE.TXT of PKWARE, sections 4.3.7, 4.3.12 and 4.3.16, describes the three structures.
"""

import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

STORED, DEFLATED = 0, 8
_TIME, _DATE = 0, 1 << 5 | 1
"""1980-01-01, the first day that a zip can name."""
_VERSION, _MADE_BY_UNIX, _ORDINARY_FILE = 20, 3 << 8 | 20, 0o100644 << 16
_LOCAL, _CENTRAL, _END = struct.Struct("<4s5H3I2H"), struct.Struct("<4s6H3I5H2I"), struct.Struct("<4s4H2IH")


class NotInOurForm(Exception):
    """The bytes are no zip as we write it."""


class TooLarge(Exception):
    """A file, or all together, unpack to more than any pack of ours holds."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One file in a zip: where it begins, how it is packed, and both of its sizes."""

    name: str
    method: int
    crc: int
    packed_size: int
    size: int
    offset: int


class ZipWriter:
    """Packs files one after the other."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._entries: list[Entry] = []
        self._length = 0

    def add(self, name: str, content: bytes, *, packed: bool = True) -> None:
        """Append a file; `name` is ASCII with "/" between folders."""
        body = _deflate(content) if packed else content
        method = DEFLATED if packed else STORED
        entry = Entry(name, method, zlib.crc32(content), len(body), len(content), self._length)
        self._entries.append(entry)
        self._append(_local(entry))
        self._append(body)

    @property
    def so_far(self) -> bytes:
        """The bytes of all files added until now, without the list at the end."""
        return b"".join(self._parts)

    def finish(self) -> bytes:
        """The whole zip."""
        return self.so_far + _end(self._entries, self._length)

    def _append(self, part: bytes) -> None:
        self._parts.append(part)
        self._length += len(part)


def read_entries(data: bytes, *, most_bytes: int) -> Iterator[tuple[Entry, bytes]]:
    """Each file of a zip in our form with its content; the list at the end is compared after the last one.

    Raises NotInOurForm, and TooLarge before more than `most_bytes` are unpacked.
    """
    entries: list[Entry] = []
    at = 0
    while data[at : at + 4] == b"PK\x03\x04":
        entry = _read_local(data, at)
        begin = at + _LOCAL.size + len(entry.name)
        content = inflate(data[begin : begin + entry.packed_size], entry, most_bytes)
        most_bytes -= len(content)
        entries.append(entry)
        yield entry, content
        at = begin + entry.packed_size
    if not entries or data[at:] != _end(entries, at):
        raise NotInOurForm


def inflate(body: bytes, entry: Entry, most_bytes: int) -> bytes:
    """What was packed. Raises NotInOurForm when it is not what the entry says, TooLarge."""
    if entry.size > most_bytes:
        raise TooLarge
    if entry.method == DEFLATED:
        unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            content = unpacking.decompress(body, entry.size + 1)
        except zlib.error as error:
            raise NotInOurForm from error
        if not unpacking.eof or unpacking.unused_data:
            raise NotInOurForm
    else:
        content = body
    if len(content) != entry.size or zlib.crc32(content) != entry.crc:
        raise NotInOurForm
    return content


def _deflate(content: bytes) -> bytes:
    packing = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packing.compress(content) + packing.flush()


def _local(entry: Entry) -> bytes:
    name = entry.name.encode("ascii")
    sizes = entry.crc, entry.packed_size, entry.size
    return _LOCAL.pack(b"PK\x03\x04", _VERSION, 0, entry.method, _TIME, _DATE, *sizes, len(name), 0) + name


def _read_local(data: bytes, at: int) -> Entry:
    """The entry whose header begins at `at`; a header that we would write differently is refused."""
    head = data[at : at + _LOCAL.size]
    if len(head) < _LOCAL.size:
        raise NotInOurForm
    _mark, _version, _flags, method, _time, _date, crc, packed, size, length, _extra = _LOCAL.unpack(head)
    name = data[at + _LOCAL.size : at + _LOCAL.size + length]
    if not name.isascii() or method not in (STORED, DEFLATED):
        raise NotInOurForm
    entry = Entry(name.decode("ascii"), method, crc, packed, size, at)
    if data[at : at + _LOCAL.size + length] != _local(entry):
        raise NotInOurForm
    return entry


def _end(entries: Iterable[Entry], offset: int) -> bytes:
    listed = [_central(entry) for entry in entries]
    size, count = sum(map(len, listed)), len(listed)
    return b"".join(listed) + _END.pack(b"PK\x05\x06", 0, 0, count, count, size, offset, 0)


def _central(entry: Entry) -> bytes:
    name = entry.name.encode("ascii")
    how = _MADE_BY_UNIX, _VERSION, 0, entry.method, _TIME, _DATE
    sizes = entry.crc, entry.packed_size, entry.size
    place = len(name), 0, 0, 0, 0, _ORDINARY_FILE, entry.offset
    return _CENTRAL.pack(b"PK\x01\x02", *how, *sizes, *place) + name
