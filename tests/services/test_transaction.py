"""One service function is one transaction."""

import sqlite3
import threading

import pytest
from sqlalchemy.orm import Session

from cmm.domain.refusal import Refusal
from cmm.services.places import CodeTaken, add_city
from cmm.services.transaction import StorageUnavailable, transaction
from cmm.store import database as settings
from cmm.store.database import Database
from cmm.store.models import City
from cmm.store.places import find_city, list_cities


class Unhappy(Refusal):
    """For these tests."""


@transaction
def add_two_and_fail(session: Session) -> None:
    add_city(session, city_id="first", names={"ru": "Первый"})
    add_city(session, city_id="second", names={"ru": "Второй"})
    raise Unhappy("now")


@transaction
def add_two(session: Session) -> str:
    add_city(session, city_id="first", names={"ru": "Первый"})
    return add_city(session, city_id="second", names={"ru": "Второй"}).city_id


def test_what_returns_is_kept(database: Database) -> None:
    with database.session() as session:
        assert add_two(session) == "second"
    with database.session() as session:
        assert [city.city_id for city in list_cities(session)] == ["first", "second"]


def test_what_raises_leaves_nothing_also_of_services_called_inside(session: Session) -> None:
    with pytest.raises(Unhappy):
        add_two_and_fail(session)
    assert list_cities(session) == []


def test_a_refusal_inside_undoes_the_whole(session: Session) -> None:
    add_city(session, city_id="second", names={"ru": "Второй"})
    with pytest.raises(CodeTaken):
        add_two(session)
    assert find_city(session, "first") is None


def test_a_service_can_be_called_after_reading_with_the_same_session(session: Session) -> None:
    assert list_cities(session) == []
    add_city(session, city_id="almaty", names={"ru": "Алматы"})
    assert [city.city_id for city in list_cities(session)] == ["almaty"]


def test_what_was_changed_outside_a_service_is_not_kept(database: Database) -> None:
    with database.session() as session:
        session.add(City(city_id="stray", names={"ru": "Мимо"}))
        session.flush()
        add_city(session, city_id="almaty", names={"ru": "Алматы"})
    with database.session() as session:
        assert [city.city_id for city in list_cities(session)] == ["almaty"]


def test_a_locked_database_is_a_refusal_and_the_same_call_succeeds_later(
    sqlite_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(settings.SQLITE_PRAGMAS, "busy_timeout", 100)
    path = sqlite_database.engine.url.database
    assert path
    database = Database(str(sqlite_database.engine.url))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with database.session() as session:
        with pytest.raises(StorageUnavailable):
            add_city(session, city_id="almaty", names={"ru": "Алматы"})
        other.execute("ROLLBACK")
        add_city(session, city_id="almaty", names={"ru": "Алматы"})
    other.close()
    database.engine.dispose()


def test_a_writer_waits_for_another_process_of_moderate_length(sqlite_database: Database) -> None:
    path = sqlite_database.engine.url.database
    assert path
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    release = threading.Timer(1.0, lambda: other.execute("ROLLBACK"))
    release.start()
    with sqlite_database.session() as session:
        add_city(session, city_id="almaty", names={"ru": "Алматы"})
    release.join()
    other.close()
