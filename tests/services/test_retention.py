"""Sealed answers are deleted some days after publication, and then the files hold them no more."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from cmm.domain.round_state import RoundStillOpen
from cmm.services.mix import mix_open_rounds
from cmm.services.open_envelopes import (
    EnvelopesWiped,
    open_envelopes,
    open_envelopes_with_recovery_key,
)
from cmm.services.publish import prepare_snapshot, publish_snapshot, withdraw_snapshot
from cmm.services.published import find_published
from cmm.services.retention import find_retention, wipe_due, wipe_round
from cmm.services.rounds import close_round, pause_round
from cmm.services.transaction import StorageUnavailable
from cmm.store import database as module
from cmm.store.database import Database
from cmm.store.models import Envelope, RoundKey
from tests.factories import MONDAY, PASSPHRASE, MadeRound, make_account, make_round, submit, validate_all

PUBLISHED_ON = MONDAY + timedelta(days=10)
KEEP = 30
LAST_DAY = PUBLISHED_ON + timedelta(days=KEEP - 1)
RESPONSES = 24


@pytest.fixture
def published(session: Session) -> MadeRound:
    made = make_round(session, access="link")
    for number in range(RESPONSES):
        submit(session, made, ("almaty", "shymkent")[number % 2])
    publish(session, made)
    return made


def publish(session: Session, made: MadeRound) -> None:
    close_round(session, round_id=made.round_id, today=MONDAY)
    prepare_snapshot(
        session,
        round_id=made.round_id,
        account_id=made.account_id,
        passphrase=PASSPHRASE,
        today=PUBLISHED_ON,
    )
    second = make_account(session, f"publisher of {made.round_id}", role="coordinator").account_id
    validate_all(session, made.round_id, made.account_id)
    publish_snapshot(session, round_id=made.round_id, account_id=second, today=PUBLISHED_ON)


def secrets_of(session: Session) -> list[bytes]:
    """Pieces of every envelope and of every sealed key, short enough to lie on one page."""
    sealed = [*session.scalars(select(Envelope.sealed)), *session.scalars(select(RoundKey.sealed_key))]
    session.rollback()
    return [one[start : start + 24] for one in sealed for start in range(0, len(one) - 24, 100)]


def test_nothing_is_wiped_before_its_time(session: Session, published: MadeRound) -> None:
    assert find_retention(session, round_id="autumn", keep_days=KEEP).wipe_on == LAST_DAY + timedelta(days=1)
    assert wipe_due(session, keep_days=KEEP, today=LAST_DAY) == []
    opened = open_envelopes(
        session, round_id="autumn", account_id=published.account_id, passphrase=PASSPHRASE
    )
    assert len(opened.responses) == RESPONSES


def test_after_their_time_answers_and_keys_are_gone_and_the_publication_stays(
    session: Session, published: MadeRound
) -> None:
    before = find_published(session, "autumn")
    assert wipe_due(session, keep_days=KEEP, today=LAST_DAY + timedelta(days=1)) == ["autumn"]
    assert secrets_of(session) == []
    assert find_retention(session, round_id="autumn", keep_days=KEEP).wiped
    assert find_published(session, "autumn") == before
    with pytest.raises(EnvelopesWiped):
        open_envelopes(session, round_id="autumn", account_id=published.account_id, passphrase=PASSPHRASE)
    with pytest.raises(EnvelopesWiped):
        open_envelopes_with_recovery_key(session, round_id="autumn", recovery_key=published.recovery_key)
    assert wipe_due(session, keep_days=KEEP, today=LAST_DAY + timedelta(days=9)) == []


def test_other_rounds_keep_theirs_and_a_withdrawal_delays_nothing(
    session: Session, published: MadeRound
) -> None:
    other = make_round(session, access="link", round_id="spring", account_id=published.account_id)
    submit(session, other)
    newest = find_published(session, "autumn")
    assert newest
    withdraw_snapshot(
        session, digest=newest.digest, account_id=published.account_id, reason="twice", today=PUBLISHED_ON
    )
    assert wipe_due(session, keep_days=KEEP, today=LAST_DAY + timedelta(days=1)) == ["autumn"]
    close_round(session, round_id="spring", today=MONDAY)
    opened = open_envelopes(session, round_id="spring", account_id=other.account_id, passphrase=PASSPHRASE)
    assert len(opened.responses) == 1


def test_one_round_can_be_wiped_by_hand_once_it_is_closed(session: Session) -> None:
    made = make_round(session, access="link")
    submit(session, made)
    with pytest.raises(RoundStillOpen):
        wipe_round(session, round_id="autumn")
    close_round(session, round_id="autumn", today=MONDAY)
    wipe_round(session, round_id="autumn")
    assert secrets_of(session) == []


def test_the_sqlite_file_holds_nothing_of_what_was_wiped(
    sqlite_database: Database, sqlite_session: Session
) -> None:
    made = make_round(sqlite_session, access="link")
    for _ in range(RESPONSES):
        submit(sqlite_session, made)
    publish(sqlite_session, made)
    path = Path(str(sqlite_database.engine.url.database))
    secrets = secrets_of(sqlite_session)
    content = path.read_bytes()
    assert len(secrets) > 100
    assert sum(secret in content for secret in secrets) > 0.9 * len(secrets), "the search finds what is there"
    size = len(content)
    wipe_due(sqlite_session, keep_days=KEEP, today=LAST_DAY + timedelta(days=1))
    content = b"".join(one.read_bytes() for one in path.parent.iterdir() if one.is_file())
    assert [secret for secret in secrets if secret in content] == []
    assert len(content) < size


@pytest.mark.postgresql
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_the_files_of_postgresql_hold_nothing_of_what_was_wiped_but_its_log_does_for_a_while(
    session: Session, published: MadeRound
) -> None:
    """The write-ahead log keeps everything until it is overwritten: which is why we advise SQLite."""
    secrets = secrets_of(session)
    data = Path(str(session.scalar(text("SHOW data_directory"))))
    tables = data / str(session.scalar(text("SELECT pg_relation_filepath('envelope')"))).rpartition("/")[0]
    session.rollback()
    flush_to_disk(session)
    assert any(secret in read_all(tables) for secret in secrets), "the search finds what is there"
    wipe_due(session, keep_days=KEEP, today=LAST_DAY + timedelta(days=1))
    flush_to_disk(session)
    content, log = read_all(tables), read_all(data / "pg_wal")
    assert [secret for secret in secrets if secret in content] == []
    assert any(secret in log for secret in secrets)


def test_a_run_that_could_not_rewrite_the_files_is_finished_by_the_next(
    database: Database, session: Session, published: MadeRound, monkeypatch: pytest.MonkeyPatch
) -> None:
    def is_locked(_engine: object) -> None:
        raise OperationalError("VACUUM", {}, Exception("database is locked"))

    with monkeypatch.context() as locked:
        locked.setattr("cmm.services.mix.rewrite_pages", is_locked)
        with pytest.raises(StorageUnavailable):
            wipe_due(session, keep_days=KEEP, today=LAST_DAY + timedelta(days=1))
    rewritten = []
    monkeypatch.setattr(
        "cmm.services.mix.rewrite_pages",
        lambda engine: rewritten.append(engine) or module.rewrite_pages(engine),  # type: ignore[func-returns-value]
    )
    assert wipe_due(session, keep_days=KEEP, today=LAST_DAY + timedelta(days=2)) == []
    assert rewritten, "nothing is due any more, but the files are rewritten"


def test_the_timer_mixes_what_is_open_or_paused_and_nothing_else(session: Session) -> None:
    first = make_round(session, access="link")
    for round_id in ("paused", "closed", "draft"):
        make_round(
            session,
            access="link",
            round_id=round_id,
            account_id=first.account_id,
            opened=round_id != "draft",
        )
    pause_round(session, round_id="paused")
    close_round(session, round_id="closed", today=MONDAY)
    submit(session, first)
    before = session.scalars(select(Envelope.envelope_key)).one()
    assert sorted(mix_open_rounds(session)) == ["autumn", "paused"]
    assert session.scalars(select(Envelope.envelope_key)).one() != before


def flush_to_disk(session: Session) -> None:
    session.execute(text("CHECKPOINT"))
    session.rollback()


def read_all(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())
