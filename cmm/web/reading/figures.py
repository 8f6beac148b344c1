"""Lookups in one snapshot: published counts of a unit, or their sums over all units."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cmm.domain.disclosure.tables import NO_ANSWER
from cmm.domain.snapshot import EVERYWHERE, PublishedUnit, Snapshot, known_clients, population
from cmm.web.reading.links import PUBLIC, Links

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Counts:
    """Published counts by answer, sums over `units` units; they add up to `of`."""

    by_answer: Mapping[str, int]
    of: int
    units: int

    def part(self, indicator: Json) -> tuple[int, int]:
        """Numerator and denominator of an indicator: "no answer" and what it excludes are left out."""
        left_out = {NO_ANSWER, *indicator["excludes"]}
        counted = sum(self.by_answer.get(answer, 0) for answer in indicator["numerator"])
        return counted, self.of - sum(self.by_answer.get(answer, 0) for answer in left_out)


@dataclass(frozen=True, slots=True)
class Figures:
    """A snapshot with its units and questions by name, and where its pages stand."""

    snapshot: Snapshot
    links: Links = PUBLIC
    units: Mapping[str, PublishedUnit] = field(init=False)
    questions: Mapping[str, Json] = field(init=False)

    def __post_init__(self) -> None:
        questions = {question["name"]: question for question in self.content["questions"]}
        object.__setattr__(self, "units", {unit.code: unit for unit in self.snapshot.units})
        object.__setattr__(self, "questions", questions)

    @property
    def content(self) -> Json:
        return self.snapshot.content

    def find_counts(self, question: str, place: str) -> Counts | None:
        """Counts of a question in a unit or EVERYWHERE; None where nothing is published."""
        table = self.snapshot.tables.get(question)
        places = [place] if place != EVERYWHERE else list(table.counts) if table else []
        if table is None or not places or any(code not in table.counts for code in places):
            return None
        rows = [(table.counts[code], table.bases[code]) for code in places]
        return add_counts(table.answers, rows)

    def find_reason(self, question: str, place: str) -> str | None:
        """Why nothing is published about a question in a unit, as a code; None when there is no such code."""
        table = self.snapshot.tables.get(question)
        reasons = table.withheld if table else {}
        return next(iter(reasons.values()), None) if place == EVERYWHERE else reasons.get(place)

    def list_units(self, place: str) -> list[PublishedUnit]:
        """The units of a place: itself, or all."""
        return list(self.snapshot.units) if place == EVERYWHERE else [self.units[place]]

    def known_clients(self, place: str) -> int | None:
        """How many clients are known, to be told; None when a part of the place has no such number."""
        return known_clients(self.list_units(place))

    def population(self, place: str) -> int | None:
        """How many people an interval may count on: the known clients, unless the link was open to others."""
        return population(self.snapshot, self.list_units(place))


def add_counts(answers: Sequence[str], rows: Sequence[tuple[Sequence[int], int]]) -> Counts:
    """Add published rows (counts, of) of one table."""
    sums = [sum(column) for column in zip(*(counts for counts, _of in rows), strict=True)]
    return Counts(dict(zip(answers, sums, strict=True)), sum(of for _counts, of in rows), len(rows))
