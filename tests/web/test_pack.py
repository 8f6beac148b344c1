"""The whole pack of a small round: the same bytes every time, every number from the snapshot."""

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import docx
import openpyxl
import pytest
from flask import Flask

from cmm.domain.evidence.signing import CURRENT, SigningKey
from cmm.domain.evidence.verify import verify_pack
from cmm.domain.precision import interval, rounding_points, whole_percent
from cmm.domain.questionnaire.compiled import digest as questionnaire_digest
from cmm.domain.questionnaire.compiled import from_json
from cmm.domain.snapshot import EVERYWHERE, Snapshot, digest_of, indicator_figures
from cmm.web.evidence.pack import STEPS, build_pack
from cmm.web.evidence.source import PackSource
from tests.rules.checkout import ROOT
from tests.web.pdfs import pdf_pages, pdf_words
from tests.web.small_round import PUBLISHED_ON, SAID, read_source, small_app

LANGUAGES = ("ru", "kk", "en")
KEY = SigningKey(b"\7" * 32)
NUMBER = re.compile(r"\d+")
NOT_FIGURES = re.compile(
    r"https?://\S+|\b[0-9a-f]{16,64}\b…?"
    r"|(?:SHA|sha)-?256\w*|95 %|#[a-z0-9+]+|UTF-?8|F8\.0|CC\s+BY\s+4\.0|DHIS2"
)
BUILD = """
import sys
from pathlib import Path
from tests.web.test_pack import KEY
from tests.web.small_round import open_app, read_source
from cmm.web.evidence.pack import build_pack
app = open_app(Path(sys.argv[1]))
with app.app_context():
    sys.stdout.buffer.write(build_pack(read_source(app), KEY))
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pack")


@pytest.fixture(scope="module")
def app(migrated_sqlite: Path, folder: Path) -> Iterator[Flask]:
    with small_app(migrated_sqlite, folder) as made:
        yield made


@pytest.fixture(scope="module")
def source(app: Flask) -> PackSource:
    return read_source(app)


@pytest.fixture(scope="module")
def pack(app: Flask, source: PackSource) -> bytes:
    steps: list[int] = []
    with app.app_context():
        made = build_pack(source, KEY, progress=steps.append)
    assert steps == list(range(1, STEPS + 1))
    return made


@pytest.fixture(scope="module")
def files(pack: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(pack)) as book:
        return {name: book.read(name) for name in book.namelist()}


def allowed_numbers(snapshot: Snapshot) -> set[int]:
    """Everything that follows from published numbers by the rules: counts, bases, sums, shares, ranges."""
    content = snapshot.content
    numbers: set[int] = {content["method_facts"]["step"], content["method_facts"]["smallest_group"]}
    for table in snapshot.tables.values():
        rows = [*table.counts.items(), (EVERYWHERE, [table.total_count(answer) for answer in table.answers])]
        for place, counts in rows:
            of = table.total if place == EVERYWHERE else table.bases[place]
            for count in counts:
                numbers |= shares(snapshot, place, count, of)
    for indicator in content["indicators"]:
        numbers.add(indicator["red_line"])
        for place in (EVERYWHERE, *(unit.code for unit in snapshot.units)):
            figure = indicator_figures(snapshot, indicator, place)
            assert figure
            numbers |= shares(snapshot, place, figure.numerator, figure.denominator)
    for unit in snapshot.units:
        numbers |= {unit.responses, unit.answered, unit.known_clients or 0, len(snapshot.units)}
        numbers.add(whole_percent(unit.answered, unit.known_clients or 1))
    known = [unit.known_clients or 0 for unit in snapshot.units]
    answered = sum(unit.answered for unit in snapshot.units)
    return numbers | {
        sum(known),
        answered,
        whole_percent(answered, sum(known)),
        sum(u.responses for u in snapshot.units),
    }


def shares(snapshot: Snapshot, place: str, count: int, of: int) -> set[int]:
    units = [unit for unit in snapshot.units if place in (EVERYWHERE, unit.code)]
    known = sum(unit.known_clients or 0 for unit in units)
    around = interval(count, of, units=len(units), population=known)
    return {count, of, whole_percent(count, of), *around, rounding_points(of, len(units))}


def numbers_in(text: str) -> set[int]:
    return {int(found) for found in NUMBER.findall(NOT_FIGURES.sub(" ", text))}


def dates_of(source: PackSource) -> set[int]:
    content = source.published.content
    days = [content[name] for name in ("opened_on", "closed_on", "prepared_on")] + [PUBLISHED_ON.isoformat()]
    parts = {int(part) for each in days for part in each.split("-")}
    return parts | {int(content["closed_on"][:7].replace("-", ""))}


def test_the_pack_is_genuine_and_the_same_bytes_in_another_process_on_a_moved_database(
    app: Flask, pack: bytes, folder: Path, tmp_path: Path
) -> None:
    assert verify_pack(pack, {KEY.public: CURRENT}).genuine
    (tmp_path / "cmm.sqlite").write_bytes((folder / "cmm.sqlite").read_bytes())
    environment = {**os.environ, "PYTHONHASHSEED": "77", "PYTHONPATH": str(ROOT)}
    again = subprocess.run(
        [sys.executable, "-c", BUILD, str(tmp_path)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        check=True,
    )
    assert again.stdout == pack


def test_the_pack_has_every_part_in_every_language(files: dict[str, bytes]) -> None:
    for language in LANGUAGES:
        inside = {name.removeprefix(f"{language}/") for name in files if name.startswith(f"{language}/")}
        assert {
            "brief.pdf",
            "brief.docx",
            "report.pdf",
            "report.docx",
            "questionnaire.pdf",
            "tables.xlsx",
        } < inside
        assert {"data-excel.csv", "codebook-excel.csv", "crosswalk-excel.csv", "validation.txt"} < inside
        assert {"figures/missed_closed.svg", "figures/missed_closed.png"} < inside
        assert f"README.{language}.txt" in files
    data = {name for name in files if name.startswith("data/")}
    assert {
        f"data/{name}" for name in ("data.csv", "datapackage.json", "dhis2.json", "indicators.hxl.csv")
    } < data
    assert {"CITATION.cff", "citation.csl.json", "questionnaire.json", "validation.json"} < set(files)


def test_the_snapshot_and_the_questionnaire_are_what_was_published(
    files: dict[str, bytes], source: PackSource
) -> None:
    assert digest_of(files["snapshot.json"]) == source.published.digest
    asked = from_json(json.loads(files["questionnaire.json"]))
    assert questionnaire_digest(asked) == source.published.content["questionnaire_digest"]


def read_text(name: str, content: bytes) -> str:
    """All words of a file of the pack, with what stands in its properties left out."""
    if name.endswith(".pdf"):
        return pdf_words(content)
    if name.endswith(".docx"):
        document = docx.Document(io.BytesIO(content))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return " ".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    if name.endswith(".xlsx"):
        book = openpyxl.load_workbook(io.BytesIO(content))
        return " ".join(
            str(cell) for page in book for row in page.iter_rows(values_only=True) for cell in row
        )
    if name.endswith(".svg"):
        return " ".join(re.findall(r">([^<>]+)<", content.decode()))
    return content.decode("utf-8-sig")


def test_no_file_holds_a_number_that_is_not_published_or_made_of_published_ones(
    files: dict[str, bytes], source: PackSource
) -> None:
    """The exact counts of the invented answers are no fives; the numbers of our own rules are few and
    named.
    """
    exact = {count for said in SAID.values() for count in said.values() if count > 20}
    exact |= {sum(said.values()) for said in SAID.values()}
    allowed = allowed_numbers(source.published.snapshot) | dates_of(source)
    ours = {0, 1, 2, 3, 4, 5, 8, 10, 20, 25, 50, 75, 95, 100, 2026}
    seen: set[int] = set()
    for name, content in files.items():
        figures = (
            name.endswith((".svg", ".xlsx", ".csv", "dhis2.json", ".txt"))
            or "brief" in name
            or "report" in name
        )
        if not figures or "spss" in name or "codebook" in name:
            continue
        pages = set(range(1, pdf_pages(content) + 1)) if name.endswith(".pdf") else set()
        found = numbers_in(read_text(name, content)) - pages
        assert found - allowed - ours == set(), name
        assert not found & (exact - allowed), name
        seen |= found
    assert len(seen & allowed) > 20
