"""An advocate in a hurry, on a small phone without JavaScript: two cities and her own words, as a PDF."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page

from tests.web.pdfs import pdf_pages, pdf_words
from tests.web.small_round import small_app

pytestmark = pytest.mark.browser

OVERFLOWS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def app(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with small_app(migrated_sqlite, tmp_path_factory.mktemp("small")) as made:
        yield made


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(
        viewport={"width": 360, "height": 640}, java_script_enabled=False, accept_downloads=True
    )
    yield context.new_page()
    context.close()


def test_an_advocate_makes_a_brief_of_two_cities_with_her_own_words(page: Page, live_server: str) -> None:
    page.goto(f"{live_server}/ru/r/autumn")
    page.get_by_role("link", name="Добавить к этим цифрам свои слова").click()
    page.get_by_label("Все города").uncheck()
    page.get_by_label("Ваша организация").fill("Форум «Голос»")
    page.get_by_label("О чём вы просите").fill("Дежурный пункт в каждом городе")
    page.get_by_role("button", name="Создать файл").click()
    assert page.locator("p.error").inner_text() == "Выберите хотя бы одно место."
    assert page.get_by_label("Ваша организация").input_value() == "Форум «Голос»"
    page.get_by_label("Алматы").check()
    page.get_by_label("Усть-Каменогорск").check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Создать файл").click()
    brief = download.value.path().read_bytes()
    assert download.value.suggested_filename == "brief-autumn-ru.pdf"
    assert pdf_pages(brief) == 1
    told = pdf_words(brief)
    assert "Своими словами: Форум «Голос»" in told
    assert "О чём мы просим Дежурный пункт в каждом городе" in told
    assert "Усть-Каменогорск" in told
    assert "Актау" not in told
    assert page.context.cookies() == []


@pytest.mark.parametrize("address", ["/brief", "/brief?round=winter&round=autumn"])
def test_the_form_fits_a_phone_and_axe_finds_nothing(
    browser: Browser, live_server: str, address: str
) -> None:
    context = browser.new_context(viewport={"width": 360, "height": 640})
    page = context.new_page()
    page.goto(f"{live_server}/kk{address}")
    assert not page.evaluate(OVERFLOWS)
    assert Axe().run(page).response["violations"] == []
    context.close()
