"""What is foretold of a round is what publication would do with these numbers."""

from hypothesis import given
from hypothesis import strategies as st

from cmm.domain.disclosure.foretell import FULL_SCALE, NEVER, PERCENT, POSSIBLE, UNLIKELY, WORDS, foretell
from cmm.domain.disclosure.lottery import Lottery
from cmm.domain.disclosure.policy import FULL_SCALE_FROM, SMALLEST_GROUP, WORDS_BELOW
from cmm.domain.disclosure.protect import protect
from cmm.domain.disclosure.tables import NO_ANSWER, FrequencyTable

CITIES = "abcdefgh"
KNOWN = st.dictionaries(st.sampled_from(CITIES), st.none() | st.integers(1, 60), min_size=1)
REGIONS = st.fixed_dictionaries({city: st.sampled_from(["north", "south", ""]) for city in CITIES})
PERCENTS = st.integers(1, 100)
NOBODY = dict.fromkeys(CITIES, "")


@given(KNOWN, REGIONS, PERCENTS)
def test_every_expected_response_is_in_one_unit_and_no_city_is_forgotten(
    known: dict[str, int | None], regions: dict[str, str], percent: int
) -> None:
    foretold = foretell(known, regions, percent=percent, groups={})
    shown = [leaf for unit in foretold.units for leaf in unit.leaves]
    if foretold.total < SMALLEST_GROUP:
        assert shown == []
    else:
        assert sorted([*shown, *foretold.silent]) == sorted(foretold.expected)
    assert sorted([*foretold.expected, *foretold.unknown]) == sorted(known)


@given(KNOWN, REGIONS, PERCENTS)
def test_the_same_units_and_sizes_are_published_when_so_many_answer(
    known: dict[str, int | None], regions: dict[str, str], percent: int
) -> None:
    foretold = foretell(known, regions, percent=percent, groups={})
    if not foretold.units:
        return
    counts = {city: (number, 0) for city, number in foretold.expected.items()}
    table = FrequencyTable("closed", ("yes", NO_ANSWER), counts)
    lottery = Lottery(b"a secret of the tests, 32 bytes..", "autumn")
    published = protect([table], [], foretold.expected, parents=regions, lottery=lottery)
    assert [(unit.leaves, unit.responses) for unit in published.units] == [
        (unit.leaves, unit.responses) for unit in foretold.units
    ]


@given(KNOWN, REGIONS, PERCENTS)
def test_words_percentages_and_full_scales_begin_where_the_pages_begin_them(
    known: dict[str, int | None], regions: dict[str, str], percent: int
) -> None:
    for unit in foretell(known, regions, percent=percent, groups={}).units:
        assert (unit.shows == WORDS) == (unit.responses < WORDS_BELOW)
        assert (unit.shows == FULL_SCALE) == (unit.responses >= FULL_SCALE_FROM)
        assert unit.shows in (WORDS, PERCENT, FULL_SCALE)


@given(KNOWN, PERCENTS, PERCENTS)
def test_more_answers_are_never_foretold_as_fewer(known: dict[str, int | None], one: int, other: int) -> None:
    low, high = sorted((one, other))
    fewer = foretell(known, NOBODY, percent=low, groups={"gender": 2})
    more = foretell(known, NOBODY, percent=high, groups={"gender": 2})
    assert fewer.total <= more.total
    order = (NEVER, UNLIKELY, POSSIBLE)
    assert order.index(fewer.breakdowns[0].outlook) <= order.index(more.breakdowns[0].outlook)


def test_when_everybody_answers_the_known_numbers_are_expected() -> None:
    assert foretell({"a": 23, "b": 8}, {}, percent=100, groups={}).expected == {"a": 23, "b": 8}


def test_a_part_of_a_person_is_not_expected() -> None:
    assert foretell({"a": 9}, {}, percent=99, groups={}).expected == {"a": 8}


def test_small_cities_of_a_region_are_foretold_together() -> None:
    known = {"aktau": 8, "oral": 40, "atyrau": 9, "semey": None}
    regions = {"aktau": "west", "oral": "west", "atyrau": "west", "semey": "east"}
    foretold = foretell(known, regions, percent=70, groups={})
    assert [unit.leaves for unit in foretold.units] == [("aktau", "atyrau"), ("oral",)]
    assert [unit.shows for unit in foretold.units] == [WORDS, FULL_SCALE]
    assert foretold.unknown == ("semey",)


def test_a_breakdown_says_what_part_each_group_needs() -> None:
    groups = {"gender": 2, "treatment": 3, "site": 20}
    found = {each.question: each for each in foretell({"a": 50}, {}, percent=100, groups=groups).breakdowns}
    assert (found["gender"].outlook, found["gender"].least_percent) == (POSSIBLE, 20)
    assert found["treatment"].outlook == UNLIKELY
    assert found["site"].outlook == NEVER


def test_without_any_known_number_nothing_is_foretold() -> None:
    foretold = foretell({"a": None}, {}, percent=70, groups={"gender": 2})
    assert (foretold.units, foretold.expected, foretold.unknown) == ((), {}, ("a",))
    assert foretold.breakdowns[0].outlook == NEVER
