"""Killed, full, locked: what was acknowledged is stored once, and the server recovers by itself."""

import os
import random
import re
import resource
import signal
import socket
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http.client import HTTPException
from pathlib import Path
from secrets import token_hex

import pytest

from cmm.services.mix import mix_round
from cmm.services.open_envelopes import open_envelopes
from cmm.services.rounds import close_round
from cmm.services.transaction import StorageUnavailable
from cmm.store.coupons import count_unused
from cmm.store.database import Database
from cmm.store.envelopes import count_envelopes
from tests.factories import MONDAY, PASSPHRASE
from tests.web.serving import Instance, Server, make_instance, served

pytestmark = pytest.mark.slow

KILLS = 100
PHONES = 6
COUPONS = 4000
ALLOWED_LINE = re.compile(rb"\w+: (?:\w+ at [\w./-]+:\d+|Worker \(pid:\d+\) .*|something at [\w.]+:\d+)")


@pytest.fixture
def instance(migrated_sqlite: Path, tmp_path: Path) -> Instance:
    return make_instance(migrated_sqlite, tmp_path / "instance", COUPONS)


class Phones:
    """People who send at the same time; each sends the same attempt again until it is acknowledged."""

    def __init__(self, server: Server, coupons: list[str]) -> None:
        self.server, self.waiting = server, list(coupons)
        self.acknowledged: list[str] = []
        self.broken = 0
        self.stopped = threading.Event()
        self.threads = [threading.Thread(target=self._send_on, daemon=True) for _ in range(PHONES)]
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        """Let everybody finish what they have begun."""
        self.stopped.set()
        for thread in self.threads:
            thread.join(60)

    def _send_on(self) -> None:
        while not self.stopped.is_set() and self.waiting:
            coupon, nonce = self.waiting.pop(), token_hex(16)
            while not self._is_acknowledged(coupon, nonce):
                self.broken += 1
                time.sleep(0.02)
            self.acknowledged.append(coupon)

    def _is_acknowledged(self, coupon: str, nonce: str) -> bool:
        with suppress(OSError, HTTPException):
            status = self.server.send(coupon, nonce, timeout=10)
            assert status in (303, 503), status
            return status == 303
        return False


def test_a_hundred_kills_under_load_lose_nothing_and_double_nothing(instance: Instance) -> None:
    with served(instance) as server:
        phones = Phones(server, instance.coupons)
        mixing = threading.Thread(target=mix_until, args=(instance, phones.stopped))
        mixing.start()
        try:
            killed = [kill_one(server, phones) for _ in range(KILLS)]
        finally:
            phones.stop()
            mixing.join()
        assert len(set(killed)) == KILLS
    assert phones.broken > KILLS / 10, "the kills met people who were sending"
    assert len(phones.acknowledged) == len(set(phones.acknowledged)) >= KILLS
    check_stored(instance, len(phones.acknowledged))
    assert unexpected_lines(server) == []


def kill_one(server: Server, phones: Phones) -> int:
    """Kill one of two serving processes some milliseconds after a response was acknowledged."""
    before, deadline = len(phones.acknowledged), time.monotonic() + 60
    while len(alive := server.workers()) < 2 or len(phones.acknowledged) == before:
        assert time.monotonic() < deadline, "the server does not come back"
        time.sleep(0.005)
    time.sleep(random.uniform(0.0, 0.08))
    victim = random.choice(alive)
    os.kill(victim, signal.SIGKILL)
    while victim in server.workers():
        time.sleep(0.005)
    return victim


def mix_until(instance: Instance, stopped: threading.Event) -> None:
    database = Database(instance.url)
    while not stopped.wait(0.5):
        with database.session() as session, suppress(StorageUnavailable):
            mix_round(session, "autumn")
    database.engine.dispose()


