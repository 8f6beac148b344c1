"""Answering on one's own phone, in a real browser: sealed there, sent once, nothing left behind."""

import base64
import json
import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Route
from sqlalchemy.orm import Session

from cmm.domain.questionnaire.survey_folder import Survey, read_survey
from cmm.domain.sealing import ENVELOPE_OVERHEAD
from cmm.paths import data_dir
from cmm.services.coupons import make_batch
from cmm.services.open_envelopes import open_envelopes_with_recovery_key
from cmm.services.rounds import close_round
from cmm.store.envelopes import count_envelopes
from cmm.store.rounds import get_round
from cmm.web.guessing import FREE
from tests.browser.answering import (
    PHONE,
    Watch,
    go_on,
    press,
    shown,
    tick_everything,
    to_the_last_look,
    touch_everything,
)
from tests.browser.conftest import NAMES
from tests.factories import MONDAY, MadeRound, make_round, read_payloads

pytestmark = pytest.mark.browser

SECRET = "Моя тайна 7"


@pytest.fixture(scope="module")
def survey() -> Survey:
    return read_survey(data_dir("surveys") / "ost-satisfaction")


@pytest.fixture
def db(app: Flask) -> Iterator[Session]:
    with app.extensions["database"].session() as session:
        yield session


@pytest.fixture
def link_round(db: Session, survey: Survey) -> MadeRound:
    return make_round(db, cities=("almaty", "shymkent"), access="link", survey=survey)


@pytest.fixture
def coupon(app: Flask, db: Session, survey: Survey) -> str:
    """An unused code of the round "autumn"."""
    make_round(db, cities=("almaty",), access="coupon", survey=survey, coupons_each=1)
    pepper = app.extensions["config"].pepper
    return make_batch(db, round_id="autumn", city_id="almaty", site_id=None, count=1, pepper=pepper)[0]


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(**PHONE)
    yield context
    context.close()


@pytest.fixture
def watch(phone: BrowserContext) -> Watch:
    return Watch(phone.new_page())


def stored(db: Session) -> int:
    db.rollback()
    return sum(count_envelopes(db, "autumn").values())


def close_and_open(db: Session, made: MadeRound) -> list[dict[str, Any]]:
    """The answers in the envelopes of the round, which ends with that."""
    db.rollback()
    close_round(db, round_id=made.round_id, today=MONDAY)
    opened = open_envelopes_with_recovery_key(db, round_id=made.round_id, recovery_key=made.recovery_key)
    assert opened.responses.rejected == {}
    return [payload["values"] for _, payload in read_payloads(db, opened)]


def test_a_person_answers_in_kazakh_by_touch_and_the_envelope_opens(
    watch: Watch, live_server: str, db: Session, link_round: MadeRound
) -> None:
    page = watch.page
    page.goto(f"{live_server}/kk/s/autumn")
    to_the_last_look(page, comment=SECRET, answer=touch_everything)
    assert SECRET in shown(page).locator("dl").inner_text()
    press(page, "send")
    page.wait_for_url("**/kk/s/autumn/thanks")
    assert watch.complaints == []
    assert watch.posts() == [f"{live_server}/kk/s/autumn/envelopes"]
    (values,) = close_and_open(db, link_round)
    assert values["consent"] == "yes"
    assert values["comment"] == SECRET
    assert values["consequences"] == ["police"]
    assert "takehome_reason" not in values, "what was not asked is not sent"


def test_without_scripts_the_same_form_works_page_by_page(
    browser: Browser, live_server: str, db: Session, link_round: MadeRound
) -> None:
    context = browser.new_context(**PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server}/kk/s/autumn")
    for _ in range(30):
        if page.locator("[value=send]:visible").count():
            break
        touch_everything(page.locator("main"))
        with page.expect_navigation():
            go_on(page)
    page.locator("main [value=send]").tap()
    page.wait_for_url("**/kk/s/autumn/thanks")
    context.close()
    assert stored(db) == 1


