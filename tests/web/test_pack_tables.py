"""The tables and files for programs of a pack: every format says exactly what the snapshot says."""

import csv
import io
import json
import re
import tomllib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import frictionless
import jsonschema
import openpyxl
import pytest
import yaml
from flask import Flask

from cmm.domain.evidence.crosswalk import (
    HIGH,
    MIDDLE,
    PRIORITIES,
    UNKNOWN,
    WATCH,
    CrosswalkPlan,
    list_crosswalk,
    priority_of,
    read_crosswalk,
)
from cmm.domain.evidence.csv_file import write_csv
from cmm.domain.evidence.dhis2 import LONGEST_CODE, data_element_code
from cmm.domain.evidence.indicator_rows import IndicatorRow, list_group_rows, list_indicator_rows
from cmm.domain.evidence.tables import data_table, theme_table
from cmm.domain.evidence.workbook import Sheet, write_workbook
from cmm.domain.snapshot import (
    EVERYWHERE,
    Snapshot,
    canonical_bytes,
    figure_rows,
    indicator_figures,
    parse_snapshot,
)
from cmm.paths import data_dir
from cmm.services.published import find_published
from cmm.web.evidence.files import write_program_files
from cmm.web.evidence.language_files import write_tables
from cmm.web.evidence.reading import make_source
from cmm.web.evidence.source import PackSource
from cmm.web.i18n import speaking
from cmm.web.reading.breakdowns import list_breakdowns
from cmm.web.reading.figures import Figures
from cmm.web.reading.indicators import indicator_share, red_line
from tests.web.published import published_app

HASHTAG = re.compile(r"#[a-z][a-z0-9_]*(\+[a-z][a-z0-9_]*)*")
FILES = dict[str, bytes]
SIZES = {"almaty": 45, "aktobe": 14}
"""One city told in percent, one in words: enough for every format, and published in seconds."""
DATA_VALUE_SET = {
    "type": "object",
    "required": ["dataValues"],
    "additionalProperties": False,
    "properties": {
        "idScheme": {"const": "CODE"},
        "dataElementIdScheme": {"const": "CODE"},
        "orgUnitIdScheme": {"const": "CODE"},
        "dataValues": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["dataElement", "period", "orgUnit", "value"],
                "additionalProperties": False,
                "properties": {
                    "dataElement": {"type": "string", "pattern": "^[A-Z0-9_]+$", "maxLength": LONGEST_CODE},
                    "period": {"type": "string", "pattern": "^[0-9]{4}(0[1-9]|1[0-2])$"},
                    "orgUnit": {"type": "string", "minLength": 1},
                    "value": {"type": "string", "pattern": "^[0-9]+$"},
                },
            },
        },
    },
}
"""What the DHIS2 developer guide says of a data value set, as far as we use it."""


