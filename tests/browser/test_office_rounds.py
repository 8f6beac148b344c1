"""Planning, importing and watching a round in a real browser: on a phone, in every language."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy.orm import Session

from cmm.app import create_app
from cmm.config import Config
from cmm.services import accounts
from cmm.services.clock import today
from cmm.services.places import add_city, add_site
from cmm.services.round_drafts import list_drafts
from cmm.store.database import Database
from cmm.store.rounds import get_round
from tests.factories import FAST_HASHER, MONDAY, PASSWORD, make_account, make_round, submit
from tests.services.test_imported_forms import FORM

pytestmark = pytest.mark.browser

LANGUAGES = ("ru", "kk", "en")
OVERFLOWS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
OPEN_ALL = "document.querySelectorAll('details').forEach(one => { one.open = true })"


@pytest.fixture
def app(sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Flask]:
    """A trial with the password alone: the second factor has tests of its own."""
    monkeypatch.setitem(accounts.check_password.__kwdefaults__, "hasher", FAST_HASHER)
    url = str(sqlite_database.engine.url)
    config = Config(
        secret_key="x" * 64, database_url=url, instance=tmp_path, https=False, second_factor="off"
    )
    made = create_app(config)
    yield made
    made.extensions["database"].engine.dispose()


@pytest.fixture
def db(app: Flask) -> Iterator[Session]:
    with app.extensions["database"].session() as session:
        yield session


@pytest.fixture
def office(db: Session) -> None:
    """A coordinator, a secretary, two cities, one of them with a site, and a round that is going on."""
    make_account(db, "timur", role="coordinator")
    make_account(db, "aigerim")
    names = {"ru": "Усть-Каменогорск", "kk": "Өскемен", "en": "Oskemen"}
    add_city(db, city_id="oskemen", names=names, region="east")
    add_site(db, site_id="clinic", city_id="oskemen", names={"ru": "Пункт", "kk": "Пункт", "en": "Site"})
    made = make_round(db, cities=("oskemen", "almaty"), coupons_each=12)
    for number in range(11):
        submit(db, made, "oskemen", today=MONDAY + timedelta(weeks=number % 4))
    db.rollback()


def sign_in(page: Page, site: str, name: str = "timur", language: str = "ru") -> None:
    page.goto(f"{site}/{language}/office/sign-in")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.locator("main form button").click()
    page.wait_for_url(f"{site}/{language}/office/")


def look(page: Page, address: str) -> None:
    """Everything on the page is unfolded; it fits the screen, and axe finds nothing."""
    page.goto(address)
    page.evaluate(OPEN_ALL)
    assert not page.evaluate(OVERFLOWS), address
    found = Axe().run(page).response["violations"]
    assert found == [], (address, [one["id"] for one in found])


def test_every_page_fits_a_phone_and_axe_finds_nothing(
    context: BrowserContext, live_server: str, office: None, db: Session
) -> None:
    page, complaints = context.new_page(), []
    page.on("console", lambda message: complaints.append(message.text))
    sign_in(page, live_server)
    page.get_by_role("button", name="Спланировать новый раунд").click()
    plan = page.url.rpartition("/")[0].rpartition("/")[2]
    digest = get_round(db, "autumn").questionnaire_digest
    pages = [
        "",
        "rounds/autumn",
        "rounds/autumn/progress",
        "rounds/autumn/coupons",
        "questionnaires",
        f"questionnaires/{digest}",
        "questionnaires/import",
        f"plan/{plan}/deletion",
        *(f"plan/{plan}/{step}" for step in ("questionnaire", "title", "cities", "access", "keys", "check")),
    ]
    for number, path in enumerate(pages):
        look(page, f"{live_server}/{LANGUAGES[number % 3]}/office/{path}")
    assert complaints == []


def test_a_round_is_planned_without_scripts_on_a_phone(
    browser: Browser, live_server: str, office: None, db: Session
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 640}, java_script_enabled=False)
    page = context.new_page()
    sign_in(page, live_server)
    page.get_by_role("button", name="Спланировать новый раунд").click()
    page.get_by_label("ОЗТ глазами клиентов").check()
    go_on = page.locator("button:visible", has_text="Сохранить и дальше").last
    go_on.click()
    page.fill("#title_kk", "ОАТ")
    page.fill("#title_en", "OST")
    page.fill("#ends_on", (today() + timedelta(days=20)).isoformat())
    go_on.click()
    page.fill("#known_oskemen", "38")
    page.fill("#known_almaty", "9")
    page.fill("#source", "журнал клиники")
    go_on.click()
    page.get_by_label("По открытой ссылке").check()
    go_on.click()
    page.get_by_label("aigerim").check()
    page.get_by_label("timur").check()
    go_on.click()
    expect(page.locator("tbody")).to_contain_text("Усть-Каменогорск")
    expect(page.locator("tbody")).to_contain_text("Вместе")
    page.get_by_role("button", name="Создать раунд").click()
    expect(page.locator(".recovery-key")).to_be_visible()
    page.locator("a.button", has_text="Ключ на бумаге").click()
    page.get_by_role("button", name="Открыть приём ответов").click()
    expect(page.locator(".state-open")).to_be_visible()
    assert list_drafts(db) == []
    context.close()


def test_an_import_is_seen_in_the_phone_frame_from_which_nothing_is_sent(
    context: BrowserContext, live_server: str, office: None, tmp_path: Path
) -> None:
    file = tmp_path / "sites.md"
    file.write_text(FORM.format(version="1"), encoding="utf-8")
    page, posts = context.new_page(), []
    sign_in(page, live_server)
    page.goto(f"{live_server}/kk/office/questionnaires/import")
    page.set_input_files("#form", file)
    page.locator("main form button").click()
    frame = page.frame_locator("iframe.phone")
    expect(frame.locator("legend").first).to_contain_text("Пункт жабық болды ма?")
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    frame.locator("label.choice").first.click()
    frame.locator("button.button").first.click()
    page.wait_for_timeout(300)
    assert posts == []
    expect(frame.locator("legend").first).to_be_visible()
