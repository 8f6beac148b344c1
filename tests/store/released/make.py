"""Writes the databases of released versions: python -m tests.store.released.make

For every migration that has no dump yet a small filled instance is taken back to its tables and written as
SQL, once by SQLite and once by PostgreSQL's own pg_dump; but not for the newest one, which may still be
changed (name it when it is released: ``... .make 0006``). A dump is made once and never again: it is what an
installation of that time has. All people and answers in it are invented.
"""

import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from shutil import copy

from alembic.script import ScriptDirectory

from cmm.paths import data_dir
from cmm.store.database import Database, create_private_file, downgrade, making_tables, upgrade
from cmm.store.whole import Tables, make_empty_tables, reading_whole
from tests.postgresql import Server, find_server_binaries, running_server
from tests.small_instance import fill_small

FOLDER = Path(__file__).parent
SQLITE, POSTGRESQL = "sqlite", "postgresql"
PG_DUMP_SAYS = ("--inserts", "--no-owner", "--no-privileges", "--no-comments")


def list_revisions() -> list[str]:
    """All migrations, the oldest first."""
    script = ScriptDirectory(str(data_dir("migrations")))
    return [each.revision for each in script.walk_revisions()][::-1]


def dump_of(revision: str, kind: str) -> Path:
    return FOLDER / f"{revision}.{kind}.sql"


def list_missing(revisions: Iterable[str]) -> list[str]:
    """Those of the revisions that lack a dump."""
    return [one for one in revisions if not all(dump_of(one, kind).exists() for kind in (SQLITE, POSTGRESQL))]


def make_dumps(revisions: list[str]) -> None:
    binaries = find_server_binaries()
    if binaries is None:
        raise SystemExit("PostgreSQL is needed: its pg_dump and its server")
    with tempfile.TemporaryDirectory() as name, running_server(binaries) as server:
        folder = Path(name)
        fill(folder / "newest.sqlite")
        for revision in revisions:
            origin = f"sqlite:///{copy(folder / 'newest.sqlite', folder / f'{revision}.origin')}"
            downgrade(origin, revision)
            write_sqlite(origin, revision, folder / f"{revision}.sqlite")
            write_postgresql(origin, revision, server, binaries)


def fill(path: Path) -> None:
    url = f"sqlite:///{path}"
    upgrade(url)
    database = Database(url)
    with database.session() as session:
        fill_small(session)
    database.engine.dispose()


def write_sqlite(origin: str, revision: str, path: Path) -> None:
    url = f"sqlite:///{path}"
    create_private_file(url)
    carry(origin, url, revision)
    file = sqlite3.connect(path)
    dump_of(revision, SQLITE).write_text("\n".join(file.iterdump()) + "\n", encoding="utf-8")
    file.close()


def write_postgresql(origin: str, revision: str, server: Server, binaries: Path) -> None:
    name = f"released_{revision}"
    server.execute(f"CREATE DATABASE {name}")
    carry(origin, server.url_of(name), revision)
    to = ["-h", str(server.socket_folder), "-U", "postgres", name]
    command = [str((binaries / "initdb").resolve().with_name("pg_dump")), *PG_DUMP_SAYS, *to]
    text = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    lines = (line for line in text.splitlines() if line and not line.startswith(("\\", "--")))
    dump_of(revision, POSTGRESQL).write_text("\n".join(lines) + "\n", encoding="utf-8")


def carry(origin: str, target: str, revision: str) -> None:
    """Fresh tables of `revision` with all rows."""
    with reading_whole(origin) as source, making_tables(target) as connection:
        make_empty_tables(connection, revision)
        tables = Tables(connection)
        for table, rows in Tables(source).read():
            tables.write(table, rows)
        tables.count_on_from_highest()


if __name__ == "__main__":
    make_dumps(list_missing(sys.argv[1:] or list_revisions()[:-1]))
