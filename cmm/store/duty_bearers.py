"""The directory of offices that can change something."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from cmm.domain.refusal import Refusal
from cmm.store.promise_models import DutyBearer as DutyBearer


class NoSuchBearer(Refusal):
    """No office of the directory has this code."""


def find_bearer(session: Session, bearer_id: str) -> DutyBearer | None:
    return session.get(DutyBearer, bearer_id)


def get_bearer(session: Session, bearer_id: str) -> DutyBearer:
    """Raises NoSuchBearer."""
    bearer = find_bearer(session, bearer_id)
    if bearer is None:
        raise NoSuchBearer(bearer_id)
    return bearer


def list_bearers(session: Session) -> list[DutyBearer]:
    """All offices by code."""
    return list(session.scalars(select(DutyBearer).order_by(DutyBearer.bearer_id)))


def add_bearer(session: Session, bearer: DutyBearer) -> None:
    session.add(bearer)
    session.flush()
