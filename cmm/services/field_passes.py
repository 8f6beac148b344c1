"""Field passes: a peer monitor's phone may fill one round in one city, until the pass is revoked."""

import secrets
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from cmm.domain.coupons import draw_codes, hash_code, normalise_code
from cmm.domain.refusal import Refusal
from cmm.domain.round_state import RoundClosed
from cmm.services.audit import note
from cmm.services.submit_response import submit_sealed
from cmm.services.transaction import transaction
from cmm.store import field_passes as store
from cmm.store.field_passes import FieldPass
from cmm.store.rounds import get_city_of_round, get_round

LONGEST_LABEL = 60


class LabelMissing(Refusal):
    """A pass has a short label, so that the right one can be revoked: "phone 2", never a person's name."""


class PassRefused(Refusal):
    """The pass is unknown or was revoked."""


@dataclass(frozen=True, slots=True)
class PassFacts:
    """A pass as the office lists it; its code is known only to who carries it."""

    pass_id: str
    city_id: str
    label: str
    revoked: bool


@dataclass(frozen=True, slots=True)
class FieldRound:
    """What a pass opens."""

    round_id: str
    city_id: str


@transaction
def make_pass(
    session: Session, *, round_id: str, city_id: str, label: str, pepper: bytes, by: str | None = None
) -> str:
    """Make a pass and return its code: the only time it exists in clear.

    Raises NoSuchRound, RoundClosed, CityNotInRound, LabelMissing.
    """
    if get_round(session, round_id, lock="read").state == "closed":
        raise RoundClosed
    get_city_of_round(session, round_id, city_id)
    label = label.strip()[:LONGEST_LABEL]
    if not label:
        raise LabelMissing
    [code] = draw_codes(1)
    field_pass = FieldPass(
        pass_id=secrets.token_hex(8),
        round_id=round_id,
        city_id=city_id,
        label=label,
        code_hash=hash_code(code, pepper),
    )
    store.add_pass(session, field_pass)
    note(session, by, "pass_made", round_id, city=city_id)
    return code


@transaction
def revoke_pass(session: Session, *, pass_id: str, by: str | None = None) -> None:
    """Refuse everything that is sent with the pass from now on. Raises NoSuchPass."""
    found = store.get_pass(session, pass_id)
    found.revoked = True
    note(session, by, "pass_revoked", found.round_id, city=found.city_id)


def list_passes(session: Session, round_id: str) -> list[PassFacts]:
    """The passes of a round by city, then by label."""
    return [
        PassFacts(one.pass_id, one.city_id, one.label, one.revoked)
        for one in store.list_passes(session, round_id)
    ]


def get_field_round(session: Session, *, code: str, pepper: bytes) -> FieldRound:
    """What a pass opens. Raises PassRefused: unknown and revoked are one refusal."""
    normal = normalise_code(code)
    found = store.find_pass_by_code(session, hash_code(normal, pepper)) if normal else None
    if found is None or found.revoked:
        raise PassRefused
    return FieldRound(found.round_id, found.city_id)


@transaction
def submit_in_field(
    session: Session, *, code: str, sealed: bytes, coupon: str | None, nonce: str, pepper: bytes, today: date
) -> bool:
    """Store an envelope from a peer monitor's outbox; the pass gives round and city.

    Returns False when this attempt was stored before. Raises PassRefused and what submit_sealed raises.
    """
    opened = get_field_round(session, code=code, pepper=pepper)
    return submit_sealed(
        session,
        round_id=opened.round_id,
        sealed=sealed,
        city_id=opened.city_id,
        coupon=coupon,
        nonce=nonce,
        pepper=pepper,
        today=today,
    )
