"""Every connection holds what anonymity and durability depend on, and writers wait their turn."""

import stat
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from cmm.store import database as module
from cmm.store.database import SQLITE_PRAGMAS, Database, PragmaNotHeld, begin_writing, build_engine, upgrade
from cmm.store.models import City
from tests.parallel import run_all


def test_every_sqlite_connection_answers_with_our_settings(sqlite_database: Database) -> None:
    connections = [sqlite_database.engine.connect() for _ in range(4)]
    for connection in connections:
        held = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in SQLITE_PRAGMAS}
        assert held == SQLITE_PRAGMAS
        connection.close()


def test_settings_are_held_again_by_a_connection_that_was_used_before(sqlite_database: Database) -> None:
    with sqlite_database.session() as session:
        begin_writing(session)
        session.add(City(city_id="almaty", names={"ru": "Алматы"}))
        session.commit()
        held = {name: session.execute(text(f"PRAGMA {name}")).scalar() for name in SQLITE_PRAGMAS}
    assert held == SQLITE_PRAGMAS


def test_a_database_left_in_wal_mode_is_taken_out_of_it(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'cmm.sqlite'}"
    upgrade(url)
    with build_engine(url).connect() as connection:
        connection.exec_driver_sql("ROLLBACK")
        assert connection.exec_driver_sql("PRAGMA journal_mode=WAL").scalar() == "wal"
        connection.exec_driver_sql("BEGIN")
    engine = Database(url).engine
    with engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "truncate"


def test_a_connection_that_does_not_take_a_setting_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(module.SQLITE_PRAGMAS, "no_such_setting", 1)
    with pytest.raises(PragmaNotHeld, match="no_such_setting"):
        Database(f"sqlite:///{tmp_path / 'cmm.sqlite'}").engine.connect()


def test_a_new_database_file_is_for_its_owner_only(tmp_path: Path) -> None:
    upgrade(f"sqlite:///{tmp_path / 'cmm.sqlite'}")
    assert stat.S_IMODE((tmp_path / "cmm.sqlite").stat().st_mode) == 0o600


def test_writers_that_read_first_wait_for_each_other_instead_of_failing(database: Database) -> None:
    """Each adds one to what it read; a lost or failed turn would show in the sum."""
    with database.session() as session:
        begin_writing(session)
        session.add(City(city_id="counter", names={"ru": "Счёт"}, position=0))
        session.commit()

    def add_one() -> None:
        with database.session() as session:
            session.scalar(text("SELECT count(*) FROM account"))  # a reading transaction is open already
            for _ in range(10):
                begin_writing(session)
                city = session.get(City, "counter", with_for_update=True, populate_existing=True)
                assert city is not None
                city.position += 1
                session.commit()

    assert run_all([add_one] * 8) == [None] * 8
    with database.session() as session:
        assert session.scalar(text("SELECT position FROM city")) == 80


def test_readers_do_not_wait_for_a_writer_who_has_not_finished(sqlite_database: Database) -> None:
    with sqlite_database.session() as writer, sqlite_database.session() as reader:
        begin_writing(writer)
        writer.add(City(city_id="almaty", names={"ru": "Алматы"}))
        writer.flush()
        assert reader.scalar(text("SELECT count(*) FROM city")) == 0


def test_an_error_of_the_database_shows_no_values(database: Database) -> None:
    with database.session() as session:
        begin_writing(session)
        session.add_all([City(city_id="a", names={"ru": "Тайна"}), City(city_id="b", names={"ru": "Тайна"})])
        session.flush()
        with pytest.raises(IntegrityError) as refused:
            session.execute(
                text("INSERT INTO city (city_id, names) VALUES (:code, :names)"),
                {"code": "a", "names": '{"ru": "сокровище"}'},
            )
        assert "сокровище" not in str(refused.value)
