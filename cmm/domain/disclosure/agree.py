"""New numbers of a unit agree with those that were published about the same people before.

If people only came, a count that falls from 5 to 0 proves that between 1 and 4 people gave this answer: they
were enough for a five then, and too few for one among more people now. So a lottery is drawn again until no
published count moves against the number of people. Whether it is drawn again depends on published numbers
alone, so that it tells nothing else.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cmm.domain.disclosure.merge import Unit
from cmm.domain.disclosure.tables import ProtectedRound, ProtectedUnit

Counts = Sequence[int]


class NoAgreement(Exception):
    """No draw of this lottery agrees with what was published."""


@dataclass(frozen=True, slots=True)
class Before:
    """What was published about the people of a unit, summed if they were several units; None where one of
    them had nothing published. `grew`: there are more people now.
    """

    grew: bool
    responses: int
    answered: int
    tables: Mapping[str, tuple[int, ...] | None]

    def allows(self, then: Counts, now: Counts) -> bool:
        """No count fell while people came, none rose while they went."""
        pairs = zip(then, now, strict=True)
        return all(old <= new if self.grew else new <= old for old, new in pairs)


def find_before(unit: Unit, size: int, previous: ProtectedRound | None) -> Before | None:
    """What `previous` says about people of `unit`, which now has `size` responses; None if nothing."""
    earlier = list_earlier(unit, previous)
    if previous is None or not earlier:
        return None
    responses = sum(each.responses for each in earlier)
    return Before(
        grew=size >= responses,
        responses=responses,
        answered=sum(each.answered for each in earlier),
        tables={
            table.question: _sum([table.counts.get(each.code) for each in earlier])
            for table in previous.tables
        },
    )


def list_earlier(unit: Unit, previous: ProtectedRound | None) -> list[ProtectedUnit]:
    """The units of the publication before of which leaves are now in `unit`."""
    return [each for each in (previous.units if previous else ()) if set(each.leaves) & set(unit)]


def _sum(rows: Sequence[tuple[int, ...] | None]) -> tuple[int, ...] | None:
    shown = [row for row in rows if row is not None]
    if len(shown) < len(rows):
        return None
    return tuple(sum(column) for column in zip(*shown, strict=True))
