"""A PostgreSQL server for one test run: its own cluster, Unix socket only, nothing synced to disk."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import NullPool, create_engine, text

QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")


@dataclass(frozen=True)
class Server:
    """`url_of` gives the address of one of its databases."""

    socket_folder: Path

    def url_of(self, database: str) -> str:
        return f"postgresql+psycopg://postgres@/{database}?host={self.socket_folder}"

    def execute(self, statement: str) -> None:
        """Run a statement that needs to stand alone, like CREATE DATABASE."""
        engine = create_engine(self.url_of("postgres"), poolclass=NullPool, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text(statement))


def find_server_binaries() -> Path | None:
    """The folder with initdb and pg_ctl; Debian keeps it out of the search path."""
    on_path = shutil.which("initdb")
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return Path(on_path).parent if on_path else next(iter(folders), None)


@contextmanager
def running_server(binaries: Path) -> Iterator[Server]:
    """Start a server in a new temporary folder; stop it and remove the folder afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))  # short: a socket's path has at most 107 bytes
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data = folder / "data"
    settings = " ".join(f"-c {setting}" for setting in ("listen_addresses=", *QUICK))
    start = ["-w", "-l", str(folder / "log"), "-o", f"{settings} -c unix_socket_directories={folder}"]
    try:
        _run(binaries / "initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N")
        _run(binaries / "pg_ctl", "-D", str(data), *start, "start")
        try:
            yield Server(folder)
        finally:
            _run(binaries / "pg_ctl", "-D", str(data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _run(program: Path, *arguments: str) -> None:
    """PostgreSQL refuses to run as root."""
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run(
        [*as_postgres, str(program), *arguments], check=True, cwd="/", stdout=subprocess.DEVNULL, timeout=60
    )
