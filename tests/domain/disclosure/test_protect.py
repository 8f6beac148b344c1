"""Whole rounds after protection."""

from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmm.domain.disclosure.carry import QuestionsChanged
from cmm.domain.disclosure.lottery import Lottery
from cmm.domain.disclosure.policy import nearest_five
from cmm.domain.disclosure.protect import protect
from cmm.domain.disclosure.tables import FrequencyTable, ProtectedRound, ProtectedTable
from tests.domain.disclosure.made import MadeRound, make_people, make_round

SIZES = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 45), min_size=1).filter(
    lambda sizes: sum(sizes.values()) >= 10
)


def table_of(protected: ProtectedRound, question: str) -> ProtectedTable:
    return next(table for table in protected.tables if table.question == question)


@settings(deadline=None)
@given(SIZES, st.integers(0, 10**6), st.integers(0, 4))
def test_all_published_numbers_are_fives_that_add_up(sizes: dict[str, int], seed: int, stopped: int) -> None:
    protected = make_round(sizes, seed, min(stopped, min(sizes.values()))).protect()
    units = {unit.code: unit for unit in protected.units}
    for unit in units.values():
        assert unit.responses == nearest_five(sum(sizes[leaf] for leaf in unit.leaves))
        assert unit.answered % 5 == 0
        assert 0 <= unit.answered <= unit.responses
    for table in protected.tables:
        assert set(table.counts) | set(table.withheld) == set(units)
        assert not set(table.counts) & set(table.withheld)
        for code, counts in table.counts.items():
            assert all(count % 5 == 0 and count >= 0 for count in counts)
            assert sum(counts) == table.of[code] <= units[code].answered
            assert table.question == "why" or table.of[code] == units[code].answered


@settings(deadline=None, max_examples=50)
@given(SIZES, st.integers(0, 10**6))
def test_the_order_of_responses_changes_nothing(sizes: dict[str, int], seed: int) -> None:
    made = make_round(sizes, seed)
    assert made.shuffled().protect() == made.protect()


@settings(deadline=None, max_examples=50)
@given(SIZES, st.integers(0, 10**6))
def test_protecting_twice_is_protecting_once(sizes: dict[str, int], seed: int) -> None:
    once = make_round(sizes, seed).protect()
    plain = [table for table in once.tables if table.question != "why"]
    tables = [FrequencyTable(table.question, table.answers, table.counts) for table in plain]
    responses = {unit.code: unit.responses for unit in once.units}
    twice = protect(tables, [], responses, parents={}, lottery=Lottery(b"another", "autumn"))
    assert [unit.responses for unit in twice.units] == [unit.responses for unit in once.units]
    assert [dict(table.counts) for table in twice.tables] == [dict(table.counts) for table in plain]


@settings(deadline=None, max_examples=50)
@given(SIZES, st.integers(0, 10**6))
def test_breakdowns_agree_with_the_totals_that_are_public(sizes: dict[str, int], seed: int) -> None:
    protected = make_round(sizes, seed).protect()
    for breakdown in protected.breakdowns:
        for table in breakdown.tables:
            public = table_of(protected, table.question)
            columns = [sum(column) for column in zip(*table.counts.values(), strict=True)]
            assert columns == [sum(column) for column in zip(*public.counts.values(), strict=True)]
            assert table.of == breakdown.responses
            for group, counts in table.counts.items():
                assert sum(counts) == breakdown.responses[group] >= 10
                assert all(count % 5 == 0 and count >= 0 for count in counts)


def test_a_breakdown_has_the_published_totals_of_its_own_question() -> None:
    protected = make_round({"a": 100, "b": 90}).protect()
    (breakdown,) = protected.breakdowns
    gender = table_of(protected, "gender")
    women, men, *others = (sum(column) for column in zip(*gender.counts.values(), strict=True))
    assert breakdown.responses == {"women": women, "men": men, "not_stated": sum(others)}
    assert {table.question for table in breakdown.tables} == {"closed", "got/hiv", "got/tb"}


def test_a_small_group_withholds_the_whole_breakdown() -> None:
    made = make_round({"a": 30})
    for person in made.people["a"][4:]:
        person["gender"] = "man"
    (breakdown,) = made.protect().breakdowns
    assert (breakdown.withheld, breakdown.tables, breakdown.responses) == ("few_in_group", (), {})


