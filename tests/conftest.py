"""Databases for tests.

`database` and `session` run a test on SQLite and on PostgreSQL; `sqlite_database` and `sqlite_session` are
for tests that are not about storage. All come migrated and empty; `empty_database_url` (both) has no tables.
"""

import ctypes
import os
import shutil
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from secrets import token_hex

import pytest
from sqlalchemy.orm import Session

from cmm.store.database import Database, upgrade
from tests.postgresql import Server, find_server_binaries, running_server
from tests.small_instance import Small, fill_small

PRINTING = frozenset(
    f"tests/{name}.py"
    for name in (
        "cli/test_coupon_file",
        "cli/test_packs",
        "rules/test_routes",
        "web/test_brief_builder",
        "web/test_documents",
        "web/test_drawing",
        "web/test_figures",
        "web/test_pack",
        "web/test_pack_pages",
        "web/test_pack_promises",
        "web/test_print",
        "web/test_promises",
    )
)
"""Files whose tests make PDFs and pictures; skipped where the libraries for that are not installed."""
PRINT_LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    chosen = [item for item in items if item.path.relative_to(config.rootpath).as_posix() in PRINTING]
    if chosen and os.environ.get("CMM_REQUIRE_ALL") != "1" and not _can_print():
        skip = pytest.mark.skip(reason="no Pango on this machine")
        for item in chosen:
            item.add_marker(skip)


def _can_print() -> bool:
    try:
        for name in PRINT_LIBRARIES:
            ctypes.CDLL(name)
    except OSError:
        return False
    return True


@pytest.fixture(scope="session", autouse=True)
def _same_lottery_in_every_run() -> Iterator[None]:
    """The rounding lottery of rounds that are opened in this process.

    A round's lottery comes from its key, which is new in every run; now and then it makes the intruder hold
    back a breakdown that a test reads. Another draw to test with: CMM_TEST_LOTTERY=any-word, or "new": any.
    """
    word = os.environ.get("CMM_TEST_LOTTERY", "")
    with pytest.MonkeyPatch.context() as patch:
        if word != "new":
            drawn = sha256(word.encode()).digest()
            patch.setattr("cmm.services.open_envelopes.lottery_secret", lambda private_key: drawn)
        yield


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("migrated") / "cmm.sqlite"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def small_instance(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Small]:
    """A filled SQLite file to copy from, and what is in it."""
    path = tmp_path_factory.mktemp("small") / "cmm.sqlite"
    shutil.copy(migrated_sqlite, path)
    database = Database(f"sqlite:///{path}")
    with database.session() as opened:
        small = fill_small(opened)
    database.engine.dispose()
    return path, small


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Server]:
    binaries = find_server_binaries()
    if binaries is None:
        missing = "no PostgreSQL server binary (initdb, pg_ctl) on this machine"
        pytest.fail(missing) if os.environ.get("CMM_REQUIRE_ALL") == "1" else pytest.skip(missing)
    with running_server(binaries) as server:
        yield server


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql_server: Server) -> str:
    postgresql_server.execute("CREATE DATABASE migrated")
    upgrade(postgresql_server.url_of("migrated"))
    return "migrated"


@pytest.fixture(params=BOTH)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield _copy(request.getfixturevalue("migrated_sqlite"), tmp_path)
    else:
        template = request.getfixturevalue("migrated_postgresql")
        yield from _postgresql_url(request.getfixturevalue("postgresql_server"), f"TEMPLATE {template}")


@pytest.fixture(params=BOTH)
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'cmm.sqlite'}"
    else:
        yield from _postgresql_url(request.getfixturevalue("postgresql_server"), "TEMPLATE template0")


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    yield from _opened(database_url)


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    with database.session() as opened:
        yield opened


@pytest.fixture
def sqlite_database(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Database]:
    yield from _opened(_copy(migrated_sqlite, tmp_path))


@pytest.fixture
def sqlite_session(sqlite_database: Database) -> Iterator[Session]:
    with sqlite_database.session() as opened:
        yield opened


def _copy(migrated: Path, folder: Path) -> str:
    shutil.copy(migrated, folder / "cmm.sqlite")
    return f"sqlite:///{folder / 'cmm.sqlite'}"


def _postgresql_url(server: Server, template: str) -> Iterator[str]:
    name = f"test_{token_hex(6)}"
    server.execute(f"CREATE DATABASE {name} {template}")
    yield server.url_of(name)
    server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _opened(url: str) -> Iterator[Database]:
    opened = Database(url)
    yield opened
    opened.engine.dispose()
