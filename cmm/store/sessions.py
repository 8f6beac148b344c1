"""Sessions of the office: one row for every browser that is signed in."""

from sqlalchemy import CursorResult, delete, or_, update
from sqlalchemy.orm import Session

from cmm.store.models import OfficeSession as OfficeSession


def find_session(session: Session, token_hash: bytes) -> OfficeSession | None:
    return session.get(OfficeSession, token_hash)


def add_session(session: Session, office_session: OfficeSession) -> None:
    session.add(office_session)
    session.flush()


def note_seen(session: Session, token_hash: bytes, seen_at: int) -> None:
    """Write down that somebody is still there."""
    row = OfficeSession.token_hash == token_hash
    session.execute(update(OfficeSession).where(row).values(seen_at=seen_at))


def delete_session(session: Session, token_hash: bytes) -> bool:
    """Returns whether there was one."""
    result = session.execute(delete(OfficeSession).where(OfficeSession.token_hash == token_hash))
    return isinstance(result, CursorResult) and result.rowcount == 1


def delete_sessions_of(session: Session, account_id: str) -> None:
    session.execute(delete(OfficeSession).where(OfficeSession.account_id == account_id))


def delete_old_sessions(session: Session, *, seen_before: int, begun_before: int) -> None:
    """Delete those that were not seen since, or began before; both are instants."""
    is_old = or_(OfficeSession.seen_at <= seen_before, OfficeSession.began_at <= begun_before)
    session.execute(delete(OfficeSession).where(is_old))
