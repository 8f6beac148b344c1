"""The intruder bites: rules that were broken on purpose are found, and our own rule in the same situation is
not.
"""

from typing import Any

import pytest

from cmm.domain.disclosure.intruder import (
    FEW_BETWEEN,
    SMALL_COUNT,
    UNEXPLAINED,
    Finding,
    Publication,
    find_leaks,
)
from cmm.domain.disclosure.intruder.sight import Draw
from cmm.domain.disclosure.intruder.units import Survey, attack_family
from cmm.domain.disclosure.links import NO_LINKS, Links, Route
from cmm.domain.disclosure.questions import list_components
from tests.domain.disclosure.attacker import betrays, fives, list_worlds
from tests.domain.disclosure.made import ANSWERS, MadeRound, make_people, make_round
from tests.domain.disclosure.snapshots import content_of, written

MADE_LINKS = Links(
    routed=frozenset({"why"}),
    groups={name: ({"women": ("woman",), "men": ("man",)} if name == "gender" else {}) for name in ANSWERS},
)
ROUTED = Links(routed=frozenset({"child"}), routes={"child": Route(("parent",), frozenset({(0,)}))})
EXCLUSIVE = Links(exclusive={"q": frozenset({"none"})})


def leaks(*contents: dict[str, Any], sizes: list[dict[str, int]], links: Links = NO_LINKS) -> list[Finding]:
    """What the intruder finds in the last content, after the ones before it."""
    *earlier, candidate = (Publication(*each) for each in zip(contents, sizes, strict=True))
    return find_leaks(candidate, earlier, links)


def codes(findings: list[Finding]) -> set[str]:
    return {finding.code for finding in findings}


def made_leaks(made: MadeRound) -> list[Finding]:
    protected = made.protect()
    sizes = {unit.code: sum(made.sizes()[leaf] for leaf in unit.leaves) for unit in protected.units}
    return leaks(content_of(protected), sizes=[sizes], links=MADE_LINKS)


@pytest.mark.parametrize("people", range(5, 13))
@pytest.mark.parametrize("insiders", [(0, 0, 0), (1, 0, 0), (2, 0, 0), (1, 1, 0), (0, 1, 1)])
def test_the_intruder_proves_what_going_through_all_cases_proves(
    people: int, insiders: tuple[int, ...]
) -> None:
    """Groups under 10 are never published; here they show that the intruder misses nothing."""
    worlds_of: dict[tuple[int, ...], list[tuple[int, ...]]] = {}
    for world in list_worlds(people, 3):
        others = tuple(count - own for count, own in zip(world, insiders, strict=True))
        if min(others) >= 0:
            for published in fives(world):
                worlds_of.setdefault(published, []).append(others)
    for published, worlds in worlds_of.items():
        found = proofs(published, people, sum(insiders))
        assert not betrays(worlds) or found
        if not any(insiders):
            assert betrays(worlds) == found


def proofs(published: tuple[int, ...], people: int, insiders: int) -> bool:
    """Whether the intruder proves anything from one table of one unit."""
    draw = Draw("a", frozenset("a"), sum(published), sum(published), {"q": published}, (people,), 1)
    survey = Survey(NO_LINKS, list_components({"q": 3}, NO_LINKS), {"q": "xyz"}, insiders)
    return bool(attack_family([draw], survey, 1)[0])


@pytest.mark.parametrize("seed", range(3))
def test_it_proves_nothing_about_rounds_under_our_rule(seed: int) -> None:
    assert made_leaks(make_round({"a": 23, "b": 17, "c": 31}, seed, stopped=0)) == []


def test_an_exact_mean_beside_fives_is_found() -> None:
    content = written(25, {"q": (5, 20, 0)})
    content["tables"][0]["units"]["a"]["mean"] = 1.84
    assert leaks(content, sizes=[{"a": 25}]) == [Finding(UNEXPLAINED, "mean", publication=1)]


def test_a_country_with_a_rounding_of_its_own_is_found() -> None:
    content = written(25, {"q": (5, 20)})
    content["country"] = {"q": [10, 15]}
    assert leaks(content, sizes=[{"a": 25}]) == [Finding(UNEXPLAINED, "country", publication=1)]


def test_numbers_that_are_no_fives_are_found() -> None:
    assert codes(leaks(written(25, {"q": (3, 22)}), sizes=[{"a": 25}])) == {UNEXPLAINED}


def test_a_lottery_drawn_again_after_three_more_responses_is_found_and_proves() -> None:
    before, after = written(25, {"q": (5, 20)}), written(30, {"q": (0, 30)}, number=2)
    found = leaks(before, after, sizes=[{"a": 25}, {"a": 28}])
    assert codes(found) == {FEW_BETWEEN, SMALL_COUNT}


def test_after_three_more_responses_our_rule_says_what_it_said() -> None:
    made = make_round({"a": 23, "b": 31})
    first = made.protect()
    more = made.with_more("a", make_people(3, 5))
    contents = content_of(first), content_of(more.protect(first, secret=b"another"), number=2)
    assert leaks(*contents, sizes=[{"a": 23, "b": 31}, {"a": 26, "b": 31}], links=MADE_LINKS) == []


