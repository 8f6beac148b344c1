"""Taking over responses that were collected elsewhere: all rows of a table, or its good rows, or nothing.

Every row passes the checks that a person's answers pass, is sealed like them and stored like them; afterwards
the round is mixed, so that the order of the table is forgotten. A response that was imported before is known
by the keyed hash of its identity and not stored twice, as long as the round is open (receipts are wiped when
it closes).
"""

import secrets
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b

from sqlalchemy.orm import Session

from cmm.domain.answer_sheet import AnswerSheet, SheetPlan, SheetRow, advance_nothing, read_sheet
from cmm.domain.answer_values import CellRefused
from cmm.domain.answers import to_payload
from cmm.domain.coupons import hash_receipt
from cmm.domain.delimited import TextTable
from cmm.domain.field_table import FieldTable, strip_table
from cmm.domain.questionnaire.compiled import digest, from_json
from cmm.domain.questionnaire.model import Questionnaire
from cmm.domain.refusal import Refusal
from cmm.domain.round_state import check_takes_responses
from cmm.domain.sealing import seal_response
from cmm.domain.sheet_cities import CityFinder
from cmm.domain.sheet_problems import SheetProblem
from cmm.services.audit import note
from cmm.services.mix import mix_round
from cmm.services.submit_response import build_payload, submit_many
from cmm.services.transaction import end_reading, transaction
from cmm.store.envelopes import has_receipt
from cmm.store.questionnaires import get_questionnaire
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
    """Where the responses are from: the column that says it, or one code (or name) for all. `among` are the
    codes that whoever imports may bring, None for all of the round.
    """

    column: str | None = None
    city: str | None = None
    among: Collection[str] | None = None


def check_import(session: Session, *, round_id: str, questionnaire: Questionnaire | None = None) -> None:
    """Raise unless a round takes responses (to this questionnaire, if one is given) from a table.

    Raises NoSuchRound, RoundNotOpen (RoundPaused, RoundClosed), RoundTakesCouponsOnly, AnotherQuestionnaire.
    """
    survey_round = get_round(session, round_id)
    check_takes_responses(survey_round.state)
    if survey_round.access == "coupon":
        raise RoundTakesCouponsOnly(round_id)
    if questionnaire and digest(questionnaire) != survey_round.questionnaire_digest:
        raise AnotherQuestionnaire(f"{questionnaire.form_id} {questionnaire.version}")


def find_asked(session: Session, round_id: str) -> Questionnaire:
    """The questionnaire of a round. Raises NoSuchRound."""
    return from_json(get_questionnaire(session, get_round(session, round_id).questionnaire_digest).compiled)


def strip_import(
    session: Session,
    *,
    round_id: str,
    questionnaire: Questionnaire,
    table: TextTable,
    pepper: bytes,
    keep: Collection[str] = (),
) -> FieldTable:
    """The table without what identifies; its identities become keyed hashes of this round. Headers in `keep`
    stay. Raises what check_import raises.
    """
    check_import(session, round_id=round_id, questionnaire=questionnaire)

    def hide(text: str) -> str:
        secret = blake2b(pepper, digest_size=32, person=b"cmm import").digest()
        return blake2b(f"{round_id}|{text}".encode(), key=secret, digest_size=NONCE_BYTES).hexdigest()

    is_city = city_test(session, round_id)
    return strip_table(table, questionnaire, hide=hide, keep=keep, is_city=is_city)


def city_test(session: Session, round_id: str) -> Callable[[str], bool]:
    """Whether a cell names a city of a round."""
    finder = CityFinder({city.city_id: city.names for city in list_cities_of_round(session, round_id)}, None)

    def is_city(cell: str) -> bool:
        try:
            return bool(finder.find(cell))
        except CellRefused:
            return False

    return is_city


