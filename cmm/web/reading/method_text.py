"""The method text of a snapshot: a small part of Markdown (headings, paragraphs, lists) as blocks.

The template escapes every text, so nothing written in a method file can become markup.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True, slots=True)
class Block:
    """`kind` is "heading", "list" or "text"; a list has one text for each item, the others have one text."""

    kind: str
    texts: tuple[str, ...]


def read_blocks(markdown: str) -> list[Block]:
    """Split `markdown` into blocks. Deeper headings are headings too; anything unknown stays plain text."""
    return [block for lines in _paragraphs(markdown) for block in _blocks(lines)]


def _paragraphs(markdown: str) -> Iterator[list[str]]:
    lines = [line.strip() for line in markdown.splitlines()]
    for filled, group in groupby(lines, key=bool):
        if filled:
            yield list(group)


def _blocks(lines: list[str]) -> Iterator[Block]:
    texts: list[str] = []
    items: list[str] = []
    for line in lines:
        if line.startswith("#"):
            yield from _finish(texts, items)
            yield Block("heading", (line.lstrip("#").strip(),))
        elif line.startswith(("- ", "* ")):
            items.append(line[2:].strip())
        elif items:
            items[-1] += " " + line
        else:
            texts.append(line)
    yield from _finish(texts, items)


def _finish(texts: list[str], items: list[str]) -> Iterator[Block]:
    if texts:
        yield Block("text", (" ".join(texts),))
    if items:
        yield Block("list", tuple(items))
    texts.clear()
    items.clear()
