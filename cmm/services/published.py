"""What the public reads: published snapshots, and nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from sqlalchemy.orm import Session

from cmm.domain.language import Translated
from cmm.domain.questionnaire.compiled import from_json
from cmm.domain.questionnaire.model import Questionnaire
from cmm.domain.snapshot import Meeting, PublishedUnit, Snapshot, current_meetings, parse_snapshot
from cmm.store import questionnaires
from cmm.store import snapshots as store
from cmm.store.database import is_for_readers
from cmm.store.meetings import ProviderReply, list_meetings, list_replies
from cmm.store.snapshots import Heading

MOST_PARSED = 50
"""Snapshots kept in memory; one of 13 cities takes about 1 MB."""
_PARSED: dict[str, Snapshot] = {}


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


Histories = Mapping[str, tuple[Publication, ...]]
"""The publications of every round, the newest first."""


@dataclass(frozen=True, slots=True)
class _Look:
    """All that is public at one moment; voices by digest are read when first asked for."""

    histories: Histories
    voices: dict[str, Voices]


MOST_LOOKS = 4
_LOOKS: dict[tuple[str, tuple[int, ...]], _Look] = {}
_LOOK = "what is public"


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
    newest = [history[0] for history in list_histories(session).values()]
    return [_round(each, read_publication(session, each.digest)) for each in newest]


def find_published(session: Session, round_id: str) -> PublishedSnapshot | None:
    """The newest publication of a round, withdrawn or not; None if there is none."""
    history = list_publications(session, round_id)
    return _open(session, history, history[0]) if history else None


def find_publication(session: Session, round_id: str, number: int) -> PublishedSnapshot | None:
    """One publication of a round by its number, withdrawn or not; its history has the newer ones too."""
    history = list_publications(session, round_id)
    chosen = next((each for each in history if each.number == number), None)
    return _open(session, history, chosen) if chosen else None


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


def list_publications(session: Session, round_id: str) -> tuple[Publication, ...]:
    """The history of a round, the newest first, withdrawn ones too; empty when nothing was published."""
    return list_histories(session).get(round_id, ())


def list_histories(session: Session) -> Histories:
    """The history of every round with a publication, the round with the newest one first."""
    return _look(session).histories


def read_publication(session: Session, digest: str) -> Snapshot:
    """The snapshot that a digest names, withdrawn or not. Its bytes never change, so they are read and parsed
    once in this process. Raises NoSuchSnapshot.
    """
    found = _PARSED.get(digest)
    if found is None:
        found = parse_snapshot(store.get_snapshot(session, digest).content)
        while len(_PARSED) >= MOST_PARSED:
            _PARSED.pop(next(iter(_PARSED), ""), None)
        _PARSED[digest] = found
    return found


def find_content(session: Session, round_id: str, digest: str) -> bytes | None:
    """The bytes of one publication of a round; None if there is no such one or it was withdrawn."""
    stored = store.find_snapshot(session, digest)
    if stored is None or stored.round_id != round_id or stored.withdrawn_on:
        return None
    return stored.content


def find_questionnaire(session: Session, digest: str) -> Questionnaire | None:
    """What a round asked, by the digest that stands in its snapshot: what was asked is public."""
    version = questionnaires.find_questionnaire(session, digest)
    return from_json(version.compiled) if version else None


def _look(session: Session) -> _Look:
    """What is public now. A session of readers asks once whether anything is new, whatever the page; others
    may see what is not committed yet and read everything themselves.
    """
    if not is_for_readers(session):
        return _Look(_read_histories(session), {})
    found: _Look | None = session.info.get(_LOOK)
    if found is None:
        key = (str(session.get_bind().engine.url), store.count_public_rows(session))
        found = _LOOKS.get(key)
        if found is None:
            found = _Look(_read_histories(session), {})
            while len(_LOOKS) >= MOST_LOOKS:
                _LOOKS.pop(next(iter(_LOOKS)), None)
            _LOOKS[key] = found
        session.info[_LOOK] = found
    return found


def _read_histories(session: Session) -> Histories:
    histories = {
        round_id: tuple(_publication(each) for each in headings)
        for round_id, headings in groupby(store.list_headings(session), lambda each: each.round_id)
    }
    return dict(sorted(histories.items(), key=lambda item: item[1][0].published_on, reverse=True))


def _open(session: Session, history: tuple[Publication, ...], chosen: Publication) -> PublishedSnapshot:
    snapshot, voices = read_publication(session, chosen.digest), _look(session).voices
    if chosen.digest not in voices:
        voices[chosen.digest] = list_voices(session, snapshot)
    return PublishedSnapshot(
        snapshot=snapshot,
        published_on=chosen.published_on,
        withdrawn_on=chosen.withdrawn_on,
        reason=chosen.reason,
        history=history,
        voices=voices[chosen.digest],
    )


def _round(stored: Publication, snapshot: Snapshot) -> PublishedRound:
    return PublishedRound(
        round_id=snapshot.round_id,
        title=snapshot.title,
        invented=bool(snapshot.content["invented"]),
        responses=sum(unit.responses for unit in snapshot.units),
        units=snapshot.units,
        published_on=stored.published_on,
        withdrawn_on=stored.withdrawn_on,
    )


def _publication(stored: Heading) -> Publication:
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