def test_a_count_that_falls_while_people_come_is_proved_to_be_small() -> None:
    """The reason for the rule of `agree`: 13 people came, and still 1 to 4 are proved."""
    before, after = written(25, {"q": (5, 20)}), written(40, {"q": (0, 40)}, number=2)
    found = leaks(before, after, sizes=[{"a": 25}, {"a": 38}])
    assert Finding(SMALL_COUNT, "q", "a", "0", publication=2) in found


@pytest.mark.parametrize("seed", range(6))
def test_new_numbers_after_many_responses_agree_with_the_old_ones(seed: int) -> None:
    made = make_round({"a": 25, "b": 20}, seed)
    first = made.protect()
    more = made.with_more("a", make_people(13, seed + 50))
    second = more.protect(first, secret=b"another")
    contents = content_of(first), content_of(second, number=2)
    assert leaks(*contents, sizes=[{"a": 25, "b": 20}, {"a": 38, "b": 20}], links=MADE_LINKS) == []
    for old, new in zip(first.tables, second.tables, strict=True):
        if "a" in old.counts and "a" in new.counts:
            assert all(then <= now for then, now in zip(old.counts["a"], new.counts["a"], strict=True))


def test_a_batch_set_aside_that_takes_three_away_is_found_and_proves() -> None:
    before, after = written(25, {"q": (0, 25)}), written(20, {"q": (5, 15)}, number=2)
    found = leaks(before, after, sizes=[{"a": 25}, {"a": 22}])
    assert codes(found) == {FEW_BETWEEN, SMALL_COUNT}


def test_a_small_city_by_subtraction_is_found() -> None:
    together = written(25, {"q": (10, 15)}, leaves="ac")
    alone = written(25, {"q": (10, 15)}, leaves="a", number=2)
    assert codes(leaks(together, alone, sizes=[{"a+c": 27}, {"a": 23}])) == {FEW_BETWEEN}


def test_a_small_city_stays_in_its_unit_under_our_rule() -> None:
    made = make_round({"a": 23, "c": 4})
    first = made.protect()
    assert [unit.leaves for unit in first.units] == [("a", "c")]
    later = made.with_more("a", make_people(20, 7)).protect(first)
    assert [unit.leaves for unit in later.units] == [("a", "c")]


def test_a_routed_question_with_three_not_asked_is_found() -> None:
    content = written(25, {"parent": (20, 5), "child": (10, 10)})
    assert leaks(content, sizes=[{"a": 25}], links=ROUTED) == [
        Finding(UNEXPLAINED, "child", "a", publication=1)
    ]


def test_a_routed_question_with_a_draw_of_its_own_for_those_asked_is_found() -> None:
    """The parent says 10 were asked, the question says 15: two draws of one count."""
    content = written(25, {"parent": (10, 15), "child": (15, 0)})
    assert codes(leaks(content, sizes=[{"a": 23}], links=ROUTED)) == {UNEXPLAINED}


def test_a_routed_question_that_shares_out_its_parents_number_is_not() -> None:
    content = written(25, {"parent": (10, 15), "child": (10, 0)})
    assert leaks(content, sizes=[{"a": 23}], links=ROUTED) == []


def test_an_exclusive_choice_drawn_apart_from_the_others_is_found() -> None:
    """All 35 chose "none", and still 5 chose something: they are 1 to 4."""
    content = written(35, {"q/a": (5, 30, 0), "q/b": (0, 35, 0), "q/none": (35, 0, 0)})
    assert codes(leaks(content, sizes=[{"a": 35}], links=EXCLUSIVE)) == {UNEXPLAINED}


def test_breakdowns_that_overlap_and_are_rounded_apart_are_found() -> None:
    made = make_round({"a": 60, "b": 40})
    content = content_of(made.protect())
    rows = content["breakdowns"][0]["tables"][0]["groups"]
    (first, *_rest) = rows.values()
    first["counts"][0] += 5
    first["counts"][1] -= 5
    assert codes(leaks(content, sizes=[{"a": 60, "b": 40}], links=MADE_LINKS)) == {UNEXPLAINED}


def test_two_breakdowns_that_cross_each_other_twice_are_found() -> None:
    content = content_of(make_round({"a": 60, "b": 40}).protect())
    gender = content["breakdowns"][0]
    closed = {**gender, "question": "closed", "tables": [{**gender["tables"][0], "question": "gender"}]}
    content["breakdowns"].append(closed)
    assert UNEXPLAINED in codes(leaks(content, sizes=[{"a": 60, "b": 40}], links=MADE_LINKS))


def test_a_recoded_question_with_a_lottery_of_its_own_is_found() -> None:
    content = content_of(make_round({"a": 23}).protect())
    recoded = {**content["tables"][1], "question": "closed in two groups"}
    content["tables"].append(recoded)
    found = leaks(content, sizes=[{"a": 23}], links=MADE_LINKS)
    assert found == [Finding(UNEXPLAINED, "closed in two groups", publication=1)]
