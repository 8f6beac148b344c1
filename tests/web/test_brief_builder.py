"""An advocate makes a brief of published figures: nothing is kept, and no figure can be changed."""

import re
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import docx
import pytest
from flask import Flask
from sqlalchemy import event
from werkzeug.test import TestResponse

from cmm.services.publish import withdraw_snapshot
from cmm.store.accounts import list_accounts
from cmm.web.dashboard import brief
from cmm.web.limits import Tally
from tests.web.inspecting import InspectingClient, client_of, page_text, parse
from tests.web.pdfs import pdf_pages, pdf_words
from tests.web.small_round import PUBLISHED_ON, read_source, small_app

CHOSEN = {
    "round": "autumn",
    "places-autumn": ["almaty", "oskemen"],
    "indicators-autumn": ["missed_closed"],
    "organisation": "Форум «Голос»",
    "heading": "Лекарство каждый день",
    "introduction": "Мы пишем управлению здравоохранения.",
    "asks": "Дежурный пункт\nПредупреждать за неделю",
    "contact": "forum@example.org",
    "format": "pdf",
}


@pytest.fixture(scope="module")
def app(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with small_app(migrated_sqlite, tmp_path_factory.mktemp("small")) as made:
        yield made


@pytest.fixture
def client(app: Flask) -> InspectingClient:
    app.extensions["tally"] = Tally()
    return client_of(app)


def test_rounds_are_chosen_first_and_what_stands_out_is_chosen_already(client: InspectingClient) -> None:
    rounds = parse(client.get("/ru/brief"))
    assert [box.get("value") for box in rounds.findall(".//input")] == ["autumn", "winter"]
    form = parse(client.get("/ru/brief?round=autumn"))
    ticked = [box.get("value") for box in form.findall(".//input[@checked]")]
    assert ticked == ["ALL", "missed_closed", "not_told", "pdf"]


def test_brief_has_the_chosen_figures_and_marks_own_words(client: InspectingClient) -> None:
    answer = client.post("/ru/brief", data=CHOSEN)
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in answer.headers
    told = pdf_words(answer.data)
    assert pdf_pages(answer.data) == 1
    assert "Своими словами: Форум «Голос» Мы пишем управлению здравоохранения." in told
    assert "Заголовок – тоже слова автора." in told
    assert "Алматы около 47 % от 42 до 51 из 100 215 ответов" in told
    assert "Усть-Каменогорск около 31 % от 28 до 35 из 100 335 ответов" in told
    assert "Актау" not in told
    assert "Ответы выдуманы." in told


def test_same_brief_comes_as_a_file_to_work_on(client: InspectingClient) -> None:
    answer = client.post("/kk/brief", data={**CHOSEN, "format": "docx"})
    assert 'filename="brief-autumn-kk.docx"' in answer.headers["Content-Disposition"]
    file = docx.Document(BytesIO(answer.data))
    own = [line.text for line in file.paragraphs if line.style.name == "Own words"]
    assert "Мы пишем управлению здравоохранения." in own
    assert [row.cells[0].text for row in file.tables[1].rows] == ["Орны", "Алматы", "Өскемен"]


def test_two_rounds_stand_one_after_the_other(client: InspectingClient) -> None:
    both = {"round": ["autumn", "winter"], "places-winter": "ALL", "indicators-winter": "not_told"}
    told = pdf_words(client.post("/en/brief", data={**CHOSEN, **both}).data)
    assert told.index("Went without a dose") < told.index("Did not know whether the site was open")
    assert "/r/autumn/v/1" in told
    assert "/r/winter/v/1" in told


def test_mistakes_are_named_at_the_field_and_what_was_typed_stays(client: InspectingClient) -> None:
    wrong = {**CHOSEN, "places-autumn": "nowhere", "indicators-autumn": [], "introduction": "я" * 1501}
    answer = client.post("/ru/brief", data={**wrong, "format": "exe"})
    assert answer.status_code == 400
    page = parse(answer)
    problems = {each.get("id"): each.text for each in page.findall(".//p[@class='error']")}
    assert set(problems) == {
        "places-autumn-problem",
        "indicators-autumn-problem",
        "introduction-problem",
        "format-problem",
    }
    assert "1 501" in " ".join((problems["introduction-problem"] or "").split())
    assert page.get_element_by_id("introduction").text.strip() == "я" * 1501
    assert page.get_element_by_id("heading").get("value") == CHOSEN["heading"]


def test_own_words_are_no_markup_and_no_control_letters(client: InspectingClient) -> None:
    own = {"heading": "<b>{{ 7 * 7 }}</b>", "introduction": "a\x00\x1b\u202eb\r\n=1+1", "asks": "&amp;"}
    for kind in ("pdf", "docx"):
        answer = client.post("/en/brief", data={**CHOSEN, **own, "format": kind})
        assert answer.status_code == 200
        told = pdf_words(answer.data) if kind == "pdf" else _docx_words(answer)
        assert "<b>{{ 7 * 7 }}</b>" in told
        assert "ab" in told
        assert "=1+1" in told
        assert "&amp;" in told


def test_unknown_rounds_are_no_page_and_no_round_is_a_bad_request(client: InspectingClient) -> None:
    assert client.get("/ru/brief?round=never").status_code == 404
    assert client.post("/ru/brief", data={**CHOSEN, "round": "never"}).status_code == 404
    assert client.post("/ru/brief", data={**CHOSEN, "round": []}).status_code == 400


def test_one_brief_is_made_at_a_time(client: InspectingClient) -> None:
    with brief._one_at_a_time:
        answer = client.post("/ru/brief", data=CHOSEN)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert str(CHOSEN["introduction"]) in page_text(answer)
    assert client.post("/ru/brief", data=CHOSEN).status_code == 200


def test_a_flood_is_asked_to_wait(client: InspectingClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brief, "MOST_BRIEFS", 1)
    assert client.post("/ru/brief", data=CHOSEN).status_code == 200
    answer = client.post("/ru/brief", data=CHOSEN)
    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 600
    assert str(CHOSEN["introduction"]) in page_text(answer)


def test_nothing_is_written_anywhere(
    app: Flask, client: InspectingClient, caplog: pytest.LogCaptureFixture
) -> None:
    statements: list[str] = []
    engine = app.extensions["database"].engine

    def watch(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        statements.append(statement)

    event.listen(engine, "before_cursor_execute", watch)
    files = sorted(app.extensions["config"].instance.iterdir())
    client.post("/ru/brief", data=CHOSEN)
    event.remove(engine, "before_cursor_execute", watch)
    assert statements
    assert not [each for each in statements if not re.match(r"\s*(SELECT|PRAGMA|BEGIN)", each)]
    assert sorted(app.extensions["config"].instance.iterdir()) == files
    assert caplog.text == ""


def test_withdrawn_figures_are_refused(migrated_sqlite: Path, tmp_path: Path) -> None:
    with small_app(migrated_sqlite, tmp_path) as app:
        with app.extensions["database"].session() as session:
            publisher = next(each for each in list_accounts(session) if each.role == "coordinator")
            withdraw_snapshot(
                session,
                digest=read_source(app).published.digest,
                account_id=publisher.account_id,
                reason="A mistake.",
                today=PUBLISHED_ON,
            )
        client = client_of(app)
        assert client.get("/ru/brief?round=autumn").status_code == 410
        assert client.post("/ru/brief", data=CHOSEN).status_code == 410
        form = page_text(client.get("/ru/brief"))
        assert "places-winter" in form
        assert "autumn" not in form


def _docx_words(answer: TestResponse) -> str:
    return "\n".join(line.text for line in docx.Document(BytesIO(answer.data)).paragraphs)
