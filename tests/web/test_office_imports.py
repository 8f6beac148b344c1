"""Importing answers from the field in the browser: columns, rows, storing; and what never stays."""

import csv
import io
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from cmm.domain.answer_sheet import REASONS
from cmm.domain.questionnaire.survey_folder import read_survey
from cmm.services import accounts
from cmm.services.audit import list_deeds
from cmm.services.open_envelopes import open_envelopes
from cmm.services.rounds import close_round, pause_round
from cmm.services.task_threads import wait_for_tasks
from cmm.store.envelopes import count_envelopes
from cmm.web.office import import_words
from tests.factories import (
    FAST_HASHER,
    MONDAY,
    PASSPHRASE,
    PASSWORD,
    MadeRound,
    make_account,
    make_round,
    read_payloads,
)
from tests.field_exports import (
    SECRETS,
    central_zip,
    collect,
    excel_table,
    kobo_labels,
    kobo_names,
    payloads,
    write_book,
)
from tests.rules.checkout import ROOT
from tests.web.inspecting import InspectingClient, client_of, page_text, parse

SURVEY = read_survey(ROOT / "surveys" / "problem-report")
FORM = SURVEY.questionnaire
SMALL = read_survey(Path(__file__).parents[1] / "forms" / "import")
PAGE = "/en/office/rounds/autumn/import"
BOUNDARY = "4f1c5e0b7a"
LONGEST = 60.0
"""Seconds."""


@pytest.fixture(autouse=True)
def fast_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(accounts.check_password.__kwdefaults__, "hasher", FAST_HASHER)


def make(db: Session, survey: Any = SURVEY, access: str = "link", **options: Any) -> MadeRound:
    holder = make_account(db, "timur", role="coordinator").account_id
    return make_round(db, survey=survey, access=access, account_id=holder, **options)


def sign_in(app: Flask, name: str = "timur", page: str = "/en/office") -> InspectingClient:
    client = client_of(app)
    token = parse(client.get(f"{page}/sign-in")).xpath("//input[@name='csrf_token']/@value")[0]
    data = {"name": name, "password": PASSWORD, "csrf_token": token}
    assert client.post(f"{page}/sign-in", data=data).status_code == 302
    return client


def bring(client: InspectingClient, content: bytes, page: str = PAGE, **fields: str) -> TestResponse:
    """Choose a file and press the button."""
    token = parse(client.get(page)).xpath("//input[@name='csrf_token']/@value")[0]
    kind = f"multipart/form-data; boundary={BOUNDARY}"
    return client.post(page, data=as_form(content, csrf_token=token, **fields), content_type=kind)


def as_form(content: bytes, **fields: str) -> bytes:
    """A form with a file as a browser sends it. (The test client would put a large one into a temporary
    file.)
    """
    start = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="%s"%s\r\n\r\n'
    plain = [(start % (name, "") + value).encode() for name, value in fields.items()]
    file = (start % ("file", '; filename="export"')).encode() + content
    return b"\r\n".join([*plain, file, f"--{BOUNDARY}--\r\n".encode()])


def press(client: InspectingClient, answer: TestResponse, step: str, **changes: str) -> TestResponse:
    """Press the button of a step as a browser does: every field of its form is sent, the table among them."""
    forms = parse(answer).xpath(f"//form[substring-after(@action, '/import')='/{step}']")
    form = next(one for one in forms if changes.get("rows") in (None, dict(one.form_values()).get("rows")))
    fields = {name: value for name, value in form.form_values() if value is not None}
    return client.post(form.get("action"), data={**fields, **changes})


def store(client: InspectingClient, answer: TestResponse, **changes: str) -> str:
    """Confirm, wait for the work; the words of the page that tells how it ended."""
    begun = press(client, answer, "storing", **changes)
    assert begun.status_code == 303, words(begun)
    assert wait_for_tasks(LONGEST)
    return words(client.get(begun.headers["Location"]))


def in_any_order(answers: Iterable[Any]) -> list[str]:
    return sorted(json.dumps(each, sort_keys=True) for each in answers)


def words(answer: TestResponse) -> str:
    return " ".join(str(parse(answer).text_content()).split())


def table(*lines: str) -> bytes:
    return "\n".join(lines).encode()


