"""Field mode in a real browser: many people, no network, a dead battery; everything arrives, once."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page, Route, expect
from sqlalchemy.orm import Session

from cmm.domain.questionnaire.model import Choice, Group, Question, Questionnaire
from cmm.domain.questionnaire.survey_folder import read_survey
from cmm.domain.sealing import open_response
from cmm.paths import data_dir
from cmm.services.coupons import make_batch
from cmm.services.field_passes import list_passes, make_pass, revoke_pass
from cmm.services.open_envelopes import open_envelopes_with_recovery_key
from cmm.services.rounds import close_round
from cmm.store.envelopes import count_envelopes, list_envelopes
from cmm.web.collect.field_app import get_field_app
from cmm.web.pages import ready_page
from tests.browser.answering import go_on, press
from tests.browser.monitor_phone import MonitorPhone, Site
from tests.factories import MONDAY, MadeRound, make_round, submit

pytestmark = pytest.mark.browser

LANGUAGES = ("ru", "kk", "en")
REFUSED = {"ru": "не приняты", "kk": "қабылданбады", "en": "were refused"}
MARK = "Құпия сөзім"
PEOPLE = 20
NOTHING = {"databases": 0, "caches": 0, "workers": 0, "items": 0}
OVERFLOWS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
TWO_PAGES = Questionnaire(
    form_id="two-pages",
    version="1",
    title={"ru": "Две страницы", "en": "Two pages"},
    languages=("ru", "en"),
    items=(
        Group(
            "first",
            (Question("closed", "select_one", {"ru": "Пункт был закрыт?"}, list_name="yn"),),
            {"ru": "Пункт"},
        ),
        Group(
            "second",
            (
                Question("why", "text", {"ru": "Почему?"}, relevant=["=", ["$", "closed"], "yes"]),
                Question("comment", "text", {"ru": "Что добавить?"}, constraint=["!=", ["."], "x"]),
            ),
            {"ru": "Слова"},
        ),
    ),
    choices={"yn": (Choice("yes", {"ru": "Да"}), Choice("no", {"ru": "Нет"}))},
)


@pytest.fixture
def db(app: Flask) -> Iterator[Session]:
    with app.extensions["database"].session() as session:
        yield session


@pytest.fixture
def by_link(db: Session) -> MadeRound:
    return make_round(db, TWO_PAGES, access="link")


@pytest.fixture
def by_coupon(db: Session) -> MadeRound:
    return make_round(db, TWO_PAGES, cities=("almaty",), access="coupon", coupons_each=1)


@pytest.fixture
def coupons(app: Flask, db: Session, by_coupon: MadeRound) -> list[str]:
    return make_batch(
        db, round_id="autumn", city_id="almaty", site_id=None, count=PEOPLE + 1, pepper=pepper_of(app)
    )


@pytest.fixture
def site(app: Flask) -> Iterator[Site]:
    site = Site(app)
    yield site
    site.stop()


@pytest.fixture
def phone(browser: Browser, site: Site, tmp_path: Path) -> Iterator[MonitorPhone]:
    made = MonitorPhone(browser.browser_type, tmp_path / "profile", site)
    yield made
    made.close()
    if made.is_offline:
        site.start()  # so that there is something to stop


def pepper_of(app: Flask) -> bytes:
    return bytes(app.extensions["config"].pepper)


def new_pass(app: Flask, db: Session, city: str = "almaty", round_id: str = "autumn") -> str:
    return make_pass(db, round_id=round_id, city_id=city, label="phone 1", pepper=pepper_of(app))


def stored(db: Session) -> dict[str, int]:
    db.rollback()
    found = count_envelopes(db, "autumn")
    db.rollback()  # an open reader would keep the server waiting
    return found


def wait_until_stored(db: Session, count: int) -> None:
    for _ in range(100):
        if stored(db) == {"almaty": count}:
            return
        time.sleep(0.1)
    raise AssertionError(stored(db))


def opened_payloads(db: Session, made: MadeRound) -> list[dict[str, Any]]:
    """Closes the round; what stands in its envelopes."""
    close_round(db, round_id=made.round_id, today=MONDAY)
    opened = open_envelopes_with_recovery_key(db, round_id=made.round_id, recovery_key=made.recovery_key)
    return [
        open_response(envelope.sealed, round_id=made.round_id, private_key=opened.private_key)
        for envelope in list_envelopes(db, made.round_id)
    ]


def test_twenty_people_without_network_and_a_dead_battery(
    app: Flask, db: Session, phone: MonitorPhone, by_coupon: MadeRound, coupons: list[str]
) -> None:
    phone.take_pass(new_pass(app, db))
    phone.leave_the_network()
    for number in range(12):
        phone.show(LANGUAGES[number % 3])
        phone.answer(coupons[number], f"{MARK} {number}")
        phone.take_back()
    phone.begin(coupons[12])
    go_on(phone.page)
    phone.page.locator("[name=comment]").fill(f"{MARK} 12")
    before = list(phone.watch.complaints)
    phone.kill()
    assert phone.files_with(MARK) == [], "a seized phone holds no readable answer"
    phone.start()
    phone.show("kk")
    phone.wait_for_count(12)
    for number in range(12, PEOPLE):
        phone.answer(coupons[number], f"{MARK} {number}")
        phone.take_back()
    phone.wait_for_count(PEOPLE)
    assert stored(db) == {}
    phone.find_the_network()
    phone.wait_for_count(0)
    assert stored(db) == {"almaty": PEOPLE}
    payloads = opened_payloads(db, by_coupon)
    comments = {payload["answers"]["values"]["comment"] for payload in payloads}
    assert comments == {f"{MARK} {number}" for number in range(PEOPLE)}
    assert {payload["mode"] for payload in payloads} == {"field"}
    assert {payload["language"] for payload in payloads} == set(LANGUAGES)
    assert phone.files_with(MARK) == []
    assert serious(before + phone.watch.complaints) == []


def serious(complaints: list[str]) -> list[str]:
    """Without what browsers say about a missing network."""
    return [text for text in complaints if "net::ERR_" not in text]


def test_a_coupon_used_elsewhere_is_reported_and_kept_until_somebody_decides(
    app: Flask, db: Session, phone: MonitorPhone, by_coupon: MadeRound, coupons: list[str]
) -> None:
    page = phone.take_pass(new_pass(app, db), "en")
    phone.leave_the_network()
    for coupon in coupons[:3]:
        phone.answer(coupon)
        phone.take_back()
    for used in coupons[:2]:
        submit(db, by_coupon, coupon=used, pepper=pepper_of(app), city="almaty")
    phone.find_the_network()
    phone.wait_for_count(0)
    refused = page.locator("#refused li")
    expect(refused).to_have_count(2)
    assert stored(db) == {"almaty": 3}
    phone.show("en")
    expect(refused).to_have_count(2)
    codes = [item.input_value() for item in page.locator("#refused input").all()]
    assert set(codes) == set(coupons[:2])
    refused.first.locator("input").fill(coupons[5])
    refused.first.locator("button").first.tap()
    expect(refused).to_have_count(1)
    wait_until_stored(db, 4)  # a mistyped code can be put right
    page.once("dialog", lambda dialog: dialog.accept())
    refused.first.locator("button").last.tap()
    expect(refused).to_have_count(0)
    phone.show("en")
    expect(page.locator("#refused")).to_be_hidden()
    assert stored(db) == {"almaty": 4}


def test_a_reply_that_is_lost_on_the_way_counts_once(
    app: Flask, db: Session, phone: MonitorPhone, by_link: MadeRound
) -> None:
    page = phone.take_pass(new_pass(app, db, "shymkent"))
    lost: list[str] = []

    def lose(route: Route) -> None:
        lost.append(route.fetch().text())
        route.abort()

    page.route("**/field/envelopes", lose)
    phone.answer()
    phone.take_back()
    phone.wait_for_count(1)
    assert lost
    assert stored(db) == {"shymkent": 1}
    page.unroute("**/field/envelopes")
    page.locator("[value=send]:visible").tap()
    phone.wait_for_count(0)
    assert stored(db) == {"shymkent": 1}


def test_nothing_of_the_last_person_can_be_reached(
    app: Flask, db: Session, phone: MonitorPhone, by_link: MadeRound
) -> None:
    page = phone.take_pass(new_pass(app, db))
    phone.leave_the_network()
    phone.begin()
    page.locator("[name=closed][value=yes]").tap()
    go_on(page)
    page.locator("[name=why]").fill(f"{MARK} 1")
    page.locator("[name=comment]").fill(f"{MARK} 2")
    go_on(page)
    press(page, "send")
    page.locator("#done").wait_for()
    for step in ("go_back", "go_forward", "go_back", "go_back", "go_forward", "reload"):
        getattr(page, step)()
        if page.url.startswith("http"):
            assert_empty(page)
    phone.show("kk")
    phone.begin()
    assert page.locator("#answers input:checked").count() == 0
    go_on(page)
    assert [field.input_value() for field in page.locator("#answers input[type=text]").all()] == ["", ""]
    page.get_by_role("link", name="Stop here").or_(page.locator("#person > p a")).first.tap()
    page.locator("#ready").wait_for()
    assert_empty(page)
    phone.wait_for_count(1)


def assert_empty(page: Page) -> None:
    page.wait_for_load_state()
    assert MARK not in page.content()
    assert page.locator("#answers *").count() == 0


def test_a_new_version_of_the_page_keeps_the_outbox(
    app: Flask, db: Session, phone: MonitorPhone, by_link: MadeRound
) -> None:
    page = phone.take_pass(new_pass(app, db))
    phone.leave_the_network()
    for _person in range(2):
        phone.answer()
        phone.take_back()
    old = page.evaluate("caches.keys()")
    pause_sending(page)
    publish_a_new_version(app)
    phone.find_the_network()
    phone.show("kk")
    wait_for_other_caches(page, old)
    phone.show("kk")
    assert page.locator("footer").inner_text().startswith("Newer.")
    new = page.evaluate("caches.keys()")
    assert set(old) & set(new) == {"recordings"}
    assert len(new) == 2
    phone.wait_for_count(2)
    page.unroute("**/field/envelopes")
    page.locator("[value=send]:visible").tap()
    phone.wait_for_count(0)
    assert stored(db) == {"almaty": 2}
    phone.leave_the_network()
    for language in LANGUAGES:
        assert phone.show(language).locator("footer").inner_text().startswith("Newer.")
    phone.answer()


def wait_for_other_caches(page: Page, old: list[str]) -> None:
    """Browsers look for a new version some seconds after a page was opened."""
    for _ in range(150):
        if not set(page.evaluate("caches.keys()")) & (set(old) - {"recordings"}):
            return
        page.wait_for_timeout(200)
    raise AssertionError("no new version came")


def pause_sending(page: Page) -> None:
    page.route("**/field/envelopes", lambda route: route.abort())


def publish_a_new_version(app: Flask) -> None:
    with app.test_request_context(base_url="http://127.0.0.1"):
        now = get_field_app()
    pages = {
        language: ready_page(page.body.replace(b"<p>", b"<p>Newer. ")) for language, page in now.pages.items()
    }
    worker = ready_page(now.worker.body.replace(b'VERSION="', b'VERSION="newer-'))
    app.extensions["field_app"] = replace(now, pages=pages, worker=worker)


FULL = """() => {
  window.put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError") };
}"""
ROOM_AGAIN = "() => { IDBObjectStore.prototype.put = window.put }"


def test_a_full_memory_is_told_before_somebody_answers(
    app: Flask, db: Session, phone: MonitorPhone, by_link: MadeRound
) -> None:
    page = phone.take_pass(new_pass(app, db), "en")
    page.evaluate(FULL)
    page.locator("[value=begin]").tap()
    expect(page.locator("#news")).to_contain_text("full")
    assert page.locator("#answers *").count() == 0
    page.evaluate(ROOM_AGAIN)
    phone.answer()
    phone.take_back()
    phone.wait_for_count(0)
    assert stored(db) == {"almaty": 1}


def test_memory_that_fills_up_meanwhile_loses_no_answer(
    app: Flask, db: Session, phone: MonitorPhone, by_link: MadeRound
) -> None:
    page = phone.take_pass(new_pass(app, db), "en")
    phone.begin()
    page.locator("[name=closed][value=no]").tap()
    go_on(page)
    go_on(page)
    page.evaluate(FULL)
    press(page, "send")
    expect(page.locator("#sending")).to_contain_text("full")
    page.evaluate(ROOM_AGAIN)
    press(page, "send")
    page.locator("#done").wait_for()
    phone.take_back()
    phone.wait_for_count(0)
    assert stored(db) == {"almaty": 1}


def test_a_revoked_pass_keeps_the_answers_and_a_new_one_sends_them(
    app: Flask, db: Session, phone: MonitorPhone, by_link: MadeRound
) -> None:
    page = phone.take_pass(new_pass(app, db))
    phone.leave_the_network()
    phone.answer()
    phone.take_back()
    [only] = list_passes(db, "autumn")
    revoke_pass(db, pass_id=only.pass_id)
    phone.find_the_network()
    page.locator("#use-pass").wait_for()
    phone.wait_for_count(1)
    for wrong in (new_pass(app, db, "shymkent"), "0000-0000-0000"):
        page.locator("#pass").fill(wrong)
        page.locator("[value=use]").tap()
        page.locator("#use-pass").wait_for()
        phone.wait_for_count(1)
    page.locator("#pass").fill(new_pass(app, db))
    page.locator("[value=use]").tap()
    phone.wait_for_count(0)
    assert stored(db) == {"almaty": 1}


def test_the_end_of_the_day_leaves_nothing(
    app: Flask, db: Session, phone: MonitorPhone, by_coupon: MadeRound, coupons: list[str]
) -> None:
    code = new_pass(app, db)
    page = phone.take_pass(code, "en")
    phone.answer(coupons[0], MARK)
    phone.take_back()
    phone.wait_for_count(0)
    page.locator("#end summary").tap()
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.locator("[value=wipe]").tap()
    assert page.evaluate("caches.keys()") != []
    page.once("dialog", lambda dialog: dialog.accept())
    page.locator("[value=wipe]").tap()
    expect(page.locator("#news")).to_contain_text("Everything is deleted")
    assert phone.what_is_kept() == NOTHING
    expect(page.locator("#use-pass")).to_be_visible()
    expect(page.locator("#ready")).to_be_hidden()
    phone.close()
    assert [phone.files_with(text) for text in (MARK, code, coupons[0])] == [[], [], []]
    phone.start()
    phone.show("en").locator("#use-pass").wait_for()


def test_waiting_answers_are_deleted_only_with_a_second_consent(
    app: Flask, db: Session, phone: MonitorPhone, by_link: MadeRound
) -> None:
    page = phone.take_pass(new_pass(app, db), "en")
    phone.leave_the_network()
    phone.answer()
    phone.take_back()
    page.locator("#end summary").tap()
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.locator("[value=wipe]").tap()
    assert asked == []
    phone.wait_for_count(1)
    page.locator("#lose input").check(force=True)
    page.locator("[value=wipe]").tap()
    expect(page.locator("#news")).to_contain_text("Everything is deleted")
    assert len(asked) == 1
    assert phone.what_is_kept() == NOTHING


def test_answers_on_paper_are_typed_on_one_page(
    app: Flask, db: Session, phone: MonitorPhone, by_link: MadeRound
) -> None:
    page = phone.take_pass(new_pass(app, db), "ru")
    phone.leave_the_network()
    page.locator("label:has(#paper)").tap()
    expect(page.locator("#paper")).to_be_checked()
    for number in range(2):
        phone.begin()
        assert page.locator("#answers [name=why]").is_hidden()
        page.locator("[name=closed][value=yes]").tap()
        page.locator("[name=why]").fill(f"{MARK} {number}")
        page.locator("[name=comment]").fill("x")
        press(page, "send")
        expect(page.locator(".error-summary a")).to_have_count(1)
        page.locator("[name=comment]").fill("y")
        press(page, "send")
        expect(page.locator("#count")).to_have_text(str(number + 1))
        assert page.locator("#paper").is_checked()
    phone.find_the_network()
    phone.wait_for_count(0)
    payloads = opened_payloads(db, by_link)
    assert {payload["mode"] for payload in payloads} == {"paper"}
    assert {payload["answers"]["values"]["why"] for payload in payloads} == {f"{MARK} 0", f"{MARK} 1"}


def test_the_code_behind_the_address_is_taken_and_leaves_it_at_once(
    app: Flask, db: Session, phone: MonitorPhone, by_link: MadeRound
) -> None:
    code = new_pass(app, db)
    page = phone.show("ru", f"#{code}")
    page.locator("#ready").wait_for()
    assert page.url.endswith("/ru/field")
    assert code not in page.content()
    assert not [url for _method, url in phone.watch.requests if code in url]


def test_the_pages_of_self_mode_have_no_worker_beside_this_one(
    app: Flask, db: Session, phone: MonitorPhone, by_link: MadeRound
) -> None:
    page = phone.take_pass(new_pass(app, db))
    page.goto(f"{phone.site.address}/kk/s/autumn")
    page.goto(f"{phone.site.address}/kk/s/autumn")
    assert page.evaluate("navigator.serviceWorker.controller") is None
    scopes = page.evaluate(
        "navigator.serviceWorker.getRegistrations().then((all) => all.map((one) => one.scope))"
    )
    assert sorted(scopes) == [f"{phone.site.address}/{language}/field" for language in sorted(LANGUAGES)]


def test_the_keyboard_is_enough(app: Flask, db: Session, phone: MonitorPhone, by_link: MadeRound) -> None:
    code = new_pass(app, db)
    page = phone.show("en")
    tab_to(page, "#pass")
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    expect(page.locator("#news")).not_to_be_empty()
    tab_to(page, "[value=begin]")
    page.keyboard.press("Enter")
    tab_to(page, "[name=closed]")
    page.keyboard.press("Space")
    for step in ("next", "next", "send"):
        tab_to(page, f"[value={step}]")
        page.keyboard.press("Enter")
    page.locator("#done").wait_for()
    tab_to(page, "[value=back]")
    page.keyboard.press("Enter")
    phone.wait_for_count(0)
    assert stored(db) == {"almaty": 1}


def tab_to(page: Page, target: str) -> None:
    for _ in range(40):
        if page.evaluate("(target) => document.activeElement.matches(target)", target):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{target} is not reached")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_screen_is_accessible_and_fits(
    app: Flask, db: Session, phone: MonitorPhone, language: str
) -> None:
    made = make_round(
        db,
        cities=("almaty",),
        access="coupon",
        coupons_each=1,
        survey=read_survey(data_dir("surveys") / "ost-satisfaction"),
    )
    page = phone.show(language)
    check(page, f"{language}-1-pass")
    phone.take_pass(new_pass(app, db), language)
    check(page, f"{language}-2-ready")
    phone.answer("0000-0000-0000")
    check(page, f"{language}-3-done")
    expect(page.locator("#news")).to_contain_text(REFUSED[language])
    assert page.locator("#news").is_hidden(), "what concerns the monitor is not shown to the person"
    phone.take_back()
    page.locator("#refused li").wait_for()
    page.locator("#end summary").tap()
    check(page, f"{language}-4-refused")
    phone.begin("1111-1111-1111")
    check(page, f"{language}-5-person")
    page.locator("#person > p a").tap()
    page.locator("label:has(#paper)").tap()
    expect(page.locator("#paper")).to_be_checked()
    phone.begin("1111-1111-1111")
    check(page, f"{language}-6-paper")
    assert made.access == "coupon"
    assert [text for text in phone.watch.complaints if "403" not in text] == []


def check(page: Page, name: str) -> None:
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    assert not page.evaluate(OVERFLOWS), name
