"""Passes of peer monitors' phones."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from cmm.domain.refusal import Refusal
from cmm.store.models import FieldPass as FieldPass


class NoSuchPass(Refusal):
    """No field pass has this id."""


def get_pass(session: Session, pass_id: str) -> FieldPass:
    """Raises NoSuchPass."""
    found = session.get(FieldPass, pass_id)
    if found is None:
        raise NoSuchPass(pass_id)
    return found


def find_pass_by_code(session: Session, code_hash: bytes) -> FieldPass | None:
    """The pass with this code, revoked or not."""
    return session.scalar(select(FieldPass).where(FieldPass.code_hash == code_hash))


def list_passes(session: Session, round_id: str) -> list[FieldPass]:
    """The passes of a round by city, then by label."""
    of_round = select(FieldPass).where(FieldPass.round_id == round_id)
    return list(session.scalars(of_round.order_by(FieldPass.city_id, FieldPass.label, FieldPass.pass_id)))


def add_pass(session: Session, field_pass: FieldPass) -> None:
    session.add(field_pass)
    session.flush()
