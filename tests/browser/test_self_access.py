"""The survey pages for everybody: screen readers, keyboards, small and forced ways of looking."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy.orm import Session

from cmm.domain.questionnaire.survey_folder import read_survey
from cmm.paths import data_dir
from tests.browser.answering import PHONE, go_on, press, shown, tick_everything, to_the_last_look
from tests.factories import make_round

pytestmark = pytest.mark.browser

OVERFLOWS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
COVERED = """() => {
    const [box, bar] = [document.activeElement, document.querySelector('.exit')].map(
        element => element.getBoundingClientRect());
    const isOther = document.activeElement.matches('body, .skip, .exit *');
    return !isOther && box.bottom > bar.top && box.top < bar.bottom;
}"""
SMALL_TARGETS = """() => [...document.querySelectorAll('a, button, select, label.choice, input:not([type])')]
    .filter(one => one.checkVisibility())
    .filter(one => !one.closest('.hidden-label, .skip, .error-summary, p:not(.exit)'))
    .map(one => [one.outerHTML.slice(0, 80), one.getBoundingClientRect().height])
    .filter(([, height]) => height < 44)"""


@pytest.fixture
def survey_page(app: Flask, live_server: str) -> str:
    """The address of an open survey, without its language."""
    with app.extensions["database"].session() as session:
        _open_round(session)
    return f"{live_server}/LANGUAGE/s/autumn"


def _open_round(session: Session) -> None:
    survey = read_survey(data_dir("surveys") / "ost-satisfaction")
    make_round(session, cities=("almaty", "shymkent"), access="link", survey=survey)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(**PHONE)
    yield context.new_page()
    context.close()


def findings(page: Page) -> list[str]:
    page.evaluate(
        "scrollTo({ top: 0, behavior: 'instant' })"
    )  # what lies half under the bar is no small target
    result = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]})
    return [f"{found['id']}: {found['nodes'][0]['html'][:200]}" for found in result.response["violations"]]


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_axe_finds_nothing_on_any_page_of_the_survey(page: Page, survey_page: str, language: str) -> None:
    page.goto(survey_page.replace("LANGUAGE", language))
    go_on(page)
    assert findings(page) == [], "with errors"
    for _ in range(20):
        tick_everything(shown(page))
        assert findings(page) == [], shown(page).locator("h1").inner_text()
        if page.locator("main [value=send]:visible").count():
            break
        go_on(page)
    page.route("**/envelopes", lambda route: route.abort())
    press(page, "send")
    page.locator("#keep").wait_for()
    assert findings(page) == [], "while waiting"
    for address in ("thanks", "later"):
        page.goto(f"{survey_page.replace('LANGUAGE', language)}/{address}")
        assert findings(page) == [], address


def test_dark_colours_have_enough_contrast_too(browser: Browser, survey_page: str) -> None:
    context = browser.new_context(**PHONE, color_scheme="dark")
    page = context.new_page()
    page.goto(survey_page.replace("LANGUAGE", "ru"))
    tick_everything(shown(page))
    go_on(page)
    assert findings(page) == []
    context.close()


def test_the_keyboard_is_enough(page: Page, survey_page: str) -> None:
    page.goto(survey_page.replace("LANGUAGE", "en"))
    for _ in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "consent":
            break
    page.keyboard.press("Space")
    assert page.locator("[name=consent][value=yes]").is_checked()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "city"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert shown(page).locator("h1").inner_text() == "Your medicine and your dose"
    assert page.evaluate("document.activeElement.tagName") == "H1", "the new page is read out"


@pytest.mark.parametrize("zoom", [1, 2], ids=["as it is", "text twice as large"])
def test_320_pixels_are_wide_enough(browser: Browser, survey_page: str, zoom: int) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 568}, has_touch=True)
    page = context.new_page()
    for language in ("ru", "kk", "en"):
        page.goto(survey_page.replace("LANGUAGE", language))
        page.evaluate(f"document.documentElement.style.fontSize = '{100 * zoom}%'")
        for _ in range(20):
            assert not page.evaluate(OVERFLOWS), (language, shown(page).locator("h1").inner_text())
            if page.locator("main [value=send]:visible").count():
                break
            tick_everything(shown(page))
            go_on(page)
    context.close()


def test_targets_are_as_large_as_a_thumb(page: Page, survey_page: str) -> None:
    page.goto(survey_page.replace("LANGUAGE", "kk"))
    assert page.evaluate(SMALL_TARGETS) == []
    to_the_last_look(page)
    assert page.evaluate(SMALL_TARGETS) == []


def test_the_way_out_is_always_in_view_and_covers_no_focus(browser: Browser, survey_page: str) -> None:
    context = browser.new_context(**PHONE, reduced_motion="reduce")
    page = context.new_page()
    page.goto(survey_page.replace("LANGUAGE", "ru"))
    tick_everything(shown(page))
    go_on(page)
    page.mouse.wheel(0, 900)
    page.wait_for_function("() => scrollY > 300")
    box = page.locator("#leave").bounding_box()
    assert box
    assert 0 <= box["y"] <= 60
    for _ in range(20):
        page.keyboard.press("Shift+Tab")
        assert not page.evaluate(COVERED), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
    context.close()


def test_forced_colours_and_reduced_motion_keep_everything_visible(
    browser: Browser, survey_page: str
) -> None:
    context = browser.new_context(**PHONE, forced_colors="active", reduced_motion="reduce")
    page = context.new_page()
    page.goto(survey_page.replace("LANGUAGE", "ru"))
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    page.locator("[name=consent][value=yes]").check()
    assert page.locator("#leave").is_visible()
    assert page.locator(".choice input").first.is_visible()
    to_the_last_look(page)
    context.close()
