"""The worst headline somebody could write."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cmm.domain.snapshot import (
    Snapshot,
    canonical_bytes,
    find_worst,
    indicator_figures,
    parse_snapshot,
)

fives = st.integers(0, 8).map(lambda number: 5 * number)


def make_snapshot(*counts: tuple[int, int], directions: str = "") -> Snapshot:
    """One city; for each pair a question with so many "yes" and "no", and an indicator of "yes": "-" is bad,
    "+" is good.
    """
    marks = directions or "-" * len(counts)
    content: dict[str, Any] = {
        "format": 1,
        "units": [
            {
                "code": "almaty",
                "names": {},
                "cities": [{"code": "almaty", "names": {}}],
                "responses": 100,
                "answered": 100,
                "known_clients": None,
            }
        ],
        "tables": [
            {
                "question": f"q{place}",
                "answers": ["yes", "no", "no_answer"],
                "units": {"almaty": {"counts": [yes, no, 0], "of": yes + no}},
                "withheld": {},
            }
            for place, (yes, no) in enumerate(counts)
        ],
        "indicators": [
            {
                "id": f"i{place}",
                "question": f"q{place}",
                "numerator": ["yes"],
                "excludes": [],
                "direction": "less_is_better" if mark == "-" else "more_is_better",
            }
            for place, mark in enumerate(marks)
        ],
    }
    return parse_snapshot(canonical_bytes(content))


def worst(snapshot: Snapshot, place: str = "almaty") -> str | None:
    found = find_worst(snapshot, place)
    return found["id"] if found else None


def test_the_largest_share_in_the_bad_direction_is_the_worst() -> None:
    assert worst(make_snapshot((5, 20), (15, 10), (10, 15))) == "i1"
    assert worst(make_snapshot((15, 10), (5, 20), directions="-+")) == "i1", "few have something good"
    assert worst(make_snapshot((15, 10), (5, 20)), "ALL") == "i0"


def test_of_equal_shares_the_one_with_more_answers_is_the_worst() -> None:
    assert worst(make_snapshot((5, 5), (20, 20))) == "i1"


def test_nothing_bad_makes_no_headline_and_too_few_answers_neither() -> None:
    assert worst(make_snapshot((0, 25), (25, 0), directions="-+")) is None
    assert worst(make_snapshot((5, 0))) is None
    assert find_worst(make_snapshot((25, 0)), "nowhere") is None


@given(st.lists(st.tuples(fives, fives), min_size=1, max_size=6), st.data())
def test_no_other_indicator_is_worse_than_the_worst(
    counts: list[tuple[int, int]], data: st.DataObject
) -> None:
    marks = "".join(data.draw(st.sampled_from("+-")) for _ in counts)
    snapshot = make_snapshot(*counts, directions=marks)

    def badness(identifier: str) -> float:
        indicator = next(each for each in snapshot.content["indicators"] if each["id"] == identifier)
        figure = indicator_figures(snapshot, indicator, "almaty")
        assert figure
        assert figure.denominator >= 10
        share = figure.numerator / figure.denominator
        return share if indicator["direction"] == "less_is_better" else 1 - share

    found = worst(snapshot)
    large = [f"i{place}" for place, (yes, no) in enumerate(counts) if yes + no >= 10]
    if found is None:
        assert all(badness(each) == 0 for each in large)
    else:
        assert badness(found) == max(badness(each) for each in large) > 0
