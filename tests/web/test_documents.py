"""The brief and the report: every number from the snapshot, the same bytes, readable by everybody."""

import hashlib
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import pypdfium2
import pytest
from docx.oxml.ns import qn
from flask import Flask

from cmm.domain.precision import how_many_more, interval, response_rate, rounding_points, whole_percent
from cmm.domain.snapshot import canonical_bytes, parse_snapshot
from cmm.web.evidence.blocks import Heading, Paragraph
from cmm.web.evidence.brief import build_brief
from cmm.web.evidence.documents import build_documents
from cmm.web.evidence.material import read_material
from cmm.web.evidence.pdf_file import write_pdf
from cmm.web.evidence.readme import tell_about
from cmm.web.evidence.report import build_report
from cmm.web.evidence.source import PackSource
from cmm.web.i18n import speaking
from tests.rules.checkout import ROOT
from tests.web.inspecting import client_of, parse
from tests.web.pdfs import pdf_pages, pdf_words
from tests.web.small_round import (
    COUNTED_BY,
    PUBLISHED_ON,
    REPLY,
    SAID,
    SITE,
    open_app,
    read_source,
    small_app,
)

LANGUAGES = ("ru", "kk", "en")
NUMBER = re.compile(r"\d+")
IN_OUR_WORDS = {2, 3, 4, 5, 8, 10, 20, 25, 50, 75, 95, 100}
"""Numbers of the rules themselves and of axes: 95 of 100 ranges, fewer than 10 answers, "2 in 5 people"."""
WORDS_OF_OTHERS = re.compile(r"https?://\S+|SHA-256\s*:?|[0-9a-f]{16,64}…?")


