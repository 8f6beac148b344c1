"""Public sessions are held by the connection: they can neither write elsewhere nor read what is sealed."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from cmm.services.open_survey import find_open_survey
from cmm.services.published import list_published
from cmm.store.database import Database
from cmm.store.doors import COLLECT, DASHBOARD, OPENING
from cmm.store.envelopes import count_envelopes, list_envelopes
from tests.factories import MadeRound, make_round, submit

KEPT_FROM_BOTH = [
    "SELECT sealed FROM envelope",
    "SELECT count(*) FROM envelope",
    "SELECT envelope_key FROM envelope",
    "SELECT password_hash FROM account",
    "SELECT sealed_key FROM round_key",
    "SELECT content FROM candidate",
    "UPDATE survey_round SET state = 'closed'",
    "DELETE FROM envelope",
    "DELETE FROM receipt",
    "UPDATE envelope SET city_id = 'x'",
    "INSERT INTO account SELECT * FROM account",
    "INSERT INTO round_key VALUES ('autumn', 'x', x'00')",
    "DROP TABLE envelope",
    "CREATE TABLE other (x)",
    "CREATE TEMP TABLE other (x)",
    "PRAGMA journal_mode=WAL",
    "ATTACH DATABASE ':memory:' AS other",
    "CREATE VIEW seen AS SELECT * FROM envelope",
]
KEPT_FROM_THE_DASHBOARD = [
    "SELECT code_hash FROM coupon",
    "SELECT receipt_hash FROM receipt",
    "SELECT given FROM coupon_batch",
    "DELETE FROM coupon",
    "INSERT INTO receipt VALUES (x'00', 'autumn')",
]


@pytest.fixture
def made(sqlite_database: Database) -> MadeRound:
    with sqlite_database.session() as session:
        made = make_round(session)
        submit(session, made)
    return made


def refused(database: Database, door: str, statement: str) -> bool:
    with database.session(door) as session:
        try:
            session.execute(text(statement))
        except DBAPIError as error:
            return "prohibited" in str(error.orig) or "not authorized" in str(error.orig)
    return False


@pytest.mark.parametrize("statement", KEPT_FROM_BOTH)
@pytest.mark.parametrize("door", [DASHBOARD, COLLECT])
def test_no_public_session_can(sqlite_database: Database, made: MadeRound, door: str, statement: str) -> None:
    assert refused(sqlite_database, door, statement)


@pytest.mark.parametrize("statement", KEPT_FROM_THE_DASHBOARD)
def test_the_dashboard_cannot_do_what_respondents_can(
    sqlite_database: Database, made: MadeRound, statement: str
) -> None:
    assert refused(sqlite_database, DASHBOARD, statement)


def test_each_door_can_do_its_work(sqlite_database: Database, made: MadeRound) -> None:
    with sqlite_database.session(DASHBOARD) as session:
        assert list_published(session) == []
    with sqlite_database.session(COLLECT) as session:
        assert find_open_survey(session, "autumn")
        submit(session, made, "almaty")
    with sqlite_database.session() as session:
        assert count_envelopes(session, "autumn") == {"almaty": 2}


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT sealed_key FROM round_key",
        "SELECT name FROM account",
        "SELECT compiled FROM questionnaire_version",
        "DELETE FROM envelope",
        "UPDATE envelope SET week_of = week_of",
    ],
)
def test_who_opens_a_part_of_a_round_reads_envelopes_and_nothing_else(
    sqlite_database: Database, made: MadeRound, statement: str
) -> None:
    assert refused(sqlite_database, OPENING, statement)
    with sqlite_database.session(OPENING) as session:
        assert len(list_envelopes(session, "autumn")) == 1


def test_a_connection_that_served_a_public_page_has_all_rights_for_the_next_office_page(
    sqlite_database: Database, made: MadeRound
) -> None:
    """One connection in the pool, used through the doors in turn."""
    for _ in range(2):
        assert refused(sqlite_database, DASHBOARD, "SELECT sealed FROM envelope")
        with sqlite_database.session() as session:
            assert session.scalar(text("SELECT count(*) FROM envelope")) == 1
        assert refused(sqlite_database, COLLECT, "SELECT sealed FROM envelope")
    assert sqlite_database.engine.pool.checkedout() == 0  # type: ignore[attr-defined]


@pytest.fixture
def looking(database: Database) -> Iterator[Session]:
    with database.session(DASHBOARD) as session:
        yield session


@pytest.mark.postgresql
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_on_postgresql_the_dashboard_only_reads(database: Database, looking: Session) -> None:
    with pytest.raises(DBAPIError, match="read-only transaction"):
        looking.execute(text("DELETE FROM coupon"))
    looking.rollback()
    with database.session() as session:
        make_round(session)
