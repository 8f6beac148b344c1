"""A part of a round from sealed to coded: what one process, or one machine of many, does by itself.

What was opened never leaves this function but as rows and texts. Nothing is kept from one part to the next.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

from cmm.domain.coded.coder import ResponseCoder
from cmm.domain.coded.responses import CodedResponses, Origin, code_responses
from cmm.domain.questionnaire.compiled import from_json
from cmm.domain.sealing import EnvelopeUnreadable, ResponseOpener

UNREADABLE, UNKNOWN_CITY = "unreadable", "unknown_city"
"""Reasons of rejection beside the codes of problems."""


class Sealed(NamedTuple):
    """An envelope and where it came from."""

    origin: Origin
    envelope: bytes


@dataclass(frozen=True, slots=True)
class Opening:
    """What is needed to open and code envelopes of one round. `compiled` is its questionnaire as JSON,
    `today` the day that relevance and calculations see. Holds the round's private key: it is never stored.
    """

    round_id: str
    compiled: Mapping[str, Any] = field(repr=False)
    cities: frozenset[str]
    today: date
    private_key: bytes = field(repr=False)


def open_part(opening: Opening, sealed: Iterable[Sealed]) -> CodedResponses:
    """Open, check and code some envelopes of a round. Raises CompiledUnreadable."""
    coder = ResponseCoder(from_json(opening.compiled), today=opening.today)
    rejected: Counter[str] = Counter()
    coded = code_responses(coder, _open_all(opening, sealed, rejected))
    return replace(coded, rejected=coded.rejected + rejected)


def _open_all(
    opening: Opening, sealed: Iterable[Sealed], rejected: Counter[str]
) -> Iterator[tuple[Origin, dict[str, Any]]]:
    """One opened response at a time, none of which is kept."""
    opener = ResponseOpener(opening.round_id, opening.private_key)
    for origin, envelope in sealed:
        payload = _open_one(opener, envelope)
        if payload is None:
            rejected[UNREADABLE] += 1
        elif origin.city_id not in opening.cities:
            rejected[UNKNOWN_CITY] += 1
        else:
            yield origin, payload


def _open_one(opener: ResponseOpener, envelope: bytes) -> dict[str, Any] | None:
    try:
        answers = opener.open(envelope).get("answers")
    except EnvelopeUnreadable:
        return None
    return answers if isinstance(answers, dict) else None
