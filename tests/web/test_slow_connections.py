"""Three hundred slow connections do not stop twenty honest people, under the configuration of `deploy`.

All come from one address, the honest ones too: a clinic's line, a mobile network, the last station of Tor.
"""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Self

import pytest

from cmm.web.assets import find_asset
from tests.parallel import run_all
from tests.web.chain import NAME, Site, served_behind_nginx

pytestmark = pytest.mark.slow

SLOW = 300
HONEST = 20
LONGEST = 20.0
"""Seconds for an honest person to load the page and to send: many times what it takes."""
PLOTLY = "vendor/plotly-basic.min.js"
HEAD = f"Host: {NAME}\r\nUser-Agent: Slow\r\n"


@pytest.fixture
def site(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Site]:
    with served_behind_nginx(migrated_sqlite, tmp_path, coupons=HONEST) as served:
        yield served


class Drip:
    """Lines on which a byte is sent, or a little read, now and then, so that nobody takes them for dead."""

    def __init__(self) -> None:
        self.senders: list[socket.socket] = []
        self.readers: list[socket.socket] = []
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._drip, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stopped.set()
        self._thread.join()

    def _drip(self) -> None:
        while not self._stopped.wait(0.5):
            for line in list(self.senders):
                with suppress(OSError):
                    line.sendall(b"x")
            for line in list(self.readers):
                with suppress(OSError):
                    line.recv(2048)


def only_open(site: Site) -> socket.socket:
    """A line that never even begins with TLS."""
    return socket.create_connection(("127.0.0.1", site.port), 20)


def slow_head(site: Site) -> socket.socket:
    line = site.open()
    line.sendall(f"GET /ru/s/autumn HTTP/1.1\r\n{HEAD}X-Slow: ".encode())
    return line


def slow_body(site: Site) -> socket.socket:
    line = site.open()
    line.sendall(f"POST /ru/s/autumn HTTP/1.1\r\n{HEAD}Content-Length: 900000\r\n\r\n".encode())
    return line


def idle(site: Site) -> socket.socket:
    """A line that is kept open after an answer."""
    line = site.open()
    line.sendall(f"GET /ru/s/nowhere HTTP/1.1\r\n{HEAD}\r\n".encode())
    assert line.recv(12) == b"HTTP/1.1 404"
    return line


def slow_reader(site: Site) -> socket.socket:
    """Asks for the largest script without compression and reads 4 KB of it in a second."""
    found = find_asset(PLOTLY)
    assert found
    line = site.open()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    line.settimeout(0.01)  # what does not come does not keep the others waiting
    line.sendall(f"GET /static/{found.digest}/{PLOTLY} HTTP/1.1\r\n{HEAD}\r\n".encode())
    return line


KINDS = (slow_reader, slow_body, idle, only_open, slow_head)


def test_three_hundred_slow_connections_of_five_kinds_stop_none_of_twenty_honest_people(site: Site) -> None:
    """Sixty of each kind: without nginx sixteen of any kind but the first would hold every thread."""
    with ExitStack() as stack:
        drip = stack.enter_context(Drip())
        dripping = {slow_reader: drip.readers, slow_body: drip.senders, slow_head: drip.senders}
        for kind in KINDS:
            for _ in range(SLOW // len(KINDS)):
                line = stack.enter_context(closing(kind(site)))
                dripping.get(kind, []).append(line)
        took = run_all([honest(site, coupon) for coupon in site.instance.coupons])
        assert [each for each in took if not isinstance(each, float)] == []
        assert max(each for each in took if isinstance(each, float)) < LONGEST
        assert all(is_held(line) for line in drip.senders[: SLOW // len(KINDS)]), "slow bodies are still held"


def honest(site: Site, coupon: str) -> Callable[[], float]:
    """Somebody loads the survey, answers it and sends it; the seconds it took."""

    def answer() -> float:
        began = time.monotonic()
        assert site.ask("GET", "/ru/s/autumn").status == 200
        assert site.send(coupon) == 303
        return time.monotonic() - began

    return answer


def is_held(line: socket.socket) -> bool:
    """Whether the other side has not hung up."""
    try:
        line.getpeername()
    except OSError:
        return False
    return True