@pytest.fixture(scope="module")
def app(migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    with published_app(migrated_sqlite, tmp_path_factory.mktemp("tables"), SIZES) as (made, _published):
        yield made


@pytest.fixture(scope="module")
def source(app: Flask) -> PackSource:
    with app.extensions["database"].session("dashboard") as session:
        published = find_published(session, "autumn-2026")
        assert published
        made = make_source(session, published, "https://figures.example.org")
    assert made
    return made


@pytest.fixture(scope="module")
def snapshot(source: PackSource) -> Snapshot:
    return source.published.snapshot


@pytest.fixture(scope="module")
def plan() -> CrosswalkPlan:
    return read_crosswalk(data_dir("surveys"))


@pytest.fixture(scope="module")
def files(app: Flask, source: PackSource, plan: CrosswalkPlan) -> FILES:
    with app.app_context():
        return write_program_files(source, plan)


@pytest.fixture(scope="module", params=["ru", "kk", "en"])
def tables(request: pytest.FixtureRequest, app: Flask, source: PackSource, plan: CrosswalkPlan) -> FILES:
    with app.app_context(), speaking(request.param):
        return write_tables(source, plan)


def read(content: bytes, delimiter: str = ",") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def records(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"), newline="")))


def whole(cell: str) -> int | None:
    return int(cell) if cell else None


def test_indicators_in_the_files_are_the_shares_of_the_pages(app: Flask, snapshot: Snapshot) -> None:
    figures = Figures(snapshot)
    rows = list_indicator_rows(snapshot)
    assert len(rows) == len(snapshot.content["indicators"]) * (len(snapshot.units) + 1)
    with app.app_context():
        for row in rows:
            share = indicator_share(figures, row.indicator, row.place)
            line = red_line(row.indicator, share)
            assert row.line == (line.state if line else "")
            assert row.percent == share.percent
            if share.known:
                assert (row.numerator, row.denominator) == (share.count, share.of)
                assert (row.low, row.high) == share.interval
            else:
                assert (row.low, row.words) == (None, "")
                assert row.reason


def test_groups_in_the_files_are_those_of_the_pages(app: Flask, snapshot: Snapshot) -> None:
    with app.app_context():
        told = [
            share for view in list_breakdowns(Figures(snapshot)) for row in view.rows for share in row.shares
        ]
    rows = list_group_rows(snapshot)
    assert len(rows) == len(told) > 0
    key = sorted(
        (share.count, share.of, share.percent or -1, *share.interval) for share in told if share.known
    )
    assert key == sorted(
        (row.numerator, row.denominator, row.percent or -1, row.low, row.high)
        for row in rows
        if not row.reason
    )


def test_the_data_are_the_published_counts_in_every_form(
    files: FILES, tables: FILES, snapshot: Snapshot
) -> None:
    counts = {
        (row[0], row[1], row[2]): (row[3], row[4]) for row in list(figure_rows(snapshot.content, "en"))[1:]
    }
    plain = {
        (r["unit"], r["question"], r["answer"]): (int(r["count"]), int(r["of"]))
        for r in records(files["data/data.csv"])
    }
    assert plain == counts
    excel = tables["data-excel.csv"]
    assert excel.startswith(b"\xef\xbb\xbf")
    assert {tuple(row[:3]): (int(row[3]), int(row[4])) for row in read(excel, ";")[1:]} == counts
    page = openpyxl.load_workbook(io.BytesIO(tables["tables.xlsx"])).worksheets[0]
    told = {tuple(row[:3]): tuple(row[3:5]) for row in list(page.iter_rows(values_only=True))[1:]}
    assert told == counts


def test_the_workbook_has_its_sheets_numbers_and_no_formula_or_link(
    tables: FILES, snapshot: Snapshot
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(tables["tables.xlsx"]))
    assert len(book.sheetnames) == 6
    assert book.properties.created.date() == date(2026, 12, 16)
    for page in book:
        assert not any(cell.data_type == "f" or cell.hyperlink for row in page.iter_rows() for cell in row)
    rows = list(book.worksheets[1].iter_rows(values_only=True))[1:]
    expected = [
        (r.place, r.indicator["id"], r.numerator, r.denominator, r.percent, r.low, r.high)
        for r in list_indicator_rows(snapshot)
    ]
    assert [(r[0], r[2], r[6], r[7], r[8], r[10], r[11]) for r in [(*row,) for row in rows]] == [
        (place, code, numerator, denominator, percent, low, high)
        for place, code, numerator, denominator, percent, low, high in expected
    ]
    assert snapshot.digest in " ".join(str(row[0]) for row in book.worksheets[-1].iter_rows(values_only=True))


def test_frictionless_finds_nothing_wrong_with_the_data_package(files: FILES, tmp_path: Path) -> None:
    for name, content in files.items():
        if name.startswith("data/"):
            (tmp_path / name.removeprefix("data/")).write_bytes(content)
    report = frictionless.validate(str(tmp_path / "datapackage.json"))
    assert report.valid, report.flatten(["type", "note"])
    assert len(report.tasks) == 5
    described = json.loads(files["data/datapackage.json"])
    assert "INVENTED" in described["description"]


def test_a_changed_number_is_found_by_the_data_package(files: FILES, tmp_path: Path) -> None:
    for name, content in files.items():
        if name.startswith("data/"):
            (tmp_path / name.removeprefix("data/")).write_bytes(content)
    (tmp_path / "data.csv").write_bytes(files["data/data.csv"].replace(b",5,", b",-5,", 1))
    assert not frictionless.validate(str(tmp_path / "datapackage.json")).valid


def test_the_hxl_row_names_every_column_and_the_rest_are_the_indicators(files: FILES) -> None:
    heading, tags, *rows = read(files["data/indicators.hxl.csv"])
    assert len(set(tags)) == len(heading)
    assert all(HASHTAG.fullmatch(tag) for tag in tags)
    assert [row[:-1] for row in rows] == read(files["data/indicators.csv"])[1:]
    assert {row[-1] for row in rows} == {"2026-12-06"}


def test_dhis2_values_are_valid_and_are_the_published_counts(files: FILES, snapshot: Snapshot) -> None:
    sent = json.loads(files["data/dhis2.json"])
    jsonschema.validate(sent, DATA_VALUE_SET)
    values = {(v["orgUnit"], v["dataElement"]): int(v["value"]) for v in sent["dataValues"]}
    assert len(values) == len(sent["dataValues"])
    form = snapshot.content["form_id"]
    for indicator in snapshot.content["indicators"]:
        for unit in snapshot.units:
            figure = indicator_figures(snapshot, indicator, unit.code)
            told = [
                values.get((unit.code, data_element_code(form, indicator["id"], part)))
                for part in ("NUM", "DEN")
            ]
            assert told == ([figure.numerator, figure.denominator] if figure else [None, None])


def test_codes_of_data_elements_stay_different_when_they_are_cut() -> None:
    long = "hepatitis_c_test_not_offered_in_the_last_twelve_months"
    codes = {data_element_code("hiv-hepatitis-tb", long, part) for part in ("NUM", "DEN")}
    assert len(codes) == 2
    assert all(len(code) <= LONGEST_CODE for code in codes)


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_the_spss_syntax_names_every_number_of_its_file(
    files: FILES, snapshot: Snapshot, language: str
) -> None:
    syntax = files[f"data/spss.{language}.sps"].decode("utf-8-sig")
    labels = {
        name: dict(re.findall(r"^  (\d+) '((?:[^']|'')*)'\r$", part, re.MULTILINE))
        for name, part in re.findall(r"VALUE LABELS (\w+)\r\n(.*?)  \.\r\n", syntax, re.DOTALL)
    }
    rows = records(files["data/spss.csv"])
    data = [row for row in data_table(snapshot, language).rows if row[0] != EVERYWHERE]
    assert len(rows) == len(data) > 300
    for row, told in zip(rows, data, strict=True):
        assert (int(row["n"]), int(row["of"])) == (told[3], told[4])
        for name, words in (("place", told[5]), ("question", told[6]), ("answer", told[7])):
            kept = labels[name][row[name]].replace("''", "'")
            assert kept
            assert " ".join(str(words).split()).startswith(kept)
    assert len({row["answer"] for row in rows}) == len({(row[1], row[2]) for row in data})


def test_the_codebook_has_every_variable_every_code_and_who_was_asked(
    files: FILES, source: PackSource
) -> None:
    rows = records(files["data/codebook.csv"])
    found = {(row["variable"], row["code"]) for row in rows}
    for question in source.questionnaire.questions():
        if question.type != "note":
            assert (question.name, "") in found
            codes = {(question.name, choice.name) for choice in source.questionnaire.choices_of(question)}
            assert codes <= found
    by_name = {row["variable"]: row for row in rows if not row["code"]}
    assert all(by_name["missed_closed"][f"asked_{code}"] for code in ("ru", "kk", "en"))
    assert all(row["label_ru"] and row["label_kk"] and row["label_en"] for row in rows)
    assert by_name["missed_closed"]["use"] == "counted"
    assert {row["use"] for row in rows} == {"counted", "not_published"}


def test_no_cell_becomes_a_program_whatever_the_words_are() -> None:
    evil = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "https://evil.example", "mailto:x@example.org"]
    assert all(row[0][0] not in "=+-@\t" for row in read(write_csv([[word] for word in evil])))
    book = write_workbook(
        [Sheet("words", ("a",), [(word,) for word in evil])], title="t", made_on=date(2026, 1, 1)
    )
    cells = [row[0] for row in openpyxl.load_workbook(io.BytesIO(book)).worksheets[0].iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == evil
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)


def test_own_words_are_told_by_theme_with_words_for_small_shares(snapshot: Snapshot) -> None:
    answers = [{"code": code, "label": {"en": code}} for code in ("queues", "other", "no_theme")]
    themes = [
        {
            "question": "keep",
            "label": {"en": "What should stay?"},
            "answers": answers,
            "counts": [40, 15, 75],
            "of": 130,
        }
    ]
    with_themes = parse_snapshot(canonical_bytes({**snapshot.content, "themes": themes}))
    rows = theme_table(with_themes, "en", {}).rows
    assert [row[4:] for row in rows] == [(40, 130, 31, None), (15, 130, 12, None), (75, 130, 58, None)]


def test_priorities_follow_the_rule_that_is_written_down(snapshot: Snapshot, plan: CrosswalkPlan) -> None:
    rows = list_crosswalk(snapshot, plan)
    assert [row.figures.indicator["id"] for row in rows] != []
    assert len(rows) == len(snapshot.content["indicators"])
    order = [(PRIORITIES.index(row.priority), -row.figures.surely) for row in rows]
    assert order == sorted(order)
    assert all(row.activity and row.line and row.modules for row in rows)
    assert {row.priority for row in rows} >= {HIGH, MIDDLE}


@pytest.mark.parametrize(
    ("low", "high", "line", "of", "priority"),
    [
        (25, 60, "", 100, HIGH),
        (11, 24, "over", 100, HIGH),
        (10, 40, "", 100, MIDDLE),
        (2, 20, "unsure", 100, MIDDLE),
        (9, 40, "", 100, WATCH),
        (0, 8, "within", 100, WATCH),
        (40, 90, "over", 15, UNKNOWN),
        (None, None, "", 0, UNKNOWN),
    ],
)
def test_priority_of_a_share(low: int | None, high: int | None, line: str, of: int, priority: str) -> None:
    indicator: dict[str, Any] = {"id": "x", "direction": "less_is_better"}
    assert priority_of(IndicatorRow("ALL", indicator, (), 0, of, None, "", low, high, line)) == priority


def test_every_indicator_of_the_library_leads_to_an_activity_in_three_languages(plan: CrosswalkPlan) -> None:
    named = {name for activity in plan.activities for name in activity.indicators}
    found = set()
    for path in data_dir("surveys").glob("*/indicators.toml"):
        for indicator in tomllib.loads(path.read_text(encoding="utf-8"))["indicator"]:
            found.add(indicator["id"])
            activity = plan.find_activity(indicator)
            assert activity, indicator["id"]
            assert set(activity.words) == set(activity.line) == {"ru", "kk", "en"}
    assert named <= found


def test_the_citation_names_number_day_and_digest(files: FILES, snapshot: Snapshot) -> None:
    cff = yaml.safe_load(files["CITATION.cff"])
    assert cff["date-released"] == "2026-12-16"
    assert cff["identifiers"][0]["value"] == f"sha256:{snapshot.digest}"
    csl = json.loads(files["citation.csl.json"])[0]
    assert csl["issued"] == {"date-parts": [[2026, 12, 16]]}
    assert csl["URL"] == cff["url"] == "https://figures.example.org/en/r/autumn-2026/v/1"
