"""A real Chromium and the real application on a loopback port."""

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from secrets import token_urlsafe

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, sync_playwright
from werkzeug.serving import make_server

from cmm.app import create_app
from cmm.config import Config
from cmm.store.database import Database

NAMES = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's Chromium; without one, tests are skipped, or fail where everything is required."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        missing = "no Chromium on this machine"
        pytest.fail(missing) if os.environ.get("CMM_REQUIRE_ALL") == "1" else pytest.skip(missing)
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as engine:
        opened = engine.chromium.launch(executable_path=path, args=arguments)
        yield opened
        opened.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A browser window that remembers nothing, as wide as a small phone."""
    opened = browser.new_context(viewport={"width": 360, "height": 640})
    yield opened
    opened.close()


@pytest.fixture
def app(sqlite_database: Database, tmp_path: Path) -> Iterator[Flask]:
    """The application on a migrated, empty database; a test file may have its own `app`."""
    url = str(sqlite_database.engine.url)
    made = create_app(
        Config(
            secret_key=token_urlsafe(48),
            database_url=url,
            instance=tmp_path,
            https=False,
            second_factor="off",
        )
    )
    yield made
    made.extensions["database"].engine.dispose()


@pytest.fixture
def live_server(app: Flask) -> Iterator[str]:
    """The address of the running application, without a slash at the end."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
