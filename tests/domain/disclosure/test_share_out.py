"""Counts that contain each other are drawn from the outside in, and agree with what was published before."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmm.domain.disclosure.agree import Before, NoAgreement
from cmm.domain.disclosure.fives import round_counts
from cmm.domain.disclosure.links import Links, Route
from cmm.domain.disclosure.lottery import Lottery
from cmm.domain.disclosure.policy import nearest_five
from cmm.domain.disclosure.questions import list_asked
from cmm.domain.disclosure.share_out import Draws, Rounded, round_questions
from cmm.domain.disclosure.tables import ProtectedUnit

LINKS = Links(
    routed=frozenset({"why", "help"}),
    routes={
        "why": Route(("closed",), frozenset({(0,)})),
        "help": Route(("closed", "short"), frozenset({(0, 0), (0, 1), (1, 0)})),
    },
    exclusive={"got": frozenset({"none"})},
)
TABLES = {"closed": 2, "short": 2, "why": 2, "help": 2, "got/hiv": 3, "got/tb": 3, "got/none": 3}
SECRETS = st.binary(min_size=1, max_size=4)


@st.composite
def exact_counts(draw: st.DrawFn) -> dict[str, tuple[int, ...]]:
    """Counts of 20 to 60 people that hang together; NOT_ASKED last where a question is routed."""
    people = draw(st.integers(20, 60))
    asked = draw(st.integers(0, people))
    short = draw(st.integers(0, people))
    either = draw(st.integers(max(asked, short), min(people, asked + short)))
    far, blank = draw(st.integers(0, asked)), draw(st.integers(0, people // 3))
    none = draw(st.integers(0, people - blank))
    others = people - blank - none
    hiv = draw(st.integers(0, others))
    tb = draw(st.integers(others - hiv, others))
    chosen = {"got/hiv": hiv, "got/tb": tb, "got/none": none}
    return {
        "closed": (asked, people - asked),
        "short": (short, people - short),
        "why": (far, asked - far, people - asked),
        "help": (either // 2, either - either // 2, people - either),
        **{name: (count, people - blank - count, blank) for name, count in chosen.items()},
    }


def rounded(exact: dict[str, tuple[int, ...]], secret: bytes, before: Before | None = None) -> Rounded:
    people = sum(exact["closed"])
    unit = ProtectedUnit(("a",), nearest_five(people), nearest_five(people))
    draws = Draws(("a",), people, Lottery(secret, "autumn"), before)
    return round_questions(unit, exact, list_asked(TABLES, LINKS), draws)


@settings(deadline=None)
@given(exact_counts(), SECRETS)
def test_a_routed_question_shares_out_its_parents_published_number(
    exact: dict[str, tuple[int, ...]], secret: bytes
) -> None:
    shown = rounded(exact, secret)
    if why := shown["why"]:
        assert sum(why) == (shown["closed"] or ())[0]


@settings(deadline=None)
@given(exact_counts(), SECRETS)
def test_few_are_shown_neither_by_exact_nor_by_published_numbers(
    exact: dict[str, tuple[int, ...]], secret: bytes
) -> None:
    shown, base = rounded(exact, secret), nearest_five(sum(exact["closed"]))
    for name in ("why", "help"):
        left_out = exact[name][-1]
        if counts := shown[name]:
            assert 10 <= sum(counts) <= base - 10
            assert 10 <= left_out <= sum(exact[name]) - 10


@settings(deadline=None)
@given(exact_counts(), SECRETS)
def test_choices_agree_about_who_chose_nothing_one_thing_or_several(
    exact: dict[str, tuple[int, ...]], secret: bytes
) -> None:
    shown = rounded(exact, secret)
    hiv, tb, none = (shown[name] or () for name in ("got/hiv", "got/tb", "got/none"))
    assert hiv[2] == tb[2] == none[2]
    others = none[1]
    assert max(hiv[0], tb[0]) <= others <= hiv[0] + tb[0]


@settings(deadline=None)
@given(exact_counts(), SECRETS, SECRETS)
def test_the_same_people_published_again_agree_with_themselves(
    exact: dict[str, tuple[int, ...]], secret: bytes, other: bytes
) -> None:
    first, base = rounded(exact, secret), nearest_five(sum(exact["closed"]))
    again = rounded(exact, other, Before(True, base, base, first))
    for name, counts in first.items():
        now = again[name]
        if counts and now:
            assert all(then <= new for then, new in zip(counts, now, strict=True))


def test_a_draw_that_cannot_agree_is_refused() -> None:
    assert all(round_counts((17, 10), 25, start)[1] < 15 for start in range(27))
    draws = Draws(("a",), 27, Lottery(b"s", "autumn"), Before(True, 15, 15, {}))
    with pytest.raises(NoAgreement):
        draws.round((17, 10), 25, "question", "q", (0, 15))
