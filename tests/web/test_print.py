"""Coupon sheets and posters: each code once, the address alone in the QR, nothing kept but hashes."""

import re
from base64 import b64decode
from itertools import pairwise
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from cmm.domain.coupons import hash_code
from cmm.domain.questionnaire.survey_folder import read_survey
from cmm.paths import data_dir
from cmm.services import accounts
from cmm.services.coupon_batches import BatchProgress, list_batch_progress
from cmm.services.places import add_site
from cmm.services.submit_response import CouponRefused
from cmm.store.coupons import count_unused
from cmm.store.models import Coupon
from cmm.web import pdf
from cmm.web.i18n import gettext, speaking
from cmm.web.office import coupon_sheet
from cmm.web.office.coupon_sheet import MOST_ON_A_SHEET, Batch, build_coupon_sheet
from cmm.web.pdf import OUR_LETTERS, PACKAGES, PrintingUnavailable, check_printing, make_pdf
from tests.factories import FAST_HASHER, MadeRound, make_account, make_round, submit
from tests.web.inspecting import InspectingClient, client_of, parse
from tests.web.pdfs import find_heights, pdf_pages, pdf_size, pdf_words, scan_codes
from tests.web.test_office import press, sign_in

CODE = re.compile(r"\b[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}\b")
COUPONS = "/ru/office/rounds/autumn/coupons"
BATCHES = "//*[@aria-labelledby='batches']//tbody/tr"
ADDRESS = "http://127.0.0.1/{}/s/autumn"


@pytest.fixture(autouse=True)
def fast_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """The product's own slow hasher is exercised by the browser tests."""
    monkeypatch.setitem(accounts.check_password.__kwdefaults__, "hasher", FAST_HASHER)


@pytest.fixture
def autumn(db: Session) -> MadeRound:
    """A round by coupon in two cities; Almaty has a site. No coupons yet."""
    survey = read_survey(data_dir("surveys") / "ost-satisfaction")
    made = make_round(db, cities=("almaty", "shymkent"), survey=survey, coupons_each=1)
    add_site(db, site_id="centre", city_id="almaty", names={"ru": "Центр", "en": "Centre"})
    make_account(db, "timur", role="coordinator")
    make_account(db, "dana", city_ids=["almaty"])
    return made


@pytest.fixture
def coordinator(app: Flask, autumn: MadeRound) -> InspectingClient:
    client = client_of(app)
    sign_in(client, "timur")
    return client


def order(client: InspectingClient, address: str = COUPONS, **fields: object) -> TestResponse:
    """Ask for coupons with the form of the page."""
    page = parse(client.get(address))
    form = next(form for form in page.forms if form.get("action").endswith("/coupons"))
    token = form.xpath(".//input[@name='csrf_token']/@value")[0]
    asked = {"place": "almaty", "count": "12", "languages": ["ru"], **fields}
    return client.post(form.get("action"), data={"csrf_token": token, **asked})


def batches(db: Session) -> list[BatchProgress]:
    """The batches as they are now; the database is left free for others to write."""
    found = list_batch_progress(db, "autumn")
    db.rollback()
    return found


def sheet_of(answer: TestResponse) -> bytes:
    """The PDF inside the page that says it is ready."""
    page = parse(answer)
    assert answer.status_code == 200, page.text_content()
    (link,) = page.xpath("//a[@download]")
    assert re.fullmatch(r"coupons-\w+\.pdf", link.get("download"))
    head, content = link.get("href").split(",")
    assert head == "data:application/pdf;base64"
    return b64decode(content, validate=True)


def codes_of(answer: TestResponse) -> list[str]:
    return CODE.findall(pdf_words(sheet_of(answer)))


def test_a_sheet_holds_each_code_once_and_its_qr_the_address_alone(
    coordinator: InspectingClient, db: Session, app: Flask
) -> None:
    answer = order(coordinator, place="almaty/centre", count="12", languages=["ru"])
    codes = codes_of(answer)
    assert len(codes) == len(set(codes)) == 12
    sheet = sheet_of(answer)
    assert scan_codes(sheet) == {ADDRESS.format("ru"): 12}
    assert pdf_size(sheet) == (210, 297)
    assert pdf_pages(sheet) == 2
    assert answer.headers["Cache-Control"] == "no-store"
    words = pdf_words(sheet)
    assert words.count("127.0.0.1/ru/s/autumn") == 12
    assert words.count("Русский Қазақша English") == 12
    assert words.count("Осень") == 12
    assert "almaty" not in words.lower().replace("almaty, центр · ", ""), (
        "the place stands in the margin only"
    )


