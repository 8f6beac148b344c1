"""What clients praise: only what is good beyond doubt."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from cmm.domain.precision import interval
from cmm.domain.snapshot import Snapshot, canonical_bytes, indicator_figures, list_praised, parse_snapshot
from cmm.domain.snapshot.praise import HAPPENED_FROM, MET_UP_TO

fives = st.integers(0, 40).map(lambda number: 5 * number)


def make_snapshot(*counts: tuple[int, int], marks: str = "", **changes: Any) -> Snapshot:
    """One city by open link; for each pair a question with so many "yes" and "no", and an indicator of "yes":
    "-" is bad, "+" is good, "*" is good and satisfaction.
    """
    kinds = marks or "-" * len(counts)
    unit = {"code": "a", "names": {}, "cities": [{"code": "a", "names": {}}], "responses": 200}
    content: dict[str, Any] = {
        "format": 1,
        "access": "link",
        "units": [unit | {"answered": 200, "known_clients": None}],
        "questions": [{"name": f"q{place}", "likert": kind == "*"} for place, kind in enumerate(kinds)],
        "tables": [
            {
                "question": f"q{place}",
                "answers": ["yes", "no", "no_answer"],
                "units": {"a": {"counts": [yes, no, 0], "of": yes + no}},
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
                "direction": "less_is_better" if kind == "-" else "more_is_better",
                **changes,
            }
            for place, kind in enumerate(kinds)
        ],
    }
    return parse_snapshot(canonical_bytes(content))


def praised(snapshot: Snapshot, place: str = "a") -> list[str]:
    return [indicator["id"] for indicator in list_praised(snapshot, place)]


def test_what_surely_met_few_and_what_surely_happened_to_most_is_praised() -> None:
    snapshot = make_snapshot((5, 195), (60, 140), (150, 50), (100, 100), marks="--++")
    assert praised(snapshot) == ["i0", "i2"]
    assert praised(snapshot, "ALL") == ["i0", "i2"]
    assert praised(snapshot, "nowhere") == []


def test_few_answers_praise_nothing() -> None:
    assert praised(make_snapshot((0, 15), (15, 0), marks="-+")) == []
    assert praised(make_snapshot((0, 40), (40, 0), marks="-+")) == ["i0", "i1"]


def test_nothing_that_may_lie_beyond_its_red_line_is_praised() -> None:
    assert praised(make_snapshot((5, 195), red_line=10)) == ["i0"]
    assert praised(make_snapshot((5, 195), red_line=5)) == []
    assert praised(make_snapshot((150, 50), marks="+", red_line=90)) == []


def test_events_stand_before_satisfaction_and_four_are_enough() -> None:
    snapshot = make_snapshot((200, 0), (190, 10), (0, 200), (0, 200), (5, 195), (10, 190), marks="*+----")
    assert praised(snapshot) == ["i2", "i3", "i4", "i1"]


@given(st.lists(st.tuples(fives, fives), min_size=1, max_size=5), st.data())
def test_whatever_is_praised_is_good_at_the_careful_end(
    counts: list[tuple[int, int]], data: st.DataObject
) -> None:
    marks = "".join(data.draw(st.sampled_from("+-*")) for _ in counts)
    snapshot = make_snapshot(*counts, marks=marks)
    for indicator in list_praised(snapshot, "a"):
        figure = indicator_figures(snapshot, indicator, "a")
        assert figure
        around = interval(figure.numerator, figure.denominator)
        if indicator["direction"] == "less_is_better":
            assert around.high <= MET_UP_TO
        else:
            assert around.low >= HAPPENED_FROM
