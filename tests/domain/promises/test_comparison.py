"""What a later round says: careful in both directions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmm.domain.promises import (
    BETTER,
    CANNOT_TELL,
    CONFIRMED,
    NO_BETTER,
    PROMISED,
    REPLIED,
    SAID_DONE,
    TAKEN_BACK,
    PublishedFigure,
    by_urgency,
    compare,
    count_stories,
    read_evidence,
    read_story,
)
from tests.domain.promises.stories import DAY, make_evidence, tell

FIGURES = st.integers(2, 60).flatmap(
    lambda fives: st.builds(
        PublishedFigure, st.integers(0, fives).map(lambda count: 5 * count), st.just(5 * fives)
    )
)


@given(FIGURES, FIGURES, st.booleans())
def test_it_is_better_only_when_the_intervals_do_not_touch(
    before: PublishedFigure, after: PublishedFigure, less: bool
) -> None:
    better = after.around.high < before.around.low if less else after.around.low > before.around.high
    assert (compare(before, after, less_is_better=less) == BETTER) == better


@given(FIGURES, st.booleans(), st.none() | st.integers(0, 100))
def test_the_same_figure_again_is_never_better_without_having_reached_the_target(
    figure: PublishedFigure, less: bool, target: int | None
) -> None:
    verdict = compare(figure, figure, less_is_better=less, target=target)
    if target is None:
        assert verdict != BETTER
    elif verdict == BETTER:
        assert figure.around.high <= target if less else figure.around.low >= target


@given(FIGURES, FIGURES, st.none() | st.integers(0, 100))
def test_both_directions_are_mirrors(
    before: PublishedFigure, after: PublishedFigure, target: int | None
) -> None:
    other = [PublishedFigure(each.of - each.count, each.of) for each in (before, after)]
    mirrored = compare(*other, less_is_better=False, target=None if target is None else 100 - target)
    assert compare(before, after, less_is_better=True, target=target) == mirrored


@pytest.mark.parametrize(
    ("before", "after", "target", "verdict"),
    [
        ((150, 300), (60, 300), None, BETTER),
        ((150, 300), (190, 300), None, NO_BETTER),
        ((150, 300), (135, 300), None, CANNOT_TELL),
        ((10, 20), (5, 20), None, CANNOT_TELL),
        ((60, 300), (15, 300), 10, BETTER),
        ((120, 300), (125, 300), 10, NO_BETTER),
        ((120, 300), (110, 300), 10, CANNOT_TELL),
    ],
)
def test_examples(before: tuple[int, int], after: tuple[int, int], target: int | None, verdict: str) -> None:
    figures = PublishedFigure(*before), PublishedFigure(*after)
    assert compare(*figures, less_is_better=True, target=target) == verdict


def test_evidence_is_read_as_it_was_kept() -> None:
    evidence = make_evidence(BETTER, DAY)
    assert read_evidence(evidence.as_json()) == evidence


def test_counters_of_the_network_leave_out_what_was_taken_back() -> None:
    stories = [
        read_story(tell(*kinds))
        for kinds in ((), (REPLIED,), (PROMISED, SAID_DONE), (SAID_DONE, CONFIRMED), (TAKEN_BACK,))
    ]
    counted = count_stories(stories, DAY.replace(year=2027))
    assert (counted.asked, counted.answered, counted.promised, counted.said_done) == (4, 3, 1, 2)
    assert (counted.confirmed, counted.overdue) == (1, 1)
    assert (counted.days_to_answer, counted.days_to_done) == (10, 15)
    assert count_stories([], DAY).days_to_answer is None


def test_what_is_overdue_stands_first_and_what_is_over_last() -> None:
    asked, promised, confirmed = (read_story(tell(*kinds)) for kinds in ((), (PROMISED,), (CONFIRMED,)))
    later = DAY.replace(month=4, day=20)
    ordered = sorted((confirmed, promised, asked), key=lambda story: by_urgency(story, later))
    assert ordered == [asked, promised, confirmed]