@pytest.mark.parametrize("variety", ["kobo names", "kobo labels", "central zip", "excel"])
def test_an_export_goes_from_the_file_into_the_round(app: Flask, db: Session, variety: str) -> None:
    made, people = make(db), collect(FORM, 15)
    content = {
        "kobo names": lambda: kobo_names(FORM, people),
        "kobo labels": lambda: kobo_labels(FORM, people, "ru"),
        "central zip": lambda: central_zip(FORM, people),
        "excel": lambda: excel_table(FORM, people),
    }[variety]()
    client = sign_in(app)
    city = {} if variety == "excel" else {"city": "city:almaty"}
    checked = press(client, bring(client, content), "check", **city)
    assert checked.status_code == 200, words(checked)
    assert "15 rows are in order" in words(checked)
    assert "15 responses came into the round" in store(client, checked)
    close_round(db, round_id="autumn", today=MONDAY)
    opened = open_envelopes(db, round_id="autumn", account_id=made.account_id, passphrase=PASSPHRASE)
    kept = read_payloads(db, opened)
    assert {code for code, _answers in kept} == {"almaty"}
    assert in_any_order(each for _code, each in kept) == in_any_order(payloads(people))


def test_what_identifies_is_in_no_page_and_in_no_table(app: Flask, db: Session) -> None:
    make(db)
    people = collect(FORM, 12)
    client = sign_in(app)
    preview = bring(client, kobo_names(FORM, people))
    checked = press(client, preview, "check", city="city:almaty")
    ended = store(client, checked)
    secrets = (*SECRETS, *(one.uuid for one in people))
    for text in (page_text(preview), page_text(checked), ended):
        assert [secret for secret in secrets if secret in text] == []
    for header in ("deviceid", "spot", "_spot_latitude", "call_me", "_uuid", "username", "start"):
        assert header in words(preview)
    kept = (app.extensions["config"].instance / "cmm.sqlite").read_bytes()
    assert [secret for secret in secrets if secret.encode() in kept] == []


def test_the_table_in_the_page_is_sealed_and_of_this_session_only(app: Flask, db: Session) -> None:
    make(db, SMALL)
    make_round(db, survey=SMALL, access="link", round_id="winter", account_id=None)
    mine, other = sign_in(app), sign_in(app)
    preview = bring(mine, table("closed,words", "yes,Very long words of somebody"))
    assert "Very long words" not in page_text(preview)
    carried = parse(preview).xpath("//input[@name='table']/@value")[0]
    assert re.fullmatch(r"[\w=-]+", carried)
    lost = press(other, bring(other, table("closed", "yes")), "check", table=carried, city="city:almaty")
    assert lost.status_code == 409
    assert "not at hand any more" in words(lost)
    elsewhere = mine.post(
        PAGE.replace("autumn", "winter") + "/check",
        data={"table": carried, "csrf_token": parse(preview).xpath("//input[@name='csrf_token']/@value")[0]},
    )
    assert "not at hand any more" in words(elsewhere)
    broken = press(mine, preview, "check", table=carried[:-8] + "AAAAAAA=", city="city:almaty")
    assert "not at hand any more" in words(broken)


def test_nothing_is_stored_before_it_is_confirmed(app: Flask, db: Session) -> None:
    make(db, SMALL)
    client = sign_in(app)
    checked = press(client, bring(client, table("closed", "yes")), "check", city="city:almaty")
    assert "1 row is in order" in words(checked)
    assert count_envelopes(db, "autumn") == {}
    files = {path.name for path in app.extensions["config"].instance.iterdir()}
    assert files <= {"cmm.sqlite", "cmm.sqlite-journal"}


def test_a_column_that_nobody_knows_is_asked_and_not_guessed(app: Flask, db: Session) -> None:
    make(db, SMALL)
    client = sign_in(app)
    preview = bring(client, table("closed,colour,How long", "no,red,12", "yes,blue,5"))
    page = parse(preview)
    assert page.xpath("//label[@for='column-1']/text()") == ["colour"]
    assert "Different things in it: 2." in words(preview)
    assert "blue" not in page_text(preview)
    undecided = press(client, preview, "check", city="city:almaty")
    assert undecided.status_code == 422
    assert "not decided yet" in words(undecided)
    half = press(client, undecided, "check", **{"city": "city:almaty", "column-1": "-"})
    assert not parse(half).xpath("//label[@for='column-1']")
    checked = press(client, half, "check", **{"column-2": "waited"})
    assert "2 rows are in order" in words(checked)
    assert "2 responses came into the round" in store(client, checked)


def test_the_city_may_stand_in_a_column_called_like_a_person(app: Flask, db: Session) -> None:
    make(db, SMALL)
    client = sign_in(app)
    preview = bring(
        client, table("closed,Hospital Name,Adviser name", "no,Almaty,Aigerim", "no,SHYMKENT,Timur")
    )
    assert parse(preview).xpath("//select[@name='city']/option[@selected] | //option[@selected]/text()") == [
        "Hospital Name"
    ]
    checked = press(client, preview, "check")
    assert "2 rows are in order" in words(checked)
    assert "Adviser name" in words(checked)
    store(client, checked)
    assert count_envelopes(db, "autumn") == {"almaty": 1, "shymkent": 1}


