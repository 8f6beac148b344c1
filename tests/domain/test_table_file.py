"""Workbooks and zips as tables: what stands in the cells, which sheet, and files that want to do harm."""

import datetime as dt
import io
import zipfile
from contextlib import suppress
from time import process_time

import pytest

from cmm.domain import book_parts, table_book, table_file
from cmm.domain.delimited import LONGEST_CELL, TableRefused
from cmm.domain.table_file import SheetNotChosen, read_file
from tests.field_exports import write_book


def zipped(**files: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as book:
        for name, part in files.items():
            book.writestr(name.replace("__", "/").replace("_csv", ".csv"), part)
    return content.getvalue()


def rewritten(book: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """A workbook with one of its parts changed."""
    content = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book)) as given,
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made,
    ):
        for info in given.infolist():
            part = given.read(info)
            made.writestr(info.filename, part.replace(old, new) if info.filename == name else part)
    return content.getvalue()


def test_cells_are_what_a_person_sees_in_them() -> None:
    cells = [
        "yes", 30, 30.0, 0.1 + 0.2, True, False, dt.datetime(2026, 11, 20), dt.date(2026, 11, 20),
        dt.datetime(2026, 11, 20, 14, 5, 11), dt.time(14, 5), 87011234567, " spaces ",
    ]  # fmt: skip
    names = [f"c{number}" for number in range(len(cells))]
    ((number, read),) = read_file(write_book({"data": [names, cells]})).rows
    assert (number, read) == (
        2,
        (
            "yes", "30", "30", "0.3", "TRUE", "FALSE", "2026-11-20", "2026-11-20", "2026-11-20 14:05:11",
            "14:05:00", "87011234567", " spaces ",
        ),
    )  # fmt: skip


def test_empty_rows_and_columns_of_a_sheet_are_forgotten_and_counted() -> None:
    table = read_file(write_book({"data": [["a", None, "b", None], [None], ["1", None, "2"], ["3"]]}))
    assert (table.header, table.rows) == (("a", "b"), ((3, ("1", "2")), (4, ("3", ""))))
    assert (table.format, table.sheet) == ("xlsx", "data")


def test_the_sheet_of_the_responses_is_known_among_repeats_and_hidden_ones() -> None:
    sheets: dict[str, list[list[object]]] = {
        "survey": [["closed", "_uuid", "_index"], ["yes", "u", 1]],
        "visits": [["hours", "_parent_index", "_submission__id"], [2, 1, 5]],
        "secret": [["closed"], ["no"]],
        "empty": [],
    }
    table = read_file(write_book(sheets, hidden=["secret"]))
    assert (table.sheet, table.beside) == ("survey", ("visits", "secret"))


def test_of_several_sheets_a_person_chooses() -> None:
    book = write_book({"one": [["a"], ["1"]], "two": [["a"], ["2"]]})
    with pytest.raises(SheetNotChosen) as refused:
        read_file(book)
    assert refused.value.names == ("one", "two")
    assert read_file(book, "two").rows == ((2, ("2",)),)
    with pytest.raises(TableRefused, match="there is no sheet three; there are one, two"):
        read_file(book, "three")


def test_the_table_of_centrals_zip_is_the_one_without_parents() -> None:
    content = zipped(
        form_csv=b"closed,KEY\nyes,uuid:1\n",
        **{"form-visits_csv": b"hours,PARENT_KEY,KEY\n2,uuid:1,uuid:1/visits[1]\n", "media__1_csv": b"x\n"},
    )
    table = read_file(content)
    assert (table.format, table.sheet, table.beside) == ("zip", "form.csv", ("form-visits.csv",))
    assert table.rows == ((2, ("yes", "uuid:1")),)


