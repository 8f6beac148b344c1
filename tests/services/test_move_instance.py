"""A whole instance is moved between SQLite and PostgreSQL, and nothing tells in which order it was filled."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from shutil import copy

import pytest
from sqlalchemy import NullPool, func, insert, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cmm.app import create_app
from cmm.config import Config
from cmm.services.audit import note
from cmm.services.move_instance import (
    CopyDiffers,
    SameDatabase,
    StillCollecting,
    TablesOutdated,
    TaskRuns,
    copy_instance,
)
from cmm.services.rounds import pause_round
from cmm.store import whole
from cmm.store.audit import AuditEntry
from cmm.store.database import Database, build_engine, current_revision, downgrade, head_revision, upgrade
from cmm.store.models import Base, City, Envelope, Snapshot
from cmm.store.tasks import OfficeTask
from cmm.store.whole import Tables, TargetNotEmpty
from tests.small_instance import ANSWERS, NOW, OPEN, PUBLISHED, WAITING, Small, count_opened
from tests.web.conftest import SECRET

PAGES = [f"/ru/r/{PUBLISHED}", "/kk/", "/en/promises"]


@pytest.fixture
def source(small_instance: tuple[Path, Small], tmp_path: Path) -> Iterator[Database]:
    (tmp_path / "source").mkdir()
    path = copy(small_instance[0], tmp_path / "source" / "cmm.sqlite")
    database = Database(f"sqlite:///{path}")
    yield database
    database.engine.dispose()


@pytest.fixture
def account_id(small_instance: tuple[Path, Small]) -> str:
    return small_instance[1].account_id


def move(source: Database, url: str, *, stopped: bool = True) -> dict[str, int]:
    return copy_instance(source, url, stopped=stopped, now=NOW, progress=lambda done, total: None)


def rows_of(url: str) -> dict[str, list[object]]:
    """Count and sum of every table, envelopes without their keys, which are drawn anew."""
    engine = build_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        told = Tables(connection).sums().told()
        sealed = connection.scalars(select(Envelope.sealed).order_by(Envelope.sealed)).all()
    return told | {"envelope": [bytes(one) for one in sealed]}


def pages_of(url: str, folder: Path) -> list[bytes]:
    app = create_app(Config(secret_key=SECRET * 2, database_url=url, instance=folder, https=False))
    found = [app.test_client().get(page) for page in PAGES]
    app.extensions["database"].engine.dispose()
    assert {one.status_code for one in found} == {200}
    return [one.data for one in found]


def test_a_copy_holds_every_row_opens_its_rounds_and_shows_the_same_pages(
    source: Database, empty_database_url: str, account_id: str, tmp_path: Path
) -> None:
    url = str(source.engine.url)
    counts = move(source, empty_database_url)
    assert counts["envelope"] == sum(ANSWERS.values())
    assert rows_of(empty_database_url) == rows_of(url)
    assert pages_of(empty_database_url, tmp_path) == pages_of(url, tmp_path)
    assert not keys_of(url) & keys_of(empty_database_url), "envelopes travel under new keys"
    target = Database(empty_database_url)
    with target.session() as session:
        assert count_opened(session, account_id) == sum(ANSWERS.values())
        note(session, account_id, "round_opened", WAITING)
        assert session.scalar(select(func.max(AuditEntry.entry_id))) == counts["audit_entry"] + 1
        session.rollback()
        with pytest.raises(IntegrityError, match="never changed"):
            session.execute(text("UPDATE snapshot SET number = 2"))
    target.engine.dispose()


@pytest.mark.postgresql
@pytest.mark.parametrize("empty_database_url", ["postgresql"], indirect=True)
def test_there_and_back_is_the_same_instance(
    source: Database, empty_database_url: str, account_id: str, tmp_path: Path
) -> None:
    back = f"sqlite:///{tmp_path / 'back.sqlite'}"
    move(source, empty_database_url)
    between = Database(empty_database_url)
    move(between, back)
    between.engine.dispose()
    assert rows_of(back) == rows_of(str(source.engine.url))
    with Database(back).session() as session:
        assert count_opened(session, account_id) == sum(ANSWERS.values())
    assert (tmp_path / "back.sqlite").stat().st_mode & 0o777 == 0o600


def keys_of(url: str) -> set[bytes]:
    with build_engine(url, poolclass=NullPool).connect() as connection:
        return {bytes(key) for key in connection.scalars(select(Envelope.envelope_key))}


def test_nothing_is_written_over(source: Database, database_url: str) -> None:
    with Session(build_engine(database_url, poolclass=NullPool)) as session:
        session.add(City(city_id="almaty", names={"ru": "Алматы"}))
        session.commit()
    with pytest.raises(TargetNotEmpty):
        move(source, database_url)
    with pytest.raises(SameDatabase):
        move(source, str(source.engine.url))
    assert [name for name, _told in rows_of(database_url).items() if name != "envelope"] == ["city"]


def test_tables_that_are_there_and_empty_are_filled(source: Database, empty_database_url: str) -> None:
    upgrade(empty_database_url, "0002")
    move(source, empty_database_url)
    assert current_revision(empty_database_url) == head_revision()


def test_tables_of_another_program_are_left_alone(source: Database, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'theirs.sqlite'}"
    engine = build_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE theirs (name TEXT)"))
    with pytest.raises(TargetNotEmpty):
        move(source, url)


def test_an_interrupted_copy_leaves_nothing_and_can_be_repeated(
    source: Database, empty_database_url: str, tmp_path: Path
) -> None:
    def interrupt(done: int, total: int) -> None:
        if done > total // 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        copy_instance(source, empty_database_url, stopped=True, now=NOW, progress=interrupt)
    assert not (tmp_path / "cmm.sqlite").exists(), "a file that was made is taken away again"
    assert current_revision(empty_database_url) is None
    move(source, empty_database_url)
    assert rows_of(empty_database_url) == rows_of(str(source.engine.url))


def test_what_was_written_is_read_again(
    source: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = Tables.write

    def lose_one(tables: Tables, name: str, rows: list[whole.Row]) -> None:
        write(tables, name, rows[1:] if name == "coupon" else rows)

    monkeypatch.setattr(Tables, "write", lose_one)
    with pytest.raises(CopyDiffers, match="coupon"):
        move(source, f"sqlite:///{tmp_path / 'other.sqlite'}")


def test_a_snapshot_whose_bytes_were_changed_is_not_carried_on(source: Database, tmp_path: Path) -> None:
    file = sqlite3.connect(str(source.engine.url.database))
    file.execute("DROP TRIGGER snapshot_no_update")
    file.execute("UPDATE snapshot SET content = x'7b7d'")
    file.commit()
    file.close()
    with pytest.raises(CopyDiffers, match="snapshot"):
        move(source, f"sqlite:///{tmp_path / 'other.sqlite'}")
    assert not (tmp_path / "other.sqlite").exists()


def test_nothing_is_copied_while_people_answer_or_the_office_counts(source: Database, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'other.sqlite'}"
    with pytest.raises(StillCollecting, match=OPEN):
        move(source, url, stopped=False)
    with source.session() as session:
        account = session.scalar(select(Snapshot.published_by))
        task = {"task_id": "t", "kind": "prepare", "round_id": WAITING, "account_id": account, "step": "open"}
        times = {"began_at": NOW, "beat_at": NOW, "done": 0, "total": 1, "state": "running"}
        session.execute(insert(OfficeTask).values(task | times))
        session.commit()
        pause_round(session, round_id=OPEN)
    with pytest.raises(TaskRuns):
        move(source, url, stopped=False)
    copy_instance(source, url, stopped=False, now=NOW + 100, progress=lambda done, total: None)


def test_a_database_of_another_version_is_upgraded_first(source: Database, tmp_path: Path) -> None:
    downgrade(str(source.engine.url), "0005")
    with pytest.raises(TablesOutdated, match="0005"):
        move(source, f"sqlite:///{tmp_path / 'other.sqlite'}")


@pytest.mark.postgresql
@pytest.mark.parametrize("empty_database_url", ["postgresql"], indirect=True)
def test_in_postgresql_place_and_transaction_tell_no_order(source: Database, empty_database_url: str) -> None:
    """One transaction for every row of every table, and envelopes lie in the order of random keys."""
    move(source, empty_database_url)
    with build_engine(empty_database_url, poolclass=NullPool).connect() as connection:
        tables = [table.name for table in Base.metadata.sorted_tables]
        seen = {connection.scalar(text(f"SELECT count(DISTINCT xmin::text) FROM {one}")) for one in tables}
    assert seen <= {0, 1}
