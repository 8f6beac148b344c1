"""How the installation is doing, for who watches over the machine.

Numbers that are asked for every few seconds and kept elsewhere are a diary: whoever takes the monitoring
server reads when each of them changed. So nothing here changes when one response arrives, when somebody looks
at a page or signs in: no counts of requests or responses, no time of answering, no memory or processor of the
processes. The size of the database is told in steps of SIZE_STEP, which a round of a country does not fill.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from cmm.domain.round_state import STATES
from cmm.store.database import head_revision
from cmm.store.watch import count_rounds, find_oldest_running, find_revision, size_of

SIZE_STEP = 64 * 1024 * 1024
"""Bytes."""
MIXED, BACKED_UP = "mixed", "backed-up"
"""Empty files in the instance folder; the time of their last change says when this was last done."""


@dataclass(frozen=True, slots=True)
class Watched:
    """`rounds` by state; `size` of the database in bytes, rounded up; `oldest_task` in seconds, or 0."""

    rounds: Mapping[str, int]
    size: int
    oldest_task: int


def find_trouble(session: Session) -> str:
    """Nothing when the database answers and has this program's tables; else "database" or "migrations"."""
    try:
        revision = find_revision(session)
    except SQLAlchemyError:
        return "database"
    return "" if revision == _wanted_revision() else "migrations"


def look(session: Session, *, now: int) -> Watched:
    """Raises OperationalError when there is no database, or one without its tables."""
    counted, began_at = count_rounds(session), find_oldest_running(session)
    return Watched(
        rounds={state: counted.get(state, 0) for state in STATES},
        size=-(-size_of(session) // SIZE_STEP) * SIZE_STEP,
        oldest_task=0 if began_at is None else max(0, now - began_at),
    )


def note(instance: Path, deed: str) -> None:
    """Remember that MIXED or BACKED_UP was done now. What cannot be noted is not known; nothing fails."""
    with suppress(OSError):
        (instance / deed).touch(mode=0o600)


def seconds_since(instance: Path, deed: str, *, now: int) -> int | None:
    """Whole seconds since it was done on this machine; None when it never was."""
    try:
        return max(0, now - int((instance / deed).stat().st_mtime))
    except OSError:
        return None


@cache
def _wanted_revision() -> str | None:
    return head_revision()
