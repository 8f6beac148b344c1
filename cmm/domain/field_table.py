"""A table from the field without what nobody here may have: before anything is asked, shown or carried on.

Columns of the tools, of coordinates, devices and persons are taken out with their cells. What told the
responses apart there becomes a keyed hash, so that a response is known again and its identity is not.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from cmm.domain.answer_columns import forgiven
from cmm.domain.delimited import TextTable
from cmm.domain.field_columns import TURNED_DOWN, find_identity, find_review, plain_identity
from cmm.domain.questionnaire.model import Questionnaire
from cmm.domain.sheet_columns import BY_LOOK, BY_NAME, BY_TOOL, LeftOut, SheetColumns, match_columns

Hide = Callable[[str], str]
"""Makes a keyed hash of a text, of at least 16 characters."""


@dataclass(frozen=True, slots=True)
class FieldTable:
    """What is left of a table, and what was taken out of it."""

    table: TextTable
    left_out: tuple[LeftOut, ...]
    has_identities: bool = True
    """Whether each row has an identity of its own; without it only the whole file is known again."""


def strip_table(
    table: TextTable,
    questionnaire: Questionnaire,
    *,
    hide: Hide,
    keep: Collection[str] = (),
    is_city: Callable[[str], bool] = lambda _cell: False,
) -> FieldTable:
    """Take out what identifies. Headers in `keep` stay because a person named them; a column named like a
    person's data stays when it holds cities.
    """
    columns = match_columns(table, questionnaire, city_column=None)
    wanted = {forgiven(name) for name in keep}
    taken = {
        position: one
        for position, one in columns.left_out.items()
        if one.why in (BY_TOOL, BY_NAME, BY_LOOK) and forgiven(table.header[position]) not in wanted
        if not (one.why == BY_NAME and _holds_cities(table, position, is_city))
    }
    kept = [position for position in range(len(table.header)) if position not in taken]
    stripped = replace(
        table,
        header=tuple(table.header[position] for position in kept),
        rows=tuple((row, tuple(cells[position] for position in kept)) for row, cells in table.rows),
        identities=_identities(table, columns, hide),
        turned_down=_turned_down(table, columns),
    )
    return FieldTable(
        stripped,
        tuple(taken[position] for position in sorted(taken)),
        all(_list_identities(table, columns)),
    )


def list_city_columns(table: TextTable, is_city: Callable[[str], bool]) -> list[str]:
    """The headers of columns that hold cities."""
    return [header for position, header in enumerate(table.header) if _holds_cities(table, position, is_city)]


def _holds_cities(table: TextTable, position: int, is_city: Callable[[str], bool]) -> bool:
    """At least half of what is filled: a misspelt city is a fault of its row, not of the column."""
    filled = Counter(cell.strip() for _, cells in table.rows if (cell := cells[position]).strip())
    cities = sum(count for cell, count in filled.items() if is_city(cell))
    return bool(filled) and 2 * cities >= filled.total()


def _identities(table: TextTable, columns: SheetColumns, hide: Hide) -> tuple[str, ...]:
    """One for each row. A row without an identity is known by its place in exactly this table: two people
    may well have given the same answers.
    """
    whole = hashlib.sha256(json.dumps([table.header, table.rows]).encode()).hexdigest()
    return tuple(
        hide(f"response|{identity}" if identity else f"row|{whole}|{row}")
        for (row, _), identity in zip(table.rows, _list_identities(table, columns), strict=True)
    )


def _list_identities(table: TextTable, columns: SheetColumns) -> list[str]:
    """What tells each row apart in the tool it comes from; empty where nothing does."""
    found = find_identity(table.header)
    if found is None or found in columns.matched:
        return [""] * len(table.rows)
    return [plain_identity(cells[found]) for _, cells in table.rows]


def _turned_down(table: TextTable, columns: SheetColumns) -> frozenset[int]:
    position = find_review(table.header)
    if position is None or position in columns.matched:
        return frozenset()
    return frozenset(row for row, cells in table.rows if cells[position].strip().casefold() in TURNED_DOWN)