def test_without_webcrypto_the_same_form_works_page_by_page(
    watch: Watch, live_server: str, link_round: MadeRound
) -> None:
    page = watch.page
    page.add_init_script("Object.defineProperty(Crypto.prototype, 'subtle', { value: undefined })")
    page.goto(f"{live_server}/ru/s/autumn")
    assert page.locator("section").count() == 0
    tick_everything(page.locator("main form"))
    with page.expect_navigation():
        go_on(page)
    assert watch.posts() == [f"{live_server}/ru/s/autumn"]


def test_a_question_appears_with_the_answer_that_brings_it(
    watch: Watch, live_server: str, link_round: MadeRound
) -> None:
    page = watch.page
    page.goto(f"{live_server}/ru/s/autumn")
    tick_everything(shown(page))
    go_on(page)
    brought = page.locator("#q-no_dose_help")
    assert brought.is_hidden()
    page.locator("[name=missed_closed][value=once]").tap()
    assert brought.is_visible()
    page.locator("[name=missed_closed][value=no]").tap()
    assert brought.is_hidden()


def test_what_is_missing_is_listed_linked_and_read_out(
    watch: Watch, live_server: str, link_round: MadeRound
) -> None:
    page = watch.page
    page.goto(f"{live_server}/ru/s/autumn")
    go_on(page)
    summary = page.locator(".error-summary")
    assert summary.get_attribute("role") == "alert"
    assert summary.evaluate("one => one === document.activeElement")
    targets = [link.get_attribute("href") for link in summary.locator("a").all()]
    assert targets == ["#consent-0", "#city"]
    summary.locator("a").first.tap()
    assert page.evaluate("document.activeElement.id") == "consent-0"
    fieldset = page.locator("#q-consent fieldset")
    words = page.locator(f"#{fieldset.get_attribute('aria-describedby')}").inner_text()
    assert words == "Сначала выберите «да» или «нет».", "the author's own words"
    page.locator("[name=consent][value=yes]").tap()
    page.locator("#q-consent .error").wait_for(state="detached")
    assert page.evaluate("history.length") == 2, "about:blank and this page"


def test_the_history_leads_back_page_by_page_and_keeps_the_answers(
    watch: Watch, live_server: str, link_round: MadeRound
) -> None:
    page = watch.page
    page.goto(f"{live_server}/ru/s/autumn")
    titles = []
    for _ in range(3):
        tick_everything(shown(page))
        titles.append(shown(page).locator("h1").inner_text())
        go_on(page)
    page.go_back()
    assert shown(page).locator("h1").inner_text() == titles[2]
    press(page, "back")
    assert shown(page).locator("h1").inner_text() == titles[1]
    assert shown(page).locator("[name=missed_closed]:checked").count() == 1
    assert page.evaluate("document.activeElement.tagName") == "H1"


def test_the_language_changes_and_the_answers_stay(
    watch: Watch, live_server: str, link_round: MadeRound
) -> None:
    page = watch.page
    page.goto(f"{live_server}/ru/s/autumn")
    tick_everything(shown(page))
    go_on(page)
    page.locator("[name=missed_closed][value=several]").tap()
    page.locator(".languages [lang=en]").tap()
    page.wait_for_url("**/en/s/autumn")
    assert page.locator("html").get_attribute("lang") == "en"
    assert "Your medicine" in shown(page).locator("h1").inner_text()
    assert page.locator("[name=missed_closed][value=several]").is_checked()
    assert page.locator("#q-no_dose_help").is_visible()
    press(page, "back")
    assert page.locator("[name=consent][value=yes]").is_checked()
    assert page.locator("#city").input_value() == "almaty"
    assert watch.posts() == [], "nothing was sent unsealed"
    assert watch.complaints == []


def answering(statuses: list[int]) -> Callable[[Route], None]:
    """The first answers are `statuses` with nothing stored; then the server itself answers."""

    def answer(route: Route) -> None:
        if statuses:
            route.fulfill(status=statuses.pop(0), body="busy")
        else:
            route.continue_()

    return answer


