"""Every page of every door, found by the table of routes: accessible, quiet, and no wider than a phone."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import APIResponse, BrowserContext, ConsoleMessage, Page

from cmm.app import create_app
from cmm.store.database import Database
from tests.rules.filled import Filled, fill, make_config
from tests.rules.test_routes import list_addresses

pytestmark = pytest.mark.browser

WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def filled(migrated_sqlite: Path, tmp_path: Path) -> Filled:
    shutil.copy(migrated_sqlite, tmp_path / "cmm.sqlite")
    config = make_config(tmp_path)
    database = Database(config.database_url)
    made = fill(database, config)
    database.engine.dispose()
    return replace(made, config=config)


@pytest.fixture
def app(filled: Filled) -> Iterator[Flask]:
    made = create_app(filled.config)
    yield made
    made.extensions["database"].engine.dispose()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def sign_in(page: Page, live_server: str, filled: Filled) -> None:
    page.goto(f"{live_server}/en/office/sign-in")
    page.locator("[name=name]").fill("coordinator")
    page.locator("[name=password]").fill(filled.password)
    page.locator("main button").first.click()
    page.wait_for_url("**/office/")


def is_page(answer: APIResponse) -> bool:
    """HTML in which axe can run: the preview of a questionnaire lets no script run at all."""
    is_still = "sandbox" in answer.headers.get("content-security-policy", "")
    return answer.headers["content-type"].startswith("text/html") and not is_still


def find_faults(page: Page, complaints: list[str]) -> list[str]:
    found = [f"{each['id']}: {each['nodes'][0]['html'][:160]}" for each in violations(page)]
    found += ["wider than the screen"] * page.evaluate(TOO_WIDE)
    found += complaints
    complaints.clear()
    return found


def violations(page: Page) -> list[dict[str, object]]:
    return list(Axe().run(page, options=WCAG).response["violations"])


@pytest.mark.slow
@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_every_page_is_accessible_quiet_and_fits_a_phone(
    page: Page, app: Flask, filled: Filled, live_server: str, language: str
) -> None:
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            complaints.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    faults = {}
    for stranger in (True, False):
        for address in list_addresses(app, filled, language, office=not stranger):
            if is_page(page.request.head(live_server + address)):
                page.goto(live_server + address)
                if found := find_faults(page, complaints):
                    faults[address] = found
        if stranger:
            sign_in(page, live_server, filled)
    assert faults == {}
