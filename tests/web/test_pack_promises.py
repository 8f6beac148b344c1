"""Requests and promises in a pack: in every form, word for word, and with published figures only."""

import csv
import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import frictionless
import openpyxl
import pytest
from flask import Flask

from cmm.domain.evidence.crosswalk import read_crosswalk
from cmm.domain.evidence.csv_file import write_csv
from cmm.domain.evidence.signing import CURRENT
from cmm.domain.evidence.verify import verify_pack
from cmm.domain.precision import interval, whole_percent
from cmm.domain.promises import CONFIRMED
from cmm.domain.snapshot import indicator_figures
from cmm.paths import data_dir
from cmm.services.published import find_published
from cmm.web.evidence.brief import build_brief
from cmm.web.evidence.documents import build_documents
from cmm.web.evidence.files import write_program_files
from cmm.web.evidence.material import read_material
from cmm.web.evidence.pack import build_pack
from cmm.web.evidence.promise_table import promise_table
from cmm.web.evidence.report import build_report
from cmm.web.evidence.source import PackSource
from cmm.web.i18n import speaking
from tests.rules.checkout import ROOT
from tests.web import small_round
from tests.web.pdfs import pdf_pages, pdf_words
from tests.web.small_promises import ANSWERS, ASKED_ON, ASKS, CONFIRMED_ON, DUE_ON, add_promises, read_source
from tests.web.small_round import ROUNDS, SITE, open_app, small_app
from tests.web.test_pack import KEY, LANGUAGES, allowed_numbers, dates_of, numbers_in, read_text

HEADING = {
    "ru": "О чём просили и что из этого вышло",
    "kk": "Не сұралды және одан не шықты",
    "en": "What was asked, and what came of it",
}
DIGESTS = "import sys; from tests.web.test_pack_promises import print_digests; print_digests(sys.argv[1])"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("promises")


@pytest.fixture(scope="module")
def app(migrated_sqlite: Path, folder: Path) -> Iterator[Flask]:
    with small_app(migrated_sqlite, folder) as made:
        add_promises(made)
        yield made


@pytest.fixture(scope="module")
def source(app: Flask) -> PackSource:
    return read_source(app)


@pytest.fixture(scope="module")
def pack(app: Flask, source: PackSource) -> bytes:
    with app.app_context():
        return build_pack(source, KEY)


@pytest.fixture(scope="module")
def files(pack: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(pack)) as book:
        return {name: book.read(name) for name in book.namelist()}


def squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad\ufffe-]", "", text)


def rows_of(content: bytes) -> dict[str, dict[str, str]]:
    """Rows of data/promises.csv by place."""
    return {row["place"]: row for row in csv.DictReader(io.StringIO(content.decode(), newline=""))}


def test_the_day_is_that_of_the_newest_public_event_and_the_overdue_stand_first(source: PackSource) -> None:
    assert source.promises_on == CONFIRMED_ON
    assert [each.finding.place for each in source.promises] == ["oskemen", "almaty"]
    assert [each.state for each in source.promises] == ["asked", CONFIRMED]


def test_other_services_and_rounds_without_requests_leave_no_trace(app: Flask, source: PackSource) -> None:
    bare = small_round.read_source(app)
    assert (bare.promises, bare.promises_on) == ((), None)
    with app.app_context(), speaking("en"):
        told = repr((build_report(read_material(bare)).blocks, build_brief(read_material(bare)).blocks))
    assert HEADING["en"] not in told


def test_a_pack_is_made_anew_when_something_happened_and_only_then(app: Flask, source: PackSource) -> None:
    order_of = app.extensions["packs"].order_of
    assert order_of(source) == order_of(read_source(app))
    assert order_of(source) != order_of(small_round.read_source(app))
    first, second = source.promises
    earlier = replace(second, steps=second.steps[:-1])
    assert order_of(source) != order_of(replace(source, promises=(first, earlier)))


def test_a_pack_with_promises_is_genuine(pack: bytes) -> None:
    assert verify_pack(pack, {KEY.public: CURRENT}).genuine


def test_what_tells_of_promises_is_the_same_bytes_in_another_process(
    files: dict[str, bytes], folder: Path
) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": "78"}
    command = [sys.executable, "-c", DIGESTS, str(folder)]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    told = dict(line.split("=") for line in done.stdout.split())
    assert {"ru/report.docx", "ru/brief.pdf", "data/promises.csv", "data/datapackage.json"} <= set(told)
    assert told == {name: sha256(files[name]).hexdigest() for name in told}


