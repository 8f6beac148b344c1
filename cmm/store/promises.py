"""Requests, what happened to them, and their files: rows are added and never changed."""

from collections import defaultdict

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cmm.domain.promises import Event, read_evidence
from cmm.domain.refusal import Refusal
from cmm.store.promise_models import Promise as Promise
from cmm.store.promise_models import PromiseEvent
from cmm.store.promise_models import PromiseFile as PromiseFile


class NoSuchPromise(Refusal):
    """No request has this id."""


def find_promise(session: Session, promise_id: str) -> Promise | None:
    return session.get(Promise, promise_id)


def get_promise(session: Session, promise_id: str, *, lock: bool = False) -> Promise:
    """Raises NoSuchPromise. With `lock` nobody else adds an event meanwhile."""
    promise = session.get(Promise, promise_id, with_for_update=True if lock else None)
    if promise is None:
        raise NoSuchPromise(promise_id)
    return promise


def list_promises(session: Session) -> list[Promise]:
    """All requests by id."""
    return list(session.scalars(select(Promise).order_by(Promise.promise_id)))


def list_events(session: Session, promise_id: str) -> list[Event]:
    """What happened to one request, in order."""
    of_one = select(PromiseEvent).where(PromiseEvent.promise_id == promise_id)
    return [_event(row) for row in session.scalars(of_one.order_by(PromiseEvent.number))]


def list_all_events(session: Session) -> dict[str, list[Event]]:
    """The same for all requests at once, by id."""
    events: dict[str, list[Event]] = defaultdict(list)
    for row in session.scalars(select(PromiseEvent).order_by(PromiseEvent.promise_id, PromiseEvent.number)):
        events[row.promise_id].append(_event(row))
    return events


def count_events(session: Session) -> dict[str, int]:
    """How many events each request has. They are only added, so this names the state of all."""
    counted = select(PromiseEvent.promise_id, func.count()).group_by(PromiseEvent.promise_id)
    return dict(session.execute(counted).all())


def add_promise(session: Session, promise: Promise) -> None:
    session.add(promise)
    session.flush()


def add_event(session: Session, promise_id: str, number: int, event: Event) -> None:
    """Keep the `number`th event of a request; the request's row must be locked."""
    session.add(
        PromiseEvent(
            promise_id=promise_id,
            number=number,
            kind=event.kind,
            happened_on=event.happened_on,
            recorded_on=event.recorded_on,
            recorded_by=event.by,
            words=event.words,
            due_on=event.due_on,
            proof=event.proof,
            bearer_id=event.bearer_id or None,
            evidence=event.evidence.as_json() if event.evidence else None,
        )
    )
    session.flush()


def list_files(session: Session, promise_id: str) -> dict[int, bool]:
    """Numbers of the events that have a file, with whether the file is public; without their bytes."""
    of_one = select(PromiseFile.number, PromiseFile.public).where(PromiseFile.promise_id == promise_id)
    return dict(session.execute(of_one).all())


def list_public_files(session: Session, promise_id: str) -> dict[int, str]:
    """Numbers of the events whose file readers may have, with its media type."""
    public = select(PromiseFile.number, PromiseFile.media_type).where(
        PromiseFile.promise_id == promise_id, PromiseFile.public
    )
    return dict(session.execute(public).all())


def find_file(session: Session, promise_id: str, number: int) -> PromiseFile | None:
    return session.get(PromiseFile, (promise_id, number))


def add_file(session: Session, file: PromiseFile) -> None:
    session.add(file)
    session.flush()


def _event(row: PromiseEvent) -> Event:
    return Event(
        row.kind,
        row.happened_on,
        row.recorded_on,
        row.recorded_by,
        row.words,
        row.due_on,
        row.proof,
        row.bearer_id or "",
        read_evidence(row.evidence) if row.evidence else None,
    )
