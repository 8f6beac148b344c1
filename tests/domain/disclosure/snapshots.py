"""Contents of snapshots for tests of the intruder: from protected rounds, or written by hand."""

from collections.abc import Mapping, Sequence
from typing import Any

from cmm.domain.disclosure.tables import ProtectedRound, ProtectedTable
from tests.domain.disclosure.made import ANSWERS

Json = dict[str, Any]
Counts = Sequence[int]


def content_of(protected: ProtectedRound, number: int = 1) -> Json:
    """What a snapshot would say about a protected round; the words are left out."""
    content = blank_content(number)
    content["units"] = [_unit(unit.leaves, unit.responses, unit.answered) for unit in protected.units]
    content["tables"] = [
        {**_table(table, "units"), "withheld": dict(table.withheld)} for table in protected.tables
    ]
    content["breakdowns"] = [
        {
            "question": each.question,
            "label": {},
            "groups": [{"code": code, "label": {}, "responses": of} for code, of in each.responses.items()],
            "tables": [_table(table, "groups") for table in each.tables],
            "withheld": each.withheld,
        }
        for each in protected.breakdowns
    ]
    return content


def written(
    responses: int,
    tables: Mapping[str, Counts],
    *,
    leaves: str = "a",
    answered: int | None = None,
    number: int = 1,
) -> Json:
    """One unit with tables as given; their answers are "0", "1" and so on."""
    content = blank_content(number)
    content["units"] = [_unit(tuple(leaves), responses, responses if answered is None else answered)]
    content["tables"] = [
        {
            "question": name,
            "answers": ANSWERS.get(name, tuple(map(str, range(len(counts))))),
            "units": {"+".join(leaves): {"counts": list(counts), "of": sum(counts)}},
            "withheld": {},
        }
        for name, counts in tables.items()
    ]
    return content


def blank_content(number: int) -> Json:
    return {
        "number": number,
        "units": [],
        "cities_without_figures": [],
        "tables": [],
        "breakdowns": [],
        "method_facts": {"step": 5, "smallest_group": 10},
    }


def _unit(leaves: Sequence[str], responses: int, answered: int) -> Json:
    return {
        "code": "+".join(leaves),
        "names": {},
        "cities": [{"code": leaf, "names": {}} for leaf in leaves],
        "responses": responses,
        "answered": answered,
        "known_clients": None,
    }


def _table(table: ProtectedTable, rows: str) -> Json:
    return {
        "question": table.question,
        "answers": list(table.answers),
        rows: {code: {"counts": list(counts), "of": table.of[code]} for code, counts in table.counts.items()},
    }