def test_answers_that_happen_to_be_cities_stay_answers(app: Flask, db: Session) -> None:
    make(db, SMALL)
    preview = bring(sign_in(app), table("closed,words", "yes,Almaty"))
    assert not parse(preview).xpath("//select[@name='city']/optgroup/option[starts-with(@value, 'column:')]")
    assert "2 columns have their questions" in words(preview)


def test_bad_rows_are_explained_and_the_good_ones_wait_for_a_decision(app: Flask, db: Session) -> None:
    make(db, SMALL)
    client = sign_in(app)
    lines = ["closed,waited,words", "yes,1,", "maybe,2,", "no,900,", "yes,3,call 8 701 123 45 67"]
    checked = press(client, bring(client, table(*lines)), "check", city="city:almaty")
    said = words(checked)
    assert "1 row is in order" in said
    assert "3 rows do not fit" in said
    assert "“maybe”: This is not a choice of the question. Allowed: yes (Yes), no (No)." in said
    assert "“900”: Fewer than 600" in said
    assert "It holds what looks like a phone number" in said
    assert "8 701" not in said
    assert len(parse(checked).xpath("//form[contains(@action, '/storing')]")) == 1
    assert "1 response came into the round" in store(client, checked, rows="good")


def test_the_list_of_what_does_not_fit_names_rows_and_no_words_of_a_person(app: Flask, db: Session) -> None:
    make(db, SMALL)
    client = sign_in(app)
    secret = "aigerim@example.org"
    lines = ["closed,waited,words", f"yes,1,{secret}", "maybe,2,", f"no,5,{'long ' * 300}"]
    checked = press(client, bring(client, table(*lines)), "check", city="city:almaty")
    sent = press(client, checked, "left-out")
    assert sent.mimetype == "text/csv"
    assert sent.headers["Cache-Control"] == "no-store"
    rows = list(csv.reader(io.StringIO(sent.data.decode("utf-8-sig")), delimiter=";"))
    assert [(row, column) for row, column, _reason in rows] == [
        ("Row", "Column"),
        ("2", "words"),
        ("3", "closed"),
        ("4", "words"),
    ]
    assert secret not in sent.data.decode()
    assert "long long" not in sent.data.decode()


def test_the_same_export_again_adds_nothing_and_a_larger_one_only_what_is_new(
    app: Flask, db: Session
) -> None:
    make(db)
    people, client = collect(FORM, 12), sign_in(app)
    for content, said in (
        (kobo_names(FORM, people[:8]), "8 responses came"),
        (kobo_names(FORM, people[:8]), "0 responses came into the round. 8 were there already"),
        (central_zip(FORM, people), "4 responses came into the round. 8 were there already"),
    ):
        checked = press(client, bring(client, content), "check", city="city:almaty")
        assert said in store(client, checked)
    assert count_envelopes(db, "autumn") == {"almaty": 12}


def test_a_second_press_stores_nothing_twice(app: Flask, db: Session) -> None:
    make(db, SMALL)
    client = sign_in(app)
    checked = press(client, bring(client, table("closed", "yes", "no")), "check", city="city:almaty")
    first, second = (press(client, checked, "storing").headers["Location"] for _ in range(2))
    assert first == second
    assert wait_for_tasks(LONGEST)
    assert "2 responses came into the round" in words(client.get(first))
    assert count_envelopes(db, "autumn") == {"almaty": 2}


def test_a_secretary_of_one_city_imports_for_that_city_only(app: Flask, db: Session) -> None:
    make(db, SMALL)
    make_account(db, "local", "secretary", ["shymkent"])
    client = sign_in(app, "local")
    preview = bring(client, table("closed,where", "yes,almaty", "no,shymkent"))
    assert not parse(preview).xpath("//option[@value='city:almaty']")
    checked = press(client, preview, "check")
    assert "“almaty” is no city that you may import for" in words(checked)
    store(client, checked, rows="good")
    assert count_envelopes(db, "autumn") == {"shymkent": 1}
    forced = press(client, bring(client, table("closed", "yes")), "check", city="city:almaty")
    assert "0 rows are in order" in words(forced) or "no city that you may import for" in words(forced)


def test_the_audit_says_how_many_came_and_nothing_of_what_they_say(app: Flask, db: Session) -> None:
    make(db, SMALL)
    client = sign_in(app)
    store(client, press(client, bring(client, table("closed", "yes", "no")), "check", city="city:almaty"))
    deeds, _rest = list_deeds(db, round_id="autumn")
    (deed,) = [deed for deed in deeds if deed.action == "responses_imported"]
    assert deed.details == {"count": 2, "cities": ["almaty"]}
    assert "imported answers from the field (2), Almaty: Autumn" in words(client.get("/en/office/audit"))


