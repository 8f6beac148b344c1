"""Meetings of communities and replies of providers: rows are added and never changed."""

from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cmm.domain.snapshot import Meeting
from cmm.store.models import Meeting as MeetingRow
from cmm.store.models import ProviderReply as ProviderReply


def list_meetings(session: Session, round_id: str) -> list[Meeting]:
    """The meetings of a round in the order in which they were recorded."""
    of_round = select(MeetingRow).where(MeetingRow.round_id == round_id).order_by(MeetingRow.meeting_id)
    return [
        Meeting(row.city_id, row.figures_digest, row.held_on, row.present, row.outcome, row.corrections)
        for row in session.scalars(of_round)
    ]


def list_replies(session: Session, round_id: str) -> list[ProviderReply]:
    """The replies of a round in the order in which they were recorded."""
    of_round = select(ProviderReply).where(ProviderReply.round_id == round_id)
    return list(session.scalars(of_round.order_by(ProviderReply.reply_id)))


def add_meeting(
    session: Session,
    meeting: Meeting,
    *,
    round_id: str,
    candidate_digest: str,
    recorded_by: str,
    recorded_on: date,
) -> None:
    """Add a meeting after those that are there; the round's row must be locked for writing."""
    count = session.scalar(select(func.count()).where(MeetingRow.round_id == round_id)) or 0
    session.add(
        MeetingRow(
            meeting_id=_nth(round_id, count),
            round_id=round_id,
            city_id=meeting.city_id,
            candidate_digest=candidate_digest,
            figures_digest=meeting.figures_digest,
            held_on=meeting.held_on,
            present=meeting.present,
            outcome=meeting.outcome,
            corrections=meeting.corrections,
            recorded_by=recorded_by,
            recorded_on=recorded_on,
        )
    )
    session.flush()


def add_reply(
    session: Session,
    *,
    round_id: str,
    city_id: str,
    provider: str,
    words: str,
    replied_on: date,
    recorded_by: str,
) -> None:
    """Add a reply after those that are there; the round's row must be locked for writing."""
    count = session.scalar(select(func.count()).where(ProviderReply.round_id == round_id)) or 0
    session.add(
        ProviderReply(
            reply_id=_nth(round_id, count),
            round_id=round_id,
            city_id=city_id,
            provider=provider,
            words=words,
            replied_on=replied_on,
            recorded_by=recorded_by,
        )
    )
    session.flush()


def _nth(round_id: str, before: int) -> str:
    """A key that sorts as the rows of its round were added."""
    return f"{round_id}/{before + 1:06}"
