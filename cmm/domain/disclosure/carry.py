"""What a later publication takes over from the one before, word for word."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from cmm.domain.disclosure.merge import Unit
from cmm.domain.disclosure.policy import has_changed
from cmm.domain.disclosure.tables import (
    FrequencyTable,
    ProtectedBreakdown,
    ProtectedRound,
    ProtectedTable,
    ProtectedUnit,
)
from cmm.domain.refusal import Refusal


class QuestionsChanged(Refusal):
    """The round was published before with other questions or answers.

    A second recoding of the same answers would be a second draw of the same counts, so it is refused.
    """


def check_same_questions(previous: ProtectedRound | None, tables: Sequence[FrequencyTable]) -> None:
    """Raise QuestionsChanged unless `tables` have the questions and answers of `previous`."""
    if previous is None:
        return
    then = [(table.question, table.answers) for table in previous.tables]
    now = [(table.question, table.shown_answers) for table in tables]
    if then != now:
        raise QuestionsChanged


def carried_unit(unit: Unit, size: int, previous: ProtectedRound | None) -> ProtectedUnit | None:
    """The earlier unit whose numbers stand for `unit`, which now has `size` responses; None if it gets new
    ones.

    `unit` is an earlier unit, perhaps with new leaves that joined it. A unit made of several earlier ones is
    new.
    """
    earlier = [each for each in (previous.units if previous else ()) if set(each.leaves) & set(unit)]
    if len(earlier) != 1 or not set(earlier[0].leaves) <= set(unit):
        return None
    return None if has_changed(size, earlier[0].responses) else earlier[0]


def read_published(content: Mapping[str, Any]) -> ProtectedRound:
    """What a snapshot's JSON published, for the next publication of the round."""
    units = tuple(
        ProtectedUnit(tuple(city["code"] for city in unit["cities"]), unit["responses"], unit["answered"])
        for unit in content["units"]
    )
    tables = tuple(_table(table, table["units"], table["withheld"]) for table in content["tables"])
    return ProtectedRound(units, tables, tuple(_breakdown(each) for each in content["breakdowns"]))


def read_standing(contents: Sequence[Mapping[str, Any]]) -> ProtectedRound | None:
    """What stands after several publications of a round, oldest first; None if there were none.

    The newest one, and of those before it the units that no later one shows: the numbers of a city that was
    held back since are public too, so its next numbers must agree with them. Breakdowns are those that were
    published about exactly these units.
    """
    rounds = [read_published(content) for content in reversed(contents)]
    if not rounds:
        return None
    units: tuple[ProtectedUnit, ...] = ()
    tables = {table.question: replace(table, counts={}, of={}, withheld={}) for table in rounds[0].tables}
    for each in rounds:
        shown = {leaf for unit in units for leaf in unit.leaves}
        added = tuple(unit for unit in each.units if shown.isdisjoint(unit.leaves))
        units += added
        codes = {unit.code for unit in added}
        tables = {table.question: _with_units(tables[table.question], table, codes) for table in each.tables}
    standing = ProtectedRound(units, tuple(tables.values()))
    same = (each.breakdowns for each in rounds if each.breakdowns and _same_units(each, standing))
    return replace(standing, breakdowns=next(same, ()))


def _with_units(table: ProtectedTable, other: ProtectedTable, codes: set[str]) -> ProtectedTable:
    """The table with the rows that another one has for some units."""
    return replace(
        table,
        counts={**table.counts, **{code: row for code, row in other.counts.items() if code in codes}},
        of={**table.of, **{code: of for code, of in other.of.items() if code in codes}},
        withheld={**table.withheld, **{code: why for code, why in other.withheld.items() if code in codes}},
    )


def _same_units(one: ProtectedRound, other: ProtectedRound) -> bool:
    return set(one.units) == set(other.units) and one.tables == other.tables


def _breakdown(content: Mapping[str, Any]) -> ProtectedBreakdown:
    return ProtectedBreakdown(
        content["question"],
        {group["code"]: group["responses"] for group in content["groups"]},
        tuple(_table(table, table["groups"], {}) for table in content["tables"]),
        content["withheld"],
    )


def _table(
    content: Mapping[str, Any], rows: Mapping[str, Any], withheld: Mapping[str, str]
) -> ProtectedTable:
    return ProtectedTable(
        content["question"],
        tuple(content["answers"]),
        {code: tuple(row["counts"]) for code, row in rows.items()},
        {code: row["of"] for code, row in rows.items()},
        dict(withheld),
    )
