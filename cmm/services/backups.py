"""Backups: the whole instance as one stream sealed to an offline key, and the way back.

What is inside is the same for SQLite and PostgreSQL, so that a backup of the one can be restored into the
other. The instance's settings and its signing key are inside too: without `CMM_SECRET_KEY` unused coupons and
code apps would be worthless. Whoever holds the offline key has all of that, and still no answer: those are
sealed to the keys of their rounds.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

from sqlalchemy import Connection, text
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, StatementError

from cmm.domain.backup_stream import (
    END,
    ROWS,
    BackupDamaged,
    Heading,
    LineSplitter,
    NewerBackup,
    read_heading,
    read_line,
    write_stream,
)
from cmm.domain.refusal import Refusal
from cmm.domain.row_text import Row, RowSums, read_rows
from cmm.services.backup_seal import seal, unseal
from cmm.services.mix import mix_open_rounds
from cmm.services.move_instance import Progress, check_tables, check_written, removing_if_failed
from cmm.services.retention import wipe_due
from cmm.services.transaction import StorageUnavailable, naming_storage_failure
from cmm.store.database import (
    Database,
    OrphansAfterMigration,
    head_revision,
    knows_revision,
    making_tables,
    upgrade_within,
)
from cmm.store.whole import Tables, list_wrong_snapshots, make_empty_tables, reading_whole

IN_MEMORY = "sqlite://"
COUNTED = ("survey_round", "snapshot", "account", "city", "promise")
"""Tables whose number of rows is no secret."""


class NotWiped(Refusal):
    """The database was written, but answers whose time has come could not be deleted from it."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a backup held: its day, the revision of its tables, names of files, rows by table (COUNTED)."""

    made_on: str
    revision: str
    files: tuple[str, ...]
    counts: Mapping[str, int]


def create_backup(
    database: Database,
    file: BinaryIO,
    *,
    recipients: Sequence[str],
    files: Mapping[str, str],
    today: date,
    progress: Progress,
) -> None:
    """Mix, then write one moment of the instance, sealed, to `file`. `files` are texts of its folder by name.

    Raises NotARecipient, TablesOutdated, StorageUnavailable.
    """
    url = database.engine.url.render_as_string(hide_password=False)
    check_tables(url)
    with database.session() as session:
        mix_open_rounds(session)
    with naming_storage_failure(), reading_whole(url) as connection:
        tables = Tables(connection)
        heading = Heading(
            revision=head_revision() or "",
            made_on=today.isoformat(),
            rows=tables.count(),
            columns=tables.shape,
            files=dict(files),
        )
        seal(write_stream(heading, _told(tables, heading.rows, progress)), recipients, file)


def read_backup_heading(file: BinaryIO, identity: str) -> Heading:
    """The first line of a backup. Raises what `unseal` raises, NewerBackup."""
    found: list[Heading] = []

    def take(piece: bytes) -> None:
        for line in splitter.split(piece):
            found.append(_known(read_heading(line)))
            raise _Enough

    splitter = LineSplitter()
    try:
        unseal(file, identity, take)
    except _Enough:
        return found[0]
    raise BackupDamaged


def restore_backup(
    file: BinaryIO, identity: str, *, url: str, keep_days: int, today: date, progress: Progress
) -> Restored:
    """Write a backup into an empty database, bring it up to date, sign everybody out, and delete sealed
    answers whose time has come meanwhile. All of it is kept, or nothing; only PostgreSQL holds what was
    restored when those answers cannot be deleted (NotWiped).

    Raises what `unseal` raises, NewerBackup, TargetNotEmpty, CopyDiffers, NotWiped, StorageUnavailable.
    """
    with removing_if_failed(url):
        with naming_storage_failure(), _filling(url) as connection:
            restored = _restore(connection, file, identity, progress)
            connection.execute(text("DELETE FROM office_session"))
        _wipe(url, keep_days, today)
    return restored