def test_repeats_of_the_questionnaire_come_back_into_the_rows_of_their_responses() -> None:
    kobo = write_book(
        {
            "survey": [["closed", "_index"], ["yes", 1], ["no", 2]],
            "trip": [["trip/hours", "_parent_index"], [4, 2], [5, 2], [6, 1]],
            "other": [["x", "_parent_index"], [1, 1]],
        }
    )
    central = zipped(
        form_csv=b"closed,KEY\nyes,uuid:1\nno,uuid:2\n",
        **{"form-trip_csv": b"hours,PARENT_KEY,KEY\n4,uuid:2,a\n5,uuid:2,b\n6,uuid:1,c\n"},
    )
    for content, beside in ((kobo, ("other",)), (central, ())):
        table = read_file(content, repeats=["trip"])
        assert table.header[2:] == ("trip[1]/hours", "trip[2]/hours")
        assert [cells[2:] for _row, cells in table.rows] == [("6", ""), ("4", "5")]
        assert table.beside == beside
    lost = rewritten(kobo, "xl/worksheets/sheet2.xml", b"<v>2</v>", b"<v>9</v>")
    with pytest.raises(TableRefused, match="sheet trip has answers that belong to no row"):
        read_file(lost, repeats=["trip"])


def test_a_formula_is_read_by_the_value_that_was_saved() -> None:
    book = write_book({"data": [["a", "b"], [1, "=A2+1"]]})
    with pytest.raises(TableRefused, match="row 2: a formula has no value yet"):
        read_file(book)
    saved = rewritten(book, "xl/worksheets/sheet1.xml", b"<v />", b"<v>2</v>")
    saved = rewritten(saved, "xl/worksheets/sheet1.xml", b"<v></v>", b"<v>2</v>")
    assert read_file(saved).rows == ((2, ("1", "2")),)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"PK\x03\x04 and more", "the file is damaged or has a password"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "this is an old Excel file"),
        (zipped(readme=b"hello"), "no sheet and no CSV file in it holds anything"),
        (zipped(form_csv=b""), "no sheet and no CSV file in it holds anything"),
        (zipped(form_csv=b'a,b\n"1\n'), "row 2: form.csv: the quotation marks are broken"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(TableRefused) as refused:
        read_file(content)
    assert str(refused.value).startswith(sentence)


def test_a_small_file_that_unpacks_to_much_is_refused_before_it_is_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(table_file, "LARGEST_UNPACKED", 1_000_000)
    with pytest.raises(TableRefused, match="unpacks to more"):
        read_file(zipped(form_csv=b"a" * 2_000_000))


def test_a_sheet_that_is_far_larger_than_it_says_is_not_read_to_its_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(table_book, "MOST_CELLS", 100)
    with pytest.raises(TableRefused, match="larger than any export"):
        read_file(write_book({"data": [["a"] * 20] * 20}))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_a_workbook_with_a_document_type_is_refused_unread(encoding: str) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'.encode(encoding)
    book = rewritten(
        write_book({"data": [["a"], ["1"]]}), "xl/workbook.xml", b"<workbook", bomb + b"<workbook"
    )
    with pytest.raises(TableRefused, match="not one that a spreadsheet program writes"):
        read_file(book)


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "[Content_Types].xml"])
def test_a_damaged_workbook_is_refused_and_never_fails_otherwise(part: str) -> None:
    book = write_book({"data": [["a", "b"], ["1", "2"]]})
    with pytest.raises(TableRefused, match="damaged"):
        read_file(rewritten(book, part, b"<", b"<<"))
    for old, new in ((b">", b""), (b"sheet", b"shoot"), (b"=", b"")):
        with suppress(TableRefused):
            read_file(rewritten(book, part, old, new))


FIRST = '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c></row>'


