"""The proof of the rule: every size and every answer pattern, and rules that fail the same attacker."""

import pytest

from cmm.domain.disclosure.fives import round_counts
from cmm.domain.disclosure.policy import SMALLEST_GROUP, nearest_five
from tests.domain.disclosure.attacker import (
    SMALL,
    fives,
    free_total,
    hide_small,
    list_proofs,
    list_worlds,
    plain_rounding,
)


@pytest.mark.parametrize("people", range(10, 41))
def test_two_answers_prove_nothing_about_anybody(people: int) -> None:
    assert list_proofs(fives, people, 2) == []


@pytest.mark.parametrize("people", range(10, 26))
def test_three_answers_prove_nothing_about_anybody(people: int) -> None:
    assert list_proofs(fives, people, 3) == []


@pytest.mark.parametrize("people", range(10, 31))
@pytest.mark.parametrize("insiders", [(1, 0), (2, 0), (1, 1)])
def test_two_insiders_learn_nothing_about_the_others(people: int, insiders: tuple[int, int]) -> None:
    assert list_proofs(fives, people, 2, insiders) == []


@pytest.mark.parametrize(
    ("rule", "failures"),
    [(hide_small, 31), (plain_rounding, 24), (free_total, 19)],
    ids=["hide small", "plain rounding", "free total"],
)
def test_the_usual_rules_fail_this_attacker(rule, failures: int) -> None:
    assert len([people for people in range(10, 41) if list_proofs(rule, people, 2)]) == failures


@pytest.mark.parametrize("people", range(10, 31))
def test_a_door_proves_neither_how_many_stopped_nor_what_the_others_said(people: int) -> None:
    """Worlds are (yes, no, stopped); published is the base past the door and, from 10 on, the two counts."""
    seen: dict[object, list[tuple[int, ...]]] = {}
    base = nearest_five(people)
    for yes, no, stopped in list_worlds(people, 3):
        through = yes + no
        for start in range(people):
            answered, _ = round_counts((through, stopped), base, start)
            shown = answered >= SMALLEST_GROUP
            draws = {round_counts((yes, no), answered, each) for each in range(through)} if shown else {None}
            for counts in draws:
                seen.setdefault((answered, counts), []).append((yes, no, stopped))
    for worlds in seen.values():
        assert not any(all(count in SMALL for count in counts) for counts in zip(*worlds, strict=True))
        assert not all(stopped in (0, 1) for _, _, stopped in worlds)
        assert not all(yes >= yes + no - 1 for yes, no, _ in worlds)
        assert not all(no >= yes + no - 1 for yes, no, _ in worlds)


@pytest.mark.parametrize("people", range(10, 41))
def test_showing_a_routed_question_or_not_proves_nothing_about_the_route(people: int) -> None:
    """It also shows why "published if nobody was left out" is not our rule: it would prove that all were
    asked.
    """
    worlds = {shown: [] for shown in (True, False)}
    for left_out in range(people + 1):
        shown = min(left_out, people - left_out) >= SMALLEST_GROUP
        worlds[shown].append(left_out)
    for known in filter(None, worlds.values()):
        assert not all(count in SMALL or people - count in SMALL for count in known)
        assert not all(count <= 1 for count in known)
        assert not all(count >= people - 1 for count in known)
