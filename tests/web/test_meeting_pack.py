"""The pages for a meeting with a provider: praise first, then requests, and the same bytes every time."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pytest
from flask import Flask

from cmm.web.dashboard import meeting_packs
from cmm.web.evidence.blocks import Document
from cmm.web.evidence.docx_file import write_docx
from cmm.web.evidence.meeting_pack import build_meeting_pack
from cmm.web.evidence.pdf_file import write_pdf
from cmm.web.evidence.source import PackSource
from cmm.web.i18n import speaking
from tests.web.inspecting import client_of, page_text
from tests.web.pdfs import pdf_pages, pdf_words, scan_codes
from tests.web.small_promises import CONFIRMED_ON, add_promises, read_source
from tests.web.small_round import SITE, small_app

ADDRESS = "/r/autumn/almaty/meeting"


@pytest.fixture(scope="module")
def app(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with small_app(migrated_sqlite, tmp_path_factory.mktemp("small")) as made:
        add_promises(made)
        yield made


@pytest.fixture(scope="module")
def source(app: Flask) -> PackSource:
    return read_source(app)


def build(app: Flask, source: PackSource, language: str, place: str = "almaty") -> Document:
    with app.app_context(), speaking(language):
        return build_meeting_pack(source, place, CONFIRMED_ON)


def make(app: Flask, source: PackSource, language: str) -> tuple[bytes, bytes]:
    document = build(app, source, language)
    with app.app_context():
        return write_pdf(document), write_docx(document)


def test_the_pages_say_where_a_reply_is_sent_when_that_is_known(app: Flask, source: PackSource) -> None:
    with app.app_context(), speaking("en"):
        made = build_meeting_pack(replace(source, contact="forum@example.org"), "almaty", CONFIRMED_ON)
    assert "Please send the reply here: forum@example.org" in words_of(made)
    assert "Please send the reply here" not in words_of(build(app, source, "en"))


def words_of(document: Document) -> str:
    """Every word of its blocks, as Python shows them."""
    return " ".join(map(repr, document.blocks))


@pytest.mark.parametrize(
    ("language", "praise", "ask", "kept"),
    [
        ("ru", "Что клиенты хвалят", "О чём мы просим", "клиенты подтверждают"),
        ("kk", "Клиенттер нені мақтайды", "Біз не сұраймыз", "клиенттер растайды"),
        ("en", "What clients praise", "What we ask for", "clients confirm it"),
    ],
)
def test_praise_stands_first_and_the_ledger_after_what_is_asked(
    app: Flask, source: PackSource, language: str, praise: str, ask: str, kept: str
) -> None:
    pdf, word = make(app, source, language)
    told = pdf_words(pdf)
    order = [told.index(words) for words in (praise, ask, kept)]
    assert order == sorted(order)
    assert pdf_pages(pdf) == 1
    assert f"{SITE}/{language}/r/autumn/almaty" in scan_codes(pdf)
    lines = [line.text for line in docx.Document(BytesIO(word)).paragraphs]
    assert lines.index(praise) < lines.index(ask)


def test_only_what_surely_met_few_is_praised(app: Flask, source: PackSource) -> None:
    """In Almaty nobody said "not sure", in Oskemen a third did; in both nearly half went without a dose."""
    for place, expected in (("almaty", True), ("oskemen", False), ("aktau", False)):
        told = words_of(build(app, source, "en", place))
        assert ("Met nobody, or few: Did not know" in told) == expected
        assert "Met nobody, or few: Went without" not in told
        assert ("nothing can be called surely good" in told) != expected


def test_a_city_sees_its_own_requests_only(app: Flask, source: PackSource) -> None:
    for place, own, other in (
        ("almaty", "Open the site", "second doctor"),
        ("oskemen", "second doctor", "Open the site"),
    ):
        told = words_of(build(app, source, "en", place))
        assert own in told
        assert other not in told
    assert "overdue" in told


def test_same_source_gives_same_bytes(app: Flask, source: PackSource) -> None:
    assert make(app, source, "kk") == make(app, source, "kk")


def test_everybody_may_have_it_and_the_page_of_the_city_offers_it(app: Flask) -> None:
    client = client_of(app)
    page = page_text(client.get("/ru/r/autumn/almaty"))
    for kind in ("pdf", "docx"):
        address = f"/ru{ADDRESS}.{kind}"
        assert address in page
        answer = client.get(address)
        assert answer.status_code == 200
        assert f"meeting-autumn-almaty-ru.{kind}" in answer.headers["Content-Disposition"]
        assert client.get(address, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    assert client.get("/ru/r/autumn/nowhere/meeting.pdf").status_code == 404


def test_a_file_that_is_ready_waits_for_nobody_and_a_new_one_is_asked_to_wait(app: Flask) -> None:
    client = client_of(app)
    ready = client.get(f"/en{ADDRESS}.docx").data
    with meeting_packs._one_at_a_time:
        assert client.get(f"/en{ADDRESS}.docx").data == ready
        busy = client.get("/en/r/autumn/oskemen/meeting.docx")
    assert (busy.status_code, busy.headers["Retry-After"]) == (503, "10")
    assert busy.mimetype == "text/html"
    assert "Wait a few seconds" in page_text(busy)
    assert client.get("/en/r/autumn/oskemen/meeting.docx").status_code == 200


def test_an_advocates_own_brief_has_the_requests_of_the_chosen_cities(app: Flask) -> None:
    client = client_of(app)
    for places, own, other in (
        (["almaty"], "Open the site every day", "Send a second doctor"),
        (["oskemen"], "Send a second doctor", "Open the site every day"),
        (["aktau"], "", "What was asked"),
    ):
        data = {
            "round": "autumn",
            "places-autumn": places,
            "indicators-autumn": ["not_told"],
            "format": "docx",
        }
        answer = client.post("/en/brief", data=data)
        lines = " ".join(line.text for line in docx.Document(BytesIO(answer.data)).paragraphs)
        assert own in lines
        assert other not in lines
