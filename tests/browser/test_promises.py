"""A secretary, a coordinator and a reader, in Russian, on phones: from a finding to the ministry."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page

from cmm.services.clock import today
from tests.browser.test_dashboard import OPEN_ALL, OVERFLOWS
from tests.factories import PASSWORD
from tests.promise_rounds import Ledger, make_ledger, publish_said
from tests.services.test_problem_drafts import open_reports, publish_reports, report

pytestmark = pytest.mark.browser

SOON = (today() + timedelta(days=30)).isoformat()
PHONE = {"width": 360, "height": 640}


@pytest.fixture
def ledger(app: Flask) -> Ledger:
    with app.extensions["database"].session() as db:
        return make_ledger(db, opened_on=today() - timedelta(days=90))


class Person:
    """Somebody of the office with a phone."""

    def __init__(self, browser: Browser, home: str, name: str) -> None:
        self.page: Page = browser.new_context(viewport=PHONE).new_page()
        self.home = home
        self.page.goto(f"{home}/office/sign-in")
        self.page.fill("[name=name]", name)
        self.page.fill("[name=password]", PASSWORD)
        self.page.press("[name=password]", "Enter")
        self.page.wait_for_url(f"{home}/office/")

    def write(self, promise: str, button: str, **fields: str) -> None:
        """Press a button on the page of a request, fill in what its own page asks, and confirm."""
        self.page.goto(f"{self.home}/office/promises/{promise}")
        self.page.get_by_role("link", name=button, exact=True).click()
        for name, value in fields.items():
            field = self.page.locator(f"main [name={name}]")
            if name == "bearer":
                field.select_option(value)
            else:
                field.fill(value)
        look(self.page)
        self.page.locator("main form .button").first.click()
        self.page.wait_for_url(f"{self.home}/office/promises/{promise}")


def look(page: Page) -> None:
    """The page fits on the phone, and axe finds nothing."""
    page.evaluate(OPEN_ALL)
    assert not page.evaluate(OVERFLOWS), page.url
    assert Axe().run(page).response["violations"] == [], page.url


def test_from_a_finding_to_clients_who_do_not_confirm_and_to_the_ministry(
    app: Flask, live_server: str, browser: Browser, ledger: Ledger
) -> None:
    home = f"{live_server}/ru"
    secretary, coordinator = (Person(browser, home, f"{role} one") for role in ("secretary", "coordinator"))
    reader = browser.new_context(viewport=PHONE).new_page()

    secretary.page.goto(f"{home}/office/rounds/autumn/findings")
    look(secretary.page)
    secretary.page.locator("a[href$='/findings/almaty/site_closed']").click()
    secretary.page.fill("[name=ask_ru]", "Открывать пункт каждый день")
    secretary.page.fill("[name=target]", "10")
    look(secretary.page)
    secretary.page.locator("main form button").click()
    secretary.page.wait_for_url("**/office/promises/*")
    promise = secretary.page.url.rsplit("/", 1)[1]

    def read(expected: str) -> None:
        """What everybody reads at this step."""
        reader.goto(f"{home}/promises/{promise}")
        look(reader)
        assert expected in reader.locator("main").inner_text()

    assert reader.goto(f"{home}/promises/{promise}").status == 404  # type: ignore[union-attr]
    assert secretary.page.get_by_role("link", name="Подтвердить и опубликовать").count() == 0
    coordinator.write(promise, "Подтвердить и опубликовать")
    read("ответа пока нет")
    secretary.write(promise, "Записать ответ", words="Спасибо, мы посмотрим.")
    read("Спасибо, мы посмотрим.")
    secretary.write(promise, "Записать обещание", words="Каждый день с 9 до 13.", due_on=SOON)
    read("Учреждение пообещало")
    secretary.write(promise, "Записать «сделано»", words="Сделано.")
    read("Учреждение говорит: сделано")

    with app.extensions["database"].session() as db:
        publish_said(db, "spring", today(), {"almaty": (50, 10)}, (ledger.secretary, ledger.coordinator))
    secretary.page.goto(f"{home}/office/promises")
    look(secretary.page)
    assert "Примите, пожалуйста, решение" in secretary.page.locator("main").inner_text()
    secretary.write(promise, "Записать: клиенты не подтверждают")
    read("сказано, что сделано")
    coordinator.write(promise, "Подтвердить и опубликовать")
    read("Клиенты не подтверждают")
    decide = {"words": "Просим решить.", "due_on": SOON, "bearer": ledger.ministry}
    secretary.write(promise, "Обратиться в вышестоящее учреждение", **decide)
    coordinator.write(promise, "Подтвердить и опубликовать")
    read("Сеть обратилась выше: Министерство здравоохранения")
    secretary.page.goto(f"{home}/office/")
    look(secretary.page)
    with reader.expect_download() as download:
        reader.goto(f"{home}/r/autumn/almaty")
        reader.get_by_role("link", name="PDF для встречи").click()
    assert download.value.suggested_filename == "meeting-autumn-almaty-ru.pdf"
    about = "promises", "cities/almaty/promises", "r/autumn/almaty", "services/small/indicators/site_closed"
    for address in about:
        reader.goto(f"{home}/{address}")
        look(reader)
        assert "Открывать пункт каждый день" in reader.locator("main").inner_text()


def test_from_reports_of_problems_to_a_request_that_waits_for_a_second_person(
    app: Flask, live_server: str, browser: Browser, ledger: Ledger
) -> None:
    home = f"{live_server}/ru"
    with app.extensions["database"].session() as db:
        report(db, open_reports(db, ledger), 12)
    secretary = Person(browser, home, "secretary one")
    secretary.page.get_by_role("link", name="Открыть черновик").click()
    look(secretary.page)
    assert "сообщений не меньше 10" in secretary.page.locator("main").inner_text()
    secretary.page.fill("[name=ask_ru]", "Держать запас на месяц")
    secretary.page.get_by_role("button", name="Сохранить на потом").click()
    with app.extensions["database"].session() as db:
        publish_reports(db, ledger, yes=40, on=today())
    secretary.page.goto(f"{home}/office/reports/reports/almaty")
    look(secretary.page)
    secretary.page.get_by_role("button", name="Предложить обращение").click()
    secretary.page.wait_for_url("**/office/promises/*")
    told = secretary.page.locator("main").inner_text()
    assert "Держать запас на месяц" in told
    assert "Ждёт второго человека" in told