def test_a_busy_server_gets_the_envelope_again_and_stores_it_once(
    watch: Watch, live_server: str, db: Session, link_round: MadeRound
) -> None:
    page = watch.page
    page.goto(f"{live_server}/ru/s/autumn")
    to_the_last_look(page)
    page.route("**/envelopes", answering([503, 503]))
    press(page, "send")
    page.locator("#try-now").tap()
    page.locator("#try-now").wait_for()
    page.wait_for_url("**/thanks", timeout=15_000)
    assert stored(db) == 1


def test_a_lost_answer_does_not_make_a_second_response(
    watch: Watch, live_server: str, db: Session, link_round: MadeRound
) -> None:
    page = watch.page
    page.goto(f"{live_server}/ru/s/autumn")
    to_the_last_look(page)
    lost: list[int] = []

    def lose_first(route: Route) -> None:
        answer = route.fetch()
        lost.append(answer.status)
        route.abort() if len(lost) == 1 else route.fulfill(response=answer)

    page.route("**/envelopes", lose_first)
    press(page, "send")
    page.wait_for_url("**/thanks", timeout=15_000)
    assert lost == [201, 200]
    assert stored(db) == 1


def test_sealed_answers_can_be_kept_as_a_file_and_sent_later(
    watch: Watch, live_server: str, db: Session, link_round: MadeRound, tmp_path: Path
) -> None:
    page = watch.page
    page.goto(f"{live_server}/en/s/autumn")
    to_the_last_look(page, comment=SECRET)
    page.route("**/envelopes", lambda route: route.abort())
    press(page, "send")
    with page.expect_download() as download:
        page.locator("#keep").tap()
    file = tmp_path / "answers.sealed"
    download.value.save_as(file)
    assert json.loads(file.read_text()).keys() == {"round", "envelope", "nonce"}
    page.goto(f"{live_server}/en/s/autumn/later")
    page.locator("#file").set_input_files(file)
    page.locator("#city").select_option("shymkent")
    page.locator("main button").tap()
    page.wait_for_url("**/thanks")
    (values,) = close_and_open(db, link_round)
    assert values["comment"] == SECRET


def test_a_refused_coupon_leads_back_to_its_field(
    watch: Watch, live_server: str, db: Session, coupon: str
) -> None:
    page = watch.page
    page.goto(f"{live_server}/ru/s/autumn")
    page.locator("#coupon").fill("123")
    page.locator("[name=consent][value=yes]").tap()
    go_on(page)
    assert page.locator(".error-summary a").get_attribute("href") == "#coupon"
    page.locator("#coupon").fill("0000 0000 0000")
    to_the_last_look(page)
    press(page, "send")
    page.locator(".error-summary a").wait_for()
    assert shown(page).locator("#coupon").input_value() == "0000 0000 0000"
    assert page.locator("#coupon").get_attribute("aria-invalid") == "true"
    page.locator("#coupon").fill(coupon.lower())
    to_the_last_look(page)
    press(page, "send")
    page.wait_for_url("**/thanks")
    assert stored(db) == 1


def test_after_too_many_wrong_codes_the_page_says_so_and_the_right_one_still_passes(
    watch: Watch, live_server: str, db: Session, coupon: str
) -> None:
    page = watch.page
    page.goto(f"{live_server}/ru/s/autumn")
    envelope = base64.b64encode(bytes(get_round(db, "autumn").envelope_size + ENVELOPE_OVERHEAD)).decode()
    db.rollback()  # what was read would hold up those who write
    for number in range(FREE):
        attempt = {"envelope": envelope, "nonce": f"{number:032}", "coupon": "0000 0000 0000", "city": ""}
        page.request.post(f"{live_server}/ru/s/autumn/envelopes", data=attempt)
    page.locator("#coupon").fill("0000 0000 0000")
    to_the_last_look(page)
    press(page, "send")
    page.get_by_text("Слишком много неверных кодов").first.wait_for()
    page.locator("#coupon").fill(coupon)
    to_the_last_look(page)
    press(page, "send")
    page.wait_for_url("**/thanks")
    assert stored(db) == 1


