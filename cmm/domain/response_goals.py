"""How far a city is while answers come in: how many more it needs, and for what."""

from dataclasses import dataclass

from cmm.domain.disclosure.policy import SMALLEST_GROUP, WORDS_BELOW
from cmm.domain.precision import how_many_more

ALONE, PERCENTAGES, PRECISE = "alone", "percentages", "precise"
"""To be published by itself; to be shown in percentages; to know a share to plus or minus 10 points."""


@dataclass(frozen=True, slots=True)
class Goal:
    """`more` responses are missing, 0 when it is reached. `in_reach` is False when there are not so many
    clients.
    """

    purpose: str
    needed: int
    more: int
    in_reach: bool


def list_goals(responses: int, known_clients: int | None) -> tuple[Goal, ...]:
    """The goals of a city with so many responses, the nearest first."""
    precise = how_many_more(0, known_clients)
    needed = {ALONE: SMALLEST_GROUP, PERCENTAGES: WORDS_BELOW, PRECISE: precise}
    ordered = sorted(needed.items(), key=lambda each: each[1])
    return tuple(_goal(purpose, number, responses, known_clients) for purpose, number in ordered)


def _goal(purpose: str, needed: int, responses: int, known_clients: int | None) -> Goal:
    more = max(0, needed - responses)
    in_reach = not more or known_clients is None or needed <= known_clients
    return Goal(purpose, needed, more, in_reach)
