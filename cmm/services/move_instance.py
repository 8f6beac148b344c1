"""Moving a whole instance into another database: from SQLite to PostgreSQL, back, or to another file."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import make_url
from sqlalchemy.orm import Session

from cmm.domain.refusal import Refusal
from cmm.domain.row_text import RowSums
from cmm.services.mix import mix_open_rounds
from cmm.services.tasks import DEAD_AFTER
from cmm.services.transaction import naming_storage_failure
from cmm.store.database import (
    Database,
    create_private_file,
    current_revision,
    head_revision,
    making_tables,
    rewrite_pages,
)
from cmm.store.rounds import list_rounds
from cmm.store.tasks import beats_since
from cmm.store.whole import Tables, list_wrong_snapshots, make_empty_tables, reading_whole

Progress = Callable[[int, int], None]
"""Told how many rows were carried, and of how many."""


class SameDatabase(Refusal):
    """Source and target are one."""


class TablesOutdated(Refusal):
    """The database is of another version of the program."""


class StillCollecting(Refusal):
    """A round is open: answers that come meanwhile would stay behind. The subject names the rounds."""


class TaskRuns(Refusal):
    """The office is preparing a result."""


class CopyDiffers(Refusal):
    """What was written is not what was read; nothing of it was kept. The subject names the tables."""


def copy_instance(
    source: Database,
    target_url: str,
    *,
    stopped: bool,
    now: int,
    progress: Progress,
) -> dict[str, int]:
    """Write every row of `source` into an empty database; how many rows each table has.

    The source is mixed and otherwise only read. Everything is written in one transaction and read again
    before it is kept, so that an interrupted copy leaves nothing behind and can be repeated. `stopped`: the
    program does not run, so that open rounds take nothing. Raises SameDatabase, TablesOutdated,
    StillCollecting, TaskRuns, TargetNotEmpty, CopyDiffers, StorageUnavailable.
    """
    source_url = source.engine.url.render_as_string(hide_password=False)
    if _place_of(source_url) == _place_of(target_url):
        raise SameDatabase
    check_tables(source_url)
    with source.session() as session:
        _check_quiet(session, stopped=stopped, now=now)
        mix_open_rounds(session)
    with naming_storage_failure(), removing_if_failed(target_url):
        told = _copy(source_url, target_url, progress)
    target = Database(target_url)
    rewrite_pages(target.engine)
    target.engine.dispose()
    return {table: count for table, (count, _sum) in told.items()}


def check_tables(url: str) -> None:
    """Raises TablesOutdated unless the tables are those of this program."""
    found = current_revision(url)
    if found != head_revision():
        raise TablesOutdated(found or "")


@contextmanager
def removing_if_failed(url: str) -> Iterator[None]:
    """A new SQLite file for its owner only, taken away again when something is raised."""
    made = create_private_file(url)
    try:
        yield
    except BaseException:
        if made:
            made.unlink(missing_ok=True)
            made.with_name(f"{made.name}-journal").unlink(missing_ok=True)
        raise


def check_written(tables: Tables, read: RowSums) -> None:
    """Read what was written and compare. Raises CopyDiffers."""
    told, written = read.told(), tables.sums().told()
    wrong = sorted(name for name in told.keys() | written.keys() if told.get(name) != written.get(name))
    if wrong:
        raise CopyDiffers(", ".join(wrong))


def _copy(source_url: str, target_url: str, progress: Progress) -> dict[str, list[Any]]:
    read, done = RowSums(), 0
    with reading_whole(source_url) as origin, making_tables(target_url) as connection:
        make_empty_tables(connection, head_revision() or "")
        tables, source = Tables(connection), Tables(origin)
        total = source.count()
        for name, rows in source.read():
            read.add(name, rows)
            tables.write(name, rows)
            done += len(rows)
            progress(done, total)
        check_written(tables, read)
        if list_wrong_snapshots(connection):
            raise CopyDiffers("snapshot")
        tables.count_on_from_highest()
    return read.told()


def _check_quiet(session: Session, *, stopped: bool, now: int) -> None:
    if beats_since(session, now - DEAD_AFTER):
        raise TaskRuns
    taking = [one.round_id for one in list_rounds(session) if one.state == "open"]
    session.rollback()
    if taking and not stopped:
        raise StillCollecting(", ".join(taking))


def _place_of(url: str) -> str:
    """Where a database is, however it was spelt."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        return str(Path(parsed.database or "").resolve())
    query = sorted(parsed.query.items())
    return repr((parsed.host, parsed.port, parsed.database, query))
