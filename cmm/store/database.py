"""The database: connections that leave no traces, transactions that never fail half-way, migrations.

SQLite: a transaction that will write takes the write lock at its beginning (BEGIN IMMEDIATE) and waits up to
15 s for it; one that began with reading never turns into a writing one, because SQLite refuses that without
waiting. Readers do not exclude each other. PostgreSQL: its default isolation; services lock the rows they
depend on.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, NullPool, create_engine, event, make_url
from sqlalchemy.orm import Session

from cmm.paths import data_dir
from cmm.store.doors import DASHBOARD, READ_ONLY, use_door

LONGEST_WAIT = 15_000
"""Milliseconds that a transaction waits for another one's lock."""

SQLITE_PRAGMAS: dict[str, int | str] = {
    "busy_timeout": LONGEST_WAIT,
    "journal_mode": "truncate",  # a left-over WAL tells the coupon and the envelope of one person
    "synchronous": 2,  # FULL: on disk before "accepted" is said
    "secure_delete": 1,  # not stored in the file: holds only where it is set
    "temp_store": 2,  # in memory
    "trusted_schema": 0,
    "foreign_keys": 1,
    "recursive_triggers": 1,  # else REPLACE deletes a snapshot without asking its trigger
}
"""What every SQLite connection must answer when asked; a connection that answers otherwise is not used."""

TABLES_OF_RESPONSES = ("envelope", "receipt", "coupon", "round_key")


class PragmaNotHeld(Exception):
    """A SQLite connection did not take a setting that anonymity or durability depends on."""


class OrphansAfterMigration(Exception):
    """A migration left rows that point to nothing; it was rolled back. Carries the names of the tables."""


class Database:
    """One database: its engine and its sessions. `url` begins with sqlite:/// or postgresql+psycopg://."""

    def __init__(self, url: str) -> None:
        self.engine = build_engine(url)

    def session(self, door: str | None = None) -> Session:
        """A new session. Objects stay readable after a commit. `door` is DASHBOARD, COLLECT, OPENING,
        or None for all rights.
        """
        options = {"door": door, "postgresql_readonly": door in READ_ONLY}
        return Session(self.engine.execution_options(**options), expire_on_commit=False)


def is_for_readers(session: Session) -> bool:
    """Whether it has the rights of the dashboard only: it lives for one page and sees what is committed."""
    return session.get_bind().get_execution_options().get("door") == DASHBOARD


def url_of(session: Session) -> str:
    """The address of its database with the password, for another process. Never log it."""
    return session.get_bind().engine.url.render_as_string(hide_password=False)


def build_engine(url: str, *, foreign_keys: bool = True, **options: Any) -> Engine:
    """An engine whose errors never show values, and whose SQLite connections hold SQLITE_PRAGMAS."""
    if make_url(url).get_backend_name() != "sqlite":
        settings = f"-c lock_timeout={LONGEST_WAIT}"
        return create_engine(url, hide_parameters=True, connect_args={"options": settings}, **options)
    engine = create_engine(url, hide_parameters=True, **options)
    pragmas = SQLITE_PRAGMAS | {"foreign_keys": int(foreign_keys)}
    if make_url(url).database in (None, "", ":memory:"):
        pragmas |= {"journal_mode": "memory"}  # there is no file to keep clean
    event.listen(engine, "connect", lambda connection, _record: _prepare_sqlite(connection, pragmas))
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def begin_writing(session: Session) -> None:
    """Begin a transaction that may write; what the session had begun and not committed is given up."""
    session.rollback()
    session.connection(execution_options={"sqlite_begin": "BEGIN IMMEDIATE"})


def rewrite_pages(engine: Engine) -> None:
    """Rewrite the files, so that neither deleted rows nor the order of writing can be read from them.

    Runs outside a transaction, after the commit of what it shall erase. Raises sqlalchemy's OperationalError
    when others keep the database locked for longer than LONGEST_WAIT.
    """
    if engine.dialect.name == "sqlite":
        with engine.connect().execution_options(sqlite_begin=None) as connection:
            connection.exec_driver_sql("VACUUM")
        return
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in TABLES_OF_RESPONSES:
            connection.exec_driver_sql(f"VACUUM (FULL, FREEZE) {table}")


def upgrade(url: str, revision: str = "head") -> None:
    """Bring the database to `revision`, in one transaction; a new SQLite file is for its owner only."""
    create_private_file(url)
    with making_tables(url) as connection:
        upgrade_within(connection, revision)


def downgrade(url: str, revision: str) -> None:
    """Take the database back to `revision` ("base" is the empty database), in one transaction."""
    with making_tables(url) as connection:
        downgrade_within(connection, revision)


def create_private_file(url: str) -> Path | None:
    """Make the file of a SQLite database for its owner only, if it is not there; its path when made now.

    SQLite gives its journal the same rights.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite" and parsed.database not in (None, "", ":memory:"):
        with suppress(FileExistsError):
            os.close(os.open(str(parsed.database), os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
            return Path(str(parsed.database))
    return None


@contextmanager
def making_tables(url: str) -> Iterator[Connection]:
    """One transaction in which tables are made, changed or filled as a whole; kept when nothing is raised.

    Foreign keys are off meanwhile (SQLite changes a table by making it anew) and checked afterwards. Raises
    OrphansAfterMigration.
    """
    engine = build_engine(url, foreign_keys=False, poolclass=NullPool)
    writing = {"sqlite_begin": "BEGIN IMMEDIATE"} if engine.dialect.name == "sqlite" else {}
    with engine.connect().execution_options(**writing) as connection, connection.begin():
        yield connection
        _check_foreign_keys(connection)


def upgrade_within(connection: Connection, revision: str = "head") -> None:
    """Bring the tables to `revision` in a transaction of `making_tables`."""
    command.upgrade(_alembic_config(connection), revision)


def downgrade_within(connection: Connection, revision: str) -> None:
    """Take the tables back to `revision` in a transaction of `making_tables`."""
    command.downgrade(_alembic_config(connection), revision)


def revision_within(connection: Connection) -> str | None:
    """The revision of the tables that a connection sees; None where there are none."""
    return MigrationContext.configure(connection).get_current_revision()


def knows_revision(revision: str) -> bool:
    """Whether this version of the program can upgrade from `revision`."""
    known = ScriptDirectory.from_config(_alembic_config()).walk_revisions()
    return revision in {script.revision for script in known}


def current_revision(url: str) -> str | None:
    """The revision the database is at; None for an empty one."""
    engine = build_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        return revision_within(connection)


def head_revision() -> str | None:
    """The newest revision this version of the program knows."""
    return ScriptDirectory.from_config(_alembic_config()).get_current_head()


def _prepare_sqlite(connection: Any, pragmas: dict[str, int | str]) -> None:
    connection.isolation_level = None  # the driver begins nothing by itself; _begin_sqlite does
    cursor = connection.cursor()
    for name, value in pragmas.items():
        cursor.execute(f"PRAGMA {name}={value}")
        if cursor.execute(f"PRAGMA {name}").fetchone() != (value,):
            raise PragmaNotHeld(name)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    door = connection.get_execution_options().get("door")
    if connection.info.get("door") != door:  # asked first, because setting it makes prepared statements stale
        use_door(connection.connection.dbapi_connection, door)
        connection.info["door"] = door
    statement = connection.get_execution_options().get("sqlite_begin", "BEGIN")
    if statement is not None:
        connection.exec_driver_sql(statement)


def _alembic_config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(data_dir("migrations")).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def _check_foreign_keys(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if orphans:
            raise OrphansAfterMigration(sorted({str(row[0]) for row in orphans}))
