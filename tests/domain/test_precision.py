"""What may be claimed from published numbers."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import hypergeom, norm
from statsmodels.stats.proportion import proportion_confint

from cmm.domain.disclosure.fives import round_counts
from cmm.domain.disclosure.policy import nearest_five
from cmm.domain.precision import (
    Z_95,
    display_share,
    effective_answers,
    how_many_more,
    interval,
    response_rate,
    rounding_points,
    share_words,
    shows_full_scale,
    whole_percent,
    wilson,
)

FIVES = st.integers(2, 60).map(lambda steps: 5 * steps)


@given(st.integers(1, 400), st.data())
def test_the_wilson_interval_is_that_of_statsmodels(answers: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, answers))
    assert wilson(count / answers, answers) == pytest.approx(
        proportion_confint(count, answers, method="wilson"), abs=1e-9
    )


@pytest.mark.parametrize(
    ("count", "answers", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_the_wilson_interval_is_the_published_one(count: int, answers: int, low: float, high: float) -> None:
    """Newcombe 1998, Statistics in Medicine 17:857-872, table I, method 3."""
    assert [round(limit, 4) for limit in wilson(count / answers, answers)] == [low, high]


@given(st.integers(10, 300), st.data())
def test_the_finite_population_correction_is_that_of_the_textbook(answers: int, data: st.DataObject) -> None:
    """The variance of a share is p(1-p)/n * (N-n)/(N-1): Cochran 1977, Sampling Techniques, 3.2."""
    population = data.draw(st.integers(answers + 1, 3000))
    variance = 0.3 * 0.7 / answers * (population - answers) / (population - 1)
    assert 0.3 * 0.7 / effective_answers(answers, population) == pytest.approx(variance)
    drawn = hypergeom(population, population // 2, answers)
    half = population // 2 / population
    assert half * (1 - half) / effective_answers(answers, population) == pytest.approx(
        drawn.var() / answers**2
    )


def test_the_response_rate_is_a_whole_percent() -> None:
    assert [response_rate(20, 25), response_rate(30, 25), response_rate(20, None)] == [80, 120, None]


@pytest.mark.parametrize(("of", "units", "points"), [(25, 1, 20), (10, 1, 49), (100, 1, 5), (300, 13, 6)])
def test_rounding_alone_moves_a_share_by_so_many_points(of: int, units: int, points: int) -> None:
    assert rounding_points(of, units) == points


def test_the_quantile_is_that_of_scipy() -> None:
    assert pytest.approx(norm.ppf(0.975), abs=1e-12) == Z_95


@pytest.mark.parametrize(
    ("population", "answers", "half", "four_fifths"),
    [
        (300, 100, (42, 58), (73, 86)),
        (300, 150, (44, 56), (75, 84)),
        (300, 200, (46, 54), (77, 83)),
        (25, 12, (31, 69), (60, 92)),
        (25, 18, (38, 62), (68, 88)),
        (25, 20, (40, 60), (71, 87)),
        (15, 10, (33, 67), (62, 91)),
    ],
)
def test_sampling_alone_gives_the_known_table(
    population: int, answers: int, half: tuple[int, int], four_fifths: tuple[int, int]
) -> None:
    worth = effective_answers(answers, population)
    assert [round(100 * limit) for limit in wilson(0.5, worth)] == list(half)
    assert [round(100 * limit) for limit in wilson(0.8, worth)] == list(four_fifths)


@given(FIVES, st.data())
def test_an_interval_holds_its_share_and_grows_with_the_population(of: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, of // 5)) * 5
    few, many = interval(count, of, population=of + 5), interval(count, of, population=10 * of)
    assert 0 <= many.low <= few.low <= 100 * count / of <= few.high <= many.high <= 100


@given(FIVES)
def test_even_a_full_count_of_all_clients_keeps_the_error_of_rounding(of: int) -> None:
    assert interval(0, of, population=of).high > 0
    assert interval(of, of, population=of).low < 100
    alone, four = interval(5, of, population=of), interval(5, of, population=of, units=4)
    assert four.low <= alone.low <= alone.high <= four.high
    assert alone != four or of < 20


@pytest.mark.parametrize(
    ("population", "answered", "share"),
    [(25, 12, 0.48), (25, 23, 0.12), (25, 25, 0.32), (40, 30, 0.2), (300, 150, 0.5)],
)
def test_the_interval_holds_the_truth_in_19_of_20_rounds(
    population: int, answered: int, share: float
) -> None:
    random, held, cities = Random(4), 0, max(1, answered // 25)
    clients = [1] * round(share * population) + [0] * (population - round(share * population))
    for _ in range(1000):
        sample, count, of = random.sample(clients, answered), 0, 0
        for city in range(cities):
            part = sample[city::cities]
            base = nearest_five(len(part))
            yes = round_counts((sum(part), len(part) - sum(part)), base, random.randrange(len(part)))[0]
            count, of = count + yes, of + base
        found = interval(count, of, units=cities, population=population)
        held += found.low <= 100 * sum(clients) / population <= found.high
    assert held >= 950


@pytest.mark.parametrize(
    ("population", "points", "needed"),
    [(20, 10, 17), (25, 10, 21), (40, 10, 29), (300, 10, 73), (300, 7, 119), (300, 5, 169), (None, 10, 97)],
)
def test_how_many_answers_a_precision_needs(population: int | None, points: int, needed: int) -> None:
    assert how_many_more(0, population, points) == needed
    assert how_many_more(needed - 3, population, points) == 3
    assert how_many_more(needed + 3, population, points) == 0


@pytest.mark.parametrize(
    ("count", "of", "words"),
    [
        (0, 10, "few_or_none"),
        (5, 10, "about_half"),
        (10, 10, "nearly_all"),
        (5, 15, "about_a_third"),
        (10, 15, "about_two_thirds"),
        (5, 20, "about_a_quarter"),
        (15, 20, "about_three_quarters"),
        (5, 100, "a_small_part"),
        (95, 100, "a_large_part"),
    ],
)
def test_shares_have_words(count: int, of: int, words: str) -> None:
    assert share_words(count, of) == words


def test_percentages_begin_at_twenty_answers_and_never_say_none_or_all() -> None:
    assert display_share(5, 15).words == "about_a_third"
    assert display_share(5, 15).percent is None
    assert (display_share(5, 20).percent, display_share(5, 20).words) == (25, None)
    assert (display_share(0, 300).words, display_share(300, 300).words) == ("few_or_none", "nearly_all")
    assert whole_percent(25, 200) == 13


def test_the_full_scale_begins_at_thirty() -> None:
    assert [shows_full_scale(of) for of in (25, 30)] == [False, True]
