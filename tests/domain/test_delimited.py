"""CSV files as spreadsheets really write them, and files that are none."""

import pytest

from cmm.domain.delimited import LARGEST_FILE, TableRefused, read_table

TEXT = "Город;Возраст\nАлматы;30\nСемей;41\n"
ROWS = ((2, ("Алматы", "30")), (3, ("Семей", "41")))


@pytest.mark.parametrize(
    ("encoding", "known_as"),
    [
        ("utf-8", "utf-8-sig"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("cp1251", "cp1251"),
    ],
)
def test_every_usual_encoding_is_found_out(encoding: str, known_as: str) -> None:
    table = read_table(TEXT.encode(encoding))
    assert (table.header, table.rows, table.encoding) == (("Город", "Возраст"), ROWS, known_as)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_known_by_its_zero_bytes(encoding: str) -> None:
    table = read_table("city,age\nalmaty,30\n".encode(encoding))
    assert table.rows == ((2, ("almaty", "30")),)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_is_found_out(delimiter: str) -> None:
    table = read_table(TEXT.replace(";", delimiter).encode())
    assert (table.delimiter, table.rows) == (delimiter, ROWS)


def test_commas_in_labels_do_not_hide_the_semicolon() -> None:
    table = read_table(b'"How long, in minutes";"Where, exactly"\n1,5;a\n2,5;b\n')
    assert table.header == ("How long, in minutes", "Where, exactly")
    assert table.delimiter == ";"


def test_line_ends_of_every_system_and_line_breaks_inside_cells() -> None:
    assert read_table(b"a,b\r\n1,2\r\n").rows == ((2, ("1", "2")),)
    assert read_table(b"a,b\r1,2\r").rows == ((2, ("1", "2")),)
    assert read_table(b'a,b\n"1\n1",2\n3,4\n').rows == ((2, ("1\n1", "2")), (3, ("3", "4")))


def test_empty_rows_are_left_out_but_counted() -> None:
    assert read_table(b"a,b\n\n1,2\n,\n3,4\n").rows == ((3, ("1", "2")), (5, ("3", "4")))


def test_a_header_that_is_missing_or_stands_twice_gets_the_number_of_its_column() -> None:
    table = read_table(b"a,,b,a,\n1,2,3,4,\n")
    assert table.header == ("a (column 1)", "column 2", "b", "a (column 4)")
    assert table.rows == ((2, ("1", "2", "3", "4")),)


def test_a_header_alone_is_a_table_without_rows() -> None:
    assert read_table(b"a,b\n").rows == ()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "the file is empty"),
        (b"\n\n  \n", "the file is empty"),
        (b"a,b\n1,\x002\n" + b"x" * 50, "line 2 holds a NUL character"),
        (b'a,b\n"1,2\n3,4\n', "row 2: the quotation marks are broken"),
        (b'a,b\n1,2\n"3"x,4\n', "row 3: the quotation marks are broken"),
        (b"a,b\n1," + b"x" * 140_000, "row 2: a cell is longer than 131072 characters"),
        (b",,\n1,2,3\n", "row 1: there is no header"),
        (b"a,b\n1\n1,2\n1,2,3\n", "row 2: 1 cells, but the header has 2\nrow 4: 3 cells"),
        (b"a,b\n\x98\xff,2\n", "the file is not text in UTF-8, UTF-16 or windows-1251"),
        (b"a" * (LARGEST_FILE + 1), "the file is larger than 20 MB"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(content: bytes, sentence: str) -> None:
    with pytest.raises(TableRefused) as refused:
        read_table(content)
    assert str(refused.value).startswith(sentence)
