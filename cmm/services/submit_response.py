"""Taking one response, exactly once.

An attempt is known by its coupon (in a link round: by the round) and a random nonce made by the sender. In
one transaction the attempt's receipt is noted, the coupon is used up, and the envelope is stored. A repeat of
an accepted attempt succeeds and stores nothing. What is wrong with a coupon is never said: unknown, used, of
another round or of a batch set aside are one refusal.
"""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from cmm.domain.answers import Answers, to_payload
from cmm.domain.coupons import hash_code, hash_receipt, normalise_code
from cmm.domain.refusal import Refusal
from cmm.domain.round_state import RoundClosed, RoundNotOpen, RoundPaused, check_takes_responses
from cmm.domain.sealing import ENVELOPE_OVERHEAD, seal_response
from cmm.services.together import together
from cmm.services.transaction import StorageUnavailable, transaction
from cmm.store import coupons, envelopes
from cmm.store.rounds import NoSuchRound, SurveyRound, get_round, list_cities_of_round

__all__ = [
    "CouponRefused",
    "EnvelopeRefused",
    "NoSuchRound",
    "NonceRefused",
    "RoundClosed",
    "RoundNotOpen",
    "RoundPaused",
    "StorageUnavailable",
    "UnknownCity",
    "build_payload",
    "is_promising",
    "seal_answers",
    "submit_response",
    "submit_sealed",
]

SHORTEST_NONCE, LONGEST_NONCE = 16, 100
"""Characters. In a link round two people with one nonce would count as one, so it must be long and random."""


class CouponRefused(Refusal):
    """The coupon is unknown or was used already."""


class UnknownCity(Refusal):
    """In a link round the respondent names a city of the round."""


class NonceRefused(Refusal):
    """The attempt has no proper nonce."""


class EnvelopeRefused(Refusal):
    """The envelope has not the size that all envelopes of the round have."""


def submit_response(
    session: Session,
    *,
    round_id: str,
    answers: Answers,
    language: str,
    mode: str,
    city_id: str | None,
    coupon: str | None,
    nonce: str,
    pepper: bytes,
    today: date,
) -> None:
    """Seal checked answers to the round and store them; returning means stored for good.

    `mode` is "self" or "field". In a coupon round the coupon's batch gives the city and `city_id` is not
    looked at. Raises NoSuchRound, CouponRefused, RoundNotOpen (RoundPaused, RoundClosed), UnknownCity,
    NonceRefused, StorageUnavailable.
    """
    sealed = seal_answers(session, round_id=round_id, answers=answers, language=language, mode=mode)
    submit_sealed(
        session,
        round_id=round_id,
        sealed=sealed,
        city_id=city_id,
        coupon=coupon,
        nonce=nonce,
        pepper=pepper,
        today=today,
    )


def seal_answers(session: Session, *, round_id: str, answers: Answers, language: str, mode: str) -> bytes:
    """Seal checked answers that arrived readable. Raises NoSuchRound."""
    survey_round = get_round(session, round_id)
    return seal_response(
        build_payload(to_payload(answers), language=language, mode=mode),
        round_id=round_id,
        public_key=survey_round.public_key,
        size=survey_round.envelope_size,
    )


@together
def submit_sealed(
    session: Session,
    *,
    round_id: str,
    sealed: bytes,
    city_id: str | None,
    coupon: str | None,
    nonce: str,
    pepper: bytes,
    today: date,
) -> bool:
    """Store an envelope sealed on the phone; False when this attempt was stored before.

    Raises what submit_response raises, and EnvelopeRefused.
    """
    survey_round = get_round(session, round_id, lock="read")
    if not SHORTEST_NONCE <= len(nonce) <= LONGEST_NONCE:
        raise NonceRefused
    code = _normal_coupon(survey_round, coupon)
    if not envelopes.add_receipt(session, hash_receipt(code or round_id, nonce, pepper), round_id):
        return False
    check_takes_responses(survey_round.state)
    if len(sealed) != survey_round.envelope_size + ENVELOPE_OVERHEAD:
        raise EnvelopeRefused
    if code:
        city_id, batch_id = _use_coupon(session, round_id, hash_code(code, pepper))
    else:
        city_id, batch_id = _check_city(session, round_id, city_id), None
    envelopes.add_envelope(
        session,
        round_id=round_id,
        city_id=city_id,
        batch_id=batch_id,
        week_of=today - timedelta(days=today.weekday()),
        sealed=sealed,
    )
    return True


@transaction
def submit_many(
    session: Session,
    *,
    round_id: str,
    sealed: Sequence[tuple[str, str, bytes]],
    pepper: bytes,
    today: date,
) -> int:
    """Store many envelopes of a round by link, (city, nonce, envelope) each: all of them, or none. How many
    were new; what was stored before with the same nonce is not stored again.

    Raises NoSuchRound, RoundNotOpen (RoundPaused, RoundClosed), CouponRefused, UnknownCity, NonceRefused,
    EnvelopeRefused, StorageUnavailable.
    """
    survey_round = get_round(session, round_id, lock="read")
    check_takes_responses(survey_round.state)
    if survey_round.access == "coupon":
        raise CouponRefused
    known = {city.city_id for city in list_cities_of_round(session, round_id)}
    if not {city for city, _, _ in sealed} <= known:
        raise UnknownCity
    size, new = survey_round.envelope_size + ENVELOPE_OVERHEAD, 0
    monday = today - timedelta(days=today.weekday())
    for city_id, nonce, envelope in sealed:
        if not SHORTEST_NONCE <= len(nonce) <= LONGEST_NONCE:
            raise NonceRefused
        if len(envelope) != size:
            raise EnvelopeRefused
        if envelopes.add_receipt(session, hash_receipt(round_id, nonce, pepper), round_id):
            envelopes.add_envelope(
                session, round_id=round_id, city_id=city_id, batch_id=None, week_of=monday, sealed=envelope
            )
            new += 1
    return new


def is_promising(session: Session, *, round_id: str, coupon: str, nonce: str, pepper: bytes) -> bool:
    """Whether an attempt could succeed: an unused coupon of the round, or the repeat of an accepted attempt.

    Only looks, so that many wrong codes cost little. Always so in a round without coupons. Raises
    NoSuchRound.
    """
    if get_round(session, round_id).access != "coupon":
        return True
    code = normalise_code(coupon)
    if code is None:
        return False
    return coupons.has_coupon(session, round_id, hash_code(code, pepper)) or envelopes.has_receipt(
        session, hash_receipt(code, nonce, pepper)
    )


def build_payload(answers: Mapping[str, Any], *, language: str, mode: str) -> dict[str, Any]:
    """What an envelope holds; the phone builds the same."""
    return {"answers": answers, "language": language, "mode": mode}


def _normal_coupon(survey_round: SurveyRound, coupon: str | None) -> str | None:
    if survey_round.access != "coupon":
        return None
    code = normalise_code(coupon or "")
    if code is None:
        raise CouponRefused
    return code


def _use_coupon(session: Session, round_id: str, code_hash: bytes) -> tuple[str, str]:
    batch = coupons.take_coupon(session, round_id, code_hash)
    if batch is None:
        raise CouponRefused
    return batch.city_id, batch.batch_id


def _check_city(session: Session, round_id: str, city_id: str | None) -> str:
    for city in list_cities_of_round(session, round_id):
        if city.city_id == city_id:
            return city.city_id
    raise UnknownCity
