"""What nobody here may have is taken out of a table under any name, before anything else is done with it."""

import hashlib
import ipaddress
import uuid
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmm.domain.answer_sheet import SheetPlan, read_sheet
from cmm.domain.carried_table import pack_table, unpack_table
from cmm.domain.delimited import TextTable, read_table
from cmm.domain.field_columns import is_system
from cmm.domain.field_table import FieldTable, strip_table
from cmm.domain.identifying import column_looks_like, looks_like
from cmm.domain.questionnaire.compile import load_questionnaire
from cmm.domain.questionnaire.survey_folder import read_survey
from cmm.domain.table_file import read_file
from tests.field_exports import (
    SECRETS,
    TODAY,
    central_zip,
    collect,
    excel_table,
    kobo_labels,
    kobo_names,
    payloads,
)
from tests.rules.checkout import ROOT

FORMS = Path(__file__).parents[1] / "forms"
FORM = load_questionnaire(FORMS / "import" / "form.md")
CITIES = {"almaty": {"ru": "Алматы", "en": "Almaty"}}
REAL = Path(__file__).parents[3] / "shared" / "data" / "kaduna-patient-satisfaction.csv"
WORD = st.text("abcdefgxyz", min_size=1, max_size=8).map(lambda text: f"column {text}")
LATITUDES, LONGITUDES = st.floats(-89, 89), st.floats(-179, 179)


