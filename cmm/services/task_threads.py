"""The threads in which long work runs, inside the server process.

A thread has database sessions of its own and outlives the request that began it. Beside it a second one
notes every moment that it is alive and how far it is, so that a step that takes long is not taken for dead.
"""

import atexit
import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import Self

from sqlalchemy.orm import Session

from cmm.domain.refusal import Refusal
from cmm.fault import describe_fault
from cmm.services.clock import now
from cmm.services.import_tasks import CHECK, ImportWork, do_import
from cmm.services.steps import KEEP, OPEN, Tell
from cmm.services.tasks import (
    Preparation,
    TaskGivenUp,
    beat,
    build_prepared,
    fail,
    finish_preparation,
)
from cmm.services.transaction import StorageUnavailable, naming_storage_failure
from cmm.store.database import Database

BEAT_EVERY = 1.0
"""Seconds between looks at how far the work is."""
QUIET_BEATS = 10
"""So many looks may go by without a beat when nothing has changed."""
GRACE = 15.0
"""Seconds that a process which is asked to stop waits for its work: less than gunicorn's graceful_timeout."""

log = logging.getLogger(__name__)
_threads: set[threading.Thread] = set()
_lock = threading.Lock()


def start_preparation(database: Database, preparation: Preparation) -> None:
    """Do the work of a new task in a thread of this process."""
    _start(preparation.task_id, partial(_prepare, database, preparation))


def start_import(database: Database, work: ImportWork) -> None:
    """The same for an import. The table is gone with the thread."""
    _start(work.task_id, partial(_do, database, work.task_id, CHECK, partial(do_import, work)))


def _start(task_id: str, work: Callable[[], None]) -> None:
    thread = threading.Thread(target=_run, args=(work,), name=f"task {task_id}", daemon=True)
    with _lock:
        if not _threads:
            atexit.register(wait_for_tasks, GRACE)
        _threads.add(thread)
    thread.start()


def wait_for_tasks(seconds: float) -> bool:
    """Wait until the work of this process is done, at most so long for each; False if some is left."""
    with _lock:
        waiting = list(_threads)
    for thread in waiting:
        thread.join(seconds)
    return not any(thread.is_alive() for thread in waiting)


def _run(work: Callable[[], None]) -> None:
    try:
        work()
    finally:
        with _lock:
            _threads.discard(threading.current_thread())


def _prepare(database: Database, preparation: Preparation) -> None:
    """All the way to the candidate. What was opened is gone with this call."""

    def work(session: Session, tell: Tell) -> None:
        candidate = build_prepared(session, preparation, tell)
        tell(KEEP, 0, 1)
        finish_preparation(session, task_id=preparation.task_id, candidate=candidate, now=now())

    _do(database, preparation.task_id, OPEN, work)


def _do(database: Database, task_id: str, first: str, work: Callable[[Session, Tell], None]) -> None:
    """Do the work to its end, or to a refusal in the table; `first` is the step with which it begins."""
    with database.session() as session, _Pulse(database, task_id, first) as pulse:
        try:
            with naming_storage_failure():
                work(session, pulse.tell)
        except TaskGivenUp:
            return
        except Refusal as refusal:
            pulse.end(session, refusal)
        except Exception as error:
            log.error("%s", describe_fault(error))
            pulse.end(session, None)


class _Pulse:
    """Tells the table how far a task is, from a thread beside it."""

    def __init__(self, database: Database, task_id: str, first: str) -> None:
        self._database, self._task_id = database, task_id
        self._reached = (first, 0, 0)
        self._given_up = False
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._keep_beating, name=f"pulse {task_id}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ended.set()
        self._thread.join()

    def tell(self, step: str, done: int, total: int) -> None:
        """Raises TaskGivenUp when somebody took the task for dead and began another one."""
        self._reached = (step, done, total)
        if self._given_up:
            raise TaskGivenUp(self._task_id)

    def end(self, session: Session, refusal: Refusal | None) -> None:
        """When even that cannot be written, the task counts as dead a minute later."""
        with suppress(StorageUnavailable):
            fail(session, task_id=self._task_id, step=self._reached[0], refusal=refusal, now=now())

    def _keep_beating(self) -> None:
        told, looks = self._reached, 0
        while not self._ended.wait(BEAT_EVERY):
            looks += 1
            if self._reached != told or looks % QUIET_BEATS == 0:
                told = self._reached
                with suppress(StorageUnavailable):
                    self._beat(*told)

    def _beat(self, step: str, done: int, total: int) -> None:
        with self._database.session() as session:
            alive = beat(session, task_id=self._task_id, step=step, done=done, total=total, now=now())
        self._given_up = self._given_up or not alive
