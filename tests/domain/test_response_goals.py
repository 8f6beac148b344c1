"""How many more answers a city needs, and for what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import samplesize_confint_proportion

from cmm.domain.precision import effective_answers, response_rate, wilson
from cmm.domain.response_goals import ALONE, PERCENTAGES, PRECISE, list_goals

KNOWN = st.none() | st.integers(1, 5000)


@given(st.integers(0, 500), KNOWN)
def test_with_what_is_missing_every_goal_is_reached(responses: int, known: int | None) -> None:
    for goal in list_goals(responses, known):
        assert goal.more == max(0, goal.needed - responses)
        then = list_goals(responses + goal.more, known)
        reached = next(each for each in then if each.purpose == goal.purpose)
        assert (reached.more, reached.in_reach) == (0, True)


@given(st.integers(0, 500), KNOWN)
def test_goals_come_from_the_nearest_to_the_farthest(responses: int, known: int | None) -> None:
    needed = [goal.needed for goal in list_goals(responses, known)]
    assert needed == sorted(needed)
    assert {goal.purpose for goal in list_goals(responses, known)} == {ALONE, PERCENTAGES, PRECISE}


@given(st.integers(1, 9))
def test_a_city_with_few_clients_cannot_stand_alone(known: int) -> None:
    alone = next(goal for goal in list_goals(0, known) if goal.purpose == ALONE)
    assert not alone.in_reach


def test_without_a_known_number_ten_points_take_what_statsmodels_says() -> None:
    precise = next(goal for goal in list_goals(0, None) if goal.purpose == PRECISE)
    assert precise.needed == round(samplesize_confint_proportion(0.5, 0.1) + 0.5)


@pytest.mark.parametrize("known", [15, 23, 47, 120, 300])
def test_with_so_many_answers_the_wilson_interval_is_about_ten_points_or_less(known: int) -> None:
    precise = next(goal for goal in list_goals(0, known) if goal.purpose == PRECISE)
    low, high = wilson(0.5, effective_answers(precise.needed, known))
    assert (high - low) / 2 <= 0.105


@pytest.mark.parametrize(
    ("responses", "known", "rate"), [(0, 40, 0), (1, 3, 33), (2, 3, 67), (30, 20, 150), (5, None, None)]
)
def test_the_rate_is_a_whole_percent_of_the_known_clients(
    responses: int, known: int | None, rate: int | None
) -> None:
    assert response_rate(responses, known) == rate
