"""Accepted means stored, once, whenever the process is killed."""

import random
import subprocess
import sys
import threading
from pathlib import Path

from cmm.services.open_envelopes import open_envelopes
from cmm.services.rounds import close_round
from cmm.store.database import Database
from cmm.store.envelopes import count_envelopes
from tests.factories import MONDAY, PASSPHRASE, PEPPER, make_round

KILLS = 20
COUPONS = 300


def test_nothing_accepted_is_lost_or_doubled_by_kill_9(sqlite_database: Database, tmp_path: Path) -> None:
    url = str(sqlite_database.engine.url)
    with sqlite_database.session() as session:
        made = make_round(session, cities=["almaty"], coupons_each=COUPONS)
    accepted: list[str] = []
    for _ in range(KILLS):
        waiting = [coupon for coupon in made.coupons["almaty"] if coupon not in accepted]
        accepted += send_and_kill(url, waiting, tmp_path)
        with sqlite_database.session() as session:
            stored = count_envelopes(session, "autumn")["almaty"]
        # one may be stored whose confirmation the kill swallowed; it is sent again with its nonce
        assert stored - len(accepted) in (0, 1)
    accepted += send(url, [coupon for coupon in made.coupons["almaty"] if coupon not in accepted], tmp_path)
    assert sorted(accepted) == sorted(made.coupons["almaty"])
    with sqlite_database.session() as session:
        assert session.connection().exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        close_round(session, round_id="autumn", today=MONDAY)
        opened = open_envelopes(session, round_id="autumn", account_id=made.account_id, passphrase=PASSPHRASE)
    assert (len(opened.responses), opened.responses.rejected) == (COUPONS, {})


def send_and_kill(url: str, coupons: list[str], folder: Path) -> list[str]:
    """Send in another process, kill it within some milliseconds of an acceptance; what it had confirmed."""
    with start_sending(url, coupons, folder) as process:
        assert process.stdout
        confirmed = [process.stdout.readline() for _ in range(random.randint(1, 8))]
        killer = threading.Timer(random.uniform(0, 0.03), process.kill)
        killer.start()
        confirmed += list(process.stdout)
        killer.join()
    assert process.returncode == -9
    return [line.strip() for line in confirmed if line.endswith("\n")]


def send(url: str, coupons: list[str], folder: Path) -> list[str]:
    with start_sending(url, coupons, folder) as process:
        assert process.stdout
        confirmed = process.stdout.read().split()
    assert process.returncode == 0
    return confirmed


def start_sending(url: str, coupons: list[str], folder: Path) -> subprocess.Popen[str]:
    waiting = folder / "waiting.txt"
    waiting.write_text("\n".join(coupons), encoding="utf-8")
    command = [sys.executable, "-m", "tests.services.sender", url, str(waiting), PEPPER.hex()]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
