"""Which cities are joined."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmm.domain.disclosure.merge import TooFewResponses, merge

CITIES = "abcdefghij"
ROUNDS = st.dictionaries(st.sampled_from(CITIES), st.integers(0, 30), min_size=1).filter(
    lambda counts: sum(counts.values()) >= 10
)
REGIONS = st.fixed_dictionaries({city: st.sampled_from(["north", "south", ""]) for city in CITIES})


@given(ROUNDS, REGIONS)
def test_every_response_is_in_one_unit_of_ten_or_more(
    counts: dict[str, int], regions: dict[str, str]
) -> None:
    units = merge(counts, regions)
    assert sorted(leaf for unit in units for leaf in unit) == sorted(leaf for leaf in counts if counts[leaf])
    assert all(sum(counts[leaf] for leaf in unit) >= 10 for unit in units)


@given(ROUNDS, REGIONS, ROUNDS)
def test_earlier_units_are_never_taken_apart(
    counts: dict[str, int], regions: dict[str, str], more: dict[str, int]
) -> None:
    earlier = {unit: sum(counts[leaf] for leaf in unit) for unit in merge(counts, regions)}
    grown = {city: counts.get(city, 0) + more.get(city, 0) for city in {**counts, **more}}
    later = merge(grown, regions, earlier)
    assert all(any(set(unit) <= set(new) for new in later) for unit in earlier)
    assert all(sum(grown[leaf] for leaf in unit) >= 10 for unit in later)


def test_the_smallest_joins_the_next_smallest_of_its_region() -> None:
    counts = {"a": 4, "b": 30, "c": 12, "d": 11}
    assert merge(counts, {"a": "north", "b": "north", "c": "north", "d": "south"}) == (
        ("a", "c"),
        ("b",),
        ("d",),
    )


def test_a_region_with_one_small_city_climbs() -> None:
    assert merge({"a": 4, "b": 30, "c": 12}, {"a": "north", "b": "south", "c": "south"}) == (
        ("a", "c"),
        ("b",),
    )


def test_cities_without_responses_take_no_part() -> None:
    assert merge({"a": 0, "b": 15}, {}) == (("b",),)


def test_under_ten_in_all_nothing_is_published() -> None:
    with pytest.raises(TooFewResponses):
        merge({"a": 4, "b": 5}, {})


def test_a_new_city_stands_alone_if_it_can_and_else_joins_the_smallest_unit() -> None:
    earlier = {("a",): 20, ("b",): 10}
    assert merge({"a": 20, "b": 12, "c": 3, "d": 11}, {}, earlier) == (("a",), ("b",), ("c", "d"))
    assert merge({"a": 20, "b": 12, "c": 3}, {}, earlier) == (("a",), ("b", "c"))


def test_an_earlier_unit_that_lost_most_of_its_people_is_joined() -> None:
    assert merge({"a": 20, "b": 6, "c": 30}, {}, {("a",): 20, ("b",): 25, ("c",): 30}) == (("a", "b"), ("c",))
    assert merge({"a": 20, "b": 9}, {}, {("a",): 20, ("b",): 10}) == (("a",), ("b",))