def test_the_page_with_the_sheet_shows_the_new_state_and_goes_on_with_the_next_place(
    coordinator: InspectingClient, db: Session
) -> None:
    before = {each.batch_id for each in batches(db)}
    page = parse(order(coordinator, place="almaty/centre", count="7"))
    (batch,) = {each.batch_id for each in batches(db)} - before
    said = " ".join(page.text_content().split())
    assert batch in page.xpath("string(//section[h2[@id='sheet']])")
    listed = page.xpath(f"//tr[th/code='{batch}']/td[2]/text()")
    assert listed == ["7"]
    assert not any(code in said for code in codes_of(order(coordinator, count="2")))
    again = parse(coordinator.get(COUPONS))
    assert not again.xpath("//a[@download]"), "a sheet is there once"


def test_only_hashes_of_the_codes_are_stored(
    coordinator: InspectingClient, db: Session, app: Flask, tmp_path: Path
) -> None:
    codes = codes_of(order(coordinator, count="8"))
    pepper = app.extensions["config"].pepper
    stored = {coupon.code_hash for coupon in db.query(Coupon)}
    assert {hash_code(code, pepper) for code in codes} <= stored
    kept = b"".join(path.read_bytes() for path in tmp_path.rglob("*") if path.is_file())
    assert b"SQLite format" in kept
    for code in codes:
        for written in (code, code.replace("-", ""), code.lower()):
            assert written.encode() not in kept


def test_codes_stand_in_random_order(coordinator: InspectingClient) -> None:
    """Sorted or stored order would tell which of two coupons was made first."""
    codes = codes_of(order(coordinator, count="100"))
    rising = sum(one < other for one, other in pairwise(codes))
    assert 25 < rising < 75


@pytest.mark.parametrize("languages", [["kk"], ["kk", "ru"], ["en", "kk", "ru"]])
def test_every_coupon_of_a_batch_speaks_all_chosen_languages(
    coordinator: InspectingClient, languages: list[str]
) -> None:
    sheet = sheet_of(order(coordinator, count="3", languages=languages))
    words = pdf_words(sheet)
    titles = {"ru": "Осень", "kk": "Күз", "en": "Autumn"}
    assert {language: words.count(title) for language, title in titles.items()} == {
        language: 3 if language in languages else 0 for language in titles
    }
    first = "ru" if "ru" in languages else languages[0]
    assert scan_codes(sheet) == {ADDRESS.format(first): 3}, "the page's own language comes first"
    assert pdf_pages(sheet) == 1


@pytest.mark.parametrize("languages", [["kk"], ["ru"], ["kk", "ru"], ["ru", "kk", "en"]])
def test_no_words_of_a_coupon_run_into_its_address(app: Flask, languages: list[str]) -> None:
    titles = {
        "ru": "ОЗТ глазами клиентов: осень и начало зимы 2026 года",
        "kk": "ОАТ – клиенттердің көзімен: 2026 жылғы күз бен қыс",
        "en": "OST as its clients see it: autumn and early winter 2026",
    }
    batch = Batch("0000AAAA", "a-round-with-a-long-name-2026", titles, "Almaty", ["AAAA-BBBB-CCCC"])
    with app.test_request_context():
        content = build_coupon_sheet(batch, languages)
        for language in languages:
            with speaking(language):
                last = gettext("Draw one from the bowl: nobody notes who drew which.").split()[-1]
            (lowest,) = find_heights(content, last)
            (address,) = find_heights(content, "/s/a-round")
            assert lowest > address + 8, language


def test_what_cannot_be_printed_is_refused_with_a_sentence(
    coordinator: InspectingClient, db: Session, autumn: MadeRound
) -> None:
    for fields in (
        {"count": "0"},
        {"count": "many"},
        {"count": str(MOST_ON_A_SHEET + 1)},
        {"languages": []},
        {"languages": ["xx"]},
        {"place": ""},
        {"place": "astana"},
        {"place": "almaty/elsewhere"},
        {"place": "shymkent/centre"},
    ):
        answer = order(coordinator, **fields)
        assert answer.status_code == 409, fields
        assert parse(answer).xpath("string(//div[@role='alert'])").strip()
    assert len(batches(db)) == 2, "those that the round began with"


