"""A PostgreSQL server for one test run: its own cluster, Unix socket only, nothing on disk unless asked."""

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import NullPool, create_engine, text

SAFE = ("max_connections=60",)
"""PostgreSQL as it comes: what was committed is on the disk."""
QUICK = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")


@dataclass(frozen=True)
class Server:
    """`url_of` gives the address of one of its databases."""

    socket_folder: Path
    binaries: Path
    settings: tuple[str, ...]

    def start(self) -> None:
        """Start it and wait until it answers; after `kill` it recovers first."""
        told = " ".join(f"-c {setting}" for setting in ("listen_addresses=", *self.settings))
        options = f"{told} -c unix_socket_directories={self.socket_folder}"
        log = str(self.socket_folder / "log")
        _run(self.binaries / "pg_ctl", "-D", str(self.data), "-w", "-l", log, "-o", options, "start")

    def kill(self) -> None:
        """Kill the server and all its processes at once (kill -9)."""
        first = int((self.data / "postmaster.pid").read_text(encoding="ascii").split()[0])
        os.kill(first, signal.SIGSTOP)  # so that it makes no more of them
        children = Path(f"/proc/{first}/task/{first}/children").read_text(encoding="ascii").split()
        for process in (first, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        while any(_is_alive(process) for process in (first, *map(int, children))):
            time.sleep(0.005)
        for lock in (self.data / "postmaster.pid", *self.socket_folder.glob(".s.PGSQL.*.lock")):
            lock.unlink()  # else a dead process that nobody waited for counts as running

    @property
    def data(self) -> Path:
        return self.socket_folder / "data"

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
def running_server(binaries: Path, settings: tuple[str, ...] = QUICK) -> Iterator[Server]:
    """Start a server in a new temporary folder; stop it and remove the folder afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="pg"))  # short: a socket's path has at most 107 bytes
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    server = Server(folder, binaries, settings)
    try:
        _run(binaries / "initdb", "-D", str(server.data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "-N")
        server.start()
        try:
            yield server
        finally:
            _run(binaries / "pg_ctl", "-D", str(server.data), "-m", "immediate", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _is_alive(process: int) -> bool:
    """A dead process that nobody waited for is no more."""
    try:
        stat = Path(f"/proc/{process}/stat").read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def _run(program: Path, *arguments: str) -> None:
    """PostgreSQL refuses to run as root."""
    as_postgres = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    subprocess.run(
        [*as_postgres, str(program), *arguments], check=True, cwd="/", stdout=subprocess.DEVNULL, timeout=60
    )
