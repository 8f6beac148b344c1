"""Invitations: one-time links, kept as hashes of their tokens."""

from sqlalchemy import CursorResult, delete, select
from sqlalchemy.orm import Session

from cmm.store.models import Invitation as Invitation


def find_invitation(session: Session, token_hash: bytes) -> Invitation | None:
    return session.get(Invitation, token_hash)


def list_invitations(session: Session) -> list[Invitation]:
    """All that were not used, the ones that end first before the others."""
    return list(session.scalars(select(Invitation).order_by(Invitation.expires_at, Invitation.token_hash)))


def add_invitation(session: Session, invitation: Invitation) -> None:
    session.add(invitation)
    session.flush()


def delete_invitation(session: Session, token_hash: bytes) -> bool:
    """Returns whether there was one: of two who use the same link at the same moment, one gets True."""
    result = session.execute(delete(Invitation).where(Invitation.token_hash == token_hash))
    return isinstance(result, CursorResult) and result.rowcount == 1


def delete_invitations_of(session: Session, account_id: str) -> None:
    """Delete the links that would set this account up anew."""
    session.execute(delete(Invitation).where(Invitation.account_id == account_id))


def delete_expired(session: Session, now: int) -> None:
    session.execute(delete(Invitation).where(Invitation.expires_at <= now))
