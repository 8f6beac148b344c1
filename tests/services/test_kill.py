"""Accepted means stored, once, whenever the process is killed, and on PostgreSQL the server too.

A hundred kills -9 on each database; CMM_TEST_KILLS=1000 makes it a thousand.
"""

import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from cmm.services.open_envelopes import open_envelopes
from cmm.services.rounds import close_round
from cmm.store.coupons import count_unused
from cmm.store.database import Database, upgrade
from cmm.store.envelopes import count_envelopes
from tests.factories import MONDAY, PASSPHRASE, PEPPER, MadeRound, make_round
from tests.postgresql import SAFE, Server, find_server_binaries, running_server

KILLS = int(os.environ.get("CMM_TEST_KILLS", "100"))
SERVER_KILLS = KILLS // 10
COUPONS = 10 * (KILLS + SERVER_KILLS)

AT_ONCE = 100
"""More than are accepted before a kill."""

pytestmark = pytest.mark.slow


class Sender:
    """Sends coupons in a process of their own; `accepted` are those that it confirmed."""

    def __init__(self, process: "subprocess.Popen[str]", url: str, coupons: list[str]) -> None:
        self._process, self._url = process, url
        self.waiting = list(coupons)
        self.accepted: list[str] = []

    def send(self, kill: Callable[[int], None] | None = None) -> int:
        """Send what is waiting; `kill` is called with the process some milliseconds after an acceptance.
        Without it one response is sent. The exit code of the process.
        """
        assert self._process.stdin
        coupons = self.waiting[:AT_ONCE] if kill else self.waiting[:1]
        order = {"url": self._url, "pepper": PEPPER.hex(), "coupons": coupons}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        victim = int(self._read().removeprefix("pid "))
        after, killer = random.randint(1, 4), None
        while not (line := self._read()).startswith("ended "):
            self.accepted.append(line)
            after -= 1
            if after == 0 and kill:
                killer = threading.Timer(random.uniform(0, 0.03), kill, (victim,))
                killer.start()
        if killer:
            killer.join()
        confirmed = set(self.accepted)
        self.waiting = [coupon for coupon in self.waiting if coupon not in confirmed]
        return int(line.removeprefix("ended "))

    def _read(self) -> str:
        assert self._process.stdout
        line = self._process.stdout.readline()
        assert line.endswith("\n"), "the sender itself has ended"
        return line.strip()


@contextmanager
def sending(url: str, coupons: list[str]) -> Iterator[Sender]:
    command = [sys.executable, "-m", "tests.services.sender"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Sender(process, url, coupons)
        assert process.stdin
        process.stdin.close()


def kill_sender(process: int) -> None:
    os.kill(process, signal.SIGKILL)


def test_nothing_accepted_is_lost_or_doubled_by_kill_9(sqlite_database: Database) -> None:
    made = make(sqlite_database)
    with sending(str(sqlite_database.engine.url), made.coupons["almaty"]) as sender:
        for _ in range(KILLS):
            assert sender.send(kill_sender) == -9
            check_stored(sqlite_database, sender)
        assert sender.send() == 0
    with sqlite_database.session() as session:
        assert session.connection().exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
    check_all_stored_once(sqlite_database, made, sender)


@pytest.fixture
def server() -> Iterator[Server]:
    """A server of its own, with its usual settings for what is on the disk."""
    binaries = find_server_binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL server binary")
    with running_server(binaries, SAFE) as running:
        yield running


@pytest.mark.postgresql
def test_nothing_accepted_is_lost_or_doubled_by_kill_9_of_either_side_of_postgresql(server: Server) -> None:
    server.execute("CREATE DATABASE killed")
    url = server.url_of("killed")
    upgrade(url)
    database = Database(url)
    made = make(database)
    with sending(url, made.coupons["almaty"]) as sender:
        for number in range(KILLS + SERVER_KILLS):
            if number % 11 < 10:
                assert sender.send(kill_sender) == -9
            else:
                assert sender.send(lambda _process: server.kill()) == 1
                database.engine.dispose()
                server.start()
            check_stored(database, sender)
        assert sender.send() == 0
    check_all_stored_once(database, made, sender)
    database.engine.dispose()


def make(database: Database) -> MadeRound:
    with database.session() as session:
        return make_round(session, cities=["almaty"], coupons_each=COUPONS)


def check_stored(database: Database, sender: Sender) -> None:
    """One may be stored whose confirmation the kill swallowed; it is sent again with its nonce."""
    with database.session() as session:
        stored = count_envelopes(session, "autumn")["almaty"]
    assert stored - len(sender.accepted) in (0, 1)


def check_all_stored_once(database: Database, made: MadeRound, sender: Sender) -> None:
    """After one more that was not killed nothing is open: everything accepted is stored and can be read."""
    count = len(sender.accepted)
    assert len(set(sender.accepted)) == count > KILLS
    assert count + sum(unused_of(database).values()) == COUPONS
    with database.session() as session:
        close_round(session, round_id="autumn", today=MONDAY)
        opened = open_envelopes(session, round_id="autumn", account_id=made.account_id, passphrase=PASSPHRASE)
    assert (len(opened.responses), opened.responses.rejected) == (count, {})


def unused_of(database: Database) -> dict[str, int]:
    with database.session() as session:
        return count_unused(session, "autumn")
