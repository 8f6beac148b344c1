"""Questionnaires in the office: the preview sends nothing, an import is checked whole and kept on purpose."""

import io

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from cmm.paths import data_dir
from cmm.services import accounts
from cmm.services.available_questionnaires import get_available, list_available
from cmm.services.publish import prepare_snapshot, publish_snapshot
from cmm.services.rounds import close_round
from cmm.store.questionnaires import list_imported
from tests import factories
from tests.factories import FAST_HASHER, MONDAY, PASSPHRASE, make_account
from tests.services.test_imported_forms import FORM, INDICATORS
from tests.web.inspecting import InspectingClient, client_of, parse
from tests.web.test_office import sign_in
from tests.web.test_office_plan import send, words

ALL = "/en/office/questionnaires"
LIBRARY = data_dir("surveys")


@pytest.fixture(autouse=True)
def fast_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(accounts.check_password.__kwdefaults__, "hasher", FAST_HASHER)


@pytest.fixture
def coordinator(app: Flask, db: Session) -> InspectingClient:
    make_account(db, "timur", role="coordinator")
    client = client_of(app)
    sign_in(client, "timur")
    return client


def upload(client: InspectingClient, text: str, name: str = "sites.md", indicators: str = "") -> TestResponse:
    token = parse(client.get(f"{ALL}/import")).xpath("//input[@name='csrf_token']/@value")[0]
    data = {"csrf_token": token, "form": (io.BytesIO(text.encode()), name)}
    if indicators:
        data["indicators"] = (io.BytesIO(indicators.encode()), "indicators.toml")
    return client.post(f"{ALL}/import", data=data, content_type="multipart/form-data")


def imported(client: InspectingClient, **kinds: str) -> str:
    """Import the small form; its digest."""
    answer = upload(client, FORM.format(version="1"), **kinds)
    assert answer.status_code == 303, words(answer)
    return answer.headers["Location"].rpartition("/")[2]


def test_every_page_of_a_questionnaire_is_shown_in_a_frame_that_sends_nothing(
    coordinator: InspectingClient, db: Session
) -> None:
    one = next(each for each in list_available(db, library=LIBRARY) if each.pages > 5)
    page = coordinator.get(f"{ALL}/{one.digest}?page=2&shown_in=kk")
    assert "frame-src 'self'" in page.headers["Content-Security-Policy"]
    [frame] = parse(page).xpath("//iframe")
    assert frame.get("sandbox") == ""
    assert frame.get("src") == f"/kk/office/questionnaires/{one.digest}/phone/2"
    for number in range(1, one.pages + 1):
        phone = coordinator.get(f"/kk/office/questionnaires/{one.digest}/phone/{number}")
        policy = phone.headers["Content-Security-Policy"]
        assert policy.endswith("sandbox")
        assert "frame-ancestors 'self'" in policy
        assert "no-store" in phone.headers["Cache-Control"]
        assert parse(phone).get("lang") == "kk"
        assert not parse(phone).xpath("//script")
    assert coordinator.get(f"{ALL}/{one.digest}/phone/{one.pages + 1}").status_code == 404
    assert coordinator.get(f"{ALL}/{one.digest}/phone/0").status_code == 404
    assert coordinator.get(f"{ALL}/{'0' * 64}").status_code == 404
    assert "frame-ancestors 'none'" in coordinator.get(ALL).headers["Content-Security-Policy"]


def test_all_problems_of_a_form_are_listed_and_nothing_is_kept(
    coordinator: InspectingClient, db: Session
) -> None:
    broken = FORM.format(version="1").replace("select_one yn", "select_one nothing").replace("Нет", "")
    answer = upload(coordinator, broken)
    assert answer.status_code == 422
    problems = [
        " ".join(each.text_content().split())
        for each in parse(answer).xpath("//ol[@class='problems']/li/p[1]")
    ]
    assert "Sheet survey, row 2, column type" in problems
    assert any(place.startswith("Sheet choices, row 3, column label::Русский (ru)") for place in problems)
    assert "Nothing was kept" in words(answer)
    assert list_imported(db) == []


@pytest.mark.parametrize("name", ["sites.docx", "<script>.md.exe", "../../etc/passwd"])
def test_a_file_that_is_no_form_is_refused_in_words(coordinator: InspectingClient, name: str) -> None:
    answer = upload(coordinator, "x", name=name)
    assert answer.status_code == 422
    assert "A form ends in" in words(answer)


