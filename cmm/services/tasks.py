"""Long work of the office: begun once, told about while it runs, kept as a whole or not at all.

A task is a row that everybody may ask about. The work is done by a thread (`task_threads`) of the server
process that took the request; the round's private key and the opened answers are in its memory only. While
it works it beats; when the process is stopped the beats stop, and the task counts as dead.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from cmm.domain.refusal import Refusal
from cmm.services.cluster import Cluster
from cmm.services.open_envelopes import check_openable, open_round_key, open_with_key
from cmm.services.publish import build_candidate, check_publisher, keep_candidate
from cmm.services.resist_intruder import IntruderFound
from cmm.services.steps import INTRUDER, OPEN, Tell
from cmm.services.transaction import transaction
from cmm.store import rounds
from cmm.store import tasks as store
from cmm.store.snapshots import StoredCandidate
from cmm.store.tasks import OfficeTask

PREPARE = "prepare"
"""The kind of task that opens the envelopes of a round and makes its candidate."""
DEAD_AFTER = 60
"""Seconds without a beat."""
DIED, UNEXPECTED = "task_died", "unexpected"
"""Keys of refusals that are none: the server was stopped; a fault of the program."""
MOST_FINDINGS = 20

ID_BYTES = 12


class TaskGivenUp(Refusal):
    """The task counted as dead and another took its place. Nothing of it is kept."""


@dataclass(frozen=True, slots=True)
class TaskView:
    """A task as the office sees it. `state` is running, done, failed or died; `refusal` is None or a "key",
    a "subject" and "findings".
    """

    task_id: str
    kind: str
    round_id: str
    state: str
    step: str
    done: int
    total: int
    refusal: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class Preparation:
    """What the thread of a new task needs. It lives in memory only."""

    task_id: str
    round_id: str
    account_id: str
    today: date
    private_key: bytes = field(repr=False)
    cluster: Cluster | None = None


def find_task(session: Session, task_id: str, *, now: int) -> TaskView | None:
    task = store.find_task(session, task_id)
    return _view(task, now) if task else None


def find_preparation(session: Session, round_id: str, *, now: int) -> TaskView | None:
    """The newest preparation of a round."""
    task = store.find_latest_task(session, round_id, PREPARE)
    return _view(task, now) if task else None


def begin_preparation(
    session: Session,
    *,
    round_id: str,
    account_id: str,
    passphrase: str,
    today: date,
    now: int,
    cluster: Cluster | None = None,
) -> tuple[str, Preparation | None]:
    """Open the round's key with the passphrase and note a task. The id of the task, and what to do; nothing
    to do when one was running already.

    Raises NoSuchRound, RoundStillOpen, EnvelopesWiped, NoSuchAccount, AccountDisabled, NotAPublisher,
    NotAKeyHolder, WrongPassphrase.
    """
    check_publisher(session, account_id)
    check_openable(session, round_id)
    private_key = open_round_key(session, round_id=round_id, account_id=account_id, passphrase=passphrase)
    task_id, is_new = _begin_preparation(session, round_id=round_id, account_id=account_id, now=now)
    made = Preparation(task_id, round_id, account_id, today, private_key, cluster)
    return task_id, made if is_new else None


def build_prepared(session: Session, preparation: Preparation, tell: Tell) -> StoredCandidate:
    """The long part: open, check, count, protect, attack, look at the quality. Changes nothing.

    Raises what open_with_key and build_candidate raise.
    """
    opened = open_with_key(
        session,
        round_id=preparation.round_id,
        private_key=preparation.private_key,
        tell=tell,
        cluster=preparation.cluster,
    )
    return build_candidate(
        session,
        opened,
        account_id=preparation.account_id,
        today=preparation.today,
        progress=partial(tell, INTRUDER),
        tell=tell,
    )


@transaction
def finish_preparation(session: Session, *, task_id: str, candidate: StoredCandidate, now: int) -> None:
    """Keep the candidate and end the task, both or none. Raises TaskGivenUp."""
    if not store.set_done(session, task_id, now=now):
        raise TaskGivenUp(task_id)
    keep_candidate(session, candidate)


@transaction
def beat(session: Session, *, task_id: str, step: str, done: int, total: int, now: int) -> bool:
    """Say that a task is alive and how far it is; False when it was given up."""
    return store.set_beat(session, task_id, step=step, done=done, total=total, now=now)


@transaction
def fail(session: Session, *, task_id: str, step: str, refusal: Refusal | None, now: int) -> None:
    """End a task with the step and the refusal that stopped it, None for a fault of the program."""
    store.set_failed(session, task_id, step=step, refusal=_describe(refusal), now=now)


def find_running(session: Session, *, round_id: str, kind: str, now: int) -> str | None:
    """The id of the living task of this kind; dead ones are ended first. Inside a transaction."""
    rounds.get_round(session, round_id, lock="write")
    for task in store.list_running(session, round_id, kind):
        if not _has_died(task, now):
            return task.task_id
        store.set_failed(session, task.task_id, step=task.step, refusal=_refusal(DIED), now=now)
    return None


def add_running(
    session: Session, *, task_id: str, kind: str, step: str, round_id: str, account_id: str, now: int
) -> None:
    """Note a task that begins now. Inside a transaction."""
    times = {"began_at": now, "beat_at": now}
    work = {"state": store.RUNNING, "step": step, "done": 0, "total": 0}
    of = {"task_id": task_id, "kind": kind, "round_id": round_id, "account_id": account_id}
    store.add_task(session, OfficeTask(**of, **work, **times))


@transaction
def _begin_preparation(session: Session, *, round_id: str, account_id: str, now: int) -> tuple[str, bool]:
    """The id of the running task of a round, and whether it is new."""
    if running := find_running(session, round_id=round_id, kind=PREPARE, now=now):
        return running, False
    task_id = secrets.token_hex(ID_BYTES)
    add_running(
        session,
        task_id=task_id,
        kind=PREPARE,
        step=OPEN,
        round_id=round_id,
        account_id=account_id,
        now=now,
    )
    return task_id, True


def _has_died(task: OfficeTask, now: int) -> bool:
    return task.state == store.RUNNING and now - task.beat_at > DEAD_AFTER


def _view(task: OfficeTask, now: int) -> TaskView:
    died = _has_died(task, now) or (task.refusal or {}).get("key") == DIED
    state = "died" if died else task.state
    return TaskView(
        task.task_id, task.kind, task.round_id, state, task.step, task.done, task.total, task.refusal
    )


def _describe(refusal: Refusal | None) -> dict[str, Any]:
    """Key, subject and findings; never the text of an exception.

    The intruder's findings go without the answer: "a certain answer to this question in this city can be
    proved" tells the people who maintain the service where to look, and tells nobody what it is. (The command
    line says it to those who have the database and the passphrase anyway.)
    """
    if refusal is None:
        return _refusal(UNEXPECTED)
    found = refusal.findings if isinstance(refusal, IntruderFound) else ()
    findings = [finding.to_json() | {"answer": None} for finding in found[:MOST_FINDINGS]]
    return _refusal(refusal.key, refusal.subject) | {
        "findings": findings,
        "left_out": len(found) > MOST_FINDINGS,
    }


def _refusal(key: str, subject: str = "") -> dict[str, Any]:
    return {"key": key, "subject": subject, "findings": [], "left_out": False}
