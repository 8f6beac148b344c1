"""The public pages in a real browser: no error, nothing from elsewhere, readable without JavaScript."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import plotly.offline
import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page

from cmm.web.assets import STATIC
from tests.web.published import published_app

pytestmark = pytest.mark.browser

LANGUAGES = ("ru", "kk", "en")
COMPARED = "/r/autumn-2026/compare?one=almaty&other=oskemen"
PAGES = ("/", "/r/autumn-2026", "/r/autumn-2026/aktobe", COMPARED)
ROUND = "/r/autumn-2026"
OVERFLOWS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
OPEN_ALL = "document.querySelectorAll('details').forEach(one => { one.open = true })"


@pytest.fixture(scope="module")
def app(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with published_app(migrated_sqlite, tmp_path_factory.mktemp("published")) as made:
        yield made[0]


@dataclass
class Watch:
    """What a page asks for and complains about."""

    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def elsewhere(self, home: str) -> list[str]:
        """Requests that leave the site; "blob:" and "data:" stay in the browser."""
        return [url for url in self.requests if not url.startswith((home, f"blob:{home}", "data:"))]


@pytest.fixture
def watch(context: BrowserContext) -> Watch:
    return Watch(context.new_page())


def draw_first_chart(page: Page) -> None:
    page.locator(".indicator summary").first.click()
    page.locator(".indicator [data-chart] button").first.click()
    page.locator(".indicator .main-svg").first.wait_for()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", PAGES)
def test_page_is_quiet_and_fits_a_phone(watch: Watch, live_server: str, language: str, path: str) -> None:
    watch.page.goto(f"{live_server}/{language}{path}")
    watch.page.evaluate(OPEN_ALL)
    assert not watch.page.evaluate(OVERFLOWS)
    assert watch.complaints == []
    assert watch.elsewhere(live_server) == []
    assert not [url for url in watch.requests if "plotly" in url]


@pytest.mark.parametrize("language", LANGUAGES)
def test_chart_is_drawn_on_press_and_asks_nobody_else(watch: Watch, live_server: str, language: str) -> None:
    watch.page.goto(f"{live_server}/{language}{ROUND}")
    draw_first_chart(watch.page)
    question = watch.page.locator(".question").nth(2)
    question.locator("summary").click()
    question.locator("[data-chart] button").click()
    question.locator(".main-svg").first.wait_for()
    assert watch.complaints == []
    assert watch.elsewhere(live_server) == []
    assert len([url for url in watch.requests if "plotly-basic.min.js" in url]) == 1
    assert not watch.page.evaluate(OVERFLOWS)


def test_chart_has_one_button_that_saves_a_picture(watch: Watch, live_server: str) -> None:
    watch.page.goto(f"{live_server}/en{ROUND}")
    draw_first_chart(watch.page)
    buttons = watch.page.locator(".modebar-btn")
    assert [button.get_attribute("data-title") for button in buttons.all()] == ["Save as a picture"]
    with watch.page.expect_download() as saved:
        buttons.first.click()
    assert saved.value.suggested_filename == "chart.svg"
    assert "<svg" in Path(saved.value.path()).read_text(encoding="utf-8")
    assert watch.complaints == []
    assert watch.elsewhere(live_server) == []


def test_chart_that_cannot_be_loaded_says_so(watch: Watch, live_server: str) -> None:
    watch.page.goto(f"{live_server}/en{ROUND}")
    watch.page.route("**/charts/**", lambda route: route.abort())
    watch.page.locator(".indicator summary").first.click()
    button = watch.page.locator(".indicator [data-chart] button").first
    button.click()
    watch.page.get_by_text("The chart could not be loaded").first.wait_for()
    watch.page.unroute("**/charts/**")
    button.click()
    watch.page.locator(".indicator .main-svg").first.wait_for()


def test_everything_is_readable_without_javascript(browser: Browser, live_server: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server}/en{ROUND}")
    page.locator(".indicator summary").first.click()
    assert page.locator(".indicator table").first.is_visible()
    page.locator(".question summary").first.click()
    assert page.locator(".question table").first.is_visible()
    assert page.locator("[data-chart] button:visible").count() == 0
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_page_is_accessible(browser: Browser, live_server: str, path: str, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(f"{live_server}/ru{path}")
    page.evaluate(OPEN_ALL)
    if path == ROUND:
        page.locator(".indicator [data-chart] button").first.click()
        page.locator(".indicator .main-svg").first.wait_for()
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    context.close()


def test_text_of_double_size_fits(watch: Watch, live_server: str) -> None:
    watch.page.set_viewport_size({"width": 640, "height": 640})
    watch.page.goto(f"{live_server}/ru{ROUND}")
    watch.page.evaluate("document.documentElement.style.fontSize = '200%'")
    watch.page.evaluate(OPEN_ALL)
    assert not watch.page.evaluate(OVERFLOWS)


def test_chart_library_is_the_one_that_python_knows() -> None:
    head = (STATIC / "vendor/plotly-basic.min.js").read_text(encoding="utf-8")[:200]
    assert f"v{plotly.offline.get_plotlyjs_version()}\n" in head
    assert "MIT License" in (STATIC / "vendor/plotly-basic.LICENSE.txt").read_text(encoding="utf-8")