def flooded(part: str, content: str, head: str = '<?xml version="1.0"?>') -> bytes:
    """A workbook of one sheet with a part of its own making."""
    root = "sst" if "shared" in part else "worksheet"
    xml = (
        f'{head}<{root} xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{content}</{root}>'
    )
    book, made = io.BytesIO(write_book({"data": [["a"], ["b"]]})), io.BytesIO()
    with zipfile.ZipFile(book) as given, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as changed:
        for name in given.namelist():
            if name != part:
                changed.writestr(name, given.read(name))
        changed.writestr(part, xml)
    return made.getvalue()


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="100000000000"><c r="A100000000000"><v>1</v></c></row>',
        '<row r="1048577"><c r="A1048577"><v>1</v></c></row>',
        '<row><c r="XFD2"/></row>' * 20_000,
        '<row><c r="XFD2" t="inlineStr"><is><t> </t></is></c></row>' * 20_000,
        "<row>" + "<c/>" * 400_000 + "</row>",
    ],
)
def test_a_small_workbook_that_means_endless_rows_or_cells_is_refused_at_once(
    rows: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_book, "MOST_EMPTY", 300_000)
    began = process_time()
    with pytest.raises(TableRefused, match="larger than any export"):
        read_file(flooded("xl/worksheets/sheet1.xml", f"<sheetData>{FIRST}{rows}</sheetData>"))
    assert process_time() - began < 2


def test_formatted_columns_far_to_the_right_do_no_harm() -> None:
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"><v>1</v></c><c r="XFD{row}"/></row>' for row in range(2, 60)
    )
    table = read_file(flooded("xl/worksheets/sheet1.xml", f"<sheetData>{FIRST}{rows}</sheetData>"))
    assert (table.header, len(table.rows)) == (("a",), 58)


@pytest.mark.parametrize(
    "texts", ["<si>" + "<r><t>a</t></r>" * 100_000 + "</si>", "<si/>" * 400_000, "<si><t>a</t></si>" * 20_000]
)
def test_a_flood_of_texts_is_refused_at_once(texts: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(book_parts, "MOST_TEXTS", 10_000)
    with pytest.raises(TableRefused, match="larger than any export"):
        read_file(flooded("xl/sharedStrings.xml", texts))


@pytest.mark.parametrize(
    ("head", "rows"),
    [
        ('<?xml version="1.0"?>', "<!-- </row> -->"),
        ('<?xml version="1.0"?>', "<?of </row>?>"),
        ('<?xml version="1.0" encoding="cp037"?>', ""),
    ],
)
def test_a_sheet_cannot_hide_its_size(head: str, rows: str) -> None:
    with pytest.raises(TableRefused, match="not one that a spreadsheet program writes"):
        read_file(flooded("xl/worksheets/sheet1.xml", f"<sheetData>{FIRST}{rows}</sheetData>", head))


def test_a_cell_of_a_workbook_is_no_longer_than_one_of_a_csv_file() -> None:
    sheet = f'<sheetData>{FIRST}<row r="2"><c r="A2" t="inlineStr"><is><t>%s</t></is></c></row></sheetData>'
    fits = read_file(flooded("xl/worksheets/sheet1.xml", sheet % ("a" * LONGEST_CELL)))
    assert len(fits.rows[0][1][0]) == LONGEST_CELL
    with pytest.raises(TableRefused, match="row 2: the cell in column 1 is longer than 131072 characters"):
        read_file(flooded("xl/worksheets/sheet1.xml", sheet % ("a" * (LONGEST_CELL + 1))))


def test_a_long_formula_copied_into_many_cells_is_not_worked_out() -> None:
    first = '<c r="A2"><f t="shared" si="0" ref="A2:A9">' + "B1+" * 30_000 + "1</f><v>1</v></c>"
    rows = [f'<row r="{n}"><c r="A{n}"><f t="shared" si="0"/><v>1</v></c></row>' for n in range(3, 200)]
    sheet = f'<sheetData>{FIRST}<row r="2">{first}</row>{"".join(rows)}</sheetData>'
    began = process_time()
    assert len(read_file(flooded("xl/worksheets/sheet1.xml", sheet)).rows) == 198
    assert process_time() - began < 2
