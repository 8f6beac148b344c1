"""Our scripts as they are served: one file for a page, without comments and needless white space.

In the checkout and in tests they are plain ES modules, run as they stand. A phone on a slow network is better
served by one request than by seven, and files compress better together. The modules of one page may not have
a top-level name in common; `join_modules` refuses that.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from posixpath import dirname, join, normpath

IMPORT = re.compile(r'^import (?:\{[^}]*\} from )?"(?P<name>\.[^"]+)";\n', re.MULTILINE)
EXPORTED = re.compile(r"^export (?=(?:async )?(?:function|class|const|let)\b)", re.MULTILINE)
NAMES = re.compile(r"^(?:async )?(?:function\*?|class|const|let) (\w+)", re.MULTILINE)
VENDOR_EXPORT = re.compile(r"export\{(?P<inner>\w+) as (?P<outer>\w+)\};?\s*$")
NEEDLESS = re.compile(r" ?([{}(),;:?=<>|&*!.]+) ?")
TEXT = re.compile(r"""("(?:[^"\\]|\\.)*"|`[^`]*`)""")
OPEN_END = re.compile(r"(?<=[{;,(\[=?:>|&])\n")


class ModulesCollide(Exception):
    """Two modules of one page have the same top-level name."""


def join_modules(static: Path, entry: str) -> str:
    """The module `entry` of the folder `static` with everything that it imports, in one text."""
    texts = {name: _read(static, name) for name in dict.fromkeys(_needed(static, entry))}
    names = [name for text in texts.values() for name in NAMES.findall(text)]
    twice = {name for name in names if names.count(name) > 1}
    if twice:
        raise ModulesCollide(", ".join(sorted(twice)))
    return "\n".join(text.strip() if "vendor/" in name else shorten(text) for name, text in texts.items())


def shorten(text: str) -> str:
    """Without indentation and comment lines, and without spaces that no text or pattern can be about."""
    lines = (line.strip() for line in text.splitlines())
    short = "\n".join(_shorten_line(line) for line in lines if line and not line.startswith("//"))
    return OPEN_END.sub("", short).strip()


def _needed(static: Path, name: str) -> Iterator[str]:
    """The modules below `name` and itself, each after those that it needs."""
    for match in IMPORT.finditer((static / name).read_text(encoding="utf-8")):
        yield from _needed(static, normpath(join(dirname(name), match["name"])))
    yield name


def _read(static: Path, name: str) -> str:
    text = (static / name).read_text(encoding="utf-8")
    vendor = VENDOR_EXPORT.search(text)
    if vendor:  # its short names stay inside a function
        return f"const {vendor['outer']}=(()=>{{{text[: vendor.start()]}return {vendor['inner']}}})();"
    return EXPORTED.sub("", IMPORT.sub("", text))


def _shorten_line(line: str) -> str:
    """A line with anything like a pattern in it stays as it is, and so does every text in quotation marks."""
    pieces = TEXT.split(line)
    if any(re.search("['`/]", piece) for piece in pieces[::2]):
        return line
    pieces[::2] = [NEEDLESS.sub(r"\1", piece) for piece in pieces[::2]]
    return "".join(pieces)
