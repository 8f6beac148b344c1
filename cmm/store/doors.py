"""What the public doors may do in the database, held by the connection itself.

The import rules keep public pages away from responses; this holds the same promise once more where the data
is. A session opened for a door can only read the tables named here, and only add or delete where it says so.
No public session can read a sealed response, a key or an account, whatever statement reaches it. OPENING is
no public door: processes that open a closed round read its envelopes and nothing else. WATCH is for programs
that watch over the machine. On PostgreSQL the transactions of READ_ONLY doors are read-only; the rest is for
the roles of the database.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

DASHBOARD, COLLECT, OPENING, WATCH = "dashboard", "collect", "opening", "watch"
READ_ONLY = (DASHBOARD, OPENING, WATCH)

_INTERNAL = "sqlite_master"
_ALWAYS = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_TRANSACTION,
    sqlite3.SQLITE_SAVEPOINT,
    sqlite3.SQLITE_FUNCTION,
    sqlite3.SQLITE_RECURSIVE,
}


@dataclass(frozen=True, slots=True)
class Rights:
    """Names of tables. `reads` may also name a table that is only counted or checked, as foreign keys do."""

    reads: frozenset[str]
    inserts: frozenset[str] = frozenset()
    deletes: frozenset[str] = frozenset()


RIGHTS = {
    DASHBOARD: Rights(
        reads=frozenset(
            {
                "city",
                "duty_bearer",
                "meeting",
                "promise",
                "promise_event",
                "promise_file",
                "provider_reply",
                "questionnaire_version",
                "region",
                "snapshot",
                "survey_round",
                "withdrawal",
            }
        )
    ),
    OPENING: Rights(reads=frozenset({"coupon_batch", "envelope"})),
    WATCH: Rights(reads=frozenset({"alembic_version", "office_task", "survey_round"})),
    COLLECT: Rights(
        reads=frozenset(
            {
                "city",
                "coupon",
                "coupon_batch",
                "field_pass",
                "questionnaire_version",
                "receipt",
                "round_city",
                "survey_round",
            }
        ),
        inserts=frozenset({"envelope", "receipt"}),
        deletes=frozenset({"coupon"}),
    ),
}


def use_door(connection: Any, door: str | None) -> None:
    """Let a SQLite connection do what `door` may from now on; None means everything."""
    connection.set_authorizer(_judge(RIGHTS[door]) if door else None)


def _judge(rights: Rights) -> Callable[..., int]:
    tables = {
        sqlite3.SQLITE_READ: rights.reads | {_INTERNAL},
        sqlite3.SQLITE_INSERT: rights.inserts,
        sqlite3.SQLITE_DELETE: rights.deletes,
    }

    def judge(action: int, table: str | None, *_rest: str | None) -> int:
        allowed = action in _ALWAYS or table in tables.get(action, ())
        return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY

    return judge