def check_table(
    session: Session,
    *,
    round_id: str,
    questionnaire: Questionnaire,
    table: TextTable,
    cities: CityChoice,
    drop: Sequence[str] = (),
    chosen: Mapping[str, str] | None = None,
    today: date,
    advance: Callable[[int], None] = advance_nothing,
) -> AnswerSheet:
    """Read and check a table: the good rows, and everything that is wrong; nothing is stored.

    `chosen` maps headers to questions. `advance(1)` is called after each row. Raises what check_import
    raises.
    """
    check_import(session, round_id=round_id, questionnaire=questionnaire)
    names = {
        city.city_id: city.names
        for city in list_cities_of_round(session, round_id)
        if cities.among is None or city.city_id in cities.among
    }
    plan = SheetPlan(names, cities.column, cities.city, drop, chosen or {}, take_good_rows=True)
    end_reading(session)
    return read_sheet(table, questionnaire, plan, today=today, advance=advance)


def read_import(
    session: Session,
    *,
    round_id: str,
    questionnaire: Questionnaire,
    table: TextTable,
    cities: CityChoice,
    drop: Sequence[str] = (),
    chosen: Mapping[str, str] | None = None,
    take_good_rows: bool = False,
    today: date,
    advance: Callable[[int], None] = advance_nothing,
) -> AnswerSheet:
    """The same for somebody who wants all rows, or all that are good.

    Raises what check_import raises, and ImportRefused with every problem, also when no row is good.
    """
    sheet = check_table(
        session,
        round_id=round_id,
        questionnaire=questionnaire,
        table=table,
        cities=cities,
        drop=drop,
        chosen=chosen,
        today=today,
        advance=advance,
    )
    if sheet.problems and not (take_good_rows and sheet.rows):
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
    by: str | None = None,
    advance: Callable[[int], None] = advance_nothing,
) -> int:
    """Seal and store the rows of a sheet in one transaction, then mix the round; how many were new.

    Raises what check_import raises, UnknownCity, and StorageUnavailable (when it comes from mixing, the rows
    are stored: mix again).
    """
    check_import(session, round_id=round_id, questionnaire=questionnaire)
    sealed = seal_rows(session, round_id, questionnaire.default_language, sheet.rows, advance)
    new = keep_sealed(session, round_id=round_id, sealed=sealed, pepper=pepper, today=today, by=by)
    mix_round(session, round_id)
    return new


def seal_rows(
    session: Session,
    round_id: str,
    language: str,
    rows: Sequence[SheetRow],
    advance: Callable[[int], None] = advance_nothing,
) -> list[tuple[str, str, bytes]]:
    """(city, nonce, envelope) of every row; outside the transaction, because sealing takes longer than
    storing.
    """
    survey_round = get_round(session, round_id)
    public_key, size = survey_round.public_key, survey_round.envelope_size
    end_reading(session)
    sealed = []
    for row in rows:
        payload = build_payload(to_payload(row.answers), language=language, mode=MODE)
        envelope = seal_response(payload, round_id=round_id, public_key=public_key, size=size)
        sealed.append((row.city, row.identity or secrets.token_urlsafe(NONCE_BYTES), envelope))
        advance(1)
    return sealed


@transaction
def keep_sealed(
    session: Session,
    *,
    round_id: str,
    sealed: Sequence[tuple[str, str, bytes]],
    pepper: bytes,
    today: date,
    by: str | None,
) -> int:
    """Store what was sealed and note who did it: how many, of which cities, and nothing else."""
    new = submit_many(session, round_id=round_id, sealed=sealed, pepper=pepper, today=today)
    cities = sorted({city for city, _, _ in sealed})
    note(session, by, "responses_imported", round_id, count=new, cities=cities)
    return new


def count_known(session: Session, *, round_id: str, sheet: AnswerSheet, pepper: bytes) -> int:
    """How many of the rows were imported into this round before."""
    receipts = (hash_receipt(round_id, row.identity, pepper) for row in sheet.rows if row.identity)
    return sum(has_receipt(session, receipt) for receipt in receipts)


def count_by_city(sheet: AnswerSheet) -> Mapping[str, int]:
    """Number of rows by city code, in the order in which the cities come in the table."""
    counts: dict[str, int] = {}
    for row in sheet.rows:
        counts[row.city] = counts.get(row.city, 0) + 1
    return counts
