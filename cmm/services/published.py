"""What the public reads: published snapshots, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from cmm.domain.language import Translated
from cmm.domain.snapshot import Meeting, PublishedUnit, Snapshot, current_meetings, parse_snapshot
from cmm.store import snapshots as store
from cmm.store.meetings import ProviderReply, list_meetings, list_replies
from cmm.store.snapshots import StoredSnapshot


@dataclass(frozen=True, slots=True)
class Publication:
    """One line of a round's history. `change_reason` says why it took the place of the one before, `reason`
    why it was withdrawn.
    """

    digest: str
    number: int
    published_on: date
    change_reason: str
    withdrawn_on: date | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class PublicMeeting:
    """What the public knows of the meeting that counts for a city's figures; `attendance` is coarse."""

    city_id: str
    held_on: date
    attendance: str
    outcome: str
    corrections: str


@dataclass(frozen=True, slots=True)
class PublicReply:
    """What the provider of a city's services said to the result."""

    city_id: str
    provider: str
    words: str
    replied_on: date


@dataclass(frozen=True, slots=True)
class Voices:
    """What people said about the figures of one snapshot: meetings about these figures only, and the newest
    reply of each city.
    """

    meetings: tuple[PublicMeeting, ...] = ()
    replies: tuple[PublicReply, ...] = ()


@dataclass(frozen=True, slots=True)
class PublishedSnapshot:
    """The newest publication of a round. `history` has all of them, the newest first."""

    snapshot: Snapshot
    published_on: date
    withdrawn_on: date | None
    reason: str | None
    history: tuple[Publication, ...] = field(repr=False)
    voices: Voices = Voices()

    @property
    def round_id(self) -> str:
        return self.snapshot.round_id

    @property
    def digest(self) -> str:
        return self.snapshot.digest

    @property
    def number(self) -> int:
        return self.snapshot.number

    @property
    def content(self) -> Mapping[str, Any]:
        return self.snapshot.content

    @property
    def withdrawn(self) -> bool:
        return self.withdrawn_on is not None


@dataclass(frozen=True, slots=True)
class PublishedRound:
    """A round in the list of what is published. `responses` is a multiple of 5."""

    round_id: str
    title: Translated
    invented: bool
    responses: int
    units: tuple[PublishedUnit, ...]
    published_on: date
    withdrawn_on: date | None


def list_published(session: Session) -> list[PublishedRound]:
    """Rounds with a publication, newest publication first; those whose newest one was withdrawn as well."""
    found = (store.find_latest(session, round_id) for round_id in store.list_published_rounds(session))
    return [_round(stored) for stored in found if stored]


def find_published(session: Session, round_id: str) -> PublishedSnapshot | None:
    """The newest publication of a round, withdrawn or not; None if there is none."""
    history = store.list_snapshots(session, round_id)
    if not history:
        return None
    newest = history[0]
    snapshot = parse_snapshot(newest.content)
    return PublishedSnapshot(
        snapshot=snapshot,
        published_on=newest.published_on,
        withdrawn_on=newest.withdrawn_on,
        reason=newest.reason,
        history=tuple(_publication(stored) for stored in history),
        voices=list_voices(session, snapshot),
    )


def list_voices(session: Session, snapshot: Snapshot) -> Voices:
    """What people said about the figures of this snapshot, in the order of its cities. Meetings about other
    figures, such as those of a candidate, are not among it.
    """
    cities = [city for unit in snapshot.units for city in unit.cities]
    meetings = current_meetings(snapshot.content, list_meetings(session, snapshot.round_id))
    replies = {reply.city_id: reply for reply in list_replies(session, snapshot.round_id)}
    return Voices(
        tuple(_meeting(meetings[city]) for city in cities if city in meetings),
        tuple(_reply(replies[city]) for city in cities if city in replies),
    )


def find_content(session: Session, round_id: str, digest: str) -> bytes | None:
    """The bytes of one publication of a round; None if there is no such one or it was withdrawn."""
    stored = store.find_snapshot(session, digest)
    if stored is None or stored.round_id != round_id or stored.withdrawn_on:
        return None
    return stored.content


def _round(stored: StoredSnapshot) -> PublishedRound:
    snapshot = parse_snapshot(stored.content)
    return PublishedRound(
        round_id=snapshot.round_id,
        title=snapshot.title,
        invented=bool(snapshot.content["invented"]),
        responses=sum(unit.responses for unit in snapshot.units),
        units=snapshot.units,
        published_on=stored.published_on,
        withdrawn_on=stored.withdrawn_on,
    )


def _publication(stored: StoredSnapshot) -> Publication:
    return Publication(
        stored.digest,
        stored.number,
        stored.published_on,
        stored.change_reason,
        stored.withdrawn_on,
        stored.reason,
    )


def _meeting(meeting: Meeting) -> PublicMeeting:
    return PublicMeeting(
        meeting.city_id, meeting.held_on, meeting.attendance, meeting.outcome, meeting.corrections
    )


def _reply(reply: ProviderReply) -> PublicReply:
    return PublicReply(reply.city_id, reply.provider, reply.words, reply.replied_on)