def test_a_few_who_do_not_state_their_group_are_spread_over_the_groups() -> None:
    made = make_round({"a": 60})
    for place, person in enumerate(made.people["a"]):
        person["gender"] = "other" if place < 3 else "woman" if place % 2 else "man"
    (breakdown,) = made.protect().breakdowns
    assert set(breakdown.responses) == {"women", "men"}
    assert sum(breakdown.responses.values()) == 60


def test_a_withheld_unit_withholds_the_breakdown() -> None:
    (breakdown,) = make_round({"a": 40, "b": 30}).with_more("c", [{} for _ in range(12)]).protect().breakdowns
    assert breakdown.withheld == "not_in_all_units"


def test_a_routed_question_needs_ten_asked_and_ten_not_asked() -> None:
    made = make_round({"enough": 30, "few": 30, "none": 30})
    for city, asked in {"enough": 15, "few": 24, "none": 30}.items():
        for place, person in enumerate(made.people[city]):
            person["why"] = "far" if place < asked else "not_asked"
    why = table_of(made.protect(), "why")
    assert why.withheld == {"few": "few_asked", "none": "few_asked"}
    assert why.counts == {"enough": (15, 0, 0)}
    assert why.of == {"enough": 15}


def test_all_choices_of_one_question_agree_on_who_left_it_blank() -> None:
    protected = make_round({"a": 23, "b": 17, "c": 31}).protect()
    hiv, tb = table_of(protected, "got/hiv"), table_of(protected, "got/tb")
    assert {unit: counts[-1] for unit, counts in hiv.counts.items()} == {
        unit: counts[-1] for unit, counts in tb.counts.items()
    }


def test_people_who_stopped_at_the_door_are_one_draw_for_all_tables() -> None:
    protected = make_round({"a": 23}, stopped=3).protect()
    (unit,) = protected.units
    assert unit.responses == 25
    assert unit.answered in (20, 25)
    assert {table.of["a"] for table in protected.tables if table.counts and table.question != "why"} == {
        unit.answered
    }


def test_counts_are_right_on_average_over_many_secrets() -> None:
    made = make_round({"a": 23})
    exact = made.tables()[1].counts["a"]
    drawn = [table_of(made.protect(secret=seed.to_bytes(2)), "closed").counts["a"] for seed in range(2000)]
    for place, count in enumerate(exact):
        assert fmean(row[place] for row in drawn) == pytest.approx(count * 25 / 23, abs=0.25)


def later(made: MadeRound, previous: ProtectedRound) -> ProtectedRound:
    return made.protect(previous, secret=b"another")


def test_a_later_snapshot_keeps_the_numbers_of_units_with_fewer_than_ten_new_responses() -> None:
    made = make_round({"a": 23, "b": 17, "c": 31})
    first = made.protect()
    second = later(made.with_more("a", make_people(9, 5)), first)
    assert second == first


def test_a_unit_with_many_new_responses_gets_new_numbers_and_the_others_keep_theirs() -> None:
    made = make_round({"a": 23, "b": 17, "c": 31})
    first, second = made.protect(), later(made.with_more("a", make_people(14, 5)), made.protect())
    assert [unit.responses for unit in second.units] == [35, 15, 30]
    for old, new in zip(first.tables, second.tables, strict=True):
        assert {unit: new.counts.get(unit) for unit in "bc"} == {unit: old.counts.get(unit) for unit in "bc"}
    assert table_of(second, "closed").of["a"] == 35


def test_a_new_small_city_waits_until_its_unit_has_ten_more() -> None:
    made = make_round({"a": 23, "b": 15})
    first = made.protect()
    waiting = later(made.with_more("c", make_people(4, 9)), first)
    assert (waiting.units, waiting.tables, waiting.waiting) == (first.units, first.tables, ("c",))
    joined = later(made.with_more("b", make_people(6, 8)).with_more("c", make_people(6, 9)), waiting)
    assert [unit.leaves for unit in joined.units] == [("a",), ("b", "c")]
    assert joined.units[1].responses == 25
    assert joined.waiting == ()


def test_a_city_without_responses_is_named() -> None:
    protected = make_round({"a": 23, "b": 0}).protect()
    assert protected.silent == ("b",)


def test_another_recoding_of_published_questions_is_refused() -> None:
    made = make_round({"a": 23})
    first = made.protect()
    other = [FrequencyTable("closed", ("yes", "other"), {"a": (11, 12)})]
    with pytest.raises(QuestionsChanged):
        protect(other, [], {"a": 23}, parents={}, lottery=Lottery(b"s", "autumn"), previous=first)
