"""From exact counts in memory to what may leave: merge, round, sum.

The proof of the rule is a proof for one unit and one question. These things keep it true for all of them
together:

- Units do not overlap, and everything else that is published is a sum of unit counts.
- A number that several tables share is drawn once, and they share it out (see `share_out`): people who
  stopped at the door, people who were asked a routed question, people who left a select_multiple blank.
- A routed question is published only if 10 were asked and 10 were not; "nobody was left out" would tell that
  all gave one answer to the question that decides the route.
- A unit published before keeps its numbers until 10 responses came or went, and its new numbers agree with
  the old ones: no count falls while people only come (see `agree`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from cmm.domain.disclosure.agree import NoAgreement, find_before, list_earlier
from cmm.domain.disclosure.breakdown import protect_breakdown
from cmm.domain.disclosure.carry import carried_unit, check_same_questions
from cmm.domain.disclosure.links import NO_LINKS, Links
from cmm.domain.disclosure.lottery import Lottery
from cmm.domain.disclosure.merge import Unit, merge
from cmm.domain.disclosure.policy import nearest_five
from cmm.domain.disclosure.questions import Asked, list_asked
from cmm.domain.disclosure.share_out import Draws, Rounded, round_questions
from cmm.domain.disclosure.tables import (
    CrossTable,
    FrequencyTable,
    ProtectedBreakdown,
    ProtectedRound,
    ProtectedTable,
    ProtectedUnit,
)


def protect(
    tables: Sequence[FrequencyTable],
    crosses: Sequence[CrossTable],
    responses: Mapping[str, int],
    *,
    parents: Mapping[str, str],
    lottery: Lottery,
    links: Links = NO_LINKS,
    previous: ProtectedRound | None = None,
) -> ProtectedRound:
    """Protect a round.

    `responses` are all responses per leaf, in the order of leaves, those who stopped at the door included;
    `parents` name each leaf's region; `previous` is the last publication of the round, whether withdrawn or
    not; `links` are what the questionnaire tells. Raises TooFewResponses, and QuestionsChanged when
    `previous` asked something else.
    """
    earlier = {unit.leaves: unit.responses for unit in previous.units} if previous else {}
    check_same_questions(previous, tables)
    partition = merge(responses, parents, earlier)
    sizes = {unit: sum(responses.get(leaf, 0) for leaf in unit) for unit in partition}
    asked = list_asked({table.question: len(table.shown_answers) for table in tables}, _routed(links, tables))
    carried = {unit: carried_unit(unit, size, previous) for unit, size in sizes.items()}
    fresh: dict[Unit, _Fresh] = {}
    for unit in [unit for unit in partition if carried[unit] is None]:
        found = _round_fresh(unit, sizes[unit], _exact(tables, unit), asked, lottery, previous)
        if isinstance(found, ProtectedUnit):
            carried[unit] = found
        else:
            fresh[unit] = found
    units = {unit: carried[unit] or fresh[unit].unit for unit in partition}
    rounded = {each.unit.code: each.tables for each in fresh.values()}
    done = [_protect_table(table, rounded, _kept(table, carried, previous)) for table in tables]
    unchanged = previous is not None and not fresh and len(partition) == len(previous.units)
    shown = {leaf for unit in units.values() for leaf in unit.leaves}
    carried_on = previous.breakdowns if previous and unchanged else ()  # none if a unit was held back then
    return ProtectedRound(
        units=tuple(units.values()),
        tables=tuple(_in_order(table, units.values()) for table in done),
        breakdowns=carried_on or _break_down(crosses, done, lottery),
        silent=tuple(leaf for leaf, count in responses.items() if not count and leaf not in shown),
        waiting=tuple(leaf for leaf, count in responses.items() if count and leaf not in shown),
    )


class _Fresh(NamedTuple):
    """New numbers of one unit."""

    unit: ProtectedUnit
    tables: Rounded


def _round_fresh(
    unit: Unit,
    size: int,
    exact: Mapping[str, tuple[int, ...]],
    asked: Sequence[Asked],
    lottery: Lottery,
    previous: ProtectedRound | None,
) -> _Fresh | ProtectedUnit:
    """New numbers that agree with the old ones. If there are none, the earlier unit stands a while longer;
    of two earlier units that had to be joined neither can, and the intruder judges.
    """
    try:
        return _draw(unit, size, exact, asked, Draws(unit, size, lottery, find_before(unit, size, previous)))
    except NoAgreement:
        earlier = list_earlier(unit, previous)
        if len(earlier) == 1 and set(earlier[0].leaves) <= set(unit):
            return earlier[0]
        return _draw(unit, size, exact, asked, Draws(unit, size, lottery, None))


def _draw(
    unit: Unit, size: int, exact: Mapping[str, tuple[int, ...]], asked: Sequence[Asked], draws: Draws
) -> _Fresh:
    """First responses and how many of them passed the door, shared by all tables of the unit; then those."""
    through = sum(next(iter(exact.values()))) if exact else size
    responses, before = nearest_five(size), draws.before
    then = (before.answered, before.responses - before.answered) if before else None
    answered, _ = draws.round((through, size - through), responses, "door", "", then)
    rounded = ProtectedUnit(unit, responses, answered)
    return _Fresh(rounded, round_questions(rounded, exact, asked, draws))


def _protect_table(
    table: FrequencyTable, rounded: Mapping[str, Rounded], kept: ProtectedTable | None
) -> ProtectedTable:
    counts = dict(kept.counts) if kept else {}
    withheld = dict(kept.withheld) if kept else {}
    for unit, tables in rounded.items():
        row = tables[table.question]
        if row is None:
            withheld[unit] = "few_asked"
        else:
            counts[unit] = row
    of = {unit: sum(row) for unit, row in counts.items()}
    return ProtectedTable(table.question, table.shown_answers, counts, of, withheld)


def _routed(links: Links, tables: Sequence[FrequencyTable]) -> Links:
    """The links, with every question that has people who were not asked among the routed ones."""
    return replace(
        links, routed=frozenset(table.question.partition("/")[0] for table in tables if table.is_routed)
    )


def _exact(tables: Sequence[FrequencyTable], unit: Unit) -> dict[str, tuple[int, ...]]:
    return {table.question: _unit_counts(table, unit) for table in tables}


def _unit_counts(table: FrequencyTable, unit: Unit) -> tuple[int, ...]:
    none = (0,) * len(table.answers)
    return tuple(sum(column) for column in zip(*(table.counts.get(leaf, none) for leaf in unit), strict=True))


def _kept(
    table: FrequencyTable, carried: Mapping[Unit, ProtectedUnit | None], previous: ProtectedRound | None
) -> ProtectedTable | None:
    """The part of the previous publication's table that belongs to units carried on."""
    if previous is None:
        return None
    codes = {unit.code for unit in carried.values() if unit}
    old = next(each for each in previous.tables if each.question == table.question)
    return ProtectedTable(
        old.question,
        old.answers,
        {code: row for code, row in old.counts.items() if code in codes},
        {code: of for code, of in old.of.items() if code in codes},
        {code: reason for code, reason in old.withheld.items() if code in codes},
    )


def _in_order(table: ProtectedTable, units: Iterable[ProtectedUnit]) -> ProtectedTable:
    codes = [unit.code for unit in units]
    return ProtectedTable(
        table.question,
        table.answers,
        {code: table.counts[code] for code in codes if code in table.counts},
        {code: table.of[code] for code in codes if code in table.of},
        {code: table.withheld[code] for code in codes if code in table.withheld},
    )


def _break_down(
    crosses: Sequence[CrossTable], tables: Sequence[ProtectedTable], lottery: Lottery
) -> tuple[ProtectedBreakdown, ...]:
    """Two breakdowns would show the same people by both twice: the later one leaves out the earlier one."""
    done: dict[str, ProtectedBreakdown] = {}
    for question in dict.fromkeys(cross.breakdown for cross in crosses):
        shown = {name for name, breakdown in done.items() if not breakdown.withheld}
        own = [cross for cross in crosses if cross.breakdown == question]
        done[question] = protect_breakdown(own, tables, lottery, left_out=shown)
    return tuple(done.values())
