"""Files of every kind: what is refused as a whole, and rows numbered as the author sees them."""

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from cmm.domain.questionnaire.adapter import read_workbook
from cmm.domain.questionnaire.compile import check_questionnaire, load_questionnaire
from cmm.domain.questionnaire.files import LARGEST_FILE
from tests.domain.questionnaire.forms import ZOO

XLSX_ROWS = {
    0: ("type", "name", "label"),
    3: ("text", "a", "A?"),
    7: ("integr", "b", "B?"),
    8: ("text", "c", ""),
}


def codes(path: Path) -> list[str]:
    return [problem.code for problem in check_questionnaire(path) if not problem.warning]


def write_bytes(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def write_xlsx(path: Path, rows: dict[int, tuple[str, ...]], sheet: str = "survey") -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        page = book.add_worksheet(sheet)
        for number, cells in rows.items():
            for column, cell in enumerate(cells):
                page.write_string(number, column, cell)
    return path


def test_rows_of_a_workbook_keep_their_numbers_across_blank_rows(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "form.xlsx", XLSX_ROWS)
    found = {(problem.code, problem.row) for problem in check_questionnaire(path) if not problem.warning}
    assert found == {("unknown_type", 8), ("missing_label", 9)}


def test_rows_of_a_markdown_table_count_from_its_header_blank_rows_included() -> None:
    rows = read_workbook(ZOO / "blank-rows-and-comments.md").sheet("survey").rows
    assert [(row.number, row.cells["name"]) for row in rows] == [(3, "days"), (5, "pipe"), (6, "open")]


def test_rows_of_a_csv_file_are_its_lines(tmp_path: Path) -> None:
    text = (
        'survey\n,type,name,label\n,text,a,"A, really?"\n\n,integr,b,B?\nsettings\n,form_id,version\n,x,1\n'
    )
    found = check_questionnaire(write_bytes(tmp_path, "form.csv", text.encode()))
    assert [(problem.code, problem.row) for problem in found] == [("unknown_type", 5)]


def test_a_csv_file_with_semicolons_is_read(tmp_path: Path) -> None:
    text = "\ufeffsurvey;;;\n;type;name;label\n;text;a;Что, где?\nsettings;;;\n;form_id;version;\n;x;1;\n"
    questionnaire = load_questionnaire(write_bytes(tmp_path, "form.csv", text.encode()))
    assert [dict(question.label) for question in questionnaire.questions()] == [{"en": "Что, где?"}]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("form.md", b"", "empty_file"),
        ("form.txt", b"| survey |", "wrong_extension"),
        ("form.md", b"\xff\xfe\x00", "unreadable"),
        ("form.md", b"| survey |\0", "unreadable"),
        ("form.md", b"Only words.", "missing_sheet"),
        ("form.csv", b"a,b,c,d,e\n", "missing_sheet"),
        ("form.xlsx", b"PK\x03\x04 but then nothing", "unreadable"),
        ("form.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "wrong_extension"),
        ("form.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 broken", "unreadable"),
        ("form.xls", b"PK\x03\x04", "wrong_extension"),
        ("form.xlsx", b"words", "wrong_extension"),
        ("form.csv", b"PK\x03\x04", "wrong_extension"),
        ("form.csv", b'survey\n,"' + b"x" * 200_000 + b'"', "unreadable"),
    ],
)
def test_files_that_are_no_forms_are_refused_in_words(
    tmp_path: Path, name: str, data: bytes, code: str
) -> None:
    assert codes(write_bytes(tmp_path, name, data)) == [code]


def test_a_folder_and_a_missing_file_are_refused(tmp_path: Path) -> None:
    assert codes(tmp_path) == ["not_a_file"]
    assert codes(tmp_path / "none.md") == ["not_a_file"]


def test_a_file_over_10_megabytes_is_refused(tmp_path: Path) -> None:
    assert codes(write_bytes(tmp_path, "form.md", b"x" * (LARGEST_FILE + 1))) == ["too_large"]


def test_a_workbook_that_unpacks_to_far_more_is_refused_unopened(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 61 * 1024 * 1024)
    assert len(packed.getvalue()) < LARGEST_FILE
    assert codes(write_bytes(tmp_path, "form.xlsx", packed.getvalue())) == ["too_large"]


def test_a_zip_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("letter.txt", "hello")
    assert codes(write_bytes(tmp_path, "form.xlsx", packed.getvalue())) == ["unreadable"]


def test_two_columns_with_one_header_are_named(tmp_path: Path) -> None:
    path = write_xlsx(
        tmp_path / "form.xlsx", {0: ("type", "name", "label", "label"), 1: ("text", "a", "A?", "B?")}
    )
    assert [(found.code, found.column) for found in check_questionnaire(path)] == [
        ("duplicate_column", "label")
    ]


def test_a_form_with_too_many_rows_is_refused_at_once(tmp_path: Path) -> None:
    rows = "\n".join(f"| | text | q{at} | Q? |" for at in range(5_001))
    path = write_bytes(tmp_path, "form.md", f"| survey |\n| | type | name | label |\n{rows}".encode())
    assert codes(path) == ["too_large"]


def test_cells_that_are_too_long_or_hold_control_characters_are_named(tmp_path: Path) -> None:
    text = f"| survey |\n| | type | name | label |\n| | text | a | {'x' * 10_001} |\n| | text | b | B\x07? |"
    found = check_questionnaire(write_bytes(tmp_path, "form.md", text.encode()))
    assert [(problem.code, problem.row) for problem in found if not problem.warning] == [
        ("cell_too_long", 2),
        ("control_character", 3),
    ]