def drill_backup(file: BinaryIO, identity: str, *, progress: Progress) -> Restored:
    """Restore a backup in memory only, check everything, forget it. Raises what `restore_backup` raises."""
    with _filling(IN_MEMORY) as connection:
        restored = _restore(connection, file, identity, progress)
        if connection.exec_driver_sql("PRAGMA integrity_check").scalar() != "ok":
            raise BackupDamaged
    return restored


class _Enough(Exception):
    """The heading is read."""


class _Rows:
    """Takes the lines of a backup and writes its rows."""

    def __init__(self, connection: Connection, progress: Progress) -> None:
        self._connection, self._progress = connection, progress
        self._splitter, self._done = LineSplitter(), 0
        self._tables: Tables | None = None
        self._heading: Heading | None = None
        self.sums = RowSums()
        self._ended = False

    def take(self, piece: bytes) -> None:
        for line in self._splitter.split(piece):
            if self._heading is None:
                self._begin(_known(read_heading(line)))
            elif not self._ended:
                self._take_line(line)

    def complete(self) -> tuple[Heading, Tables]:
        """The heading and the filled tables. Raises BackupDamaged unless the end has come."""
        if self._heading is None or self._tables is None or not self._ended:
            raise BackupDamaged
        return self._heading, self._tables

    def _begin(self, heading: Heading) -> None:
        make_empty_tables(self._connection, heading.revision)
        self._heading, self._tables = heading, Tables(self._connection)
        if self._tables.shape != dict(heading.columns):
            raise BackupDamaged

    def _take_line(self, line: bytes) -> None:
        kind, rest = read_line(line)
        if kind == ROWS and self._tables:
            if len(rest) != 2:
                raise BackupDamaged
            self._write(self._tables, *rest)
        if kind == END:
            self._ended = True
            if rest != [self.sums.told()]:
                raise BackupDamaged

    def _write(self, tables: Tables, name: str, told: list[Any]) -> None:
        try:
            rows = read_rows(told)
            tables.write(name, rows)
        except (KeyError, TypeError, ValueError, IntegrityError, DataError):
            raise BackupDamaged from None
        except StatementError as error:
            if isinstance(error, DBAPIError):  # the disk, not the file
                raise
            raise BackupDamaged from None
        self.sums.add(name, rows)
        self._done += len(rows)
        self._progress(self._done, self._heading.rows if self._heading else 0)


@contextmanager
def _filling(url: str) -> Iterator[Connection]:
    """`making_tables`, where rows that point to nothing are a damaged backup."""
    try:
        with making_tables(url) as connection:
            yield connection
    except OrphansAfterMigration:
        raise BackupDamaged from None


def _wipe(url: str, keep_days: int, today: date) -> None:
    database = Database(url)
    try:
        with database.session() as session:
            wipe_due(session, keep_days=keep_days, today=today)
    except StorageUnavailable:
        raise NotWiped from None
    finally:
        database.engine.dispose()


def _restore(connection: Connection, file: BinaryIO, identity: str, progress: Progress) -> Restored:
    rows = _Rows(connection, progress)
    unseal(file, identity, rows.take)
    heading, tables = rows.complete()
    check_written(tables, rows.sums)
    if list_wrong_snapshots(connection):
        raise BackupDamaged
    tables.count_on_from_highest()
    upgrade_within(connection)
    counts = {name: told[0] for name, told in rows.sums.told().items() if name in COUNTED}
    return Restored(heading.made_on, heading.revision, tuple(heading.files), counts)


def _known(heading: Heading) -> Heading:
    if not knows_revision(heading.revision):
        raise NewerBackup(heading.revision)
    return heading


def _told(tables: Tables, total: int, progress: Progress) -> Iterator[tuple[str, list[Row]]]:
    """All rows, told to `progress` as they go."""
    done = 0
    for table, rows in tables.read():
        yield table, rows
        done += len(rows)
        progress(done, total)
