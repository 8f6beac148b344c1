"""What office people did: entries are added and read, nothing else. Triggers refuse any change."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from cmm.store.models import AuditEntry as AuditEntry


def add_entry(
    session: Session,
    *,
    done_at: int,
    account_id: str | None,
    action: str,
    subject: str,
    details: Mapping[str, Any],
) -> None:
    session.add(
        AuditEntry(
            done_at=done_at, account_id=account_id, action=action, subject=subject, details=dict(details)
        )
    )
    session.flush()


def list_entries(
    session: Session,
    *,
    person: str | None = None,
    round_id: str | None = None,
    before: int | None = None,
    limit: int,
) -> list[AuditEntry]:
    """The newest first: by or about a person, about a round, older than the entry `before`."""
    wanted = select(AuditEntry)
    for condition in _conditions(person, round_id, before):
        wanted = wanted.where(condition)
    return list(session.scalars(wanted.order_by(AuditEntry.entry_id.desc()).limit(limit)))


def _conditions(person: str | None, round_id: str | None, before: int | None) -> list[ColumnElement[bool]]:
    return [
        *([or_(AuditEntry.account_id == person, AuditEntry.subject == person)] if person else []),
        *([AuditEntry.subject == round_id] if round_id else []),
        *([AuditEntry.entry_id < before] if before is not None else []),
    ]
