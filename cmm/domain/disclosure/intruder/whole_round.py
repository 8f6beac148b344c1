"""The attack on a table about the whole round, as on a survey of one city with one question."""

from collections.abc import Mapping
from typing import Any

from cmm.domain.disclosure.intruder.attack import find_leaks
from cmm.domain.disclosure.intruder.findings import Finding
from cmm.domain.disclosure.intruder.sight import Publication
from cmm.domain.disclosure.links import NO_LINKS
from cmm.domain.disclosure.tables import ProtectedTable


def attack_whole_round(table: ProtectedTable, responses: int) -> list[Finding]:
    """Findings about a table of one unit that holds all `responses`."""
    (unit,) = table.counts
    content = _alone(table, unit)
    return find_leaks(Publication(content, {unit: responses}), [], NO_LINKS)


def _alone(table: ProtectedTable, unit: str) -> Mapping[str, Any]:
    of = table.of[unit]
    row = {"counts": list(table.counts[unit]), "of": of}
    return {
        "number": 1,
        "method_facts": {},
        "units": [{"code": unit, "cities": [{"code": unit}], "responses": of, "answered": of}],
        "cities_without_figures": [],
        "tables": [{"question": table.question, "answers": list(table.answers), "units": {unit: row}}],
        "breakdowns": [],
    }
