"""After a thousand submissions nothing in the instance folder tells who, when, what, or with which coupon."""

import time
from datetime import date, datetime, timedelta
from pathlib import Path
from secrets import token_hex

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from cmm.domain.coupons import hash_code, hash_receipt
from cmm.services.mix import erase_traces, mix_round
from cmm.services.rounds import close_round
from cmm.store.database import Database
from cmm.store.models import Envelope
from tests.factories import PEPPER, MadeRound, make_answers, make_round, submit

SUBMISSIONS = 1000
WEDNESDAY = date(2026, 12, 2)
LONGEST = 1000
FEW = 40
MARK = "в пункте не было лекарства"
"""Stands in every answer."""


@pytest.fixture
def folder(sqlite_database: Database, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The instance folder; SQLite is told to put temporary files there as well."""
    path = sqlite_database.engine.url.database
    assert path
    monkeypatch.setenv("SQLITE_TMPDIR", str(Path(path).parent))
    return Path(path).parent


def search(folder: Path, secrets: set[bytes]) -> set[bytes]:
    """Those of `secrets` that stand in any file of the folder, the names of the files included."""
    content = b"\n".join(bytes(path) + path.read_bytes() for path in folder.rglob("*") if path.is_file())
    return {secret for secret in secrets if secret in content}


def test_the_search_finds_what_is_there(folder: Path) -> None:
    (folder / "trace.log").write_bytes(b"GET / ABCD-EFGH-JKMN")
    assert search(folder, {b"ABCD-EFGH-JKMN", b"absent"}) == {b"ABCD-EFGH-JKMN"}


def test_no_file_keeps_a_coupon_an_answer_a_nonce_or_a_time_of_day(
    sqlite_session: Session, folder: Path
) -> None:
    made = make_round(sqlite_session, cities=["almaty"], coupons_each=SUBMISSIONS + 5)
    unused = made.coupons["almaty"][-5:]
    began = datetime.now()
    secrets = {MARK.encode(), MARK.encode("utf-16-le"), WEDNESDAY.isoformat().encode()}
    for number, coupon in enumerate(made.coupons["almaty"][:SUBMISSIONS]):
        newest = submit_one(sqlite_session, made, coupon, number)
        if number % 50 == 0:
            assert search(folder, newest | {MARK.encode()}) == set()
        if number == SUBMISSIONS // 2:
            mix_round(sqlite_session, "autumn")
        secrets |= newest
    secrets |= minutes_between(began, datetime.now())
    assert search(folder, secrets) == set()
    unused_hashes = {hash_code(code, PEPPER) for code in unused}
    assert search(folder, unused_hashes) == unused_hashes
    close_round(sqlite_session, round_id="autumn", today=date(2026, 12, 9))
    assert search(folder, unused_hashes | {MARK.encode()}) == set()
    sizes = {len(sealed) for sealed in sqlite_session.scalars(select(Envelope.sealed))}
    assert len(sizes) == 1
    assert {path.name for path in folder.iterdir() if path.stat().st_size} == {"cmm.sqlite"}


def test_receipts_are_gone_from_the_file_after_closing(sqlite_session: Session, folder: Path) -> None:
    made = make_round(sqlite_session, access="link")
    nonces = [token_hex(16) for _ in range(50)]
    for nonce in nonces:
        submit(sqlite_session, made, nonce=nonce)
    receipts = {hash_receipt("autumn", nonce, PEPPER) for nonce in nonces}
    assert search(folder, receipts) == receipts
    close_round(sqlite_session, round_id="autumn", today=WEDNESDAY)
    assert search(folder, receipts) == set()


@pytest.mark.postgresql
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_no_file_of_postgresql_keeps_an_answer_a_coupon_or_a_nonce_its_log_included(session: Session) -> None:
    """Its write-ahead log holds what was sealed, hashed and when; nothing that anybody can read."""
    data = Path(str(session.scalar(text("SHOW data_directory"))))
    session.rollback()
    made = make_round(session, cities=["almaty"], coupons_each=FEW + 5)
    unused = {hash_code(code, PEPPER) for code in made.coupons["almaty"][-5:]}
    secrets = {MARK.encode(), MARK.encode("utf-16-le"), MARK.encode("koi8-r"), WEDNESDAY.isoformat().encode()}
    used: set[bytes] = set()
    for number, coupon in enumerate(made.coupons["almaty"][:FEW]):
        secrets |= submit_one(session, made, coupon, number) - {hash_code(coupon, PEPPER)}
        used |= {hash_code(coupon, PEPPER)}
    mix_round(session, "autumn")
    tables = data / str(session.scalar(text("SELECT pg_relation_filepath('coupon')"))).rpartition("/")[0]
    session.rollback()
    assert left_after_the_timer(session, tables, used | unused, unused) == unused, "only the unused ones"
    assert search(data, secrets) == set()
    close_round(session, round_id="autumn", today=date(2026, 12, 9))
    assert left_after_the_timer(session, tables, used | unused, set()) == set()


def left_after_the_timer(
    session: Session, tables: Path, secrets: set[bytes], expected: set[bytes]
) -> set[bytes]:
    """What the tables hold after the next runs of the timer: PostgreSQL keeps what was deleted while anybody,
    its own autovacuum too, may still look at it.
    """
    for _run in range(20):
        erase_traces(session)
        session.execute(text("CHECKPOINT"))
        session.rollback()
        found = search(tables, secrets)
        if found == expected:
            break
        time.sleep(0.3)
    return found


def submit_one(session: Session, made: MadeRound, coupon: str, number: int) -> set[bytes]:
    """Submit and return what must not be found afterwards. Texts are from short to the longest allowed."""
    nonce = token_hex(16)
    more = MARK + "я" * ((LONGEST - len(MARK)) * (number % 3) // 2)
    answers = make_answers(closed=["yes", "no", "not_sure"][number % 3], more=more)
    submit(session, made, coupon=coupon, nonce=nonce, answers=answers, today=WEDNESDAY)
    clear = {word.encode() for word in (coupon, coupon.replace("-", ""), nonce)}
    return clear | {bytes.fromhex(nonce), hash_code(coupon, PEPPER)}


def minutes_between(began: datetime, ended: datetime) -> set[bytes]:
    """Every "hour:minute" of the time between, as a clock here and in UTC shows it."""
    offset = datetime.now().astimezone().utcoffset() or timedelta()
    count = int((ended - began) / timedelta(minutes=1)) + 2
    here = [began + timedelta(minutes=number) for number in range(count)]
    return {clock.strftime("%H:%M").encode() for clock in [*here, *(each - offset for each in here)]}
