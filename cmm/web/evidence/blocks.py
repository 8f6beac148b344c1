"""A document as a list of blocks. One description, from which the PDF and the editable file are written.

Blocks hold finished words in the language of the document: no writer makes a number or a sentence.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Told:
    """A text, and in smaller letters what makes it exact."""

    text: str
    quiet: str = ""


Cell = str | Told


@dataclass(frozen=True, slots=True)
class Heading:
    """`level` 1 is a chapter, 2 a part of it, 3 a single figure; the first two stand in the contents. A
    `fresh` one begins a page.
    """

    text: str
    level: int = 1
    fresh: bool = False
    kind: ClassVar[str] = "heading"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`tone` is "", "lead", "strong", "quiet" or "kept" (stays with what follows)."""

    text: str
    tone: str = ""
    kind: ClassVar[str] = "paragraph"


@dataclass(frozen=True, slots=True)
class Items:
    """A list, with bullets or numbers."""

    items: Sequence[Cell]
    numbered: bool = False
    kind: ClassVar[str] = "items"


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what they are: who, where, when, how many."""

    pairs: Sequence[tuple[str, Cell]]
    kind: ClassVar[str] = "facts"


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first column names its rows. A row shorter than `head` has a last cell over the rest."""

    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    kind: ClassVar[str] = "table"


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure as a whole SVG document; `words` say what it shows to those who do not see it. A `small` one
    is as wide as a thumb: a square to be scanned.
    """

    svg: str
    words: str
    small: bool = False
    kind: ClassVar[str] = "picture"


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of people, in the language in which they were written down; "" is the document's own."""

    words: str
    note: str = ""
    language: str = ""
    kind: ClassVar[str] = "quote"


@dataclass(frozen=True, slots=True)
class Callout:
    """Set apart from the rest: `tone` is "note", "invented" or "own" (words of whoever made this copy)."""

    title: str
    texts: Sequence[str] = ()
    tone: str = "note"
    listed: bool = False
    kind: ClassVar[str] = "callout"


@dataclass(frozen=True, slots=True)
class Beside:
    """Callouts side by side where there is room."""

    callouts: Sequence[Callout]
    kind: ClassVar[str] = "beside"


@dataclass(frozen=True, slots=True)
class Contents:
    """The headings of the document with their pages."""

    title: str
    kind: ClassVar[str] = "contents"


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page."""

    kind: ClassVar[str] = "page_break"


Block = (
    Heading | Paragraph | Items | Facts | Table | Picture | Quote | Callout | Beside | Contents | PageBreak
)


@dataclass(frozen=True, slots=True)
class Document:
    """`shape` is "brief" or "report"; `foot` stands at the bottom of every page. `one_page` asks the PDF to
    take smaller letters until everything stands on one page.
    """

    shape: str
    title: str
    over: str
    language: str
    author: str
    subject: str
    made_on: date
    foot: str
    blocks: tuple[Block, ...]
    one_page: bool = False

    def headings(self) -> Iterator[tuple[int, Heading]]:
        """What stands in the contents, with the place of each among the blocks, from 1."""
        for place, block in enumerate(self.blocks, start=1):
            if isinstance(block, Heading) and block.level < 3:
                yield place, block