@pytest.mark.parametrize("way", ["button", "escape"])
def test_leaving_shows_the_other_page_and_leaves_nothing_to_go_back_to(
    watch: Watch, app: Flask, live_server: str, link_round: MadeRound, way: str
) -> None:
    page = watch.page
    page.route("https://www.google.com/", lambda route: route.fulfill(body="<title>Weather</title>"))
    page.goto(f"{live_server}/en/")
    page.goto(f"{live_server}/ru/s/autumn")
    tick_everything(shown(page))
    go_on(page)
    tick_everything(shown(page))
    go_on(page)
    if way == "button":
        page.locator("#leave").tap()
    else:
        page.keyboard.press("Escape")
        assert "/s/autumn" in page.url, "once is not enough"
        page.keyboard.press("Escape")
    page.wait_for_url("https://www.google.com/")
    page.go_back()
    assert page.url == f"{live_server}/en/", "the survey is not behind this page"


def test_without_scripts_the_way_out_is_a_plain_link(
    browser: Browser, live_server: str, link_round: MadeRound
) -> None:
    context = browser.new_context(**PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server}/ru/s/autumn")
    link = page.locator("#leave")
    assert link.get_attribute("href") == "https://www.google.com/"
    assert link.get_attribute("rel") == "noreferrer"
    assert link.is_visible()
    context.close()


def test_after_thanks_nothing_leads_back_to_the_answers(
    watch: Watch, live_server: str, link_round: MadeRound
) -> None:
    page = watch.page
    page.goto(f"{live_server}/en/")
    page.goto(f"{live_server}/ru/s/autumn")
    to_the_last_look(page)
    press(page, "send")
    page.wait_for_url("**/thanks")
    page.go_back()
    assert page.url == f"{live_server}/en/"
    page.go_forward()
    page.go_forward()
    assert page.locator(":checked:not(option)").count() == 0


def test_a_reload_forgets_everything(watch: Watch, live_server: str, link_round: MadeRound) -> None:
    page = watch.page
    page.goto(f"{live_server}/ru/s/autumn")
    tick_everything(shown(page))
    go_on(page)
    page.reload()
    page.locator("section").first.wait_for()
    assert page.locator("section :checked:not(option)").count() == 0


def test_the_profile_of_the_browser_keeps_no_answer_and_no_coupon(
    browser: Browser, live_server: str, db: Session, coupon: str, tmp_path: Path
) -> None:
    profile = tmp_path / "profile"
    context = browser.browser_type.launch_persistent_context(
        profile, executable_path=_executable(), args=["--no-sandbox"], **PHONE
    )
    page = context.pages[0]
    page.goto(f"{live_server}/ru/s/autumn")
    page.locator("#coupon").fill(coupon)
    to_the_last_look(page, comment="Неповторимое слово")
    press(page, "send")
    page.wait_for_url("**/thanks")
    assert page.evaluate(STORED) == [0, 0, 0, "", 0]
    context.close()
    assert stored(db) == 1
    files = [path for path in profile.rglob("*") if path.is_file()]
    assert any(b"autumn" in path.read_bytes() for path in files), "the search finds what is there"
    found = {path.name for path in files for text in _traces(coupon) if text in path.read_bytes()}
    assert found == set()
    names = {path.parent.name for path in files} | {path.name for path in files}
    assert [name for name in names if re.search("127.0.0.1.*(indexeddb|leveldb)", name)] == []


STORED = """async () => [
    localStorage.length, sessionStorage.length, (await indexedDB.databases()).length, document.cookie,
    (await navigator.serviceWorker.getRegistrations()).length,
]"""


def _traces(coupon: str) -> list[bytes]:
    texts = ("Неповторимое слово", coupon, coupon.replace("-", ""), "missed_closed=", '"missed_closed"')
    return [text.encode(coding) for text in texts for coding in ("utf-8", "utf-16-le")]


def _executable() -> str:
    return next(path for name in NAMES if (path := shutil.which(name)))
