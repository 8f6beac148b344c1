"""The parts of an XLSX workbook before anybody reads them: in the encoding that is looked through here,
without what makes XML grow, and in portions that fit into memory.
"""

import io
import re
import zipfile
from collections.abc import Mapping

from cmm.domain.delimited import refuse

MOST_MARKS = 300_000
"""Beginnings and ends of XML elements that are read in one piece: a row with every cell a spreadsheet has,
formatted, holds a third of it, a text with fonts inside far less.
"""
MOST_TEXTS = 1_000_000
"""Different texts in all sheets together."""
_TEXT = re.compile(rb"<(?:[\w.-]+:)?si[\s/>]")
_PIECE = re.compile(rb"</(?:[\w.-]+:)?(?:row|si)\s*>")
_ENCODING = re.compile(rb"\s*<\?xml[^>]{0,200}?\sencoding\s*=\s*[\"']([^\"']*)")
_ENCODINGS = (b"utf-8", b"utf8", b"us-ascii", b"ascii")


def check_parts(parts: Mapping[str, bytes]) -> None:
    """Raises TableRefused. Excel and its like write UTF-8, and sheets without comments and CDATA."""
    for part in parts.values():
        if not _is_plain(part):
            text = "the workbook is not one that a spreadsheet program writes; open it and save it again"
            raise refuse("damaged_book", text)
        if _is_flood(part):
            raise refuse("too_much", "the workbook is larger than any export of answers; divide it")


def pack_parts(parts: Mapping[str, bytes]) -> io.BytesIO:
    """A workbook of these parts only, so that nothing is read which was not looked through."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as book:
        for name, part in parts.items():
            book.writestr(name, part)
    content.seek(0)
    return content


def _is_plain(part: bytes) -> bool:
    """Comments and the like could pretend the end of a row or a text, so where these are there are none."""
    said = _ENCODING.match(part.removeprefix(b"\xef\xbb\xbf"))
    encoding = said[1].lower() if said else b"utf-8"
    if encoding not in _ENCODINGS or b"\0" in part or b"<!DOCTYPE" in part:
        return False
    return not _PIECE.search(part) or (b"<!" not in part and part.count(b"<?") <= 1)


def _is_flood(part: bytes) -> bool:
    reached = 0
    for end in _PIECE.finditer(part):
        if part.count(b"<", reached, end.start()) > MOST_MARKS:
            return True
        reached = end.end()
    if part.count(b"<", reached) > MOST_MARKS:
        return True
    return sum(1 for _ in _TEXT.finditer(part)) > MOST_TEXTS
