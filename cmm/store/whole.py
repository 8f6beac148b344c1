"""All rows of a database, read and written as a whole: for moving an instance and for backups.

Rows travel in the order of their keys, and envelopes under new random ones, so that the order in which they
came stays behind. Tables are taken as the database has them, not from the models: a backup may be older than
the program. JSON is carried as the text that stands in the database, to the letter.
"""

import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from typing import Any
from urllib.parse import quote

from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    MetaData,
    NullPool,
    StaticPool,
    Table,
    Text,
    cast,
    create_engine,
    func,
    insert,
    make_url,
    select,
    text,
)
from sqlalchemy.types import TypeDecorator

from cmm.domain.refusal import Refusal
from cmm.domain.row_text import Row, RowSums
from cmm.domain.snapshot import digest_of
from cmm.store.database import build_engine, downgrade_within, revision_within, upgrade_within
from cmm.store.envelopes import KEY_BYTES

ROWS_AT_ONCE = 100
REVISION_TABLE = "alembic_version"
RENEWED = "envelope", "envelope_key"
"""The column whose values are drawn anew while rows travel."""

Shape = dict[str, list[str]]
"""The names of columns by the name of their table."""


class TargetNotEmpty(Refusal):
    """The database that should be filled holds something already."""


class Tables:
    """The tables that a connection sees, those that others refer to first."""

    def __init__(self, connection: Connection) -> None:
        metadata = MetaData()
        metadata.reflect(connection)
        self._connection = connection
        self._tables = [table for table in metadata.sorted_tables if table.name != REVISION_TABLE]
        for table in self._tables:
            _carry_json_as_text(table, _JsonOnPostgreSQL if _is_postgresql(connection) else _JsonText)

    @property
    def shape(self) -> Shape:
        return {table.name: sorted(table.columns.keys()) for table in self._tables}

    def count(self) -> int:
        """How many rows there are in all tables."""
        counts = [self._connection.scalar(select(func.count()).select_from(table)) for table in self._tables]
        return sum(count or 0 for count in counts)

    def read(self, *, renew: bool = True) -> Iterator[tuple[str, list[Row]]]:
        """All rows, some at a time, with the name of their table; values in the order of the columns' names.

        `renew` draws new keys for envelopes. A table that refers to itself comes as a whole.
        """
        for table in self._tables:
            at_once = 1_000_000 if _refers_to_itself(table) else ROWS_AT_ONCE
            names = sorted(table.columns.keys())
            place = names.index(RENEWED[1]) if renew and table.name == RENEWED[0] else None
            for rows in self._partitions(table, names, at_once):
                yield table.name, rows if place is None else [_renew(row, place) for row in rows]

    def write(self, name: str, rows: list[Row]) -> None:
        """Add rows to a table. Raises KeyError for one that is not there, and what the database raises."""
        table = {each.name: each for each in self._tables}[name]
        columns = sorted(table.columns.keys())
        values = [dict(zip(columns, row, strict=True)) for row in rows]
        if _refers_to_itself(table):  # one statement, because PostgreSQL checks references at its end
            self._connection.execute(insert(table).values(values))
        else:
            self._connection.execute(insert(table), values)

    def sums(self) -> RowSums:
        """Count and sum of every table, read from the database."""
        found = RowSums()
        for name, rows in self.read(renew=False):
            found.add(name, rows)
        return found

    def count_on_from_highest(self) -> None:
        """Let PostgreSQL's counters go on behind the numbers that were written."""
        for table in self._tables if _is_postgresql(self._connection) else ():
            for column in table.columns:
                if column.server_default is not None and "nextval" in str(_default_of(column)):
                    sequence = func.pg_get_serial_sequence(table.name, column.name)
                    self._connection.execute(select(func.setval(sequence, func.max(column))))

    def _partitions(self, table: Table, names: Sequence[str], at_once: int) -> Iterator[list[Row]]:
        columns = [table.columns[name] for name in names]
        wanted = select(*columns).order_by(*table.primary_key.columns).execution_options(yield_per=at_once)
        with self._connection.execute(wanted) as found:
            for partition in found.partitions():
                yield [tuple(row) for row in partition]


@contextmanager
def reading_whole(url: str) -> Iterator[Connection]:
    """A connection that sees one moment of the database and cannot change it.

    SQLite's file is copied into memory first, in one step: who wants to write waits for that only. PostgreSQL
    lets everybody write on meanwhile.
    """
    if make_url(url).get_backend_name() == "sqlite":
        with closing(_copy_into_memory(str(make_url(url).database))) as memory:
            engine = create_engine("sqlite://", creator=lambda: memory, poolclass=StaticPool)
            with engine.connect() as connection:
                yield connection
        return
    engine = build_engine(url, poolclass=NullPool)
    options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    with engine.connect().execution_options(**options) as connection, connection.begin():
        yield connection


def make_empty_tables(connection: Connection, revision: str) -> None:
    """Make the tables of `revision` in a transaction of `making_tables`; empty ones that are there make room.

    Raises TargetNotEmpty.
    """
    tables = Tables(connection)
    found = revision_within(connection)
    if tables.count() or (tables.shape and found is None):
        raise TargetNotEmpty
    if found not in (None, revision):
        downgrade_within(connection, "base")
    upgrade_within(connection, revision)


def list_wrong_snapshots(connection: Connection) -> list[str]:
    """Digests of snapshots whose bytes do not give them."""
    rows = connection.execute(text("SELECT digest, content FROM snapshot ORDER BY digest"))
    return [digest for digest, content in rows if digest_of(bytes(content)) != digest]


class _JsonText(TypeDecorator[str]):
    """JSON as its text."""

    impl = Text
    cache_ok = True

    def column_expression(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        return cast(column, Text)


class _JsonOnPostgreSQL(_JsonText):
    cache_ok = True

    def bind_expression(self, bindparam: Any) -> ColumnElement[Any]:
        return cast(bindparam, JSON)


def _carry_json_as_text(table: Table, carrier: type[_JsonText]) -> None:
    for column in table.columns:
        if isinstance(column.type, JSON):
            column.type = carrier()


def _copy_into_memory(path: str) -> sqlite3.Connection:
    memory = sqlite3.connect(":memory:", check_same_thread=False)
    with closing(sqlite3.connect(f"file:{quote(path)}?mode=ro", uri=True, timeout=15)) as file:
        file.backup(memory)
    return memory


def _renew(row: Row, place: int) -> Row:
    return (*row[:place], secrets.token_bytes(KEY_BYTES), *row[place + 1 :])


def _refers_to_itself(table: Table) -> bool:
    return any(key.column.table is table for key in table.foreign_keys)


def _is_postgresql(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"


def _default_of(column: Any) -> Any:
    return getattr(column.server_default, "arg", "")
