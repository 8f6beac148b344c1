"""Reading a zip that anybody may have made, without believing what it says about itself."""

import lzma
import zlib
from collections.abc import Iterator
from io import BytesIO
from zipfile import BadZipFile, LargeZipFile, ZipFile, ZipInfo

MOST_FILES = 2_000
FAULTS = (BadZipFile, EOFError, LargeZipFile, NotImplementedError, OSError, RuntimeError, ValueError)
"""What Python's reader raises for zips that are damaged, locked or packed in a way it does not know."""
_SLICE = 1 << 16


class NotAZip(Exception):
    """No list of files can be found in the bytes."""


class UnsafeZip(Exception):
    """Too many files, too much inside, a name twice, or a name that leads somewhere else."""


def read_any_zip(data: bytes, *, most_bytes: int) -> Iterator[tuple[str, bytes | None]]:
    """Each file with its content, None where that cannot be unpacked. A folder around all files is left out.

    Raises NotAZip, UnsafeZip.
    """
    try:
        book = ZipFile(BytesIO(data))
    except FAULTS as error:
        raise NotAZip from error
    with book:
        files = [info for info in book.infolist() if not info.is_dir()]
        _check(files)
        around = _folder_around([info.filename for info in files])
        for info in files:
            content = _read(book, info, most_bytes)
            most_bytes -= len(content or b"")
            yield info.filename.removeprefix(around), content


def _check(files: list[ZipInfo]) -> None:
    names = [info.filename for info in files]
    if not names:
        raise NotAZip
    if len(names) > MOST_FILES or len({name.casefold() for name in names}) < len(names):
        raise UnsafeZip
    if any(_leads_out(name) for name in names):
        raise UnsafeZip


def _leads_out(name: str) -> bool:
    parts = name.split("/")
    return "\\" in name or ":" in name or "\0" in name or not all(parts) or not {".", ".."}.isdisjoint(parts)


def _folder_around(names: list[str]) -> str:
    """The folder in which all files stand, as when somebody unpacked a pack and packed its folder."""
    folders = {name.partition("/")[0] for name in names if "/" in name}
    alone = len(folders) == 1 and all("/" in name for name in names)
    return f"{folders.pop()}/" if alone else ""


def _read(book: ZipFile, info: ZipInfo, most_bytes: int) -> bytes | None:
    """The content; sizes that the zip states are not believed."""
    content = bytearray()
    try:
        with book.open(info) as file:
            while part := file.read(_SLICE):
                content += part
                if len(content) > most_bytes:
                    raise UnsafeZip
    except (*FAULTS, zlib.error, lzma.LZMAError):
        return None
    return bytes(content)
