"""Candidates, snapshots and withdrawals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, delete, func, select, text
from sqlalchemy.orm import Session

from cmm.domain.refusal import Refusal
from cmm.store.models import Candidate, Snapshot, Withdrawal

_PUBLIC_ROWS = text(
    "SELECT (SELECT count(*) FROM snapshot), (SELECT count(*) FROM withdrawal), "
    "(SELECT count(*) FROM meeting), (SELECT count(*) FROM provider_reply)"
)


class NoSuchSnapshot(Refusal):
    """No snapshot has this digest."""


@dataclass(frozen=True, slots=True)
class StoredSnapshot:
    """A snapshot; `change_reason` says why it took the place of an earlier one, `reason` why it was taken
    back.
    """

    digest: str
    round_id: str
    number: int
    content: bytes
    published_on: date
    change_reason: str
    withdrawn_on: date | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands over a snapshot, without its content."""

    round_id: str
    digest: str
    number: int
    published_on: date
    change_reason: str
    withdrawn_on: date | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class StoredCandidate:
    """A prepared snapshot. `rejected` counts envelopes that were left out, by reason; `quality` are findings
    about the others as plain JSON.
    """

    round_id: str
    content: bytes
    prepared_by: str
    prepared_on: date
    rejected: Mapping[str, int]
    quality: Sequence[Mapping[str, Any]] = ()


def find_candidate(session: Session, round_id: str) -> StoredCandidate | None:
    candidate = session.get(Candidate, round_id, populate_existing=True)
    if candidate is None:
        return None
    prepared = candidate.prepared_by, candidate.prepared_on
    found = candidate.rejected, candidate.quality
    return StoredCandidate(candidate.round_id, candidate.content, *prepared, *found)


def set_candidate(session: Session, candidate: StoredCandidate) -> None:
    """Keep a candidate in the place of an earlier one of its round."""
    row = Candidate(
        round_id=candidate.round_id,
        content=candidate.content,
        prepared_by=candidate.prepared_by,
        prepared_on=candidate.prepared_on,
        rejected=dict(candidate.rejected),
        quality=list(candidate.quality),
    )
    session.merge(row)
    session.flush()


def delete_candidate(session: Session, round_id: str) -> None:
    session.execute(delete(Candidate).where(Candidate.round_id == round_id))


def find_snapshot(session: Session, digest: str) -> StoredSnapshot | None:
    row = session.execute(_snapshots().where(Snapshot.digest == digest)).first()
    return _stored(*row) if row else None


def get_snapshot(session: Session, digest: str) -> StoredSnapshot:
    """Raises NoSuchSnapshot."""
    snapshot = find_snapshot(session, digest)
    if snapshot is None:
        raise NoSuchSnapshot(digest)
    return snapshot


def list_snapshots(session: Session, round_id: str) -> list[StoredSnapshot]:
    """All publications of a round, the newest first, the withdrawn ones too."""
    of_round = _snapshots().where(Snapshot.round_id == round_id).order_by(Snapshot.number.desc())
    return [_stored(*row) for row in session.execute(of_round)]


def list_headings(session: Session) -> list[Heading]:
    """All publications of all rounds, those of the same round together, its newest first."""
    columns = (Snapshot.round_id, Snapshot.digest, Snapshot.number, Snapshot.published_on, Snapshot.reason)
    found = session.execute(
        select(*columns, Withdrawal.withdrawn_on, Withdrawal.reason)
        .outerjoin(Withdrawal, Withdrawal.digest == Snapshot.digest)
        .order_by(Snapshot.round_id, Snapshot.number.desc())
    )
    return [Heading(*row) for row in found]


def count_public_rows(session: Session) -> tuple[int, ...]:
    """How many snapshots, withdrawals, meetings and replies there are. None of them is ever changed or
    deleted, so the same numbers mean that nothing public is new.
    """
    return tuple(session.execute(_PUBLIC_ROWS).one())


def find_latest(session: Session, round_id: str) -> StoredSnapshot | None:
    """The newest publication of a round, even if withdrawn."""
    of_round = _snapshots().where(Snapshot.round_id == round_id).order_by(Snapshot.number.desc()).limit(1)
    row = session.execute(of_round).first()
    return _stored(*row) if row else None


def first_publications(session: Session) -> dict[str, date]:
    """The day of the first publication by round id, withdrawn ones too; rounds without any are left out."""
    of_rounds = select(Snapshot.round_id, func.min(Snapshot.published_on)).group_by(Snapshot.round_id)
    return dict(session.execute(of_rounds).all())


def list_published_rounds(session: Session) -> list[str]:
    """Ids of rounds with a publication, the one with the newest publication first."""
    newest: dict[str, date] = {}
    for round_id, day in session.execute(select(Snapshot.round_id, Snapshot.published_on)):
        newest[round_id] = max(day, newest.get(round_id, day))
    return sorted(sorted(newest), key=lambda round_id: newest[round_id], reverse=True)


def add_snapshot(
    session: Session,
    *,
    digest: str,
    round_id: str,
    number: int,
    content: bytes,
    published_by: str,
    published_on: date,
    change_reason: str = "",
) -> None:
    session.add(
        Snapshot(
            digest=digest,
            round_id=round_id,
            number=number,
            content=content,
            published_by=published_by,
            published_on=published_on,
            reason=change_reason,
        )
    )
    session.flush()


def add_withdrawal(
    session: Session, *, digest: str, reason: str, withdrawn_by: str, withdrawn_on: date
) -> None:
    session.add(
        Withdrawal(digest=digest, reason=reason, withdrawn_by=withdrawn_by, withdrawn_on=withdrawn_on)
    )
    session.flush()


def _snapshots() -> "Select[Any, Any]":
    return select(Snapshot, Withdrawal).outerjoin(Withdrawal, Withdrawal.digest == Snapshot.digest)


def _stored(snapshot: Snapshot, withdrawal: Withdrawal | None) -> StoredSnapshot:
    return StoredSnapshot(
        digest=snapshot.digest,
        round_id=snapshot.round_id,
        number=snapshot.number,
        content=snapshot.content,
        published_on=snapshot.published_on,
        change_reason=snapshot.reason,
        withdrawn_on=withdrawal.withdrawn_on if withdrawal else None,
        reason=withdrawal.reason if withdrawal else None,
    )