def test_batches_are_listed_with_given_and_used_and_never_a_code(
    coordinator: InspectingClient, db: Session, autumn: MadeRound
) -> None:
    code = autumn.coupons["shymkent"][0]
    submit(db, autumn, "shymkent")
    page = parse(coordinator.get(COUPONS))
    rows = {row.xpath("td[1]")[0].text: row.xpath("td/text()")[1:3] for row in page.xpath(BATCHES)}
    assert rows == {"Almaty": ["1", "0"], "Shymkent": ["1", "1"]}
    assert not CODE.search(page.text_content())
    assert code not in page.text_content()


def test_a_batch_is_set_aside_with_a_reason_after_a_question(
    coordinator: InspectingClient, db: Session, autumn: MadeRound
) -> None:
    batch = next(b for b in batches(db) if b.place.city_id == "almaty")
    address = f"{COUPONS}/{batch.batch_id}/set-aside"
    assert press(coordinator, address, "/set-aside", reason="  ").status_code == 409
    assert press(coordinator, address, "/set-aside", reason="The sheet was lost").status_code == 302
    reasons = {b.batch_id: b.set_aside_reason for b in batches(db)}
    assert reasons[batch.batch_id] == "The sheet was lost"
    assert "The sheet was lost" in parse(coordinator.get(COUPONS)).text_content()
    assert not parse(coordinator.get(address)).xpath("//main//form")
    with pytest.raises(CouponRefused):
        submit(db, autumn, "almaty")
    assert coordinator.get(f"{COUPONS}/NOSUCH00/set-aside").status_code == 404


def test_a_secretary_prints_for_the_own_city_only(app: Flask, db: Session, autumn: MadeRound) -> None:
    dana = client_of(app)
    sign_in(dana, "dana")
    page = parse(dana.get(COUPONS))
    assert page.xpath("//select[@name='place']/option/@value") == ["almaty", "almaty/centre"]
    assert [row.text for row in page.xpath(f"{BATCHES}/td[1]")] == ["Almaty"]
    assert order(dana, place="shymkent").status_code == 403
    assert codes_of(order(dana, count="1"))
    others = next(b for b in batches(db) if b.place.city_id == "shymkent")
    assert dana.get(f"{COUPONS}/{others.batch_id}/set-aside").status_code == 403


def test_a_reader_neither_sees_nor_makes_coupons(app: Flask, db: Session, autumn: MadeRound) -> None:
    make_account(db, "reader", role="reader")
    reader = client_of(app)
    sign_in(reader, "reader")
    assert reader.get(COUPONS).status_code == 403
    page = parse(reader.get("/ru/office/rounds/autumn"))
    assert not page.xpath("//a[contains(@href, '/coupons')]")
    token = page.xpath("//input[@name='csrf_token']/@value")[0]
    fields = {"csrf_token": token, "place": "almaty", "count": "1", "languages": "ru"}
    assert reader.post(COUPONS, data=fields).status_code == 403


def test_coupons_are_not_made_without_the_token_of_the_session(
    coordinator: InspectingClient, db: Session
) -> None:
    fields = {"place": "almaty", "count": "1", "languages": "ru"}
    assert coordinator.post(COUPONS, data=fields).status_code == 400
    batch = batches(db)[0]
    address = f"{COUPONS}/{batch.batch_id}/set-aside"
    assert coordinator.post(address, data={"reason": "x"}).status_code == 400


def test_a_round_by_link_has_no_coupons(
    coordinator: InspectingClient, db: Session, autumn: MadeRound
) -> None:
    make_round(db, access="link", round_id="open", account_id=autumn.account_id)
    page = parse(coordinator.get("/ru/office/rounds/open/coupons"))
    assert not page.xpath("//main//form")
    token = page.xpath("//input[@name='csrf_token']/@value")[0]
    fields = {"csrf_token": token, "place": "almaty", "count": "1", "languages": "ru"}
    assert coordinator.post("/ru/office/rounds/open/coupons", data=fields).status_code == 409


