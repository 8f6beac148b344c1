"""Packs are built once, each by a process of its own, and kept as files in the instance's folder ``packs``.

Making PDFs holds a processor for half a minute. In the process of the server every reader would wait for it;
a process of its own takes its turn like any other, and a kinder one where the system lets it. However many
processes serve the site, one pack is built at a time, and readers see how far it is. See `pack_folder`.
"""

import json
import os
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path

from flask import Flask
from sqlalchemy.orm import Session

from cmm.domain.evidence.signing import Standings
from cmm.store.signing_keys import get_signing_key, list_signing_keys
from cmm.web.evidence.pack import STEPS, build_pack
from cmm.web.evidence.pack_folder import FAILED, KeptPack, PackFolder
from cmm.web.evidence.reading import read_source
from cmm.web.evidence.source import PackSource

FORMAT = 2
"""Raised when packs are built differently, so that old ones are not served."""
MOST_WAITING = 4
"""Packs that this process has in work or waiting for their turn."""
DOOR = "dashboard"
BUILDING = "building"
BUILDER = ("-P", "-m", "cmm.web.evidence.making")
"""Options of Python that begin the builder; -P: nothing is taken from the folder in which it is begun."""


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
    contact: str


class Packs:
    """The packs of one application."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._instance: Path = app.extensions["config"].instance
        self._contact: str = app.extensions["config"].contact
        self._folder = PackFolder(self._instance / "packs")
        self._builders: dict[int, threading.Thread] = {}

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
        return make_order(source, self.public_key())

    def find(self, order: Order) -> KeptPack | None:
        """The finished pack, if it is there."""
        return self._folder.find(order.name)

    def how_far(self, order: Order) -> Making | None:
        """How far the pack is; None when nobody began it, or who built it was stopped."""
        failure = self._folder.find_failure(order.name)
        if failure:
            return Making(failure)
        done = self._folder.steps_done(order.name)
        return None if done is None else Making(BUILDING, done)

    def begin(self, order: Order) -> None:
        """Begin a process that builds a pack, unless it is there, being built, or failed just now."""
        if len(self._builders) >= MOST_WAITING or not self._folder.may_try(order.name):
            return
        held = self._folder.begin(order.name)
        if held is None:
            return
        try:
            self._look_after(self._start(order, held), order.name)
        finally:
            os.close(held)  # the builder has a copy, and holds the lock as long as it lives

    def begin_newest(self, round_id: str, address: str) -> None:
        """Begin the pack of the newest publication of a round, where there is one."""
        with self._app.app_context(), self._session() as session:
            source = read_source(session, round_id, None, address, self._contact)
        if source is not None:
            self.begin(self.order_of(source))

    def wait(self, seconds: float) -> bool:
        """Wait until the builders of this process have ended; False if one still works."""
        last = time.monotonic() + seconds
        for waiting in list(self._builders.values()):
            waiting.join(max(last - time.monotonic(), 0))
        return not self._builders

    def build(self, round_id: str, number: int | None, address: str) -> bytes | None:
        """Build a pack now and return it; None when there is no such publication, or it was withdrawn.

        Raises PrintingUnavailable.
        """
        with self._app.app_context(), self._session() as session:
            source = read_source(session, round_id, number, address, self._contact)
            return build_pack(source, get_signing_key(self._instance)) if source else None

    def _start(self, order: Order, held: int) -> "subprocess.Popen[bytes]":
        """What the builder has to know goes through a pipe: the address of a database may hold a password,
        and every user of a machine may read the arguments of a process.
        """
        url = self._app.extensions["database"].engine.url.render_as_string(hide_password=False)
        asked = {"instance": str(self._instance), "database": url, "held": held, "order": asdict(order)}
        builder = subprocess.Popen(  # noqa: S603 (our own interpreter and module)
            [sys.executable, *BUILDER],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            pass_fds=(held,),
            env=_without_secrets(),
        )
        with suppress(BrokenPipeError), builder.stdin:  # type: ignore[union-attr]
            builder.stdin.write(json.dumps(asked).encode())  # type: ignore[union-attr]
        return builder

    def _look_after(self, builder: "subprocess.Popen[bytes]", name: str) -> None:
        """Wait beside everything else for its end. One that failed without a word is told as a failure; one
        that was killed is not: its pack is offered again.
        """

        def wait() -> None:
            if builder.wait() > 0:
                with suppress(OSError):  # the folder may be gone
                    self._folder.fail(name, FAILED)
            self._builders.pop(builder.pid, None)

        waiting = threading.Thread(target=wait, name="pack", daemon=True)
        self._builders[builder.pid] = waiting
        waiting.start()

    def _session(self) -> Session:
        """With the rights of public pages and no others."""
        opened: Session = self._app.extensions["database"].session(DOOR)
        return opened


def make_order(source: PackSource, public_key: str) -> Order:
    """The order for the pack of a publication that is signed with `public_key`."""
    published = source.published
    said = published.published_on, published.voices
    asked = source.promises_on, source.promises
    depends = FORMAT, published.digest, *said, *asked, source.address, source.contact, public_key
    name = sha256(repr(depends).encode()).hexdigest()[:32]
    return Order(name, published.round_id, published.number, source.address, source.contact)


def _without_secrets() -> dict[str, str]:
    """The environment without our settings: the builder needs no key of the office's sessions."""
    kept = ("CMM_SURVEYS",)
    return {name: value for name, value in os.environ.items() if not name.startswith("CMM_") or name in kept}


def init_packs(app: Flask) -> None:
    """Give the application its packs."""
    app.extensions["packs"] = Packs(app)
