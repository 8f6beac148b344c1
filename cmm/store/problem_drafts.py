"""Drafts of requests that reports of problems call for."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from cmm.store.promise_models import ProblemDraft as ProblemDraft

OPEN, SENT, SET_ASIDE = "open", "sent", "set_aside"


def list_drafts(session: Session) -> list[ProblemDraft]:
    """All of them, decided or not, by round, city and number."""
    order = (ProblemDraft.round_id, ProblemDraft.city_id, ProblemDraft.number)
    return list(session.scalars(select(ProblemDraft).order_by(*order)))


def add_draft(session: Session, draft: ProblemDraft) -> None:
    session.add(draft)
    session.flush()
