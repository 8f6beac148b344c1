"""Accounts in a real browser: an invited person, a code app, then a passkey of a virtual device."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from secrets import token_urlsafe
from urllib.parse import parse_qs

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page

from cmm.app import create_app
from cmm.config import Config
from cmm.services import clock
from cmm.services.invitations import invite
from cmm.store.database import Database
from tests.factories import PASSWORD, make_account, make_round

pytestmark = pytest.mark.browser

NEWER = "лестница суп фиалка"
NEW_PASSPHRASE = "пять слов совсем разных и долгих"
OVERFLOWS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def app(sqlite_database: Database, tmp_path: Path) -> Iterator[Flask]:
    """An office as it is run: the second factor is required."""
    url = str(sqlite_database.engine.url)
    made = create_app(Config(secret_key=token_urlsafe(48), database_url=url, instance=tmp_path, https=False))
    yield made
    made.extensions["database"].engine.dispose()


@pytest.fixture
def office(live_server: str) -> str:
    """The office under a name: browsers make no passkeys for a bare address."""
    return live_server.replace("127.0.0.1", "localhost") + "/ru/office"


@pytest.fixture
def invitation(app: Flask) -> str:
    with app.extensions["database"].session() as session:
        made = make_round(session, access="link", account_id=make_account(session, "aigerim").account_id)
        chief = make_account(session, "timur", role="coordinator").account_id
        assert made
        return invite(session, role="coordinator", city_ids=[], by=chief, now=clock.now())


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 360, "height": 640})
    yield context.new_page()
    context.close()


def inspect(page: Page) -> None:
    """Nothing for axe to find, nothing wider than the phone."""
    result = Axe().run(page, options={"runOnly": WCAG})
    found = [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in result.response["violations"]]
    assert found == [], page.url
    assert not page.evaluate(OVERFLOWS), page.url


def fill_all(page: Page, **fields: str) -> None:
    for name, value in fields.items():
        page.locator(f"main [name={name}]").fill(value)


def plug_in(page: Page, **changes: object) -> None:
    """A virtual device that makes and shows passkeys."""
    developer = page.context.new_cdp_session(page)
    developer.send("WebAuthn.enable")
    developer.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE | changes})


def test_an_invited_person_sets_up_an_app_adds_a_passkey_and_signs_in_with_it(
    page: Page, office: str, invitation: str
) -> None:
    page.goto(f"{office}/invitations/{invitation}")
    inspect(page)
    fill_all(page, name="Дана", password=NEWER, password_again=NEWER)
    fill_all(page, passphrase=NEW_PASSPHRASE, passphrase_again=NEW_PASSPHRASE)
    page.locator("main form button").click()
    page.wait_for_url("**/second-factor/new")
    inspect(page)
    secret = page.locator("main code").inner_text().replace(" ", "")
    page.locator("[name=code]").fill(pyotp.TOTP(secret).at(time.time()))
    page.locator("form[action$='/second-factor/new'] button").click()
    page.locator("ol.codes li").nth(9).wait_for()
    inspect(page)
    page.locator("main a.button").click()
    page.wait_for_url("**/office/")

    plug_in(page)
    page.goto(f"{office}/my-account")
    page.locator("summary", has_text="Добавить").click()
    inspect(page)
    add = page.locator("form[data-passkey=create]")
    add.locator("[name=label]").fill("мой телефон")
    add.locator("[name=password]").fill(NEWER)
    add.locator("button").click()
    page.locator("main li", has_text="мой телефон").wait_for()
    inspect(page)
    for room in ("accounts", "audit", "rounds/autumn/keys", "my-account/app"):
        page.goto(f"{office}/{room}")
        inspect(page)
    page.goto(f"{office}/accounts")
    page.locator("main h2 a").first.click()
    inspect(page)
    page.locator("footer button").click()

    fill_all(page, name="Дана", password=NEWER)
    page.locator("main form button").click()
    page.wait_for_url("**/second-factor")
    inspect(page)
    page.locator("form[data-passkey=get] button").click()
    page.wait_for_url("**/office/")
    assert "Дана" in page.locator("footer").inner_text()


def test_a_new_account_may_begin_with_a_passkey(page: Page, office: str, app: Flask) -> None:
    with app.extensions["database"].session() as session:
        make_account(session, "aigerim")
    plug_in(page)
    page.goto(f"{office}/sign-in")
    fill_all(page, name="aigerim", password=PASSWORD)
    page.locator("main form button").click()
    page.locator("form[data-passkey=create] button").click()
    page.locator("ol.codes li").nth(9).wait_for()
    page.goto(f"{office}/my-account")
    page.locator("main li button").click()
    assert page.locator("[role=alert]").inner_text(), "the only second factor stays"
    assert page.locator("main li button").count() == 1


def test_what_a_passkey_signed_is_worth_nothing_in_another_session(
    page: Page, office: str, app: Flask
) -> None:
    with app.extensions["database"].session() as session:
        make_round(session, access="link", account_id=make_account(session, "aigerim").account_id)
    plug_in(page)
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.post_data or ""))
    for kind, then in (("create", "ol.codes"), ("get", "main .cards")):
        page.goto(f"{office}/sign-in")
        fill_all(page, name="aigerim", password=PASSWORD)
        page.locator("main form button").click()
        page.locator(f"form[data-passkey={kind}] button").click()
        page.locator(then).wait_for()
        page.locator("footer button").click()
        page.wait_for_url("**/sign-in")
    [signed] = [parse_qs(body)["credential"][0] for body in sent if "signature" in body]
    thief, here = app.test_client(), office.removesuffix("/ru/office")
    for address, fields in (
        ("/ru/office/sign-in", {"name": "aigerim", "password": PASSWORD}),
        ("/ru/office/second-factor/passkey", {"credential": signed}),
        ("/ru/office/second-factor/passkey", {"credential": "{}"}),
        ("/ru/office/second-factor/passkey", {"credential": "no json"}),
    ):
        looked = thief.get(address.removesuffix("/passkey"), base_url=here)
        token = re.search(r'name="csrf_token" value="([^"]+)"', looked.text)
        assert token
        answer = thief.post(address, data={**fields, "csrf_token": token[1]}, base_url=here)
        assert answer.status_code == (302 if "name" in fields else 401)


def test_a_device_that_does_not_verify_its_owner_is_refused(page: Page, office: str, app: Flask) -> None:
    with app.extensions["database"].session() as session:
        make_account(session, "aigerim")
    plug_in(page, hasUserVerification=False, isUserVerified=False, hasResidentKey=False)
    page.goto(f"{office}/sign-in")
    fill_all(page, name="aigerim", password=PASSWORD)
    page.locator("main form button").click()
    page.wait_for_url("**/second-factor/new")
    page.locator("form[data-passkey=create] button").click()
    page.locator("form[data-passkey=create] [role=status]:not(:empty)").wait_for()
    assert page.url.endswith("/second-factor/new"), "nothing was added"
