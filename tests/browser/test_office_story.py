"""One round from the first invitation to the public page, in Russian, with nothing but the screen."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from secrets import token_hex, token_urlsafe

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy.orm import Session

from cmm.app import create_app
from cmm.config import Config
from cmm.domain.answers import Answers
from cmm.domain.questionnaire.survey_folder import read_survey
from cmm.paths import data_dir
from cmm.services.clock import now, today
from cmm.services.invented_answers import invent_answers, read_weights
from cmm.services.invitations import invite
from cmm.services.places import list_cities
from cmm.services.submit_response import submit_response
from cmm.store.database import Database
from tests.browser.answering import PHONE, press, to_the_last_look
from tests.browser.office_people import OfficePerson
from tests.web.pdfs import pdf_words

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROUND = "osen"
CITIES = {"Алматы": 22, "Тараз": 13}
"""How many people answer, one of them by touch."""
COMMENTS = ("Очереди по утрам.", "Долго ждать врача.", "Просят прийти рано, а открывают поздно.")
CODE = re.compile(r"[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}")

NewPerson = Callable[[str], OfficePerson]


@pytest.fixture
def app(sqlite_database: Database, tmp_path: Path) -> Iterator[Flask]:
    """A clean instance as it is run: nothing in it, the second factor required."""
    url = str(sqlite_database.engine.url)
    made = create_app(Config(secret_key=token_urlsafe(48), database_url=url, instance=tmp_path, https=False))
    yield made
    made.extensions["database"].engine.dispose()


@pytest.fixture
def db(app: Flask) -> Iterator[Session]:
    with app.extensions["database"].session() as session:
        yield session


@pytest.fixture
def site(live_server: str) -> str:
    """Under a name: browsers make no passkeys for a bare address."""
    return live_server.replace("127.0.0.1", "localhost")


@pytest.fixture
def new_person(browser: Browser, site: str) -> Iterator[NewPerson]:
    contexts = []

    def new_person(name: str) -> OfficePerson:
        contexts.append(browser.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True))
        return OfficePerson(contexts[-1], f"{site}/ru/office", name, f"{token_hex(8)} слово", token_hex(12))

    yield new_person
    for context in contexts:
        context.close()


def invite_secretary(coordinator: OfficePerson) -> str:
    coordinator.go("accounts")
    coordinator.press("Сделать ссылку")
    return coordinator.page.locator("code.link").inner_text()


def plan_round(coordinator: OfficePerson) -> None:
    page = coordinator.page
    coordinator.go("")
    coordinator.press("Спланировать новый раунд")
    page.get_by_label("ОЗТ глазами клиентов").check()
    coordinator.press("Сохранить и дальше")
    for field, value in {"title_ru": "Осень", "title_kk": "Күз", "title_en": "Autumn"}.items():
        page.fill(f"#{field}", value)
    page.fill("#round_id", ROUND)
    coordinator.press("Сохранить и дальше")
    for city in CITIES:
        page.get_by_label(city, exact=True).check()
    coordinator.press("Добавить отмеченные города")
    page.locator("#source").wait_for()
    for number in page.locator("input[name^=known_]").all():
        number.fill("30")
    page.fill("#source", "регистр, октябрь 2026")
    coordinator.press("Сохранить и дальше")
    assert page.locator("[name=access][value=coupon]").is_checked()
    coordinator.press("Сохранить и дальше")
    for holder in page.locator("[name=holder]").all():
        holder.check()
    coordinator.press("Сохранить и дальше")
    assert "Алматы" in coordinator.text()
    coordinator.press("Создать раунд")
    assert len(page.locator(".recovery-key").inner_text()) > 40
    page.locator("main a.button").click()
    coordinator.press("Открыть приём ответов")


def print_coupons(secretary: OfficePerson) -> dict[str, list[str]]:
    """The codes as they stand on paper, by city code."""
    codes = {}
    secretary.go(f"rounds/{ROUND}/coupons")
    for place in [each.get_attribute("value") for each in secretary.page.locator("#place option").all()]:
        secretary.page.locator("#place").select_option(place)
        secretary.page.fill("#count", "30")
        secretary.page.locator("form[action$='/coupons'] button").click()
        with secretary.page.expect_download() as sheet:
            secretary.page.locator("main a[download]").click()
        codes[place] = CODE.findall(pdf_words(Path(sheet.value.path()).read_bytes()))
        assert len(set(codes[place])) == 30
    return codes


def answer_by_touch(browser: Browser, site: str, coupon: str, comment: str) -> None:
    context = browser.new_context(**PHONE)
    page = context.new_page()
    page.goto(f"{site}/ru/s/{ROUND}")
    page.locator("#coupon").fill(coupon)
    to_the_last_look(page, comment)
    press(page, "send")
    page.wait_for_url("**/thanks")
    context.close()


def answer_all(app: Flask, db: Session, browser: Browser, site: str, codes: dict[str, list[str]]) -> None:
    """One person of each city by touch, the others through the same service as the page."""
    folder = data_dir("surveys") / "ost-satisfaction"
    questionnaire, weights = read_survey(folder).questionnaire, read_weights(folder)
    sizes = {city.city_id: CITIES[city.names["ru"]] - 1 for city in list_cities(db)}
    db.rollback()  # what was read would hold up those who write
    for city_id in sizes:
        answer_by_touch(browser, site, codes[city_id].pop(), COMMENTS[0])
    people = invent_answers(questionnaire, sizes, weights=weights, seed="story", today=today())
    for number, (city_id, answers) in enumerate(people):
        values = dict(answers.values)
        if number % 5 in (1, 3):  # so many that rounding lists their theme, whatever it draws
            values |= {"comment": f"{number}. {COMMENTS[number % 3]}", "comment_use": "paraphrase"}
        submit_response(
            db,
            round_id=ROUND,
            answers=Answers(values, answers.repeats),
            language="ru",
            mode="self",
            city_id=None,
            coupon=codes[city_id].pop(),
            nonce=token_hex(16),
            pepper=app.extensions["config"].pepper,
            today=today(),
        )


def code_texts(secretary: OfficePerson) -> None:
    page = secretary.page
    secretary.go(f"rounds/{ROUND}/texts")
    page.locator("main .cards a").first.click()
    page.fill("#passphrase", secretary.passphrase)
    secretary.press("Открыть и прочитать")
    page.locator("#text-0").wait_for()
    cards = page.locator("section.text-card")
    assert cards.count() == 13
    for number, card in enumerate(cards.all()):
        card.locator(f"[name=new-{number}]").fill("Очереди и ожидание")
        if card.locator("[value=paraphrase]").count():
            card.locator("[value=paraphrase]").check()
            card.locator("textarea").fill("Приходится долго ждать.")
    page.locator("main form button").last.click()
    page.wait_for_url("**/texts/comment*")
    assert "Очереди и ожидание" in page.content()


def prepare(secretary: OfficePerson, passphrase: str) -> None:
    secretary.go(f"rounds/{ROUND}")
    secretary.unfold()
    secretary.page.locator("#prepare [name=passphrase]").fill(passphrase)
    secretary.page.locator("#prepare button").click()


def wait_for_results(page: Page) -> None:
    page.wait_for_url("**/tasks/*")
    page.locator("a.button[href$='/quality']").wait_for(timeout=120_000)


def record_meeting(secretary: OfficePerson, city_id: str) -> None:
    secretary.go(f"rounds/{ROUND}/meetings/{city_id}")
    secretary.unfold()
    secretary.page.fill("#present", "7")
    secretary.page.locator("[name=outcome][value=agreed]").check()
    secretary.press("Записать встречу")


def test_from_the_first_invitation_to_the_public_page(
    app: Flask, db: Session, browser: Browser, site: str, new_person: NewPerson
) -> None:
    first = invite(db, role="coordinator", city_ids=[], by=None, now=now())
    coordinator, secretary, stranger = (new_person(name) for name in ("Тимур", "Айгерим", "Чужой"))
    coordinator.accept(f"{coordinator.office}/invitations/{first}")

    link = invite_secretary(coordinator)
    secretary.accept(link)
    stranger.page.goto(link)
    assert stranger.page.locator("main form").count() == 0, "a link is good once"
    secretary.add_passkey()
    secretary.sign_out()
    secretary.give_password()
    secretary.give_code(secretary.last_code)
    assert secretary.page.locator("[role=alert]").count() == 1, "a code is good once"
    secretary.use_passkey()

    plan_round(coordinator)
    codes = print_coupons(secretary)
    answer_all(app, db, browser, site, codes)
    secretary.go(f"rounds/{ROUND}/progress")
    assert "22" in secretary.text()
    secretary.go(f"rounds/{ROUND}/closure")
    secretary.press("Закрыть раунд")

    code_texts(secretary)
    prepare(secretary, "не та фраза, не та фраза")
    assert secretary.page.locator("[role=alert]").count() == 1, "a wrong passphrase is said at once"
    prepare(secretary, secretary.passphrase)
    wait_for_results(secretary.page)
    secretary.press("Качество данных")
    secretary.press("Посмотреть, как это увидят все")
    assert "Осень" in secretary.text()

    coordinator.go(f"rounds/{ROUND}/publication")
    assert coordinator.page.locator("form[action$='/publication']").count() == 0, (
        "nobody has confirmed it yet"
    )
    for city in codes:
        record_meeting(secretary, city)
    secretary.go(f"rounds/{ROUND}/publication")
    assert secretary.page.locator("main form").count() == 0, "a second person publishes"
    coordinator.go(f"rounds/{ROUND}/publication")
    coordinator.press("Опубликовать")

    stranger.page.goto(f"{site}/ru/r/{ROUND}")
    assert "Очереди и ожидание" in stranger.text()
    assert "Приходится долго ждать." in stranger.text()
    for city in codes:
        stranger.page.goto(f"{site}/ru/r/{ROUND}/{city}")
        assert stranger.page.locator("#voices").count() == 1
        assert all(comment not in stranger.page.content() for comment in COMMENTS)
