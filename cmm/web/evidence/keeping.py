"""Packs are built once, in the background, and kept as files in the instance's folder ``packs``.

The folder is a cache of public things: it may be deleted at any time. A file is named by everything that
the pack depends on and by its own SHA-256, so a changed file is not taken for a pack. However many
processes serve the site, one pack is built at a time (`flock`), and readers see how far it is.
"""

import fcntl
import logging
import os
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from flask import Flask
from sqlalchemy.orm import Session

from cmm.domain.evidence.signing import Standings
from cmm.fault import describe_fault
from cmm.store.signing_keys import get_signing_key, list_signing_keys
from cmm.web.evidence.pack import STEPS, build_pack
from cmm.web.evidence.reading import read_source
from cmm.web.evidence.source import PackSource
from cmm.web.pdf import PrintingUnavailable

FORMAT = 1
"""Raised when packs are built differently, so that old ones are not served."""
MOST_KEPT, MOST_WAITING = 12, 12
WAIT_AFTER_FAILURE = 60.0
"""Seconds in which a failed build is not repeated."""
DEAD_AFTER = 600.0
"""Seconds without any progress after which a build counts as stopped: its process was ended."""
DOOR = "dashboard"
BUILDING, FAILED, NO_PRINTING = "building", "failed", "no_printing"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class KeptPack:
    """A finished pack. `digest` is its SHA-256 in hex, `size` in bytes."""

    path: Path
    digest: str
    size: int


@dataclass(frozen=True, slots=True)
class Making:
    """How far a pack is: `state` is "building", "failed" or "no_printing"; `done` counts of `steps`."""

    state: str
    done: int = 0
    steps: int = STEPS


@dataclass(frozen=True, slots=True)
class Order:
    """Which pack is wanted. `name` stands for everything that it depends on."""

    name: str
    round_id: str
    number: int
    address: str


class Packs:
    """The packs of one application."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._instance: Path = app.extensions["config"].instance
        self._folder: Path = self._instance / "packs"
        self._lock = threading.Lock()
        self._orders: deque[Order] = deque()
        self._worker: threading.Thread | None = None

    def public_key(self) -> str:
        """The key that signs now, in hexadecimal digits; made when there is none. Raises
        SigningKeyUnreadable.
        """
        return get_signing_key(self._instance).public

    def public_keys(self) -> Standings:
        """All public keys of this installation with their standings. Raises SigningKeyUnreadable."""
        get_signing_key(self._instance)
        return list_signing_keys(self._instance)

    def order_of(self, source: PackSource) -> Order:
        """The order for the pack of a publication. Makes the signing key when there is none."""
        published = source.published
        said = published.published_on, published.voices
        asked = source.promises_on, source.promises
        depends = FORMAT, published.digest, *said, *asked, source.address, self.public_key()
        name = sha256(repr(depends).encode()).hexdigest()[:32]
        return Order(name, published.round_id, published.number, source.address)

    def find(self, order: Order) -> KeptPack | None:
        """The finished pack, if it is there."""
        for path in self._folder.glob(f"{order.name}-*.zip"):
            with suppress(FileNotFoundError):
                return KeptPack(path, path.stem.partition("-")[2], path.stat().st_size)
        return None

    def how_far(self, order: Order) -> Making | None:
        """How far the pack is; None when nobody began it, or who began it was stopped."""
        failure = self._read(f"{order.name}.failed")
        if failure:
            return Making(failure)
        done = self._read(f"{order.name}.progress")
        return Making(BUILDING, int(done)) if done.isdigit() and self._is_alive(order) else None

    def begin(self, order: Order) -> None:
        """Build a pack in the background, unless it is there, being built, or failed just now."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        failed = self._folder / f"{order.name}.failed"
        with suppress(FileNotFoundError):
            if time.time() - failed.stat().st_mtime < WAIT_AFTER_FAILURE:
                return
            failed.unlink()
        with self._lock:
            if order in self._orders or len(self._orders) >= MOST_WAITING:
                return
            self._orders.append(order)
            self._note(order, "progress", "0")
            if self._worker is None:
                self._worker = threading.Thread(target=self._work, name="packs", daemon=True)
                self._worker.start()

    def begin_newest(self, round_id: str, address: str) -> None:
        """Begin the pack of the newest publication of a round, where there is one."""
        with self._app.app_context(), self._session() as session:
            source = read_source(session, round_id, None, address)
        if source is not None:
            self.begin(self.order_of(source))

    def wait(self, seconds: float) -> bool:
        """Wait until nothing is being built by this process; False if something still is."""
        worker = self._worker
        if worker is not None:
            worker.join(seconds)
        return worker is None or not worker.is_alive()

    def build(self, round_id: str, number: int | None, address: str) -> bytes | None:
        """Build a pack now and return it; None when there is no such publication, or it was withdrawn.

        Raises PrintingUnavailable.
        """
        with self._app.app_context(), self._session() as session:
            source = read_source(session, round_id, number, address)
            return build_pack(source, get_signing_key(self._instance)) if source else None

    def _work(self) -> None:
        """Do the orders one after the other; the thread ends with the last one."""
        while True:
            with self._lock:
                if not self._orders:
                    self._worker = None
                    return
                order = self._orders[0]
            try:
                with self._alone():
                    self._make(order)
            except PrintingUnavailable:
                self._note(order, "failed", NO_PRINTING)
            except Exception as error:
                log.error("%s", describe_fault(error))
                self._note(order, "failed", FAILED)
            with self._lock:
                self._orders.popleft()
            (self._folder / f"{order.name}.progress").unlink(missing_ok=True)

    def _make(self, order: Order) -> None:
        if self.find(order):
            return
        with self._app.app_context():
            with self._session() as session:
                source = read_source(session, order.round_id, order.number, order.address)
            if source is None or self.order_of(source) != order:
                return
            key = get_signing_key(self._instance)
            content = build_pack(source, key, progress=lambda done: self._note(order, "progress", str(done)))
        beside = self._folder / f"{order.name}.part"
        beside.write_bytes(content)
        beside.replace(self._folder / f"{order.name}-{sha256(content).hexdigest()}.zip")
        self._forget_old()

    def _forget_old(self) -> None:
        """Keep the newest packs only; a reader who is receiving an older one still gets all of it."""
        made = sorted(self._folder.glob("*.zip"), key=os.path.getmtime, reverse=True)
        for path in made[MOST_KEPT:]:
            path.unlink(missing_ok=True)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Of all processes only one is inside at a time; a process that dies lets the next one in."""
        with (self._folder / "building.lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _session(self) -> Session:
        """With the rights of public pages and no others."""
        opened: Session = self._app.extensions["database"].session(DOOR)
        return opened

    def _is_alive(self, order: Order) -> bool:
        with suppress(FileNotFoundError):
            return time.time() - (self._folder / f"{order.name}.progress").stat().st_mtime < DEAD_AFTER
        return False

    def _note(self, order: Order, kind: str, word: str) -> None:
        beside = self._folder / f"{order.name}.{kind}.new"
        beside.write_text(word, encoding="ascii")
        beside.replace(self._folder / f"{order.name}.{kind}")

    def _read(self, name: str) -> str:
        path = self._folder / name
        with suppress(FileNotFoundError):
            return str(path.read_text(encoding="ascii"))
        return ""


def init_packs(app: Flask) -> None:
    """Give the application its packs."""
    app.extensions["packs"] = Packs(app)