def check_stored(instance: Instance, expected: int) -> None:
    """Everything acknowledged is there once and can be opened; its coupons are used, the others are not."""
    database = Database(instance.url)
    with database.session() as session:
        assert session.connection().exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        assert sum(count_envelopes(session, "autumn").values()) == expected
        assert sum(count_unused(session, "autumn").values()) == COUPONS + 1 - expected
        close_round(session, round_id="autumn", today=MONDAY)
        opened = open_envelopes(
            session, round_id="autumn", account_id=instance.made.account_id, passphrase=PASSPHRASE
        )
    assert (len(opened.responses), opened.responses.rejected) == (expected, {})
    database.engine.dispose()


def unexpected_lines(server: Server) -> list[bytes]:
    """Lines of the log that are not a class with a line of code, or the end of a worker."""
    return [line for line in server.log.read_bytes().splitlines() if not ALLOWED_LINE.fullmatch(line)]


def test_a_full_disk_is_said_honestly_and_is_over_when_there_is_room(instance: Instance) -> None:
    """Every process of the server gets a limit on the size of files: nothing can grow any more."""
    with served(instance) as server:
        attempts = [(coupon, token_hex(16)) for coupon in instance.coupons[:120]]
        first = [server.send(*attempt) for attempt in attempts[:10]]
        limit_files(server, instance.file.stat().st_size)
        full = [server.send(*attempt) for attempt in attempts[10:]]
        stored = count_stored(instance)
        limit_files(server, resource.RLIM_INFINITY)
        again = [server.send(*attempt) for attempt in attempts[10:]]
    assert set(first) == {303}
    assert set(full) <= {303, 503}
    assert full.count(503) > 80
    assert stored == 10 + full.count(303), "nothing was stored of what was not acknowledged"
    assert set(again) == {303}
    check_stored(instance, len(attempts))
    assert unexpected_lines(server) == []


def limit_files(server: Server, size: int) -> None:
    for pid in (server.pid, *server.workers()):
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def count_stored(instance: Instance) -> int:
    database = Database(instance.url)
    with database.session() as session:
        counted = sum(count_envelopes(session, "autumn").values())
    database.engine.dispose()
    return counted


def test_a_locked_database_is_waited_for_and_then_said_honestly(instance: Instance) -> None:
    with served(instance) as server:
        coupon, nonce = instance.coupons[0], token_hex(16)
        assert locked_for(instance, 2.0, lambda: server.send(instance.coupons[1], nonce)) == 303
        other = sqlite3.connect(instance.file, isolation_level=None)
        other.execute("BEGIN EXCLUSIVE")
        assert server.send(coupon, nonce) == 503
        other.execute("ROLLBACK")
        other.close()
        assert count_stored(instance) == 1
        assert server.send(coupon, nonce) == 303
    check_stored(instance, 2)


def locked_for(instance: Instance, seconds: float, act: Callable[[], int]) -> int:
    """The result of `act`, done while another process holds the database."""
    other = sqlite3.connect(instance.file, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    release = threading.Timer(seconds, other.execute, ("ROLLBACK",))
    release.start()
    status = act()
    release.join()
    other.close()
    return status


def test_broken_requests_leave_no_address_and_no_path_in_the_log(instance: Instance) -> None:
    """Gunicorn's own logger writes "Invalid request from ip=..." with what was sent."""
    broken = (
        b"GET /ru/s/autumn?code=ABCD-EFGH HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"POST /ru/s/autumn HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n",
        b"POST /ru/s/autumn HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        b"GET /ru/" + b"a" * 5000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 100 + b"\r\n",
        b"GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    )
    with served(instance) as server:
        for request in broken:
            with socket.create_connection(("127.0.0.1", server.port), 5) as line, suppress(OSError):
                line.sendall(request)
                line.shutdown(socket.SHUT_WR)
                assert not re.search(rb" 5\d\d ", line.recv(64))
    log = server.log.read_bytes()
    assert unexpected_lines(server) == []
    for secret in (b"127.0.0.1", b"ABCD", b"autumn", b"aaaa", b"evil"):
        assert secret not in log