@pytest.fixture(scope="module")
def app(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with small_app(migrated_sqlite, tmp_path_factory.mktemp("small")) as made:
        yield made


@pytest.fixture(scope="module")
def source(app: Flask) -> PackSource:
    return read_source(app)


@pytest.fixture(scope="module")
def made(app: Flask, source: PackSource) -> dict[str, bytes]:
    with app.app_context():
        return build_documents(source, "kk")


def test_there_are_four_documents_and_all_say_that_the_answers_are_invented(made: dict[str, bytes]) -> None:
    assert sorted(made) == ["brief.docx", "brief.pdf", "report.docx", "report.pdf"]
    for name, content in made.items():
        assert "Жауаптар ойдан шығарылған." in _words(name, content), name


def test_documents_name_the_publication_and_where_to_check_it(
    made: dict[str, bytes], source: PackSource
) -> None:
    for name, content in made.items():
        told = _words(name, content).replace("\n", "").replace(" ", "")
        assert f"{SITE}/kk/r/autumn/v/1" in told, name
        assert source.published.digest[:16] in told, name
        if "report" in name:
            assert source.published.digest in told


def test_every_number_is_in_the_snapshot_or_computed_from_it(
    made: dict[str, bytes], source: PackSource
) -> None:
    allowed = _numbers_of(source)
    exact = {count for said in SAID.values() for count in said.values() if count > 100}
    assert not exact & allowed
    for name, content in made.items():
        pages = set(range(1, pdf_pages(content) + 1)) if name.endswith("pdf") else {1}
        told = WORDS_OF_OTHERS.sub(" ", _words(name, content))
        assert {int(number) for number in NUMBER.findall(told)} <= allowed | pages, name


def test_same_source_gives_same_bytes_in_another_process(app: Flask, made: dict[str, bytes]) -> None:
    script = "import sys; from tests.web.test_documents import print_digests; print_digests(sys.argv[1])"
    folder = str(app.extensions["config"].instance)
    done = subprocess.run(
        [sys.executable, "-c", script, folder], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [f"{name}={_digest(content)}" for name, content in sorted(made.items())]


def print_digests(folder: str) -> None:
    """For the process beside: digests of the same documents, made there."""
    app = open_app(Path(folder))
    with app.app_context():
        documents = build_documents(read_source(app), "kk")
    sys.stdout.write("\n".join(f"{name}={_digest(content)}" for name, content in sorted(documents.items())))


def test_pdf_is_tagged_and_says_its_language_and_title(made: dict[str, bytes]) -> None:
    for name in ("brief.pdf", "report.pdf"):
        document = pypdfium2.PdfDocument(made[name])
        assert pypdfium2.raw.FPDFCatalog_IsTagged(document.raw)
        assert _language_of(document) == "kk"
        assert document.get_metadata_dict()["Title"] == "ОАТ туралы (autumn)"
        assert document.get_metadata_dict()["CreationDate"] == f"D:{PUBLISHED_ON:%Y%m%d}"


def test_report_has_contents_with_pages_and_bookmarks(made: dict[str, bytes]) -> None:
    document = pypdfium2.PdfDocument(made["report.pdf"])
    contents = document[1].get_textpage().get_text_range()
    marks = [mark for mark in document.get_toc() if mark.level == 1]
    assert len(marks) > 8
    for mark in marks:
        page = mark.get_dest().get_index() + 1
        assert re.search(rf"{re.escape(mark.get_title())}[ .]*{page}\b", contents), mark.get_title()


def test_nothing_of_the_description_is_lost_in_the_pdf(
    app: Flask, source: PackSource, made: dict[str, bytes]
) -> None:
    with app.app_context(), speaking("kk"):
        blocks = build_report(read_material(source)).blocks
    told = _squeezed(_words("report.pdf", made["report.pdf"]))
    for block in blocks:
        if isinstance(block, Heading | Paragraph):
            assert _squeezed(block.text) in told, block.text
    assert _squeezed(REPLY) in told


def test_figures_in_the_report_keep_their_words(made: dict[str, bytes]) -> None:
    label = "Пункт жұмыс істемей, дозасыз қалғандар"
    told = _squeezed(_words("report.pdf", made["report.pdf"]))
    assert told.count(_squeezed(label)) >= 4  # contents of the summary, heading, figure, crosswalk
    assert _squeezed("Өскемен") in told


def test_docx_has_real_headings_tables_and_described_pictures(made: dict[str, bytes]) -> None:
    report = docx.Document(BytesIO(made["report.docx"]))
    styles = [line.style.name for line in report.paragraphs]
    assert styles.count("Heading 1") > 8
    assert "Heading 3" in styles
    assert "List Number" in styles
    headed = [table for table in report.tables if table._tbl.findall(f".//{qn('w:tblHeader')}")]
    assert len(headed) > 4
    pictures = [shape._inline.docPr.get("descr") for shape in report.inline_shapes]
    assert len(pictures) == 2
    assert all(words and "«" in words for words in pictures)


def test_docx_says_language_and_fixed_dates_and_counts_pages(made: dict[str, bytes]) -> None:
    for name in ("brief.docx", "report.docx"):
        document = docx.Document(BytesIO(made[name]))
        about = document.core_properties
        assert (about.language, about.created.date()) == ("kk", PUBLISHED_ON)
        marks = document.styles.element.findall(f".//{qn('w:lang')}")
        assert {mark.get(qn("w:val")) for mark in marks} == {"kk-KZ"}
        fields = document.sections[0].footer._element.findall(f".//{qn('w:instrText')}")
        assert [field.text for field in fields] == ["PAGE", "NUMPAGES"]
        with ZipFile(BytesIO(made[name])) as file:
            assert {member.date_time for member in file.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_brief_is_one_page_in_every_language_also_with_long_texts(
    app: Flask, source: PackSource, language: str
) -> None:
    for each in (source, _with_long_texts(source)):
        with app.app_context(), speaking(language):
            brief = write_pdf(build_brief(read_material(each)))
        assert pdf_pages(brief) == 1
        assert f"{SITE}/{language}/r/autumn/v/1" in pdf_words(brief).replace(" ", "")


def test_report_without_meetings_and_replies_says_so(app: Flask, source: PackSource) -> None:
    silent = replace(source, published=replace(source.published, voices=type(source.published.voices)()))
    with app.app_context(), speaking("en"):
        blocks = build_report(read_material(silent)).blocks
    told = repr(blocks)
    assert "no meeting about these figures is recorded" in told
    assert "No provider has replied so far." in told


def test_the_report_says_who_counted_the_clients(app: Flask, source: PackSource) -> None:
    with app.app_context(), speaking("en"):
        told = repr(build_report(read_material(source)).blocks)
        sheet = " ".join(tell_about(source))
    assert f"They come from: {COUNTED_BY}" in told
    assert f"The numbers of known clients come from: {COUNTED_BY}" in sheet
    assert "open link" not in sheet
    page = parse(client_of(app).get("/kk/r/autumn")).text_content()
    assert f"Белгілі клиенттер саны қайдан алынған: {COUNTED_BY}" in page


def test_the_cover_of_the_report_says_where_the_forum_is_written_to_when_that_is_known(
    app: Flask, source: PackSource
) -> None:
    with app.app_context(), speaking("en"):
        known, unknown = (
            repr(build_report(read_material(replace(source, contact=contact))).blocks)
            for contact in ("forum@example.org", "")
        )
    assert "Write to the forum: forum@example.org" in known
    assert "Write to the forum" not in unknown


def test_no_response_rate_is_told_of_answers_by_an_open_link(app: Flask, source: PackSource) -> None:
    content = {**source.published.content, "access": "link"}
    by_link = parse_snapshot(canonical_bytes(content))
    opened = replace(source, published=replace(source.published, snapshot=by_link))
    with app.app_context(), speaking("en"):
        by_code, by_link_told = (repr(build_brief(read_material(each)).blocks) for each in (source, opened))
    assert "response rate: about" in by_code
    assert "response rate" not in by_link_told


def _numbers_of(source: PackSource) -> set[int]:
    """The oracle: all that may be said about the counts of the snapshot, computed here."""
    content = source.published.content
    allowed = IN_OUR_WORDS | set(_plain_numbers(content))
    known = [unit["known_clients"] for unit in content["units"]]
    answered = [unit["answered"] for unit in content["units"]]
    rows = [(row["counts"], row["of"]) for row in content["tables"][0]["units"].values()]
    sums = [sum(column) for column in zip(*(counts for counts, _of in rows), strict=True)]
    places = [(row, of, 1) for row, of in rows] + [(sums, sum(of for _counts, of in rows), len(rows))]
    for (counts, of), units, clients, people in zip(
        [(counts, of) for counts, of, _units in places],
        [units for _counts, _of, units in places],
        [*known, sum(known)],
        [*answered, sum(answered)],
        strict=True,
    ):
        allowed |= {people, clients, response_rate(people, clients) or 0, how_many_more(people, clients)}
        allowed |= {rounding_points(people, units)}
        for base in {of, of - counts[-1]}:  # without those who gave no answer
            for count in counts:
                allowed |= {count, base, whole_percent(count, base)}
                allowed |= set(interval(count, base, units=units, population=clients))
    return allowed


def _plain_numbers(value: Any) -> Iterator[int]:
    """Every whole number in a JSON value, and those in its dates."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for each in value:
            yield from _plain_numbers(each)
    elif isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value):
        yield from map(int, value.split("-"))
    elif isinstance(value, int):
        yield int(value)


def _with_long_texts(source: PackSource) -> PackSource:
    """The same publication with labels of 240 letters and very long names of places."""
    content = {**source.published.content}
    content["indicators"] = [
        {**each, "label": {code: (words + " ") * 5 for code, words in each["label"].items()}}
        for each in content["indicators"]
    ]
    content["units"] = [
        {**each, "names": {code: (name + ", ") * 15 for code, name in each["names"].items()}}
        for each in content["units"]
    ]
    content["title"] = {code: (title + " ") * 5 for code, title in content["title"].items()}
    return replace(
        source, published=replace(source.published, snapshot=parse_snapshot(canonical_bytes(content)))
    )


def _words(name: str, content: bytes) -> str:
    if name.endswith(".pdf"):
        return pdf_words(content)
    document = docx.Document(BytesIO(content))
    parts = [document.element.body, document.sections[0].footer._element]
    lines = [line for part in parts for line in part.iter(qn("w:p"))]
    return "\n".join("".join(text.text or "" for text in line.iter(qn("w:t"))) for line in lines)


def _squeezed(text: str) -> str:
    return re.sub(r"[\s­￾-]", "", text)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _language_of(document: pypdfium2.PdfDocument) -> str:
    buffer = (pypdfium2.raw.FPDF_WCHAR * 20)()
    size = pypdfium2.raw.FPDFCatalog_GetLanguage(document.raw, buffer, 40)
    return bytes(buffer)[: size - 2].decode("utf-16-le")
