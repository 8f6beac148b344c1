"""One service function, one transaction."""

import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy.exc import OperationalError, TimeoutError
from sqlalchemy.orm import Session

from cmm.domain.refusal import Refusal
from cmm.store.database import LONGEST_WAIT, begin_writing, url_of

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")

_INSIDE = "inside a service"
_turns: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)
"""By address of a SQLite database: whose turn it is to write in this process."""


class StorageUnavailable(Refusal):
    """The database is locked, full or gone. Nothing was kept; the same call may succeed later."""


def transaction(
    function: Callable[Concatenate[Session, Parameters], Result],
) -> Callable[Concatenate[Session, Parameters], Result]:
    """Make a service function whose first argument is the session one transaction.

    Commits when it returns, rolls back when it raises. What the session had read before is read anew; what
    was changed outside any service is given up. A service called by a service joins its transaction. Raises
    StorageUnavailable when the database does not let it finish.
    """

    @wraps(function)
    def in_one_transaction(
        session: Session, /, *args: Parameters.args, **kwargs: Parameters.kwargs
    ) -> Result:
        if session.info.get(_INSIDE):
            return function(session, *args, **kwargs)
        with _writing(session):
            return function(session, *args, **kwargs)

    return in_one_transaction


def is_inside(session: Session) -> bool:
    """Whether a service is running on it, whose transaction another one joins."""
    return bool(session.info.get(_INSIDE))


def end_reading(session: Session) -> None:
    """Let go of what was read, before work that takes long: a reader keeps every writer of SQLite waiting.

    Inside a service nothing happens; its transaction goes on.
    """
    if not session.info.get(_INSIDE):
        session.rollback()


@contextmanager
def naming_storage_failure() -> Iterator[None]:
    """Say StorageUnavailable for every way in which a database does not answer."""
    try:
        yield
    except (OperationalError, TimeoutError) as error:
        raise StorageUnavailable from error


@contextmanager
def _writing(session: Session) -> Iterator[None]:
    session.info[_INSIDE] = True
    try:
        with naming_storage_failure(), _turn_to_write(session):
            try:
                begin_writing(session)
                yield
                session.commit()
            except BaseException:
                session.rollback()
                raise
    finally:
        session.info[_INSIDE] = False


@contextmanager
def _turn_to_write(session: Session) -> Iterator[None]:
    """Threads of one process wait for each other here: SQLite has one writer, and whoever waits for its lock
    sleeps between looks, longer each time, while the lock is free.
    """
    if session.get_bind().dialect.name != "sqlite":
        yield
        return
    session.rollback()  # what it had read would keep the one whose turn it is from committing
    turn = _turns[url_of(session)]
    if not turn.acquire(timeout=LONGEST_WAIT / 1000):
        raise StorageUnavailable
    try:
        yield
    finally:
        turn.release()
