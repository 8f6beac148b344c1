"""Breakdowns of the whole round by one question, such as gender, in agreement with what is already published.

A breakdown adds rows to totals that the public has: its column totals are the published totals of the
question and its row totals the published totals of the breakdown question (a recoded group is the sum of its
answers, never a second draw). So both questions must be published in every unit, and routed questions are not
broken down.

Every group needs 10 people, exactly and as published; otherwise the breakdown is withheld as a whole, because
leaving out one group would show it as the difference. People outside all groups are a group of their own,
NOT_STATED, if they are 10. Else they are spread over the groups in proportion, as if they had answered like
the others: neither their row nor whether there are any can be told.
"""

from collections.abc import Collection, Mapping, Sequence

from cmm.domain.disclosure.fitting import fit, round_keeping_margins
from cmm.domain.disclosure.fives import round_counts
from cmm.domain.disclosure.lottery import Lottery
from cmm.domain.disclosure.policy import SMALLEST_GROUP, STEP
from cmm.domain.disclosure.tables import NOT_STATED, CrossTable, ProtectedBreakdown, ProtectedTable

Totals = Mapping[str, tuple[int, ...]]


def protect_breakdown(
    crosses: Sequence[CrossTable],
    tables: Sequence[ProtectedTable],
    lottery: Lottery,
    left_out: Collection[str] = (),
) -> ProtectedBreakdown:
    """Protect all cross tables of one breakdown, given all published tables of the round.

    `crosses` is not empty, and its tables have the same breakdown and groups. Questions that are withheld in
    a unit or routed have no table in the result, nor have those `left_out`.
    """
    first, published = crosses[0], {table.question: table for table in tables}
    own = published.get(first.breakdown)
    if own is None or own.withheld:
        return ProtectedBreakdown(first.breakdown, withheld="not_in_all_units")
    sizes, totals = _group_sizes(first), _group_totals(first, own)
    small = {group for group in first.groups if min(sizes[group], totals[group]) < SMALLEST_GROUP}
    if small - {NOT_STATED}:
        return ProtectedBreakdown(first.breakdown, withheld="few_in_group")
    responses = _spread({group: total for group, total in totals.items() if group not in small}, own, lottery)
    shown = [
        _protect_cross(cross, responses, _totals(published[cross.question]), lottery)
        for cross in crosses
        if cross.question in published
        and cross.question not in left_out
        and _agrees(published[cross.question], own)
    ]
    return ProtectedBreakdown(first.breakdown, responses, tuple(shown))


def _group_sizes(cross: CrossTable) -> dict[str, int]:
    return {group: sum(row) for group, row in zip(cross.groups, cross.rows, strict=True)}


def _group_totals(cross: CrossTable, own: ProtectedTable) -> dict[str, int]:
    totals = dict(zip(own.answers, _totals(own), strict=True))
    groups = [group for group in cross.groups if group != NOT_STATED]
    grouped = {group: sum(totals[answer] for answer in cross.members[group]) for group in groups}
    return grouped | {NOT_STATED: sum(totals.values()) - sum(grouped.values())}


def _totals(table: ProtectedTable) -> tuple[int, ...]:
    return tuple(sum(column) for column in zip(*table.counts.values(), strict=True))


def _spread(totals: Mapping[str, int], own: ProtectedTable, lottery: Lottery) -> dict[str, int]:
    """Bring the groups to the published total of the round; they stay as they are if nobody is outside."""
    everybody, grouped = sum(own.of.values()), sum(totals.values())
    start = lottery.draw(grouped, "groups", own.question, everybody)
    return dict(zip(totals, round_counts(tuple(totals.values()), everybody, start), strict=True))


def _agrees(table: ProtectedTable, own: ProtectedTable) -> bool:
    """The question is published for the same people as the breakdown question: all of every unit."""
    return not table.withheld and table.of == own.of


def _protect_cross(
    cross: CrossTable, responses: Mapping[str, int], totals: Sequence[int], lottery: Lottery
) -> ProtectedTable:
    rows = [row for group, row in zip(cross.groups, cross.rows, strict=True) if group in responses]
    row_steps = [of // STEP for of in responses.values()]
    fitted = fit(rows, row_steps, [total // STEP for total in totals])
    numbers = lottery.numbers("breakdown", cross.breakdown, cross.question, sum(totals))
    rounded = zip(responses, round_keeping_margins(fitted, numbers), strict=True)
    counts = {group: tuple(STEP * steps for steps in row) for group, row in rounded}
    return ProtectedTable(cross.question, cross.answers, counts, dict(responses))
