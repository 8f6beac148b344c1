"""The ledger as the office reads it: drafts too, who wrote what down, and what may follow."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from cmm.domain.promises import (
    OF_CLIENTS,
    Event,
    Evidence,
    Story,
    by_urgency,
    list_moves,
    read_story,
    rests_on,
)
from cmm.services.promise_evidence import Obstacle, find_evidence, find_obstacle
from cmm.services.published_promises import PublicBearer, PublicPromise, build_public, list_public_bearers
from cmm.store import promises as store
from cmm.store.accounts import list_accounts
from cmm.store.promises import Promise


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One request. `public` is how readers know it or would, when it is approved."""

    promise_id: str
    city_ids: tuple[str, ...]
    story: Story
    public: PublicPromise
    bearer: PublicBearer


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One request in full. `events` with the names of who wrote them down; `files` by number of event, with
    whether readers may have them; `evidence` is what a later round says, None when none does, `obstacle`
    why the newest one says nothing; `moves` may follow now; `proposed` is the one that the later round
    suggests.
    """

    line: LedgerLine
    events: tuple[tuple[Event, str], ...]
    files: Mapping[int, bool]
    evidence: Evidence | None
    obstacle: Obstacle | None
    moves: tuple[str, ...]
    proposed: str | None


def list_ledger(session: Session, *, today: date) -> list[LedgerLine]:
    """Every request, what is overdue longest first, what is over last."""
    events, bearers = store.list_all_events(session), list_public_bearers(session)
    lines = [
        _line(session, row, read_story(events[row.promise_id]), bearers)
        for row in store.list_promises(session)
    ]
    return sorted(lines, key=lambda line: by_urgency(line.story, today))


def find_ledger_entry(session: Session, promise_id: str, *, today: date) -> LedgerEntry | None:
    """One request; None when there is none."""
    row = store.find_promise(session, promise_id)
    if row is None:
        return None
    events = store.list_events(session, promise_id)
    story = read_story(events)
    evidence = find_evidence(session, row, story.asked_on)
    names = {each.account_id: each.name for each in list_accounts(session)}
    moves = tuple(_possible(list_moves(story, today), story, evidence))
    return LedgerEntry(
        _line(session, row, story, list_public_bearers(session)),
        tuple((event, names[event.by]) for event in events),
        store.list_files(session, promise_id),
        evidence,
        find_obstacle(session, row, story.asked_on),
        moves,
        _proposed(moves),
    )


def find_ledger_file(session: Session, promise_id: str, number: int) -> tuple[str, bytes] | None:
    """Media type and bytes of a file, public or not."""
    file = store.find_file(session, promise_id, number)
    return (file.media_type, file.content) if file else None


def list_waiting(session: Session, *, today: date) -> list[tuple[LedgerLine, str]]:
    """Requests about which a later round says something that nobody has decided on yet, with the move that it
    suggests.
    """
    found = []
    for line in list_ledger(session, today=today):
        entry = find_ledger_entry(session, line.promise_id, today=today)
        if entry and entry.proposed:
            found.append((line, entry.proposed))
    return found


def _line(session: Session, row: Promise, story: Story, bearers: Mapping[str, PublicBearer]) -> LedgerLine:
    public = build_public(session, row, story, bearers)
    return LedgerLine(row.promise_id, tuple(row.city_ids), story, public, public.bearer)


def _possible(moves: Iterable[str], story: Story, evidence: Evidence | None) -> Iterable[str]:
    """Without what clients say, but for what the later round does say, once."""
    told = evidence is not None and _was_told(story, evidence)
    return (
        move for move in moves if move not in OF_CLIENTS or (rests_on(story, move, evidence) and not told)
    )


def _was_told(story: Story, evidence: Evidence) -> bool:
    """Whether this publication was decided on before."""
    return any(told.event.evidence == evidence for told in story.told)


def _proposed(moves: tuple[str, ...]) -> str | None:
    return next((move for move in moves if move in OF_CLIENTS), None)
