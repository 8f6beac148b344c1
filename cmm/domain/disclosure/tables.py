"""Counts before and after disclosure control. Only this package makes a `ProtectedTable`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

NO_ANSWER = "no_answer"
"""Category: the question was asked and left blank."""
NOT_ASKED = "not_asked"
"""Category: the question was not relevant for the person."""
NOT_STATED = "not_stated"
"""Group of a breakdown: people who gave no answer that belongs to one of its groups."""


@dataclass(frozen=True, slots=True)
class FrequencyTable:
    """Exact counts of one question in memory; they never leave it.

    `answers` are category codes in the questionnaire's order, then NO_ANSWER, then NOT_ASKED if the question
    is routed, that is, if it may be passed over for some people. `counts` maps a leaf (the code of a city) to
    as many counts as there are answers. People who stopped at the questionnaire's door (no consent) are in no
    table, so that all tables of a leaf add up to the same number.
    """

    question: str
    answers: tuple[str, ...]
    counts: Mapping[str, tuple[int, ...]]

    @property
    def is_routed(self) -> bool:
        return self.answers[-1] == NOT_ASKED

    @property
    def shown_answers(self) -> tuple[str, ...]:
        """The answers that are published. By position: a choice may be called as NOT_ASKED is."""
        return self.answers[:-1] if self.is_routed else self.answers


@dataclass(frozen=True, slots=True)
class CrossTable:
    """Exact counts of one question for each group of a breakdown, over the whole round; they never leave
    memory.

    `groups` are codes, the last one is NOT_STATED; `rows` has one tuple per group, as long as `answers`.
    `members` maps each group to the answers of the breakdown question that it sums.
    """

    breakdown: str
    groups: tuple[str, ...]
    members: Mapping[str, tuple[str, ...]]
    question: str
    answers: tuple[str, ...]
    rows: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class ProtectedTable:
    """What may leave: counts per unit that are multiples of 5.

    `answers` are those of the frequency table without NOT_ASKED. For every unit in `counts`, the counts add
    up to `of[unit]`. `withheld` maps units whose figures are not published to the reason: "few_asked" (few
    answered at all, few were asked or few were not: which of these is not told, because with the size of the
    unit it could tell how many).
    """

    question: str
    answers: tuple[str, ...]
    counts: Mapping[str, tuple[int, ...]]
    of: Mapping[str, int]
    withheld: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ProtectedUnit:
    """A city, or several joined. `responses` is rounded to fives; `answered` of them went past the door."""

    leaves: tuple[str, ...]
    responses: int
    answered: int

    @property
    def code(self) -> str:
        return "+".join(self.leaves)


@dataclass(frozen=True, slots=True)
class ProtectedBreakdown:
    """Counts by group for the whole round. In each table the units are the groups; `responses` per group.

    When `withheld` holds a reason ("few_in_group", "not_in_all_units"), there are no groups and no tables.
    """

    question: str
    responses: Mapping[str, int] = field(default_factory=dict)
    tables: tuple[ProtectedTable, ...] = ()
    withheld: str | None = None


@dataclass(frozen=True, slots=True)
class ProtectedRound:
    """Everything of a round that may leave.

    `silent` are leaves without responses; `waiting` are leaves whose few responses came after the last
    publication and are counted when there are more.
    """

    units: tuple[ProtectedUnit, ...]
    tables: tuple[ProtectedTable, ...]
    breakdowns: tuple[ProtectedBreakdown, ...] = ()
    silent: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