def hide(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def strip(table: TextTable, questionnaire: object = FORM) -> FieldTable:
    return strip_table(table, questionnaire, hide=hide, is_city=lambda cell: cell.casefold() == "almaty")  # type: ignore[arg-type]


def build(header: str, cells: list[str]) -> TextTable:
    rows = tuple((number, ("no", cell)) for number, cell in enumerate(cells, start=2))
    return TextTable(("closed", header), rows)


@st.composite
def places(draw: st.DrawFn) -> str:
    """A point as phones, servers and people write it."""
    digits = draw(st.integers(4, 9))
    lat, lon = (f"{draw(part):.{digits}f}" for part in (LATITUDES, LONGITUDES))
    rest = draw(st.sampled_from(["", " 0 0", " 812.5 4.8"]))
    return draw(
        st.sampled_from(
            [
                f"{lat} {lon}{rest}",
                f"{lat},{lon}",
                f"{lat}, {lon}",
                f"{lat}; {lon}",
                f"({lat}, {lon})",
                f"POINT ({lon} {lat})",
                f"POINT Z({lon} {lat} 0)",
                f"LINESTRING({lon} {lat}, {lon} {lat})",
                f'{{"type": "Point", "coordinates": [{lon}, {lat}]}}',
                f"geo:{lat},{lon}",
                f"https://www.google.com/maps/@{lat},{lon},15z",
                f"{lat} {lon} 0 0;{lat} {lon} 0 0",
                f"{lat.replace('.', ',')} {lon.replace('.', ',')}",
            ]
        )
    )


@given(places())
def test_a_place_is_recognised_however_it_is_written(place: str) -> None:
    assert looks_like(place) == "a place on the map"


@given(st.lists(st.tuples(LATITUDES, LONGITUDES), min_size=1, max_size=20), st.integers(2, 6), WORD)
def test_a_place_with_few_digits_or_cut_in_two_columns_is_taken_out(
    points: list[tuple[float, float]], digits: int, header: str
) -> None:
    whole = [f"{lat:.{digits}f}, {lon:.{digits}f}" for lat, lon in points]
    assert strip(build(header, whole)).table.header == ("closed",)
    if digits > 2:
        for half in ([f"{lat:.{digits}f}" for lat, _ in points], [f"{lon:.{digits}f}" for _, lon in points]):
            assert strip(build(header, half)).table.header == ("closed",)
            assert strip(build(header, [one.replace(".", ",") for one in half])).table.header == ("closed",)


@given(
    st.text("23456789CFGHJMPQRVWX", min_size=8, max_size=8),
    st.text("23456789CFGHJMPQRVWX", min_size=2, max_size=3),
)
def test_plus_codes_are_places(area: str, spot: str) -> None:
    assert looks_like(f"{area}+{spot}") == "a place on the map"
    assert looks_like(f"{area[4:]}+{spot.lower()} Almaty") == "a place on the map"


@given(st.uuids(), st.ip_addresses(v=4), st.ip_addresses(v=6), st.datetimes(min_value=datetime(1970, 1, 1)))
def test_identifiers_addresses_and_moments_are_recognised(
    record: uuid.UUID, old: ipaddress.IPv4Address, new: ipaddress.IPv6Address, moment: datetime
) -> None:
    for text in (str(record), f"uuid:{record}", record.hex, str(old), f"{moment:%Y-%m-%d %H:%M}"):
        assert looks_like(text), text
    if new.exploded.count("0000") < 6:  # "::1" is nobody
        assert looks_like(str(new)), str(new)
        assert looks_like(new.exploded)
    assert looks_like(moment.isoformat())
    assert looks_like(f"{moment:%H:%M:%S}.000+05:00") == "a time of day"


@given(
    st.integers(10**14, 10**15 - 1),
    st.lists(st.integers(0, 255), min_size=6, max_size=6),
    st.integers(0, 10**7 - 1),
    st.sampled_from(["+7 701 {}", "8701{}", "8 (701) {}", "+996-555-{}", "+7(701){}"]),
)
def test_phones_and_their_numbers_are_recognised(imei: int, mac: list[int], number: int, shape: str) -> None:
    assert looks_like(str(imei))
    assert looks_like(":".join(f"{byte:02x}" for byte in mac))
    assert looks_like(f"collect:{imei:x}")
    assert looks_like(shape.format(f"{number:07}"))


@given(
    st.lists(
        st.sampled_from(["yes", "no", "1", "0", "TRUE", "2026-11-20", "30-49", "12", "3.5", "500"]),
        max_size=12,
    )
)
def test_ordinary_answers_look_like_nothing(cells: list[str]) -> None:
    assert column_looks_like(cells) is None


@pytest.mark.parametrize(
    "header",
    ["_id", "_uuid", "_submission_time", "__version__", "_tags", "_geolocation", "meta/instanceID",
     "meta-instanceID", "meta/rootUuid", "KEY", "SubmissionDate", "SubmitterName", "DeviceID",
     "ReviewState",
     "grp/spot-Accuracy", "_spot_precision", "formhub/uuid", "start",
     "group/start-geopoint", "__Substitute__1", "PARENT_KEY"],
)  # fmt: skip
def test_what_the_tools_add_is_known_by_its_name(header: str) -> None:
    assert is_system(header)
    assert strip(build(header, ["anything"])).table.header == ("closed",)


@pytest.mark.parametrize(
    "header", ["closed", "visit/waited", "end_of_month", "keys", "startled", "today_dose"]
)
def test_a_question_is_not_taken_for_what_a_tool_adds(header: str) -> None:
    assert not is_system(header)


def test_a_question_called_like_a_column_of_a_tool_is_still_a_question() -> None:
    found = strip(read_table(b"closed,words,_notes,Words\nno,mine,theirs,\n"))
    assert found.table.header == ("closed", "words", "Words")


@pytest.mark.parametrize("language", ["names", "names.", "names-", "ru", "kk", "en", "zip", "excel"])
@pytest.mark.parametrize("form", ["ost-satisfaction", "harm-reduction"])
def test_every_variety_of_export_reads_as_the_answers_that_were_given(form: str, language: str) -> None:
    questionnaire = read_survey(ROOT / "surveys" / form).questionnaire
    people = collect(questionnaire, 8)
    if language.startswith("names"):
        content = kobo_names(questionnaire, people, sign=language.removeprefix("names") or "/")
    elif language == "zip":
        content = central_zip(questionnaire, people)
    elif language == "excel":
        content = excel_table(questionnaire, people)
    else:
        content = kobo_labels(questionnaire, people, language)
    found = strip(read_file(content), questionnaire)
    plan = SheetPlan(CITIES, *(("Город", None) if language == "excel" else (None, "almaty")))
    sheet = read_sheet(found.table, questionnaire, plan, today=TODAY)
    assert sheet.problems == ()
    assert payloads(sheet.rows) == payloads(people)  # type: ignore[arg-type]
    assert found.has_identities == (language != "excel")


def test_nothing_of_what_is_taken_out_is_left_anywhere() -> None:
    people = collect(FORM, 5)
    for content in (kobo_names(FORM, people), central_zip(FORM, people)):
        packed = pack_table(strip(read_file(content)))
        left = repr(unpack_table(packed))
        for secret in (*SECRETS, *(one.uuid for one in people)):
            assert secret not in left


def test_what_is_carried_comes_back_as_it_was() -> None:
    found = strip(read_file(central_zip(FORM, collect(FORM, 5))))
    carried = unpack_table(pack_table(found))
    assert carried == replace(found, table=replace(found.table, encoding="", delimiter=""))


def test_an_identity_is_the_same_in_both_tools_and_lasts_over_corrections() -> None:
    kobo = read_table(b"closed,_uuid,meta/rootUuid\nno,b,uuid:A\n")
    central = read_table(b"closed,meta-instanceID,KEY\nno,uuid:c,uuid:a\n")
    assert strip(kobo).table.identities == strip(central).table.identities


def test_without_identities_only_the_whole_file_is_known_again() -> None:
    one, other = read_table(b"closed\nno\nno\n"), read_table(b"closed\nno\nno\nyes\n")
    first, again, third = (strip(table) for table in (one, one, other))
    assert not first.has_identities
    assert first.table.identities == again.table.identities
    assert len({*first.table.identities, *third.table.identities}) == 5


def test_a_response_twice_in_a_file_is_taken_once_and_asked_about_when_it_differs() -> None:
    found = strip(read_table(b"closed,waited,_uuid\nno,1,a\nno,1,a\nno,2,b\nyes,2,b\n"))
    plan = SheetPlan(CITIES, city="almaty", take_good_rows=True)
    sheet = read_sheet(found.table, FORM, plan, today=TODAY)
    assert [row.row for row in sheet.rows] == [2, 4]
    assert sheet.repeated == 1
    assert [str(one) for one in sheet.problems] == [
        "row 5: the same response stands in row 4 already, with other answers"
    ]


@pytest.mark.parametrize(
    "column", ["_validation_status,validation_status_not_approved", "ReviewState,rejected"]
)
def test_what_was_turned_down_in_the_tool_is_not_taken(column: str) -> None:
    header, value = column.split(",")
    found = strip(read_table(f"closed,{header}\nno,\nyes,{value}\n".encode()))
    plan = SheetPlan(CITIES, city="almaty", take_good_rows=True)
    sheet = read_sheet(found.table, FORM, plan, today=TODAY)
    assert [row.row for row in sheet.rows] == [2]
    assert [one.code for one in sheet.problems] == ["turned_down"]


def test_numbers_of_a_question_that_look_like_half_a_place_want_a_decision() -> None:
    table = read_table(b"closed,waited\nno,43.238\nno,43.241\n")
    asked = read_sheet(table, FORM, SheetPlan(CITIES, city="almaty"), today=TODAY)
    assert [one.code for one in asked.problems] == ["question_identifies"]
    assert "43." not in str(asked.problems)
    decided = SheetPlan(CITIES, city="almaty", chosen={"waited": "waited"})
    assert {one.code for one in read_sheet(table, FORM, decided, today=TODAY).problems} == {"not_whole"}


def test_a_real_table_of_others_loses_only_what_names_a_place() -> None:
    if not REAL.is_file():
        pytest.skip("the table of the Kaduna hospitals is not beside this project")
    kaduna = load_questionnaire(FORMS / "kaduna" / "form.md")
    found = strip(read_file(REAL.read_bytes()), kaduna)
    assert [one.header for one in found.left_out] == ["Hospital Name"]


@pytest.mark.parametrize("name", ["or_other.xlsx", "table-list.xls"])
def test_forms_of_others_read_back_what_was_answered(name: str) -> None:
    path = REAL.parents[1] / "forms" / f"pyxform--{name}"
    if not path.is_file():
        pytest.skip("the forms of others are not beside this project")
    form = load_questionnaire(path)
    people = collect(form, 8)
    for content in (kobo_names(form, people), kobo_labels(form, people, "en"), central_zip(form, people)):
        found = strip(read_file(content), form)
        sheet = read_sheet(found.table, form, SheetPlan(CITIES, city="almaty"), today=TODAY)
        assert payloads(sheet.rows) == payloads(people)  # type: ignore[arg-type]
