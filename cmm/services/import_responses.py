"""Taking over responses that were collected elsewhere: all rows of a table, or nothing.

Every row passes the checks that a person's answers pass, is sealed like them and stored like them; afterwards
the round is mixed, so that the order of the table is forgotten.
"""

import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from cmm.domain.answer_sheet import AnswerSheet, SheetPlan, SheetRow, advance_nothing, read_sheet
from cmm.domain.answers import to_payload
from cmm.domain.delimited import TextTable
from cmm.domain.questionnaire.compiled import digest
from cmm.domain.questionnaire.model import Questionnaire
from cmm.domain.refusal import Refusal
from cmm.domain.round_state import check_takes_responses
from cmm.domain.sealing import seal_response
from cmm.domain.sheet_problems import SheetProblem
from cmm.services.mix import mix_round
from cmm.services.submit_response import build_payload, submit_sealed
from cmm.services.transaction import transaction
from cmm.store.rounds import get_round, list_cities_of_round

MODE = "import"
"""How the answers came, as the envelope says it beside "self" and "field"."""
NONCE_BYTES = 24


class AnotherQuestionnaire(Refusal):
    """The round is pinned to another questionnaire, or to another version of this one."""


class RoundTakesCouponsOnly(Refusal):
    """Each response of this round needs a coupon; a table has none."""


class ImportRefused(Exception):
    """The table does not fit; nothing was stored. `problems` holds everything that was found."""

    def __init__(self, problems: Sequence[SheetProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"{len(self.problems)} problems")


@dataclass(frozen=True, slots=True)
class CityChoice:
    """Where the responses are from: the column that says it, or one code (or name) for all."""

    column: str | None = None
    city: str | None = None


def check_import(session: Session, *, round_id: str, questionnaire: Questionnaire) -> None:
    """Raise unless a round takes responses to this questionnaire from a table.

    Raises NoSuchRound, RoundNotOpen (RoundPaused, RoundClosed), RoundTakesCouponsOnly, AnotherQuestionnaire.
    """
    survey_round = get_round(session, round_id)
    check_takes_responses(survey_round.state)
    if survey_round.access == "coupon":
        raise RoundTakesCouponsOnly(round_id)
    if digest(questionnaire) != survey_round.questionnaire_digest:
        raise AnotherQuestionnaire(f"{questionnaire.form_id} {questionnaire.version}")


def read_import(
    session: Session,
    *,
    round_id: str,
    questionnaire: Questionnaire,
    table: TextTable,
    cities: CityChoice,
    drop: Sequence[str] = (),
    today: date,
    advance: Callable[[int], None] = advance_nothing,
) -> AnswerSheet:
    """Read and check a table for a round; nothing is stored. `advance(1)` is called after each row.

    Raises what check_import raises, and ImportRefused with every problem.
    """
    check_import(session, round_id=round_id, questionnaire=questionnaire)
    names = {city.city_id: city.names for city in list_cities_of_round(session, round_id)}
    plan = SheetPlan(names, cities.column, cities.city, drop)
    sheet = read_sheet(table, questionnaire, plan, today=today, advance=advance)
    if sheet.problems:
        raise ImportRefused(sheet.problems)
    return sheet


def store_import(
    session: Session,
    *,
    round_id: str,
    questionnaire: Questionnaire,
    sheet: AnswerSheet,
    pepper: bytes,
    today: date,
    advance: Callable[[int], None] = advance_nothing,
) -> None:
    """Seal and store every row of a sheet in one transaction, then mix the round.

    Raises what check_import raises, UnknownCity, and StorageUnavailable (when it comes from mixing, the rows
    are stored: mix again).
    """
    check_import(session, round_id=round_id, questionnaire=questionnaire)
    sealed = _seal(session, round_id, questionnaire.default_language, sheet.rows, advance)
    _store(session, round_id=round_id, sealed=sealed, pepper=pepper, today=today)
    mix_round(session, round_id)


def count_by_city(sheet: AnswerSheet) -> Mapping[str, int]:
    """Number of rows by city code, in the order in which the cities come in the table."""
    counts: dict[str, int] = {}
    for row in sheet.rows:
        counts[row.city] = counts.get(row.city, 0) + 1
    return counts


def _seal(
    session: Session, round_id: str, language: str, rows: Sequence[SheetRow], advance: Callable[[int], None]
) -> list[tuple[str, bytes]]:
    """(city, envelope) of every row; outside the transaction, because sealing takes longer than storing."""
    survey_round = get_round(session, round_id)
    sealed = []
    for row in rows:
        payload = build_payload(to_payload(row.answers), language=language, mode=MODE)
        envelope = seal_response(
            payload, round_id=round_id, public_key=survey_round.public_key, size=survey_round.envelope_size
        )
        sealed.append((row.city, envelope))
        advance(1)
    return sealed


@transaction
def _store(
    session: Session, *, round_id: str, sealed: Sequence[tuple[str, bytes]], pepper: bytes, today: date
) -> None:
    for city_id, envelope in sealed:
        submit_sealed(
            session,
            round_id=round_id,
            sealed=envelope,
            city_id=city_id,
            coupon=None,
            nonce=secrets.token_urlsafe(NONCE_BYTES),
            pepper=pepper,
            today=today,
        )
