"""Migrations: up and down with data, equal to the models, and the triggers bite after all of them."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import CheckConstraint, Engine, NullPool, create_engine, inspect, text
from sqlalchemy.exc import IntegrityError

from cmm.store.database import build_engine, current_revision, downgrade, head_revision, upgrade
from cmm.store.models import Base
from cmm.store.promise_models import DutyBearer

SOME_DAY = 5_000_000_000
"""An instant that needs more than 32 bits."""
ONE_OF_EACH: dict[str, dict[str, Any]] = {
    "account": {
        "account_id": "a1",
        "name": "aigerim",
        "role": "secretary",
        "password_hash": "-",
        "public_key": b"p",
        "private_key_sealed": b"s",
    },
    "recovery_code": {"account_id": "a1", "code_hash": b"c"},
    "passkey": {
        "credential_id": b"i",
        "account_id": "a1",
        "public_key": b"p",
        "sign_count": 0,
        "label": "phone",
        "added_on": date(2026, 11, 20),
    },
    "invitation": {
        "token_hash": b"t",
        "role": "secretary",
        "city_ids": [],
        "invited_by": "a1",
        "expires_at": SOME_DAY,
    },
    "office_session": {
        "token_hash": b"t",
        "account_id": "a1",
        "began_at": SOME_DAY,
        "seen_at": SOME_DAY,
    },
    "audit_entry": {
        "entry_id": 1,
        "done_at": SOME_DAY,
        "account_id": "a1",
        "action": "round_opened",
        "subject": "autumn",
        "details": {},
    },
    "region": {"region_id": "south", "names": {"ru": "Юг"}},
    "city": {"city_id": "almaty", "names": {"ru": "Алматы"}, "region_id": "south"},
    "site": {"site_id": "almaty-1", "city_id": "almaty", "names": {"ru": "Пункт 1"}},
    "account_city": {"account_id": "a1", "city_id": "almaty"},
    "questionnaire_version": {
        "digest": "d",
        "form_id": "small",
        "version": "1",
        "compiled": {},
        "indicators": {},
        "method": {},
    },
    "survey_round": {
        "round_id": "autumn",
        "titles": {"ru": "Осень"},
        "questionnaire_digest": "d",
        "state": "draft",
        "access": "coupon",
        "breakdowns": [],
        "public_key": b"p",
        "envelope_size": 512,
    },
    "round_draft": {
        "draft_id": "r1",
        "account_id": "a1",
        "choices": {},
        "changed_on": date(2026, 11, 20),
    },
    "office_task": {
        "task_id": "t1",
        "kind": "prepare",
        "round_id": "autumn",
        "account_id": "a1",
        "state": "running",
        "step": "opening",
        "done": 0,
        "total": 1,
        "began_at": SOME_DAY,
        "beat_at": SOME_DAY,
    },
    "theme": {"round_id": "autumn", "question": "wish", "code": "hours", "labels": {"ru": "Часы"}},
    "coded_text": {
        "round_id": "autumn",
        "question": "wish",
        "text_key": b"k",
        "theme": "hours",
        "level": "count",
        "words": "",
        "coded_by": "a1",
    },
    "meeting": {
        "meeting_id": "m1",
        "round_id": "autumn",
        "city_id": "almaty",
        "candidate_digest": "s1",
        "figures_digest": "f1",
        "held_on": date(2026, 11, 20),
        "present": 7,
        "outcome": "agreed",
        "corrections": "",
        "recorded_by": "a1",
        "recorded_on": date(2026, 11, 20),
    },
    "provider_reply": {
        "reply_id": "p1",
        "round_id": "autumn",
        "city_id": "almaty",
        "provider": "The clinic",
        "words": "We will open earlier.",
        "replied_on": date(2026, 11, 21),
        "recorded_by": "a1",
    },
    "round_city": {"round_id": "autumn", "city_id": "almaty"},
    "round_key": {"round_id": "autumn", "holder": "a1", "sealed_key": b"k"},
    "coupon_batch": {"batch_id": "B1", "round_id": "autumn", "city_id": "almaty", "given": 1},
    "coupon": {"code_hash": b"h", "batch_id": "B1"},
    "field_pass": {
        "pass_id": "p1",
        "round_id": "autumn",
        "city_id": "almaty",
        "label": "phone 1",
        "code_hash": b"c",
    },
    "receipt": {"receipt_hash": b"r", "round_id": "autumn"},
    "envelope": {
        "envelope_key": b"e",
        "round_id": "autumn",
        "city_id": "almaty",
        "week_of": date(2026, 11, 16),
        "sealed": b"s",
    },
    "candidate": {
        "round_id": "autumn",
        "content": b"{}",
        "prepared_by": "a1",
        "prepared_on": date(2026, 11, 20),
        "rejected": {},
    },
    "snapshot": {
        "digest": "s1",
        "round_id": "autumn",
        "number": 1,
        "content": b"{}",
        "published_by": "a1",
        "published_on": date(2026, 11, 20),
    },
    "withdrawal": {
        "digest": "s1",
        "reason": "A city was counted twice.",
        "withdrawn_by": "a1",
        "withdrawn_on": date(2026, 11, 21),
    },
    "duty_bearer": {
        "bearer_id": "clinic",
        "names": {"ru": "Клиника"},
        "kind": "clinic",
        "level": "site",
        "mandate": {},
        "contact": "",
        "city_ids": [],
    },
    "promise": {
        "promise_id": "p1",
        "round_id": "autumn",
        "digest": "s1",
        "indicator": "site_closed",
        "place": "almaty",
        "form_id": "small",
        "city_ids": ["almaty"],
        "bearer_id": "clinic",
        "asks": {"ru": "Открывать вовремя"},
    },
    "promise_event": {
        "promise_id": "p1",
        "number": 1,
        "kind": "requested",
        "happened_on": date(2026, 11, 22),
        "recorded_on": date(2026, 11, 22),
        "recorded_by": "a1",
        "words": "",
        "proof": "",
    },
    "promise_file": {
        "promise_id": "p1",
        "number": 1,
        "media_type": "application/pdf",
        "public": False,
        "content": b"%PDF",
    },
    "problem_draft": {
        "round_id": "autumn",
        "city_id": "almaty",
        "number": 10,
        "state": "open",
        "asks": {},
        "reason": "",
    },
}
assert DutyBearer.metadata is Base.metadata, "its tables are known too"
TABLES = set(ONE_OF_EACH)
KEPT_FOR_EVER = (
    *("snapshot", "withdrawal", "audit_entry", "meeting", "provider_reply"),
    *("promise", "promise_event", "promise_file"),
)
FORBIDDEN = [
    "UPDATE snapshot SET number = 2",
    "UPDATE snapshot SET digest = 'other'",
    "DELETE FROM snapshot",
    "UPDATE withdrawal SET reason = 'none'",
    "DELETE FROM withdrawal",
    *(
        statement
        for table, key in (
            ("audit_entry", "entry_id"),
            ("meeting", "meeting_id"),
            ("provider_reply", "reply_id"),
            ("promise", "promise_id"),
            ("promise_event", "number"),
            ("promise_file", "number"),
        )
        for statement in (f"UPDATE {table} SET {key} = {key}", f"DELETE FROM {table}")
    ),
]


@pytest.fixture
def filled(empty_database_url: str) -> str:
    upgrade(empty_database_url)
    engine = plain_engine(empty_database_url)
    with engine.begin() as connection:
        for table in Base.metadata.sorted_tables:
            connection.execute(table.insert().values(ONE_OF_EACH[table.name]))
    return empty_database_url


def columns_of(engine: Engine, table: str) -> list[tuple[Any, ...]]:
    columns = inspect(engine).get_columns(table)
    return [(each["name"], str(each["type"]), each["nullable"], each["default"]) for each in columns]


def plain_engine(url: str) -> Engine:
    return build_engine(url, poolclass=NullPool)


def test_the_migrated_schema_equals_the_models(empty_database_url: str) -> None:
    upgrade(empty_database_url)
    with plain_engine(empty_database_url).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    assert current_revision(empty_database_url) == head_revision()


def test_columns_and_their_defaults_are_those_of_the_models(tmp_path: Path) -> None:
    """Alembic takes an empty text for a difference, so defaults are compared here."""
    url = f"sqlite:///{tmp_path / 'cmm.sqlite'}"
    upgrade(url)
    made_by_models = create_engine("sqlite://")
    Base.metadata.create_all(made_by_models)
    for table in TABLES:
        assert columns_of(plain_engine(url), table) == columns_of(made_by_models, table)


def test_checks_are_those_of_the_models(empty_database_url: str) -> None:
    """Alembic does not compare check constraints."""
    upgrade(empty_database_url)
    names = {
        check["name"]
        for table in TABLES
        for check in inspect(plain_engine(empty_database_url)).get_check_constraints(table)
    }
    assert names == {
        f"ck_{table.name}_{column.name}"
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if any(isinstance(each, CheckConstraint) for each in column.constraints)
    }


def test_rows_about_respondents_have_no_row_number(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'cmm.sqlite'}"
    upgrade(url)
    with plain_engine(url).connect() as connection:
        sql = dict(connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'table'")).all())
    assert {name for name in TABLES if "WITHOUT ROWID" in sql[name]} == {"coupon", "receipt", "envelope"}


def test_down_and_up_again_with_data(filled: str) -> None:
    downgrade(filled, "base")
    assert current_revision(filled) is None
    assert not TABLES & set(inspect(plain_engine(filled)).get_table_names())
    upgrade(filled)
    with plain_engine(filled).connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM snapshot")) == 0


def test_upgrading_twice_changes_nothing(filled: str) -> None:
    upgrade(filled)
    with plain_engine(filled).connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM snapshot")) == 1


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_a_publication_is_neither_changed_nor_deleted(filled: str, statement: str) -> None:
    with plain_engine(filled).begin() as connection, pytest.raises(IntegrityError, match="never changed"):
        connection.execute(text(statement))


@pytest.mark.parametrize("empty_database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("table", KEPT_FOR_EVER)
def test_a_publication_is_not_replaced_by_an_insert(filled: str, table: str) -> None:
    columns = ", ".join(ONE_OF_EACH[table])
    statement = f"INSERT OR REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table}"
    with plain_engine(filled).begin() as connection:
        for setting in (0, 1):
            connection.execute(text(f"PRAGMA recursive_triggers={setting}"))
            with pytest.raises(IntegrityError, match="never changed"):
                connection.execute(text(statement))


def test_a_second_snapshot_is_still_added(filled: str) -> None:
    second = ONE_OF_EACH["snapshot"] | {"digest": "s2", "number": 2}
    with plain_engine(filled).begin() as connection:
        connection.execute(Base.metadata.tables["snapshot"].insert().values(second))
        assert connection.scalar(text("SELECT count(*) FROM snapshot")) == 2


@pytest.mark.postgresql
@pytest.mark.parametrize("empty_database_url", ["postgresql"], indirect=True)
def test_postgresql_refuses_to_empty_the_table(filled: str) -> None:
    engine = plain_engine(filled)
    for table in ("snapshot CASCADE", "withdrawal"):
        with engine.begin() as connection, pytest.raises(IntegrityError, match="never changed"):
            connection.execute(text(f"TRUNCATE {table}"))
