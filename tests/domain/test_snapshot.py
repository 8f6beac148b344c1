"""Snapshots: canonical bytes, reading them back, figures as sums."""

import json
from dataclasses import replace
from datetime import date
from itertools import groupby
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmm.domain.disclosure.carry import read_published
from cmm.domain.disclosure.tables import ProtectedRound
from cmm.domain.snapshot import (
    Figure,
    SnapshotCity,
    SnapshotFacts,
    SnapshotUnreadable,
    SnapshotWords,
    build_snapshot,
    canonical_bytes,
    digest_of,
    figure_rows,
    indicator_figures,
    known_clients,
    known_clients_source,
    parse_snapshot,
    population,
    same_figures,
)
from cmm.domain.snapshot.canonical import NotCanonical
from tests.domain.disclosure.made import ANSWERS, make_round

FACTS = SnapshotFacts(
    round_id="autumn",
    number=1,
    supersedes=None,
    title={"ru": "Осень", "en": "Autumn"},
    form_id="form",
    form_version="1",
    questionnaire_digest="00",
    languages=("ru", "en"),
    invented=True,
    access="coupon",
    opened_on=date(2026, 11, 2),
    closed_on=date(2026, 11, 20),
    prepared_on=date(2026, 11, 21),
)
INDICATOR = {
    "id": "closed",
    "label": {"en": "Closed"},
    "question": "closed",
    "numerator": ["yes"],
    "excludes": [],
    "dimension": "availability",
    "direction": "less_is_better",
    "red_line": 10,
    "numerator_words": {},
    "denominator_words": {},
    "standard": None,
}


def make_words() -> SnapshotWords:
    questions = [
        {
            "name": name,
            "type": "select_one",
            "label": {"en": name},
            "answers": [{"code": code, "label": {"en": code}} for code in answers if code != "not_asked"],
            "likert": False,
            "group": None,
        }
        for name, answers in ANSWERS.items()
    ]
    groups = {code: {"en": code} for code in ("women", "men", "not_stated")}
    return SnapshotWords(
        questions, [INDICATOR], {"gender": {"label": {"en": "gender"}, "groups": groups}}, {"en": "How."}
    )


def make_content(protected: ProtectedRound | None = None, facts: SnapshotFacts = FACTS) -> dict[str, Any]:
    protected = protected or make_round({"almaty": 23, "astana": 6, "aktobe": 17, "oral": 0}).protect()
    codes = ("almaty", "astana", "aktobe", "oral", *"abcdef")
    cities = [SnapshotCity(code, {"ru": code, "en": code.title()}, 30) for code in codes]
    return build_snapshot(facts, make_words(), cities, protected)


def test_the_same_data_give_the_same_bytes() -> None:
    assert canonical_bytes(make_content()) == canonical_bytes(make_content())


def test_the_digest_of_a_fixed_example_never_changes() -> None:
    digest = digest_of(canonical_bytes(make_content()))
    assert digest == "eaad2fb601d41eddef9933d3927264d5f3f8d6c5b1a8d5434aba107f33731735"


def test_a_source_of_the_number_of_clients_is_in_the_snapshot_and_old_ones_are_read_without() -> None:
    told = {**make_content(), "known_clients_source": "register, 1 October 2026"}
    assert known_clients_source(parse_snapshot(canonical_bytes(told))) == "register, 1 October 2026"
    assert known_clients_source(parse_snapshot(canonical_bytes(make_content()))) == ""
    counted = replace(FACTS, known_clients_source="register")
    assert make_content(facts=counted)["known_clients_source"] == "register"
    assert "known_clients_source" not in make_content()


def test_an_open_link_has_known_clients_to_tell_and_none_to_count_on() -> None:
    by_coupon = parse_snapshot(canonical_bytes(make_content()))
    by_link = parse_snapshot(canonical_bytes({**make_content(), "access": "link"}))
    counted = [unit for unit in by_coupon.units if unit.known_clients is not None]
    assert counted
    assert (
        population(by_coupon, counted)
        == known_clients(counted)
        == known_clients(by_link.units[: len(counted)])
    )
    assert population(by_link, counted) is None
    assert known_clients([replace(counted[0], known_clients=None), *counted]) is None


def test_bytes_are_canonical_json() -> None:
    data = canonical_bytes({"b": [1, None, True], "a": "ә"})
    assert data == '{"a":"ә","b":[1,null,true]}'.encode()
    assert canonical_bytes(json.loads(canonical_bytes(make_content()))) == canonical_bytes(make_content())


@pytest.mark.parametrize("value", [1.5, {1: "x"}, {"a": {2, 3}}])
def test_what_has_no_single_spelling_is_refused(value: Any) -> None:
    with pytest.raises(NotCanonical):
        canonical_bytes({"value": value})


