"""Rounds that are being planned."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from cmm.domain.refusal import Refusal
from cmm.store.models import RoundDraft as RoundDraft


class NoSuchDraft(Refusal):
    """No round is being planned under this id."""


def find_draft(session: Session, draft_id: str) -> RoundDraft | None:
    return session.get(RoundDraft, draft_id)


def get_draft(session: Session, draft_id: str) -> RoundDraft:
    """Raises NoSuchDraft."""
    draft = find_draft(session, draft_id)
    if draft is None:
        raise NoSuchDraft
    return draft


def list_drafts(session: Session) -> list[RoundDraft]:
    """All drafts, the newest first."""
    newest = (RoundDraft.changed_on.desc(), RoundDraft.draft_id)
    return list(session.scalars(select(RoundDraft).order_by(*newest)))


def add_draft(session: Session, draft: RoundDraft) -> None:
    session.add(draft)
    session.flush()


def delete_draft(session: Session, draft: RoundDraft) -> None:
    session.delete(draft)
    session.flush()
