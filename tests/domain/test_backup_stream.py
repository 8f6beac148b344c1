"""The text inside a backup: every value comes back, sizes say little, nothing strange is taken for one."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmm.domain.backup_stream import (
    FORMAT,
    MARK,
    SMALLEST,
    STEP,
    Heading,
    LineSplitter,
    NewerBackup,
    NotABackup,
    padded_size,
    read_heading,
    read_line,
    write_stream,
)
from cmm.domain.row_text import Row, RowSums, read_rows, write_rows

values = st.one_of(
    st.none(), st.booleans(), st.integers(), st.text(), st.binary(), st.dates(), st.floats(allow_nan=False)
)
rows_of_three = st.lists(st.tuples(values, values, values), max_size=6)
HEADING = Heading("0005", "2026-11-22", 2, {"city": ["city_id", "names"]}, {"cmm.env": "CMM_SECRET_KEY=x\n"})


@given(rows_of_three)
def test_every_value_comes_back_as_it_was(rows: list[Row]) -> None:
    assert read_rows(json_of(write_rows(rows))) == rows


@given(rows_of_three, st.randoms())
@settings(max_examples=40)
def test_sums_do_not_depend_on_the_order_and_tell_every_difference(rows: list[Row], chance: Any) -> None:
    shuffled = list(rows)
    chance.shuffle(shuffled)
    assert sums_of(rows) == sums_of(shuffled)
    assert sums_of([*rows, (None, "", b"")]) != sums_of(rows)
    assert sums_of([("a", "b", 1), *rows]) != sums_of([("a", "b", 2), *rows])


@given(st.binary(max_size=200), st.integers(1, 50))
def test_lines_are_found_wherever_the_pieces_are_cut(content: bytes, size: int) -> None:
    splitter, found = LineSplitter(), []
    for start in range(0, len(content), size):
        found += splitter.split(content[start : start + size])
    assert found == content.split(b"\n")[:-1]


@given(st.integers(1, 40 * STEP))
def test_sizes_are_few(length: int) -> None:
    padded = padded_size(length)
    assert padded >= max(length, SMALLEST)
    assert padded in {SMALLEST << doubling for doubling in range(5)} or padded % STEP == 0
    assert padded < max(2 * length, length + STEP, SMALLEST + 1)


def test_a_stream_is_read_as_it_was_written_and_has_the_size_of_an_empty_one() -> None:
    chunks = [("city", [("almaty", '{"ru": "Алматы"}')]), ("city", [("aktau", "{}")])]
    content = b"".join(write_stream(HEADING, chunks))
    heading, *lines = LineSplitter().split(content)
    assert len(content) == len(b"".join(write_stream(HEADING, []))) == SMALLEST
    assert read_heading(heading) == HEADING
    kinds = [read_line(line)[0] for line in lines[:3]]
    assert kinds == ["rows", "rows", "end"]
    assert lines[3].strip() == b""


@pytest.mark.parametrize("line", [b"", b"hello", b"[]", b'["other", 1, {}]', b'["cmm backup", 1, {"a": 1}]'])
def test_what_does_not_begin_like_a_backup_is_none(line: bytes) -> None:
    with pytest.raises(NotABackup):
        read_heading(line)


def test_a_later_format_is_named() -> None:
    with pytest.raises(NewerBackup):
        read_heading(f'["{MARK}", {FORMAT + 1}, {{}}]'.encode())


def test_a_heading_shows_no_settings_when_it_is_printed() -> None:
    assert "SECRET" not in repr(HEADING)


def sums_of(rows: list[Row]) -> dict[str, list[Any]]:
    sums = RowSums()
    sums.add("city", rows)
    return sums.told()


def json_of(content: bytes) -> Any:
    return read_line(b'["rows",' + content + b"]")[1][0]
