"""The pictures of the documentation show what is on the screen now; CMM_SCREENSHOTS=write takes them anew."""

import json
import os
import re
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Page

from cmm.app import create_app
from cmm.store.database import Database
from tests.browser.screens import DESK, LANGUAGES, PHONE, SCREENS, Screen, arrange, read_structure, take
from tests.browser.shown_office import COORDINATOR, fill_office
from tests.factories import PASSWORD
from tests.rules.checkout import ROOT
from tests.rules.filled import make_config

pytestmark = pytest.mark.browser

DOCS = ROOT / "docs"
FOLDER = DOCS / "screenshots"
STRUCTURES = FOLDER / "structures.json"
SHOWN = re.compile(r"!\[([^\]]*)\]\(/screenshots/([^)]+)\)")
MOST_BYTES = 2_000_000
STALE = (
    "Screens have changed since their pictures were taken. Please run: make screenshots, and look at them."
)
WRITES = os.environ.get("CMM_SCREENSHOTS") == "write"

Names = Mapping[str, str]


@pytest.fixture
def names(migrated_sqlite: Path, tmp_path: Path) -> Names:
    shutil.copy(migrated_sqlite, tmp_path / "cmm.sqlite")
    config = make_config(tmp_path)
    database = Database(config.database_url)
    with database.session() as session:
        made = fill_office(session, config)
    database.engine.dispose()
    return made


@pytest.fixture
def app(names: Names, tmp_path: Path) -> Iterator[Flask]:
    made = create_app(make_config(tmp_path))
    yield made
    made.extensions["database"].engine.dispose()


def sign_in(page: Page, site: str) -> None:
    page.goto(f"{site}/en/office/sign-in")
    page.locator("[name=name]").fill(COORDINATOR)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url("**/office/")


def visit(browser: Browser, site: str, names: Names, language: str) -> Iterator[tuple[Screen, Page]]:
    """Every screen in one language, the office as the coordinator sees it."""
    desk, phone = (browser.new_context(**kind, locale=language).new_page() for kind in (DESK, PHONE))
    sign_in(desk, site)
    for screen in SCREENS:
        page = phone if screen.phone else desk
        page.goto(f"{site}/{language}/{screen.path.format(**names)}")
        arrange(page, screen, names)
        yield screen, page
    desk.context.close()
    phone.context.close()


def keep(structures: Mapping[str, list[str]], pictures: Mapping[str, bytes]) -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
    for name, content in pictures.items():
        (FOLDER / name).parent.mkdir(parents=True, exist_ok=True)
        (FOLDER / name).write_bytes(content)
    text = json.dumps(structures, ensure_ascii=False, indent=1, sort_keys=True)
    STRUCTURES.write_text(text + "\n", encoding="utf-8")


def tell_change(file: str, before: list[str], now: list[str]) -> str:
    gone = [f"- {words}" for words in before if words not in now]
    come = [f"+ {words}" for words in now if words not in before]
    return "\n    ".join((file, *(gone + come or ["another order"])))


def read_mode(file: Path) -> str:
    with Image.open(file) as opened:
        return opened.mode


@pytest.mark.slow
def test_pictures_show_the_screens_of_today(browser: Browser, live_server: str, names: Names) -> None:
    structures, pictures = {}, {}
    for language in LANGUAGES:
        for screen, page in visit(browser, live_server, names, language):
            file = f"{language}/{screen.name}.png"
            structures[file] = read_structure(page)
            if WRITES:
                pictures[file] = take(page, screen)
    if WRITES:
        keep(structures, pictures)
    kept = json.loads(STRUCTURES.read_text(encoding="utf-8"))
    assert set(kept) == set(structures), "Other pictures are wanted. Please run: make screenshots"
    if changed := [
        tell_change(file, kept[file], structures[file]) for file in kept if kept[file] != structures[file]
    ]:
        pytest.fail(f"{STALE}\n" + "\n".join(changed), pytrace=False)


def test_every_picture_that_the_books_show_is_there_and_no_other() -> None:
    texts = [path.read_text(encoding="utf-8") for path in DOCS.rglob("*.md")]
    shown = {file for text in texts for _said, file in SHOWN.findall(text)}
    assert shown == {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.png")}


def test_pictures_say_what_they_show_to_those_who_do_not_see_them() -> None:
    texts = [path.read_text(encoding="utf-8") for path in DOCS.rglob("*.md")]
    assert not [file for text in texts for said, file in SHOWN.findall(text) if len(said) < 10]


def test_pictures_are_small_and_have_few_colours() -> None:
    files = list(FOLDER.rglob("*.png"))
    assert sum(file.stat().st_size for file in files) <= MOST_BYTES
    assert {read_mode(file) for file in files} == {"P"}
