"""Possible worlds of all units, as margins of a breakdown's tables."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cmm.domain.disclosure.intruder.claims import Attack
from cmm.domain.disclosure.intruder.crossed import Counts
from cmm.domain.disclosure.intruder.sight import Draw
from cmm.domain.disclosure.intruder.units import AttackedCase

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class UnitWorlds:
    """One unit of a publication: the draw of its numbers, within a case that is possible."""

    case: AttackedCase
    draw: int

    def attack_on(self, table: str) -> Attack:
        for attack in self.case.attacks:
            if any(table in question.tables for question in attack.component.questions):
                return attack
        raise KeyError(table)

    def cells(self, attack: Attack, table: str) -> Counts:
        """True counts of a table's published categories: one row per world of the attack."""
        question = next(each for each in attack.component.questions if table in each.tables)
        rows = attack.component.blocks[self.draw].cells[table][: question.categories]
        columns = [sum(attack.worlds[:, v] * c for v, c in row.items()) for row in rows]
        return np.array(columns, dtype=np.int64).T


class Side:
    """Worlds of one of two questions in every unit, each with a world of the other one in which as many
    passed the door: sizes of the groups and counts of the answers, one row per world.
    """

    def __init__(
        self, leading: str, table: str, breakdown: str, members: Counts, units: Sequence[UnitWorlds]
    ) -> None:
        """`members` has a row for each group and a column for each answer of the breakdown's question."""
        self._groups: list[Counts] = []
        self._answers: list[Counts] = []
        self._kept: list[list[int]] = []
        for unit in units:
            lead, own, other = (unit.attack_on(name) for name in (leading, breakdown, table))
            self._groups.append(unit.cells(own, breakdown)[_partners(lead, own)] @ members.T)
            self._answers.append(unit.cells(other, table)[_partners(lead, other)])
            frames, cells = lead.worlds[:, lead.component.passed], unit.cells(lead, leading)
            kept = sorted(lead.kept) or [0]
            self._kept.append(list({(*frames[world], *cells[world]): world for world in kept}.values()))

    def rounds(self) -> Iterator[list[int]]:
        """Kept worlds by number for every unit, each of a unit at least once. Of worlds that differ in other
        tables only, one is kept.
        """
        for number in range(max(map(len, self._kept))):
            yield [worlds[number % len(worlds)] for worlds in self._kept]

    def drawn(self, random: np.random.Generator) -> list[int]:
        """Any possible world for every unit."""
        return [int(random.integers(len(rows))) for rows in self._groups]

    def margins(self, chosen: Sequence[int]) -> tuple[Counts, Counts]:
        """True sizes of the groups and true counts of the answers: arrays (units, ...)."""
        groups = [rows[world] for rows, world in zip(self._groups, chosen, strict=True)]
        answers = [rows[world] for rows, world in zip(self._answers, chosen, strict=True)]
        return np.array(groups), np.array(answers)


def find_units(content: Json, cases: Sequence[AttackedCase]) -> list[UnitWorlds]:
    """For every unit of a publication the case and draw behind its numbers; one of the cases is taken where
    several numbers of people are possible.
    """
    found = []
    for unit in content["units"]:
        draws = (
            UnitWorlds(case, place)
            for case in cases
            for place, draw in enumerate(case.case.draws)
            if _is_shown(draw, unit, content)
        )
        found.append(next(draws))
    return found


def _is_shown(draw: Draw, unit: Json, content: Json) -> bool:
    """The draw's numbers are those of the unit."""
    if (draw.code, draw.responses, draw.answered) != (unit["code"], unit["responses"], unit["answered"]):
        return False
    rows = {table["question"]: table["units"].get(unit["code"]) for table in content["tables"]}
    return dict(draw.tables) == {name: row and tuple(row["counts"]) for name, row in rows.items()}


def _partners(lead: Attack, attack: Attack) -> Counts:
    """For each world of `lead` the place of one of `attack` in which as many passed the door."""
    if lead is attack:
        return np.arange(len(lead.worlds))
    by_frame: dict[tuple[int, ...], list[int]] = {}
    for place, frame in enumerate(attack.worlds[:, attack.component.passed]):
        by_frame.setdefault(tuple(frame), []).append(place)
    frames = [by_frame[tuple(frame)] for frame in lead.worlds[:, lead.component.passed]]
    return np.array([places[number % len(places)] for number, places in enumerate(frames)])