def test_a_batch_whose_sheet_fails_is_set_aside(
    coordinator: InspectingClient, db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> object:
        raise MemoryError

    monkeypatch.setattr(coupon_sheet, "make_pdf", fail)
    assert order(coordinator, count="2").status_code == 500
    newest = [batch for batch in batches(db) if batch.given == 2]
    assert [batch.set_aside_reason is not None for batch in newest] == [True]


def test_a_missing_system_library_is_named_and_no_batch_is_made(
    coordinator: InspectingClient, db: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> object:
        raise OSError("cannot load library")

    monkeypatch.setattr(pdf, "_load", fail)
    check_printing.cache_clear()
    before = count_unused(db, "autumn")
    db.rollback()
    answer = order(coordinator, count="2")
    assert answer.status_code == 409
    told = parse(answer).xpath("string(//div[@role='alert'])")
    assert all(package in told for package in PACKAGES)
    assert coordinator.get("/ru/office/rounds/autumn/paper-kk.pdf").status_code == 503
    db.rollback()
    assert count_unused(db, "autumn") == before


def test_a_font_without_our_letters_is_not_printed_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "OUR_LETTERS", "\ue123")
    check_printing.cache_clear()
    with pytest.raises(PrintingUnavailable, match="fonts-dejavu-core"):
        check_printing()


def test_the_letters_of_all_three_languages_are_in_the_font() -> None:
    check_printing.cache_clear()
    printed = make_pdf(f"<title>-</title><p lang=kk>{OUR_LETTERS}", "css/print.css")
    assert set("ӘәҒғҚқҢңӨөҰұҮүҺһІі₸Ёё") <= set(pdf_words(printed.content))
    assert printed.pages == 1


def test_nothing_is_fetched_while_a_pdf_is_made(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    picture = tmp_path / "secret.svg"
    picture.write_text("<svg xmlns='http://www.w3.org/2000/svg'><text y='9'>SECRET</text></svg>", "utf-8")
    page = f"<title>-</title><p>before</p><img src='{picture.as_uri()}' alt='none'>"
    assert "SECRET" not in pdf_words(make_pdf(page, "css/print.css").content)


@pytest.mark.parametrize(("paper", "size"), [("a4", (210, 297)), ("a3", (297, 420))])
@pytest.mark.parametrize("access", ["coupon", "link"])
def test_a_poster_is_one_page_in_three_languages(
    coordinator: InspectingClient,
    db: Session,
    autumn: MadeRound,
    paper: str,
    size: tuple[int, int],
    access: str,
) -> None:
    make_round(db, access=access, round_id="r", account_id=autumn.account_id, coupons_each=1)
    answer = coordinator.get(f"/kk/office/rounds/r/poster-{paper}-shymkent.pdf")
    assert answer.status_code == 200
    assert (pdf_pages(answer.data), pdf_size(answer.data)) == (1, size)
    assert scan_codes(answer.data) == {"http://127.0.0.1/kk/s/r": 1}
    words = pdf_words(answer.data)
    for wanted in ("Shymkent", "Осень", "Күз", "Autumn", "127.0.0.1/kk/s/r", "Русский · Қазақша · English"):
        assert wanted in words
    assert coordinator.get(f"/kk/office/rounds/r/poster-{paper}-astana.pdf").status_code == 404


def test_paper_is_printed_before_the_round_is_opened(
    coordinator: InspectingClient, db: Session, autumn: MadeRound
) -> None:
    survey = read_survey(data_dir("surveys") / "ost-satisfaction")
    make_round(db, access="link", survey=survey, round_id="later", account_id=autumn.account_id, opened=False)
    for language, label in (("ru", "Согласны ответить?"), ("kk", "Жауап беруге келісесіз бе?")):
        answer = coordinator.get(f"/en/office/rounds/later/paper-{language}.pdf")
        words = pdf_words(answer.data)
        assert f"1. {label}" in words
        assert f"1 / {pdf_pages(answer.data)}" in words, "pages are numbered"
        assert not scan_codes(answer.data), "no code on a paper with answers"
        assert not CODE.search(words)
        assert answer.headers["Content-Disposition"].endswith(f'paper-later-{language}.pdf"')