def print_digests(folder: str) -> None:
    """For the process beside: digests of the same files, made there."""
    app = open_app(Path(folder))
    with app.app_context():
        source = read_source(app)
        files = write_program_files(source, read_crosswalk(data_dir("surveys")))
        files |= {f"ru/{name}": content for name, content in build_documents(source, "ru").items()}
    sys.stdout.write("\n".join(f"{name}={sha256(content).hexdigest()}" for name, content in files.items()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_requests_and_answers_stand_word_for_word_in_every_language(
    files: dict[str, bytes], language: str
) -> None:
    asks = [words[language] for words in ASKS.values()]
    for name in ("report.pdf", "report.docx"):
        told = squeezed(read_text(name, files[f"{language}/{name}"]))
        for words in (HEADING[language], *asks, *ANSWERS.values()):
            assert squeezed(words) in told, (name, words)
    for name in ("brief.pdf", "brief.docx"):
        told = squeezed(read_text(name, files[f"{language}/{name}"]))
        assert squeezed(HEADING[language]) in told
        assert squeezed(ASKS["oskemen"][language]) in told
        assert squeezed(ASKS["almaty"][language]) not in told  # clients confirm it: it is over
    assert pdf_pages(files[f"{language}/brief.pdf"]) == 1
    assert f"{language}/promises-excel.csv" in files[f"README.{language}.txt"].decode()


def test_a_brief_that_is_full_leaves_requests_to_the_report(app: Flask, source: PackSource) -> None:
    long = tuple(replace(each, asks={"en": "Open the site. " * 400}) for each in source.promises)
    with app.app_context():
        made = build_documents(replace(source, promises=long), "en")
    assert pdf_pages(made["brief.pdf"]) == 1
    for name in ("brief.pdf", "brief.docx"):
        assert squeezed(HEADING["en"]) not in squeezed(read_text(name, made[name])), name
    assert squeezed("Open the site. Open the site.") in squeezed(pdf_words(made["report.pdf"]))


def test_the_tables_hold_the_published_figures_then_and_later(app: Flask, files: dict[str, bytes]) -> None:
    rows = rows_of(files["data/promises.csv"])
    with app.extensions["database"].session() as session:
        autumn, spring = (find_published(session, round_id) for round_id in (ROUNDS[0], "spring"))
    assert autumn
    assert spring
    for place, row in rows.items():
        for when, published in (("asked", autumn), ("later", spring)):
            indicator = published.content["indicators"][0]
            known = any(unit.code == place for unit in published.snapshot.units)
            figure = indicator_figures(published.snapshot, indicator, place) if known else None
            told = row[f"{when}_numerator"], row[f"{when}_denominator"]
            assert told == ((str(figure.numerator), str(figure.denominator)) if figure else ("", ""))
    assert rows["almaty"]["later_result"] == "better"
    assert rows["almaty"]["state"] == CONFIRMED
    assert {row["asked_on"] for row in rows.values()} == {ASKED_ON.isoformat()}
    assert all(row["address"] == f"{SITE}/en/promises/{row['promise']}" for row in rows.values())


def test_figures_that_were_withdrawn_are_not_told_again(app: Flask, source: PackSource) -> None:
    first, second = source.promises
    taken_back = replace(second, finding=replace(second.finding, withdrawn=True))
    left = replace(source, promises=(first, taken_back))
    place, numbers = second.finding.place, ("asked_numerator", "later_numerator", "later_result")
    with app.app_context(), speaking("en"):
        rows = rows_of(write_csv(promise_table(left, "en", {}).lines))
        told = repr(build_report(read_material(left)).blocks)
    assert [rows[place][name] for name in numbers] == ["", "", ""]
    assert "The figures behind this request were withdrawn since." in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sheet_and_the_file_for_excel_say_the_same(files: dict[str, bytes], language: str) -> None:
    text = files[f"{language}/promises-excel.csv"].decode("utf-8-sig")
    excel = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))
    book = openpyxl.load_workbook(io.BytesIO(files[f"{language}/tables.xlsx"]))
    (page,) = (each for each in book if each.max_column == len(excel[0]) and each.max_row == len(excel) == 3)
    sheet = [["" if cell is None else str(cell) for cell in row] for row in page.iter_rows(values_only=True)]
    assert sheet == excel
    plain = rows_of(files["data/promises.csv"])
    for row in excel[1:]:
        assert row[0] == plain[row[1]]["promise"]
        assert row[5] == ASKS[row[1]][language]


def test_the_data_package_knows_the_promises_and_is_valid(files: dict[str, bytes], tmp_path: Path) -> None:
    for name, content in files.items():
        if name.startswith("data/"):
            (tmp_path / name.removeprefix("data/")).write_bytes(content)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["type", "note"])
    described: dict[str, Any] = json.loads(files["data/datapackage.json"])
    (resource,) = (each for each in described["resources"] if each["name"] == "promises")
    kinds = {field["name"]: field["type"] for field in resource["schema"]["fields"]}
    assert (kinds["asked_on"], kinds["later_numerator"]) == ("date", "integer")


def test_no_number_in_the_documents_is_unpublished(source: PackSource, files: dict[str, bytes]) -> None:
    """Beside the figures of both rounds only dates, days of waiting and the goal that was asked for."""
    allowed = allowed_numbers(source.published.snapshot) | dates_of(source) | event_days(source)
    allowed |= later_shares(source)
    assert source.promises_on
    for each in source.promises:
        days = {each.story.days_waiting(source.promises_on), each.story.days_overdue(source.promises_on)}
        allowed |= days | {each.target or 0}
    ids = re.compile("|".join(each.promise_id for each in source.promises))
    ours = {0, 1, 2, 3, 4, 5, 8, 10, 20, 25, 50, 75, 95, 100}
    for name, content in files.items():
        if "brief" in name or "report" in name or "promises" in name or name.endswith(".xlsx"):
            pages = set(range(1, pdf_pages(content) + 1)) if name.endswith(".pdf") else set()
            found = numbers_in(ids.sub(" ", read_text(name, content)))
            assert found - pages - allowed - ours == set(), name


def later_shares(source: PackSource) -> set[int]:
    """What may be said about the figures of the later round; they are looked up in it by the test above."""
    allowed: set[int] = set()
    for each in source.promises:
        for count, of in (step.evidence.after for step in each.steps if step.evidence):
            around = interval(count, of, units=each.finding.units, population=each.finding.population)
            allowed |= {count, of, whole_percent(count, of), *around}
    return allowed


def event_days(source: PackSource) -> set[int]:
    days = [source.promises_on, CONFIRMED_ON, ASKED_ON, DUE_ON]
    days += [step.public_on for each in source.promises for step in each.steps]
    return {part for day in days if day for part in (day.year, day.month, day.day)}