def test_what_is_no_table_of_the_round_is_said_in_words(app: Flask, db: Session) -> None:
    make(db, SMALL)
    client = sign_in(app)
    for content, said in (
        (b"", "Choose the file first"),
        (b'a,b\n"1,2\n', "Row 2: The quotation marks are broken"),
        (b"\xd0\xcf\x11\xe0 old", "This is an old Excel file"),
        (b"PK\x03\x04 nothing", "The file is damaged or has a password"),
        (b"closed\n", "There is no row with answers"),
        (b"colour,shape\nred,round\n", "No column belongs to a question"),
    ):
        answer = bring(client, content)
        if parse(answer).xpath("//select[@name='city']"):
            answer = press(client, answer, "check", city="city:almaty")
        assert said in words(answer)


def test_every_problem_that_can_be_found_has_a_sentence(app: Flask) -> None:
    """A sentence that is missing would break the page."""
    domain = ROOT / "cmm" / "domain"
    files = [*domain.glob("sheet_*.py"), *domain.glob("answer_*.py"), *domain.glob("table_*.py")]
    files += [domain / "delimited.py", domain / "joined_repeats.py"]
    calls = r"(?:refuse|SheetProblem|_ask|_add)\(\s*(?:position, )?\"(\w+)\"|CellRefused\([^\"]+, \"(\w+)\""
    found = {
        first or second
        for path in files
        for first, second in re.findall(calls, path.read_text(encoding="utf-8"))
    }
    with app.test_request_context("/en/office"):
        known = {
            *import_words._about_columns(),
            *import_words._about_rows(),
            *import_words._about_answers(),
            *import_words._about_files(),
        }
    assert {"ragged", "duplicate", "unknown_column", "orphans"} <= found
    assert found | set(REASONS) <= known


def test_of_several_sheets_one_is_chosen_on_the_page(app: Flask, db: Session) -> None:
    make(db, SMALL)
    client, book = sign_in(app), write_book({"one": [["closed"], ["yes"]], "two": [["closed"], ["no"]]})
    asked = bring(client, book)
    assert parse(asked).xpath("//select[@name='sheet']/option/text()") == ["one", "two"]
    assert "Read from “two”. Not read: one." in words(bring(client, book, sheet="two"))


def test_a_round_that_takes_no_table_says_why(app: Flask, db: Session) -> None:
    make(db, SMALL)
    make_round(db, survey=SMALL, round_id="winter")
    client = sign_in(app)
    preview = bring(client, table("closed", "yes"))
    pause_round(db, round_id="autumn")
    assert "Open it again first" in words(client.get(PAGE))
    refused = press(client, preview, "check", city="city:almaty")
    assert refused.status_code == 409
    close_round(db, round_id="autumn", today=MONDAY)
    assert "takes nothing more" in words(client.get(PAGE))
    by_coupon = client.get("/en/office/rounds/winter/import")
    assert "needs a coupon" in words(by_coupon)


def test_every_problem_has_its_words_in_every_language(app: Flask, db: Session) -> None:
    make(db, SMALL)
    lines = ["closed,waited,visited,help/staff,where", "maybe,,,7,almaty", "no,x,20 May,,almaty"]
    lines += ["no,1.5,,1,Paris", "no,2.5,,1,almaty", "yes,,,,"]
    client = sign_in(app)
    for language in ("ru", "kk"):
        page = PAGE.replace("/en/", f"/{language}/")
        checked = press(client, bring(client, table(*lines), page), "check", city="column:4")
        problems = parse(checked).xpath("//tbody/tr/td[2]/text()")
        assert len(problems) == 7
        assert [text for text in problems if re.search("[а-яәғқңөұүі]{3}", text) is None] == []


def test_a_table_larger_than_other_requests_is_taken_from_those_who_are_signed_in(
    app: Flask, db: Session
) -> None:
    make(db, SMALL)
    heavy = table("closed,_notes", *(f"yes,{'long ' * 500}" for _ in range(800)))
    assert len(heavy) > 1_500_000
    preview = bring(sign_in(app), heavy)
    assert preview.status_code == 200
    assert "800 rows with answers" in words(preview)
    assert len(page_text(preview)) < 100_000


def test_a_stranger_cannot_make_the_server_read_a_large_body(app: Flask) -> None:
    kind = "multipart/form-data; boundary=x"
    assert client_of(app).post(PAGE, data=b"x" * 2_000_000, content_type=kind).status_code in (400, 413)
