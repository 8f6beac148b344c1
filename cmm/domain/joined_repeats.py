"""Answers to questions that are asked several times: exports put them into sheets of their own.

KoboToolbox says with `_parent_index` which row of the main sheet they belong to, ODK Central with PARENT_KEY.
Here they come back into the row of their response, as columns called ``repeat[1]/question``.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from cmm.domain.delimited import TextTable, refuse
from cmm.domain.field_columns import is_system

_PARENTS = (("PARENT_KEY", "KEY"), ("_parent_index", "_index"))
"""A column of the repeats, and the column of the main table to which it points."""


def join_repeats(main: TextTable, repeats: Mapping[str, TextTable]) -> TextTable:
    """The main table with the answers of every repeat, which is named as in the questionnaire.

    Raises TableRefused for rows that belong to no response.
    """
    for name, table in repeats.items():
        main = _join(main, name, table)
    return main


def _join(main: TextTable, name: str, table: TextTable) -> TextTable:
    pair = next((pair for pair in _PARENTS if pair[0] in table.header and pair[1] in main.header), None)
    if pair is None:
        raise _refuse_orphans(name)
    own, key = table.header.index(pair[0]), main.header.index(pair[1])
    columns = [
        position for position, header in enumerate(table.header) if position != own and not is_system(header)
    ]
    instances: dict[str, list[list[str]]] = {}
    for _row, cells in table.rows:
        instances.setdefault(cells[own].strip(), []).append([cells[position] for position in columns])
    if not instances.keys() <= {cells[key].strip() for _row, cells in main.rows}:
        raise _refuse_orphans(name)
    titles = [table.header[position].rpartition(f"{name}/")[2] for position in columns]
    most = max(map(len, instances.values()), default=0)
    header = (
        *main.header,
        *(f"{name}[{number}]/{title}" for number in range(1, most + 1) for title in titles),
    )
    rows = tuple(
        (row, (*cells, *_beside(instances.get(cells[key].strip(), []), most, len(titles))))
        for row, cells in main.rows
    )
    return replace(main, header=header, rows=rows)


def _beside(found: Sequence[Sequence[str]], most: int, width: int) -> list[str]:
    """The cells of all instances of one response in a row, blanks behind the last."""
    cells = [cell for instance in found for cell in instance]
    return cells + [""] * (most * width - len(cells))


def _refuse_orphans(name: str) -> Exception:
    text = f"sheet {name} has answers that belong to no row of the main sheet; export all again"
    return refuse("orphans", text, sheet=name)
