"""What measurements say: tables, printed and written into docs/performance.md, each bench in its own place.

A section stands between two comments with the bench's name. What people wrote around it stays.
"""

import os
import platform
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "performance.md"


class NoSuchSection(Exception):
    """The page has no place for this bench."""


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a bench: what it is about, heads, rows of texts."""

    about: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


def write_section(name: str, tables: Sequence[Table], page: Path = PAGE) -> None:
    """Put the tables in the place of what the bench said before. Raises NoSuchSection."""
    text = page.read_text(encoding="utf-8")
    begin, end = f"<!-- bench {name} -->", f"<!-- end {name} -->"
    place = re.search(f"{re.escape(begin)}.*?{re.escape(end)}", text, re.DOTALL)
    if place is None:
        raise NoSuchSection(name)
    said = "\n\n".join([describe_machine(), *map(as_markdown, tables)])
    written = f"{text[: place.start()]}{begin}\n{said}\n{end}{text[place.end() :]}"
    page.write_text(written, encoding="utf-8")


def as_markdown(table: Table) -> str:
    lines = [table.heads, ["---"] * len(table.heads), *table.rows]
    return "\n".join([f"{table.about}\n", *(f"| {' | '.join(line)} |" for line in lines)])


def as_text(table: Table) -> str:
    """For the terminal."""
    lines = [list(table.heads), *table.rows]
    widths = [max(len(line[place]) for line in lines) for place in range(len(table.heads))]
    rows = ["  ".join(each.ljust(width) for each, width in zip(line, widths, strict=True)) for line in lines]
    return "\n".join([table.about, *(f"  {row.rstrip()}" for row in rows)])


def describe_machine() -> str:
    """The day of the measurement, and on what."""
    day = datetime.now(UTC).date().isoformat()
    cores = len(os.sched_getaffinity(0))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"Measured on {day}: {cores} cores, {memory:.0f} GiB of memory, Python {platform.python_version()}."
    )
