"""Put together the content of a snapshot. Counts come from protected tables, from nowhere else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cmm.domain.disclosure.policy import SMALLEST_GROUP, STEP
from cmm.domain.disclosure.tables import ProtectedBreakdown, ProtectedRound, ProtectedTable, ProtectedUnit
from cmm.domain.language import Translated, in_language
from cmm.domain.snapshot.canonical import FORMAT

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SnapshotCity:
    """A city of the round. `known_clients` is None where nobody counted them."""

    code: str
    names: Translated
    known_clients: int | None = None


@dataclass(frozen=True, slots=True)
class SnapshotFacts:
    """What is said about the round as a whole. `supersedes` is the digest of the publication before;
    `known_clients_source` says who counted the clients and when, "" where nobody did.
    """

    round_id: str
    number: int
    supersedes: str | None
    title: Translated
    form_id: str
    form_version: str
    questionnaire_digest: str
    languages: tuple[str, ...]
    invented: bool
    access: str
    opened_on: date
    closed_on: date
    prepared_on: date
    known_clients_source: str = ""


@dataclass(frozen=True, slots=True)
class SnapshotWords:
    """Descriptions as JSON: counted questions, indicators, breakdowns by question, and the method by
    language.
    """

    questions: Sequence[Json]
    indicators: Sequence[Json]
    breakdowns: Mapping[str, Json]
    method: Mapping[str, str]


def build_snapshot(
    facts: SnapshotFacts, words: SnapshotWords, cities: Sequence[SnapshotCity], protected: ProtectedRound
) -> Json:
    """The content of a snapshot, ready for `canonical_bytes`. `cities` are those of the round, in order."""
    known = {city.code: city for city in cities}
    return {
        **_facts(facts),
        "units": [_unit(unit, known, facts.languages) for unit in protected.units],
        "cities_without_figures": [
            *(_city(known[code]) | {"reason": "no_responses"} for code in protected.silent),
            *(_city(known[code]) | {"reason": "few_new_responses"} for code in protected.waiting),
        ],
        "questions": list(words.questions),
        "tables": [
            {**_table(table, "units"), "withheld": dict(table.withheld)} for table in protected.tables
        ],
        "indicators": list(words.indicators),
        "breakdowns": [_breakdown(each, words.breakdowns[each.question]) for each in protected.breakdowns],
        "method": dict(words.method),
        "method_facts": {"step": STEP, "smallest_group": SMALLEST_GROUP},
    }


def _facts(facts: SnapshotFacts) -> Json:
    return {
        "format": FORMAT,
        "round": facts.round_id,
        "number": facts.number,
        "supersedes": facts.supersedes,
        "title": dict(facts.title),
        "form_id": facts.form_id,
        "form_version": facts.form_version,
        "questionnaire_digest": facts.questionnaire_digest,
        "languages": list(facts.languages),
        "invented": facts.invented,
        "access": facts.access,
        "opened_on": facts.opened_on.isoformat(),
        "closed_on": facts.closed_on.isoformat(),
        "prepared_on": facts.prepared_on.isoformat(),
        **({"known_clients_source": facts.known_clients_source} if facts.known_clients_source else {}),
    }


def _unit(unit: ProtectedUnit, known: Mapping[str, SnapshotCity], languages: Sequence[str]) -> Json:
    cities = [known[leaf] for leaf in unit.leaves]
    clients = [city.known_clients for city in cities if city.known_clients is not None]
    return {
        "code": unit.code,
        "names": _names(cities, languages),
        "cities": [_city(city) for city in cities],
        "responses": unit.responses,
        "answered": unit.answered,
        "known_clients": sum(clients) if len(clients) == len(cities) else None,
    }


def _names(cities: Sequence[SnapshotCity], languages: Sequence[str]) -> Json:
    codes = dict.fromkeys([*languages, *(code for city in cities for code in city.names)])
    return {code: ", ".join(in_language(city.names, code) for city in cities) for code in codes}


def _city(city: SnapshotCity) -> Json:
    return {"code": city.code, "names": dict(city.names)}


def _table(table: ProtectedTable, rows: str) -> Json:
    return {
        "question": table.question,
        "answers": list(table.answers),
        rows: {code: {"counts": list(row), "of": table.of[code]} for code, row in table.counts.items()},
    }


def _breakdown(breakdown: ProtectedBreakdown, words: Json) -> Json:
    return {
        "question": breakdown.question,
        "label": words["label"],
        "groups": [
            {"code": code, "label": words["groups"][code], "responses": responses}
            for code, responses in breakdown.responses.items()
        ],
        "tables": [_table(table, "groups") for table in breakdown.tables],
        "withheld": breakdown.withheld,
    }
