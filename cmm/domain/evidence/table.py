"""A table as every format of the pack writes it: named columns with types, and rows of texts and whole
numbers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Cell = str | int | None
Say = Mapping[str, str]
"""Words for codes, in the language of a table; a code that is missing stands for itself."""

TEXT, WHOLE, DATE = "string", "integer", "date"


@dataclass(frozen=True, slots=True)
class Column:
    """`kind` is "string", "integer" or "date", as Table Schema names them; `about` is an English sentence."""

    name: str
    kind: str
    about: str


@dataclass(frozen=True, slots=True)
class Table:
    """`rows` have one cell for each column; None is an empty cell."""

    name: str
    about: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]

    @property
    def heading(self) -> list[str]:
        return [column.name for column in self.columns]

    @property
    def lines(self) -> list[Sequence[Cell]]:
        """The heading, then the rows."""
        return [self.heading, *self.rows]


def text_column(name: str, about: str) -> Column:
    return Column(name, TEXT, about)


def date_column(name: str, about: str) -> Column:
    """A day as in 2026-03-02."""
    return Column(name, DATE, about)


def whole_column(name: str, about: str) -> Column:
    return Column(name, WHOLE, about)
