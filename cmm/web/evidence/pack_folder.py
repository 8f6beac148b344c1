"""The folder of finished packs: a cache of public things, which may be deleted at any time.

A file is named by everything that its pack depends on and by its own SHA-256, so a changed file is not taken
for a pack. Who builds a pack holds a lock on its progress file. The kernel gives the lock back when that
process ends, however it ends: so a pack whose building was killed is offered again at once.

Only the standard library is used here: a process that waits for its turn is small.
"""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

MOST_KEPT = 12
WAIT_AFTER_FAILURE = 60.0
"""Seconds in which a failed build is not repeated."""
FAILED, NO_PRINTING = "failed", "no_printing"


@dataclass(frozen=True, slots=True)
class KeptPack:
    """A finished pack. `digest` is its SHA-256 in hex, `size` in bytes."""

    path: Path
    digest: str
    size: int


class PackFolder:
    """Packs by `name`, which stands for everything that a pack depends on."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def find(self, name: str) -> KeptPack | None:
        """The finished pack, if it is there."""
        for path in self.path.glob(f"{name}-*.zip"):
            with suppress(FileNotFoundError):
                return KeptPack(path, path.stem.partition("-")[2], path.stat().st_size)
        return None

    def keep(self, name: str, content: bytes) -> None:
        """Put a pack in; the oldest of many are forgotten. Who is receiving one of them still gets all of
        it.
        """
        beside = self.path / f"{name}.part"
        beside.write_bytes(content)
        beside.replace(self.path / f"{name}-{sha256(content).hexdigest()}.zip")
        made = sorted(self.path.glob("*.zip"), key=os.path.getmtime, reverse=True)
        for path in made[MOST_KEPT:]:
            path.unlink(missing_ok=True)

    def begin(self, name: str) -> int | None:
        """A locked and open progress file; None when somebody builds this pack already. The lock is held
        until all copies of the open file are closed.
        """
        self.path.mkdir(mode=0o700, exist_ok=True)
        path = self.path / f"{name}.progress"
        held = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        if not _lock(held) or not _is_still(held, path):
            os.close(held)
            return None
        self.say(held, 0)
        return held

    def say(self, held: int, done: int) -> None:
        """Write down how many steps are done; `held` is what `begin` gave."""
        os.ftruncate(held, 0)
        os.pwrite(held, str(done).encode(), 0)

    def end(self, name: str) -> None:
        """Nothing is being built any more; only for who holds the lock."""
        (self.path / f"{name}.progress").unlink(missing_ok=True)

    def steps_done(self, name: str) -> int | None:
        """How far the building of a pack is; None when nobody builds it, or who did was stopped."""
        try:
            seen = os.open(self.path / f"{name}.progress", os.O_RDONLY)
        except FileNotFoundError:
            return None
        try:
            word = os.pread(seen, 8, 0)
            return None if _lock(seen, fcntl.LOCK_SH) else int(word or b"0")
        finally:
            os.close(seen)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Of all processes only one is inside at a time; a process that dies lets the next one in."""
        with (self.path / "building.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def fail(self, name: str, reason: str) -> None:
        """Keep why a pack could not be made: FAILED or NO_PRINTING."""
        beside = self.path / f"{name}.failed.new"
        beside.write_text(reason, encoding="ascii")
        beside.replace(self.path / f"{name}.failed")

    def find_failure(self, name: str) -> str:
        """Why the pack could not be made the last time; "" when nothing is known."""
        with suppress(FileNotFoundError):
            return (self.path / f"{name}.failed").read_text(encoding="ascii")
        return ""

    def may_try(self, name: str) -> bool:
        """Whether it may be built now: not so soon after a failure, which is forgotten here later on."""
        failed = self.path / f"{name}.failed"
        with suppress(FileNotFoundError):
            if time.time() - failed.stat().st_mtime < WAIT_AFTER_FAILURE:
                return False
            failed.unlink()
        return True


def _lock(file: int, kind: int = fcntl.LOCK_EX) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_still(held: int, path: Path) -> bool:
    """Whether the open file is the one with this name: the last builder may just have taken it away."""
    try:
        return os.fstat(held).st_ino == path.stat().st_ino
    except FileNotFoundError:
        return False
