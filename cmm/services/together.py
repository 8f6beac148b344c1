"""Several calls of one service in one commit, because SQLite waits for the disk once for each commit.

Calls that come while another thread of this process is committing wait, and then are done together by the
first of them: each behind a savepoint, so that it is kept whole or refused by itself. Each returns only when
the commit is on the disk; when that fails, none of them is kept and each raises StorageUnavailable.
PostgreSQL joins commits by itself.
"""

import threading
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from cmm.services.transaction import StorageUnavailable, is_inside, transaction
from cmm.store.database import url_of

MOST = 32
"""Calls in one commit."""

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


def together(
    function: Callable[Concatenate[Session, Parameters], Result],
) -> Callable[Concatenate[Session, Parameters], Result]:
    """Like `transaction`, and one commit may hold several calls. The session of another call is used for
    them, so all callers open theirs for the same door.
    """
    alone = transaction(function)
    groups: defaultdict[str, _Group] = defaultdict(_Group)

    @wraps(function)
    def in_one_commit(session: Session, /, *args: Parameters.args, **kwargs: Parameters.kwargs) -> Result:
        if is_inside(session) or session.get_bind().dialect.name != "sqlite":
            return alone(session, *args, **kwargs)
        session.rollback()  # what it had read would keep others from committing while it waits
        call = _Call(lambda chosen: function(chosen, *args, **kwargs))
        result: Result = groups[url_of(session)].do(session, call)
        return result

    return in_one_commit


@dataclass(slots=True, eq=False)
class _Call:
    """`told` when it is done, or when it is its turn to do its own and those that wait behind it."""

    run: Callable[[Session], Any]
    told: threading.Event = field(default_factory=threading.Event)
    is_done: bool = False
    result: Any = None
    error: BaseException | None = None


class _Group:
    """The calls on one database. The first that waits is the next to lead."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[_Call] = deque()
        self._has_leader = False

    def do(self, session: Session, call: _Call) -> Any:
        with self._lock:
            self._waiting.append(call)
            leads, self._has_leader = not self._has_leader, True
        if not leads:
            call.told.wait()
        if not call.is_done:
            self._lead(session)
        if call.error is not None:
            raise call.error
        return call.result

    def _lead(self, session: Session) -> None:
        with self._lock:
            calls = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]
        try:
            _run_all(session, calls)
        except BaseException as error:
            for call in calls:
                call.error = StorageUnavailable()
            calls[0].error = error
        finally:
            self._tell(calls)

    def _tell(self, calls: list[_Call]) -> None:
        with self._lock:
            following = self._waiting[0] if self._waiting else None
            self._has_leader = following is not None
        for call in calls:
            call.is_done = True
            call.told.set()
        if following:
            following.told.set()


@transaction
def _run_all(session: Session, calls: list[_Call]) -> None:
    """Raises what concerns all of them, or the only one."""
    if len(calls) == 1:
        calls[0].result = calls[0].run(session)
        return
    for call in calls:
        try:
            with session.begin_nested():
                call.result = call.run(session)
        except OperationalError:
            raise
        except Exception as error:
            call.error = error
