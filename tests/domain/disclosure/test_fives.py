"""Rounding to fives: what every reader relies on."""

from statistics import fmean

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmm.domain.disclosure.fives import round_counts
from cmm.domain.disclosure.lottery import Lottery
from cmm.domain.disclosure.policy import has_changed, nearest_five

COUNTS = st.lists(st.integers(0, 40), min_size=1, max_size=8).filter(lambda counts: sum(counts) >= 10)


@given(COUNTS, st.data())
def test_rounded_counts_are_fives_and_add_up(counts: list[int], data: st.DataObject) -> None:
    base = nearest_five(sum(counts))
    rounded = round_counts(counts, base, data.draw(st.integers(0, sum(counts) - 1)))
    assert all(count % 5 == 0 for count in rounded)
    assert sum(rounded) == base


@given(COUNTS, st.data())
def test_neighbouring_answers_together_are_the_fives_next_to_their_share(
    counts: list[int], data: st.DataObject
) -> None:
    people, base = sum(counts), nearest_five(sum(counts))
    rounded = round_counts(counts, base, data.draw(st.integers(0, people - 1)))
    first = data.draw(st.integers(0, len(counts) - 1))
    last = data.draw(st.integers(first, len(counts) - 1))
    exact, published = sum(counts[first : last + 1]) * base, sum(rounded[first : last + 1])
    assert exact // (5 * people) <= published // 5 <= -(-exact // (5 * people))


@given(COUNTS)
def test_over_all_starts_every_count_is_exactly_right_on_average(counts: list[int]) -> None:
    people, base = sum(counts), nearest_five(sum(counts))
    sums = [0] * len(counts)
    for start in range(people):
        sums = [total + count for total, count in zip(sums, round_counts(counts, base, start), strict=True)]
    assert sums == [count * base for count in counts]


@given(
    st.lists(st.integers(0, 8).map(lambda fives: 5 * fives), min_size=1, max_size=8), st.integers(0, 10**6)
)
def test_fives_stay_as_they_are(counts: list[int], start: int) -> None:
    assert round_counts(counts, sum(counts), start % max(sum(counts), 1)) == tuple(counts)


def test_a_lottery_over_many_secrets_is_right_on_average() -> None:
    draws = (Lottery(bytes([seed % 256, seed // 256]), "round").draw(23, "q") for seed in range(4000))
    counts = [round_counts((3, 20), 25, start)[0] for start in draws]
    assert fmean(counts) == pytest.approx(3 * 25 / 23, abs=0.15)


def test_a_lottery_gives_the_same_again_and_something_else_for_anything_else() -> None:
    lottery = Lottery(b"secret", "autumn")
    assert lottery.draw(10**9, "q", 23) == Lottery(b"secret", "autumn").draw(10**9, "q", 23)
    others = [Lottery(b"other", "autumn"), Lottery(b"secret", "spring")]
    assert lottery.draw(10**9, "q", 23) not in {other.draw(10**9, "q", 23) for other in others}
    assert lottery.draw(10**9, "q", 23) != lottery.draw(10**9, "q", 24)
    assert lottery.draw(10**9, "a", "b") != lottery.draw(10**9, "ab")
    assert "secret" not in repr(lottery)


@pytest.mark.parametrize(("number", "nearest"), [(10, 10), (12, 10), (13, 15), (17, 15), (18, 20), (23, 25)])
def test_bases_go_to_the_nearest_five(number: int, nearest: int) -> None:
    assert nearest_five(number) == nearest


@given(st.integers(10, 500), st.integers(10, 500))
def test_what_counts_as_changed_has_surely_changed_by_ten(before: int, now: int) -> None:
    if has_changed(now, nearest_five(before)):
        assert abs(now - before) >= 10


@pytest.mark.parametrize(("counts", "base", "start"), [((3, 4), 6, 0), ((0, 0), 5, 0), ((3, 4), 5, 7)])
def test_impossible_bases_and_starts_are_refused(counts: tuple[int, int], base: int, start: int) -> None:
    with pytest.raises(ValueError, match="cannot be shared out"):
        round_counts(counts, base, start)
