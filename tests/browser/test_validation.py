"""Meetings, preview and publication on a phone: they fit, axe finds nothing, and the story works by touch."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import BrowserContext, Page

from cmm.services.clock import today
from cmm.services.publish import prepare_snapshot
from cmm.services.rounds import close_round
from tests.browser.test_dashboard import OPEN_ALL, OVERFLOWS
from tests.factories import PASSPHRASE, PASSWORD, make_account, make_answers, make_round, submit
from tests.rules.filled import SURVEY

pytestmark = pytest.mark.browser

OFFICE = "office/rounds/autumn"


@pytest.fixture
def prepared(app: Flask) -> Flask:
    """A closed round of two cities, prepared by a secretary; "timur" is the coordinator."""
    with app.extensions["database"].session() as db:
        aigerim = make_account(db, "aigerim").account_id
        make_account(db, "timur", role="coordinator")
        made = make_round(db, access="link", survey=SURVEY, account_id=aigerim)
        for city in ("almaty", "shymkent"):
            for number in range(15):
                submit(db, made, city, answers=make_answers(closed="yes" if number < 9 else "no"))
        close_round(db, round_id="autumn", today=today())
        prepare_snapshot(db, round_id="autumn", account_id=aigerim, passphrase=PASSPHRASE, today=today())
    return app


def check(page: Page, address: str) -> None:
    page.goto(address)
    page.evaluate(OPEN_ALL)
    assert not page.evaluate(OVERFLOWS), address
    assert Axe().run(page).response["violations"] == [], address


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_a_coordinator_records_a_meeting_and_publishes_on_a_phone(
    prepared: Flask, live_server: str, context: BrowserContext, language: str
) -> None:
    page, home = context.new_page(), f"{live_server}/{language}"
    page.goto(f"{home}/office/sign-in")
    page.fill("[name=name]", "timur")
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(f"{home}/office/")
    for path in ("candidate", "candidate/almaty", "meetings", "meetings/almaty", "publication"):
        check(page, f"{home}/{OFFICE}/{path}")
    page.goto(f"{home}/{OFFICE}/meetings/almaty")
    page.fill("[name=present]", "6")
    page.check("[name=outcome][value=corrected]")
    page.fill("[name=corrections]", "Пункт был на ремонте.")
    page.locator("form[action$='/meetings/almaty'] .button").click()
    page.wait_for_url(f"{home}/{OFFICE}/meetings")
    page.goto(f"{home}/{OFFICE}/publication")
    page.check("[name=sure]")
    page.locator("form[action$='/snapshots'] button").click()
    page.wait_for_url(f"{home}/{OFFICE}")
    for path in ("r/autumn", "r/autumn/almaty", f"{OFFICE}/withdrawal", f"{OFFICE}/meetings"):
        check(page, f"{home}/{path}")
    page.goto(f"{home}/r/autumn/almaty")
    assert page.locator("#voices blockquote").inner_text() == "Пункт был на ремонте."
