"""The database of every released version is brought up to date, and nothing of it is lost."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from flask import Flask
from sqlalchemy import Connection, make_url, text
from sqlalchemy.exc import IntegrityError

from cmm.app import create_app
from cmm.config import Config
from cmm.domain.snapshot import digest_of
from cmm.store.accounts import get_account_named
from cmm.store.database import create_private_file, current_revision, head_revision, making_tables, upgrade
from cmm.store.models import Base
from tests.factories import PASSWORD
from tests.rules.checkout import ROOT
from tests.small_instance import ANSWERS, PUBLISHED, SECRETARY, WAITING, count_opened
from tests.store.released.make import POSTGRESQL, SQLITE, dump_of, list_missing, list_revisions
from tests.web.conftest import SECRET
from tests.web.inspecting import client_of, parse

RELEASED = [revision for revision in list_revisions() if dump_of(revision, SQLITE).exists()]
PAGES = [f"/ru/r/{PUBLISHED}", f"/en/r/{PUBLISHED}/almaty", "/kk/", "/ru/promises"]


def test_every_migration_but_the_newest_has_the_database_of_its_release() -> None:
    """The newest may still be changed; when it is released: python -m tests.store.released.make"""
    assert list_missing(list_revisions()[:-1]) == []
    assert {"0001", "0002", "0003", "0004", "0005"} <= set(RELEASED)


@pytest.fixture(params=RELEASED)
def upgraded_url(request: pytest.FixtureRequest, empty_database_url: str) -> str:
    """The database of a release, loaded and upgraded."""
    if make_url(empty_database_url).get_backend_name() == "sqlite":
        load_sqlite(empty_database_url, dump_of(request.param, SQLITE))
    else:
        load_postgresql(empty_database_url, dump_of(request.param, POSTGRESQL))
    assert current_revision(empty_database_url) == request.param
    upgrade(empty_database_url)
    return empty_database_url


@pytest.fixture
def app(upgraded_url: str, tmp_path: Path) -> Iterator[Flask]:
    settings = {"https": False, "second_factor": "off"}
    made = create_app(
        Config(secret_key=SECRET * 2, database_url=upgraded_url, instance=tmp_path, **settings)  # type: ignore[arg-type]
    )
    yield made
    made.extensions["database"].engine.dispose()


def test_after_the_upgrade_pages_are_shown_people_sign_in_and_answers_are_opened(
    app: Flask, upgraded_url: str
) -> None:
    assert current_revision(upgraded_url) == head_revision()
    client = client_of(app)
    assert [client.get(page).status_code for page in PAGES] == [200] * len(PAGES)
    assert "60" in client.get(PAGES[0]).text, "so many answered"
    token = parse(client.get("/ru/office/sign-in")).xpath("//input[@name='csrf_token']/@value")[0]
    form = {"name": SECRETARY, "password": PASSWORD, "csrf_token": token}
    assert client.post("/ru/office/sign-in", data=form).status_code == 302
    assert client.get(f"/ru/office/rounds/{WAITING}").status_code == 200
    with app.extensions["database"].session() as session:
        account_id = get_account_named(session, SECRETARY).account_id
        assert count_opened(session, account_id) == sum(ANSWERS.values())
    with app.extensions["database"].engine.connect() as connection:
        check_tables(connection)


def check_tables(connection: Connection) -> None:
    """They are those of a new installation, and hold what is published as it was."""
    assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
    [(digest, content)] = connection.execute(text("SELECT digest, content FROM snapshot")).all()
    assert digest_of(bytes(content)) == digest
    with pytest.raises(IntegrityError, match="never changed"):
        connection.execute(text("UPDATE snapshot SET number = 2"))


def test_the_databases_of_releases_are_small() -> None:
    sizes = [path.stat().st_size for path in (ROOT / "tests/store/released").glob("*.sql")]
    assert len(sizes) == 2 * len(RELEASED)
    assert max(sizes) < 150_000


def load_sqlite(url: str, dump: Path) -> None:
    path = create_private_file(url)
    assert path
    file = sqlite3.connect(path)
    file.executescript(dump.read_text(encoding="utf-8"))
    file.close()


def load_postgresql(url: str, dump: Path) -> None:
    with making_tables(url) as connection:
        cursor = connection.connection.cursor()
        cursor.execute(dump.read_text(encoding="utf-8"))
        cursor.close()