def test_no_file_and_too_large_a_file_are_refused(coordinator: InspectingClient, db: Session) -> None:
    assert upload(coordinator, "", name="").status_code == 422
    large = coordinator.post(
        f"{ALL}/import", data=b"x" * 1_100_000, content_type="multipart/form-data; boundary=x"
    )
    assert large.status_code == 413
    assert list_imported(db) == []


def test_an_import_is_looked_at_kept_and_offered_to_a_new_round(
    coordinator: InspectingClient, db: Session
) -> None:
    digest = imported(coordinator, indicators=INDICATORS)
    page = words(coordinator.get(f"{ALL}/{digest}"))
    assert "2 questions" in page
    assert "In all three languages" in page
    assert "1 indicator" in page
    plan = send(coordinator, "/en/office/", "/plan").headers["Location"]
    assert digest not in coordinator.get(plan).text, "not kept yet"
    assert send(coordinator, f"{ALL}/{digest}", "/keeping").status_code == 302
    assert "imported by timur" in words(coordinator.get(ALL))
    assert digest in coordinator.get(plan).text
    again = upload(coordinator, FORM.format(version="1"))
    assert again.status_code == 409
    assert "here already" in words(again)


def test_an_import_is_thrown_away(coordinator: InspectingClient, db: Session) -> None:
    digest = imported(coordinator)
    assert send(coordinator, f"{ALL}/{digest}", "/discarding").status_code == 302
    assert list_imported(db) == []


def test_a_running_round_shows_its_version_when_a_newer_one_was_imported(
    coordinator: InspectingClient, db: Session
) -> None:
    digest = imported(coordinator)
    send(coordinator, f"{ALL}/{digest}", "/keeping")
    survey = get_available(db, digest, library=LIBRARY).survey
    factories.make_round(db, survey=survey, access="link")
    newer = upload(coordinator, FORM.format(version="2")).headers["Location"]
    send(coordinator, newer, "/keeping")
    assert "Questions: “Пункты”, version 1." in words(coordinator.get("/en/office/rounds/autumn"))
    assert '__version" value="1"' in coordinator.get("/en/s/autumn").text
    refused = send(coordinator, f"{ALL}/{digest}", "/discarding")
    assert refused.status_code == 409
    assert "so it stays" in words(refused)


def test_a_form_without_indicators_comes_as_far_as_the_public_page(
    coordinator: InspectingClient, db: Session
) -> None:
    digest = imported(coordinator)
    send(coordinator, f"{ALL}/{digest}", "/keeping")
    survey = get_available(db, digest, library=LIBRARY).survey
    made = factories.make_round(db, survey=survey, access="link", cities=("almaty",))
    for number in range(12):
        factories.submit(db, made, answers=factories.make_answers(closed=("yes", "no")[number % 2]))
    close_round(db, round_id=made.round_id, today=MONDAY)
    holder = made.account_id
    prepare_snapshot(db, round_id=made.round_id, account_id=holder, passphrase=PASSPHRASE, today=MONDAY)
    factories.validate_all(db, made.round_id, holder)
    other = make_account(db, "dana", role="coordinator").account_id
    publish_snapshot(db, round_id=made.round_id, account_id=other, today=MONDAY)
    for address in ("/en/", "/en/r/autumn", "/en/r/autumn/almaty"):
        assert coordinator.get(address).status_code == 200, address
    assert "Was the site closed?" in parse(coordinator.get("/en/r/autumn/almaty")).text_content()


def test_a_secretary_looks_and_does_not_import(
    app: Flask, db: Session, coordinator: InspectingClient
) -> None:
    digest = imported(coordinator)
    make_account(db, "aigerim")
    secretary = client_of(app)
    sign_in(secretary, "aigerim")
    page = parse(secretary.get(f"{ALL}/{digest}"))
    assert not page.xpath("//main//form")
    token = page.xpath("//input[@name='csrf_token']/@value")[0]
    assert secretary.get(f"{ALL}/import").status_code == 403
    for address in (f"{ALL}/import", f"{ALL}/{digest}/keeping", f"{ALL}/{digest}/discarding"):
        assert secretary.post(address, data={"csrf_token": token}).status_code == 403
