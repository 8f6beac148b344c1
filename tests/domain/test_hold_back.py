"""What is held back until a community has confirmed it, and what is left then."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmm.domain.disclosure.carry import read_published, read_standing
from cmm.domain.disclosure.intruder import Publication, check_numbers, find_leaks
from cmm.domain.snapshot import (
    Meeting,
    current_meetings,
    figures_digest,
    hold_back,
    list_unvalidated,
)
from tests.domain.disclosure.made import ANSWERS, MadeRound, make_people, make_round
from tests.domain.disclosure.snapshots import content_of
from tests.domain.disclosure.test_intruder import MADE_LINKS
from tests.domain.test_snapshot import make_content

SIZES = {"a": 23, "b": 6, "c": 17, "d": 31}
Json = dict[str, Any]


def attack(made: MadeRound, content: Json, earlier: list[Json]) -> list[object]:
    sizes = {
        unit["code"]: sum(len(made.people[city["code"]]) for city in unit["cities"])
        for unit in content["units"]
    }
    return list(find_leaks(Publication(content, sizes), [Publication(each) for each in earlier], MADE_LINKS))


def meet(city: str, content: Json, unit: str, outcome: str = "agreed", present: int = 5) -> Meeting:
    return Meeting(city, figures_digest(content, unit), date(2026, 11, 20), present, outcome, "")


@settings(deadline=None)
@given(
    sizes=st.lists(st.integers(10, 60), min_size=2, max_size=6),
    seed=st.integers(0, 1000),
    data=st.data(),
)
def test_what_is_left_keeps_the_rules(sizes: list[int], seed: int, data: st.DataObject) -> None:
    content = content_of(make_round(dict(zip("abcdef", sizes, strict=False)), seed, stopped=2).protect())
    codes = [unit["code"] for unit in content["units"]]
    held = data.draw(st.sets(st.sampled_from(codes), max_size=len(codes) - 1))
    left = hold_back(content, held)
    assert check_numbers(left, MADE_LINKS) == []
    assert [unit["code"] for unit in left["units"]] == [code for code in codes if code not in held]
    for before, after in zip(content["tables"], left["tables"], strict=True):
        shown = after["units"].keys() | after["withheld"].keys()
        assert shown == {unit["code"] for unit in left["units"]}
        for code, row in after["units"].items():
            assert row == before["units"][code]
            assert sum(row["counts"]) == row["of"]
            assert all(count % 5 == 0 for count in row["counts"])
    assert left["breakdowns"] == ([] if held else content["breakdowns"])


def test_held_cities_are_named_with_the_reason_and_what_counts_everybody_is_left_out() -> None:
    content = make_content() | {"texts": [{"question": "more"}]}
    assert hold_back(content, []) == content
    left = hold_back(content, ["astana+aktobe"])
    reasons = {city["code"]: city["reason"] for city in left["cities_without_figures"]}
    assert reasons == {"oral": "no_responses", "astana": "not_validated", "aktobe": "not_validated"}
    assert "texts" not in left
    assert left["indicators"] == content["indicators"]
    with pytest.raises(KeyError):
        hold_back(content, ["nowhere"])


def test_nothing_in_the_given_content_is_changed() -> None:
    content = make_content()
    hold_back(content, ["almaty"])
    assert content == make_content()


def test_a_unit_is_confirmed_when_every_one_of_its_cities_is() -> None:
    content = make_content()
    astana, aktobe = (meet(city, content, "astana+aktobe") for city in ("astana", "aktobe"))
    almaty = meet("almaty", content, "almaty", "corrected")
    assert list_unvalidated(content, []) == ["almaty", "astana+aktobe"]
    assert list_unvalidated(content, [almaty, astana]) == ["astana+aktobe"]
    assert list_unvalidated(content, [almaty, astana, aktobe]) == []


def test_the_newest_meeting_about_the_same_figures_counts() -> None:
    content = make_content()
    no, yes = (meet("almaty", content, "almaty", outcome) for outcome in ("rejected", "agreed"))
    about_others = replace(no, figures_digest="of other figures")
    assert list_unvalidated(content, [yes, no]) == ["almaty", "astana+aktobe"]
    assert list_unvalidated(content, [no, yes, about_others]) == ["astana+aktobe"]
    assert current_meetings(content, [no, yes, about_others]) == {"almaty": yes}


def test_a_meeting_counts_on_while_the_numbers_of_its_unit_stay() -> None:
    before = make_content(make_round(SIZES).protect())
    more = make_round(SIZES).with_more("d", make_people(30, 5))
    after = make_content(more.protect(make_round(SIZES).protect())) | {"number": 2}
    assert figures_digest(after, "a") == figures_digest(before, "a")
    assert figures_digest(after, "d") != figures_digest(before, "d")
    counted = {**before, "units": [{**unit, "known_clients": 99} for unit in before["units"]]}
    assert figures_digest(counted, "d") == figures_digest(before, "d"), "no answer says how many are known"


@pytest.mark.parametrize(
    ("present", "attendance"),
    [(1, "a_few"), (2, "a_few"), (3, "about_5"), (7, "about_5"), (8, "nearly_10"), (10, "ten_or_more")],
)
def test_the_public_learns_roughly_how_many_came(present: int, attendance: str) -> None:
    assert meet("almaty", make_content(), "almaty", present=present).attendance == attendance


def test_what_was_held_back_joins_later_and_the_others_stay_word_for_word() -> None:
    made = make_round(SIZES)
    first = hold_back(content_of(made.protect()), ["d"])
    second = content_of(made.protect(read_standing([first])), number=2)
    for before, after in zip(first["tables"], second["tables"], strict=True):
        assert {code: after["units"].get(code) for code in before["units"]} == before["units"]
    assert {unit["code"] for unit in second["units"]} == {"a", "b+c", "d"}
    assert second["breakdowns"], "groups are shown when nobody is held back any more"
    assert attack(made, second, [first]) == []


def test_a_city_held_back_after_it_was_public_keeps_agreeing_with_what_was_said_then() -> None:
    made = make_round(SIZES)
    first = content_of(made.protect())
    grown = made.with_more("d", make_people(15, 8))
    second = hold_back(content_of(grown.protect(read_standing([first])), number=2), ["d"])
    candidate = grown.protect(read_standing([first, second]))
    third = content_of(candidate, number=3)
    assert candidate == grown.protect(read_published(first)), "as if nothing had been held back"
    assert attack(grown, third, [first, second]) == []


def test_an_unchanged_city_comes_back_with_its_old_numbers_and_the_old_breakdowns() -> None:
    made = make_round(SIZES)
    first = content_of(made.protect())
    second = hold_back({**first, "number": 2}, ["a"])
    few_more = made.with_more("a", make_people(3, 9))
    third = content_of(few_more.protect(read_standing([first, second])), number=3)
    assert (third["units"], third["tables"]) == (first["units"], first["tables"])
    assert third["breakdowns"] == first["breakdowns"]


def test_without_a_publication_nothing_stands() -> None:
    assert read_standing([]) is None
    content = content_of(make_round(SIZES).protect())
    assert read_standing([content]) == read_published(content)


def test_every_question_of_the_example_is_asked() -> None:
    assert {table["question"] for table in make_content()["tables"]} == set(ANSWERS)
