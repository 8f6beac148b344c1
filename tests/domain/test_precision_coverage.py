"""The interval that readers see holds the true share in at least 95 of 100 rounds.

Not drawn but counted: for a city of so many clients, of whom so many answered, every possible number of
"yes" among those who answered and every start of the lottery has a known chance. Their sum over the
published counts whose interval holds the truth is the coverage, exact and the same in every run.
Tolerance: none for one unit and for sums; the draw through the whole of `protect` is only repeated, and its
500 rounds must reach 95 of 100 as well.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from random import Random

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import binom, hypergeom, multivariate_hypergeom

from cmm.domain.disclosure.fives import round_counts
from cmm.domain.disclosure.lottery import Lottery
from cmm.domain.disclosure.policy import SMALLEST_GROUP, STEP, nearest_five
from cmm.domain.disclosure.protect import protect
from cmm.domain.disclosure.tables import FrequencyTable
from cmm.domain.precision import interval

Chances = NDArray[np.float64]
ALMOST = 1e-9
SIZES = (*range(10, 41), 43, 48, 53, 58, 68, 83, 98, 118, 133, 150, 173, 198, 223, 248, 273, 298, 300)
PARTS = (1.0, 1.05, 1.25, 2.0, 6.0)
"""Known clients for each one who answered."""


def published(yes: Chances, answered: int) -> Chances:
    """The chance of each published count (in fives), of the chances of 0, 1, ... who said yes."""
    steps = nearest_five(answered) // STEP
    lower, rest = np.divmod(np.arange(answered + 1) * steps, answered)
    chances = np.zeros(steps + 2)
    np.add.at(chances, lower, yes * (1 - rest / answered))
    np.add.at(chances, lower + 1, yes * rest / answered)
    return chances[: steps + 1]


@cache
def ends(of: int, population: int | None, units: int = 1) -> tuple[Chances, Chances]:
    """The two ends of the interval of each published count, in percent."""
    found = [interval(count, of, units=units, population=population) for count in range(0, of + 1, STEP)]
    return np.array([each.low for each in found]), np.array([each.high for each in found])


def coverage(chances: Chances, share: float, population: int | None, units: int = 1) -> float:
    """The chance that the interval around what is published holds `share`."""
    low, high = ends(STEP * (len(chances) - 1), population, units)
    held = (low <= 100 * share + ALMOST) & (100 * share - ALMOST <= high)
    return float(chances[held].sum())


def sample(clients: int, yes: int, answered: int) -> Chances:
    """The chance of 0, 1, ... "yes" among those who answered, drawn from all clients without repeating."""
    return np.asarray(hypergeom.pmf(np.arange(answered + 1), clients, yes, answered))


@pytest.mark.parametrize(("yes", "answered"), [(3, 11), (7, 23), (20, 23), (1, 18), (0, 12), (17, 17)])
def test_the_chances_are_those_of_the_lottery(yes: int, answered: int) -> None:
    given, base = np.zeros(nearest_five(answered) // STEP + 1), nearest_five(answered)
    for start in range(answered):
        given[round_counts((yes, answered - yes), base, start)[0] // STEP] += 1 / answered
    surely = np.zeros(answered + 1)
    surely[yes] = 1
    assert published(surely, answered) == pytest.approx(given)


@pytest.mark.parametrize("part", PARTS)
def test_one_city_of_known_clients_whatever_the_truth(part: float) -> None:
    worst = 1.0
    for answered in SIZES:
        clients = max(answered, round(part * answered))
        for yes in sorted({round(clients * place / 60) for place in range(61)}):
            chances = published(sample(clients, yes, answered), answered)
            worst = min(worst, coverage(chances, yes / clients, clients))
    assert worst >= 0.95


def test_every_truth_of_the_cities_that_exist() -> None:
    """About 23 clients in a city, 300 in the country."""
    for clients, answered in [(23, 23), (23, 20), (23, 13), (15, 13), (40, 28), (300, 28), (300, 150)]:
        found = [
            coverage(published(sample(clients, yes, answered), answered), yes / clients, clients)
            for yes in range(clients + 1)
        ]
        assert min(found) >= 0.95


def test_a_place_where_nobody_counted_the_clients() -> None:
    for answered in SIZES:
        for share in np.linspace(0.01, 0.99, 50):
            yes = np.asarray(binom.pmf(np.arange(answered + 1), answered, share))
            assert coverage(published(yes, answered), share, None) >= 0.95


def _countries() -> Iterator[tuple[list[tuple[int, int]], float]]:
    """Cities with clients and answers, and a share that is true in all of them."""
    random = Random(2026)
    for cities in (2, 3, 4, 8, 13, 25):
        for part in (0.7, 0.85, 1.0):
            clients = [random.randint(14, 45) for _ in range(cities)]
            for share in (0.04, 0.1, 0.2, 0.33, 0.5, 0.66, 0.8, 0.95):
                yield [(each, max(10, int(part * each))) for each in clients], share


def test_a_country_is_the_sum_of_rounded_cities() -> None:
    worst = 1.0
    for cities, share in _countries():
        total, yes = np.ones(1), 0
        for clients, answered in cities:
            own = round(share * clients)
            total, yes = np.convolve(total, published(sample(clients, own, answered), answered)), yes + own
        population = sum(clients for clients, _answered in cities)
        worst = min(worst, coverage(total, yes / population, population, len(cities)))
    assert worst >= 0.95


@pytest.mark.parametrize(
    ("clients", "answered", "yes", "no"),
    [(15, 13, 4, 7), (25, 23, 6, 12), (25, 18, 3, 15), (40, 33, 22, 6), (120, 33, 86, 22), (120, 33, 27, 81)],
)
def test_people_who_are_not_counted_do_not_loosen_the_promise(
    clients: int, answered: int, yes: int, no: int
) -> None:
    """The denominator is rounded too: "did not happen to me" and "no answer" are left out of it."""
    rows = _triples(answered)
    chances = np.asarray(multivariate_hypergeom.pmf(rows, [yes, no, clients - yes - no], answered))
    held = shown = 0.0
    for row, chance in zip(rows[chances > ALMOST], chances[chances > ALMOST], strict=True):
        for start in range(answered):
            count, other, _rest = round_counts(tuple(int(x) for x in row), nearest_five(answered), start)
            if count + other >= SMALLEST_GROUP:
                shown += chance
                low, high = ends(count + other, clients)
                place = count // STEP
                held += chance * (low[place] <= 100 * yes / (yes + no) <= high[place])
    assert held / shown >= 0.95


def _triples(answered: int) -> NDArray[np.int64]:
    return np.array([(a, b, answered - a - b) for a in range(answered + 1) for b in range(answered + 1 - a)])


CITIES = {"almaty": 45, "oskemen": 34, "karaganda": 23, "aktobe": 14, "temirtau": 8, "balkhash": 7}
"""Clients: the last two have to be joined."""


@pytest.mark.parametrize("share", [0.1, 0.5, 0.75])
def test_rounds_that_go_through_merge_round_and_sum(share: float) -> None:
    random, held, told = Random(7), 0, 0
    yes = {city: round(share * clients) for city, clients in CITIES.items()}
    for number in range(100):
        counts = {city: _answers(random, clients, yes[city]) for city, clients in CITIES.items()}
        table = FrequencyTable("q", ("yes", "no"), counts)
        responses = {city: sum(row) for city, row in counts.items()}
        done = protect([table], [], responses, parents={}, lottery=Lottery(b"drawn", str(number)))
        rows = [(unit.leaves, done.tables[0].counts[unit.code][0], unit.responses) for unit in done.units]
        rows.append((tuple(CITIES), sum(row[1] for row in rows), sum(row[2] for row in rows)))
        for leaves, count, of in rows:
            clients = sum(CITIES[leaf] for leaf in leaves)
            around = interval(
                count, of, units=len(done.units) if len(leaves) == len(CITIES) else 1, population=clients
            )
            held += around.low <= 100 * sum(yes[leaf] for leaf in leaves) / clients <= around.high
            told += 1
    assert told >= 500
    assert held / told >= 0.95


def _answers(random: Random, clients: int, yes: int) -> tuple[int, int]:
    """Four of five clients answer."""
    drawn: Sequence[int] = random.sample([1] * yes + [0] * (clients - yes), max(5, round(0.8 * clients)))
    return sum(drawn), len(drawn) - sum(drawn)
