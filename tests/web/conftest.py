"""The whole application on a migrated, empty SQLite file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from cmm.app import create_app
from cmm.config import Config
from cmm.store.database import Database
from tests.web.inspecting import InspectingClient, client_of

SECRET = "only-for-tests-8f3a1c7e5b9d2046"


@pytest.fixture
def app(sqlite_database: Database, tmp_path: Path) -> Iterator[Flask]:
    url = str(sqlite_database.engine.url)
    made = create_app(
        Config(secret_key=SECRET * 2, database_url=url, instance=tmp_path, https=False, second_factor="off")
    )
    yield made
    made.extensions["database"].engine.dispose()


@pytest.fixture
def client(app: Flask) -> InspectingClient:
    return client_of(app)


@pytest.fixture
def db(app: Flask) -> Iterator[Session]:
    with app.extensions["database"].session() as session:
        yield session