def test_a_parsed_snapshot_says_what_was_published() -> None:
    protected = make_round({"almaty": 23, "astana": 6, "aktobe": 17, "oral": 0}).protect()
    data = canonical_bytes(make_content(protected))
    snapshot = parse_snapshot(data)
    assert (snapshot.digest, snapshot.round_id, snapshot.number) == (digest_of(data), "autumn", 1)
    assert [unit.code for unit in snapshot.units] == ["almaty", "astana+aktobe"]
    assert snapshot.units[1].names == {"ru": "astana, aktobe", "en": "Astana, Aktobe"}
    assert snapshot.units[1].known_clients == 60
    table = snapshot.tables["closed"]
    assert table.of("almaty") == 25
    assert table.count("almaty", "yes") == protected.tables[1].counts["almaty"][0]
    assert table.total == 50
    assert table.total_count("yes") == sum(counts[0] for counts in protected.tables[1].counts.values())
    assert snapshot.content["cities_without_figures"][0]["reason"] == "no_responses"


def test_what_is_withheld_has_no_count() -> None:
    table = parse_snapshot(canonical_bytes(make_content())).tables["why"]
    assert set(table.withheld.values()) == {"few_asked"}
    code = next(iter(table.withheld))
    assert (table.count(code, "far"), table.of(code)) == (None, None)


def test_a_later_publication_reads_what_an_earlier_one_said() -> None:
    protected = make_round({"almaty": 40, "astana": 31, "aktobe": 6}).protect()
    read = read_published(json.loads(canonical_bytes(make_content(protected))))
    assert read == protected


@pytest.mark.parametrize("data", [b"", b"[]", b'{"format":2}', b'{"format":1}', b"\xff"])
def test_other_bytes_are_no_snapshot(data: bytes) -> None:
    with pytest.raises(SnapshotUnreadable):
        parse_snapshot(data)


def test_figures_of_indicators_are_sums_of_published_counts() -> None:
    snapshot = parse_snapshot(canonical_bytes(make_content()))
    table = snapshot.tables["closed"]
    yes, no, _blank = table.counts["almaty"]
    assert indicator_figures(snapshot, INDICATOR, "almaty") == Figure(yes, yes + no)
    everywhere = indicator_figures(snapshot, INDICATOR)
    units = [indicator_figures(snapshot, INDICATOR, unit.code) for unit in snapshot.units]
    assert everywhere == Figure(
        sum(figure.numerator for figure in units if figure),
        sum(figure.denominator for figure in units if figure),
    )
    assert indicator_figures(snapshot, {**INDICATOR, "excludes": ["no"]}, "almaty") == Figure(yes, yes)


def test_an_indicator_of_a_withheld_question_has_no_figure() -> None:
    snapshot = parse_snapshot(canonical_bytes(make_content()))
    routed = {**INDICATOR, "question": "why", "numerator": ["far"]}
    assert indicator_figures(snapshot, routed, "almaty") is None


SIZES = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 45), min_size=1).filter(
    lambda sizes: sum(sizes.values()) >= 10
)


@settings(deadline=None, max_examples=40)
@given(SIZES, st.integers(0, 10**6))
def test_rows_add_up_and_the_whole_is_the_sum_of_its_units(sizes: dict[str, int], seed: int) -> None:
    heading, *rows = figure_rows(make_content(make_round(sizes, seed).protect()), "en")
    assert heading[:5] == ("unit", "question", "answer", "count", "of")
    assert all(len(row) == len(heading) for row in rows)
    totals: dict[tuple[str, str], int] = {}
    for (unit, question), group in groupby(rows, key=lambda row: (row[0], row[1])):
        cells = list(group)
        assert sum(int(cell[3]) for cell in cells) == cells[0][4]
        for _, _, answer, count, *_rest in cells:
            if unit == "ALL":
                assert totals[str(question), str(answer)] == count
            else:
                key = str(question), str(answer)
                totals[key] = totals.get(key, 0) + int(count)


def test_rows_mark_what_an_indicator_counts() -> None:
    rows = [row for row in figure_rows(make_content(), "en") if row[:2] == ("almaty", "closed")]
    assert [row[5:] for row in rows] == [
        ("Almaty", "closed", "yes", "closed", "availability", "1", "1"),
        ("Almaty", "closed", "no", "closed", "availability", "0", "1"),
        ("Almaty", "closed", "no_answer", "closed", "availability", "0", "0"),
    ]


def test_figures_are_the_same_whatever_number_and_day_the_publication_has() -> None:
    content = make_content()
    assert same_figures(content, {**content, "number": 2, "supersedes": "x", "prepared_on": "2027-01-01"})
    assert not same_figures(content, {**content, "title": {}})
