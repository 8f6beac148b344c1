"""From the bytes of a snapshot to what readers work with."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cmm.domain.language import Translated
from cmm.domain.snapshot.canonical import FORMAT, digest_of


class SnapshotUnreadable(Exception):
    """The bytes are not a snapshot, or one of a format that this version does not know."""


@dataclass(frozen=True, slots=True)
class PublishedUnit:
    """A city, or several that are published together. `responses` and `answered` are multiples of 5."""

    code: str
    names: Translated
    cities: tuple[str, ...]
    responses: int
    answered: int
    known_clients: int | None


@dataclass(frozen=True, slots=True)
class PublishedTable:
    """The counts of one question. Everything about all units together is a sum over the published ones."""

    question: str
    answers: tuple[str, ...]
    counts: Mapping[str, tuple[int, ...]]
    bases: Mapping[str, int]
    withheld: Mapping[str, str]

    def count(self, unit: str, answer: str) -> int | None:
        """How many gave an answer in a unit; None if withheld. Raises ValueError for an unknown answer."""
        place = self.answers.index(answer)
        return self.counts[unit][place] if unit in self.counts else None

    def of(self, unit: str) -> int | None:
        """How many were asked in a unit; None if withheld."""
        return self.bases.get(unit)

    def total_count(self, answer: str) -> int:
        """How many gave an answer in all published units."""
        place = self.answers.index(answer)
        return sum(row[place] for row in self.counts.values())

    @property
    def total(self) -> int:
        """How many were asked in all published units."""
        return sum(self.bases.values())


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A parsed snapshot. `content` is its whole JSON."""

    digest: str
    content: Mapping[str, Any] = field(repr=False)
    units: tuple[PublishedUnit, ...] = field(repr=False)
    tables: Mapping[str, PublishedTable] = field(repr=False)

    @property
    def round_id(self) -> str:
        return str(self.content["round"])

    @property
    def number(self) -> int:
        return int(self.content["number"])

    @property
    def title(self) -> Translated:
        title: Translated = self.content["title"]
        return title


def parse_snapshot(data: bytes) -> Snapshot:
    """Read the bytes of a snapshot. Raises SnapshotUnreadable."""
    try:
        content = json.loads(data)
        if content["format"] != FORMAT:
            raise SnapshotUnreadable
        units = tuple(_unit(unit) for unit in content["units"])
        tables = {table["question"]: _table(table) for table in content["tables"]}
    except (ValueError, KeyError, TypeError) as error:
        raise SnapshotUnreadable from error
    return Snapshot(digest_of(data), content, units, tables)


def _unit(unit: Mapping[str, Any]) -> PublishedUnit:
    cities = tuple(city["code"] for city in unit["cities"])
    numbers = unit["responses"], unit["answered"], unit["known_clients"]
    return PublishedUnit(unit["code"], unit["names"], cities, *numbers)


def _table(table: Mapping[str, Any]) -> PublishedTable:
    rows = table["units"]
    return PublishedTable(
        table["question"],
        tuple(table["answers"]),
        {code: tuple(row["counts"]) for code, row in rows.items()},
        {code: row["of"] for code, row in rows.items()},
        table["withheld"],
    )
