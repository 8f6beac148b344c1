"""Durable submissions through the whole chain against the bare SQLite transaction.

The floor does what a submission does to the database (note the attempt, use up the coupon, store the
envelope, commit to the disk) with the product's settings of SQLite, in one process and with nothing around
it. The product is gunicorn as it is deployed; every client has a connection and an address of its own and
sends envelopes that were sealed before, each with a coupon of its own. Runs alternate.
"""

import asyncio
import base64
import json
import os
import shutil
import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from secrets import token_bytes, token_hex
from statistics import median
from tempfile import TemporaryDirectory

from sqlalchemy.orm import Session

from bench.chain import PRODUCT, gunicorn
from bench.crowd import HOST
from bench.publications import DAY, read_demo_survey
from bench.report import Table
from cmm.config import Config, read_config
from cmm.domain.coupons import hash_code, normalise_code
from cmm.domain.sealing import ENVELOPE_OVERHEAD
from cmm.services.accounts import add_account
from cmm.services.coupons import LARGEST_BATCH, make_batch
from cmm.services.places import add_city
from cmm.services.rounds import add_round, open_round
from cmm.store.database import SQLITE_PRAGMAS, Database, upgrade
from cmm.store.rounds import get_round

ROUND, CITY = "bench", "almaty"
CLIENTS = (1, 8, 32)
RUNS = 5
SECONDS = 2.0
BATCHES = 5


@dataclass(frozen=True, slots=True)
class Supply:
    """Unused coupons, and what every submission is made of."""

    pepper: bytes
    sealed_size: int
    batch_id: str
    codes: Iterator[str]


def measure() -> list[Table]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        settings = os.environ | {
            "CMM_INSTANCE": name,
            "CMM_SECRET_KEY": token_hex(32),
            "CMM_HTTPS": "no",
        }
        config = read_config(settings)
        supply = _fill(config)
        bare = folder / "bare.sqlite"
        shutil.copy(folder / "cmm.sqlite", bare)
        speeds: dict[int, list[float]] = {clients: [] for clients in CLIENTS}
        floor = []
        with gunicorn(PRODUCT, settings) as port:
            asyncio.run(_send_as_crowd(port, supply, clients=8, run=0))  # pages and connections are made once
            for run in range(1, RUNS + 1):
                floor.append(_commit_bare(bare, supply))
                for clients, found in speeds.items():
                    found.append(asyncio.run(_send_as_crowd(port, supply, clients=clients, run=run)))
    return [_table(median(floor), {clients: median(found) for clients, found in speeds.items()})]


def _table(floor: float, speeds: dict[int, float]) -> Table:
    rows = [("bare transaction, one writer", f"{floor:.0f}", "1.00")]
    rows += [
        (f"whole chain, {clients} client{'s' * (clients > 1)}", f"{speed:.0f}", f"{speed / floor:.2f}")
        for clients, speed in speeds.items()
    ]
    about = (
        f"Durable submissions, median of {RUNS} runs of {SECONDS:g} s. Wanted: a share of at least 0.60 with "
        "8 clients."
    )
    return Table(about, ("what", "a second", "share of the floor"), rows)


def _fill(config: Config) -> Supply:
    upgrade(config.database_url)
    database = Database(config.database_url)
    with database.session() as session:
        _add_round(session)
        codes = [
            code
            for _ in range(BATCHES)
            for code in make_batch(
                session,
                round_id=ROUND,
                city_id=CITY,
                site_id=None,
                count=LARGEST_BATCH,
                pepper=config.pepper,
                batch_id=None,
            )
        ]
        size = get_round(session, ROUND).envelope_size + ENVELOPE_OVERHEAD
        batch_id = str(session.connection().exec_driver_sql("SELECT batch_id FROM coupon_batch").scalar())
    database.engine.dispose()
    return Supply(config.pepper, size, batch_id, iter(codes))


def _add_round(session: Session) -> None:
    account_id = add_account(
        session, name="bench", role="coordinator", password=token_hex(16), passphrase=token_hex(16)
    ).account_id
    add_city(session, city_id=CITY, names={"ru": "Алматы", "kk": "Алматы", "en": "Almaty"})
    add_round(
        session,
        round_id=ROUND,
        titles={"en": "Autumn", "ru": "Осень", "kk": "Күз"},
        survey=read_demo_survey(),
        city_ids={CITY: None},
        access="coupon",
        breakdowns=[],
        holders=[account_id],
        invented=True,
    )
    open_round(session, round_id=ROUND, today=DAY)


def _commit_bare(file: Path, supply: Supply) -> float:
    """Transactions a second. The coupons are those of the product's database; here they are unused still."""
    connection = sqlite3.connect(file, isolation_level=None)
    for name, value in SQLITE_PRAGMAS.items():
        connection.execute(f"PRAGMA {name}={value}")
    done, began = 0, time.perf_counter()
    while time.perf_counter() - began < SECONDS:
        code = normalise_code(next(supply.codes)) or ""
        connection.execute("BEGIN IMMEDIATE")
        connection.execute(
            "INSERT INTO receipt (receipt_hash, round_id) VALUES (?, ?)", (token_bytes(32), ROUND)
        )
        deleted = connection.execute(
            "DELETE FROM coupon WHERE code_hash = ?", (hash_code(code, supply.pepper),)
        )
        assert deleted.rowcount == 1
        connection.execute(
            "INSERT INTO envelope (envelope_key, round_id, city_id, batch_id, week_of, sealed)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (token_bytes(16), ROUND, CITY, supply.batch_id, DAY.isoformat(), token_bytes(supply.sealed_size)),
        )
        connection.execute("COMMIT")
        done += 1
    speed = done / (time.perf_counter() - began)
    connection.close()
    return speed


async def _send_as_crowd(port: int, supply: Supply, *, clients: int, run: int) -> float:
    """Submissions a second that were answered with 201. Raises ConnectionError on any other answer."""
    began = time.perf_counter()
    places = count(1)
    sent = await asyncio.gather(
        *(
            _send_until(began + SECONDS, port, f"127.{run}.{clients}.{next(places)}", supply)
            for _ in range(clients)
        )
    )
    return sum(sent) / (time.perf_counter() - began)


async def _send_until(end: float, port: int, address: str, supply: Supply) -> int:
    done = 0
    while time.perf_counter() < end:
        reader, writer = await asyncio.open_connection(HOST, port, local_addr=(address, 0))
        kept = True
        while kept and time.perf_counter() < end:
            writer.write(_request(supply))
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            if " 201 " not in head.partition("\r\n")[0]:
                raise ConnectionError(head.partition("\r\n")[0])
            await reader.readexactly(int(head.partition("content-length: ")[2].partition("\r\n")[0]))
            kept = "connection: close" not in head
            done += 1
        writer.close()
    return done


def _request(supply: Supply) -> bytes:
    sent = {
        "envelope": base64.b64encode(token_bytes(supply.sealed_size)).decode(),
        "coupon": next(supply.codes),
        "nonce": token_hex(16),
        "city": "",
    }
    body = json.dumps(sent).encode()
    head = (
        f"POST /ru/s/{ROUND}/envelopes HTTP/1.1\r\nHost: {HOST}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body
