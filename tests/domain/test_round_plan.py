"""A round that is being planned: what is missing, which days are possible, codes for addresses."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmm.domain.place_codes import propose_code
from cmm.domain.round_plan import (
    STEPS,
    RoundPlan,
    check_days,
    check_plan,
    from_json,
    propose_round_id,
    to_json,
)
from cmm.services.places import check_code

TODAY = date(2026, 11, 22)
TEXTS = st.text(max_size=20)
PLANS = st.builds(
    RoundPlan,
    questionnaire=TEXTS,
    round_id=TEXTS,
    titles=st.dictionaries(st.sampled_from(["ru", "kk", "en"]), TEXTS),
    begins_on=st.none() | st.dates(),
    ends_on=st.none() | st.dates(),
    cities=st.dictionaries(TEXTS, st.none() | st.integers(1, 1000)),
    known_clients_source=TEXTS,
    access=st.sampled_from(["", "coupon", "link"]),
    breakdowns=st.lists(TEXTS).map(tuple),
    holders=st.lists(TEXTS).map(tuple),
    percent=st.integers(1, 100),
)
WHOLE = RoundPlan(
    questionnaire="digest",
    round_id="ost-2026-11",
    titles={"ru": "Осень", "kk": "Күз", "en": "Autumn"},
    ends_on=date(2026, 12, 20),
    cities={"almaty": 47},
    known_clients_source="register, October 2026",
    access="coupon",
    holders=("one", "two"),
)


@given(PLANS)
def test_a_draft_that_was_kept_is_the_same_when_it_is_read(plan: RoundPlan) -> None:
    assert from_json(to_json(plan)) == plan


@given(PLANS)
def test_what_is_missing_is_told_in_the_order_of_the_steps(plan: RoundPlan) -> None:
    places = [STEPS.index(missing.step) for missing in check_plan(plan)]
    assert places == sorted(places)


def test_nothing_is_missing_in_a_whole_plan() -> None:
    assert check_plan(WHOLE) == []


def test_at_first_nearly_everything_is_missing() -> None:
    missing = {each.code for each in check_plan(RoundPlan()) if not each.advised}
    assert missing == {"questionnaire", "title", "round_id", "ends_on", "cities", "access", "holders"}


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"titles": {"ru": "Осень"}}, "title_languages"),
        ({"cities": {"almaty": 47, "oral": None}}, "known_clients"),
        ({"known_clients_source": ""}, "source"),
        ({"known_clients_source": "register"}, "source_day"),
        ({"holders": ("one",)}, "second_holder"),
    ],
)
def test_what_is_only_better_does_not_stop_the_round(change: dict[str, object], code: str) -> None:
    plan = from_json({**to_json(WHOLE), **change})
    assert [(each.code, each.advised) for each in check_plan(plan)] == [(code, True)]


@pytest.mark.parametrize(
    ("begins", "ends", "problems"),
    [
        (0, 30, []),
        (0, 0, []),
        (None, None, []),
        (10, 9, ["ends_before_it_begins"]),
        (None, -1, ["ends_in_the_past"]),
        (-20, -10, ["ends_in_the_past"]),
        (0, 400, ["lasts_too_long"]),
    ],
)
def test_days_that_cannot_be_are_named(begins: int | None, ends: int | None, problems: list[str]) -> None:
    first, last = (None if days is None else TODAY + timedelta(days=days) for days in (begins, ends))
    assert check_days(first, last, today=TODAY) == problems


@given(st.text(max_size=60), st.dates(), st.sets(st.integers(1, 5)))
def test_a_proposed_code_can_be_used_and_is_free(form_id: str, day: date, others: set[int]) -> None:
    first = propose_round_id(form_id, day, set())
    taken = {first, *(f"{first}-{number}" for number in others)}
    proposed = propose_round_id(form_id, day, taken)
    check_code(first)
    check_code(proposed)
    assert proposed not in taken


def test_a_proposed_code_is_short_enough_to_type() -> None:
    assert propose_round_id("ost-satisfaction", TODAY, set()) == "ost-2026-11"
    assert propose_round_id("ost-satisfaction", TODAY, {"ost-2026-11"}) == "ost-2026-11-2"


@given(st.dictionaries(st.sampled_from(["ru", "kk", "en"]), st.text(max_size=50)), st.sets(TEXTS))
def test_a_code_of_a_place_can_be_used_and_is_free(names: dict[str, str], taken: set[str]) -> None:
    code = propose_code(names, taken)
    check_code(code)
    assert code not in taken


@pytest.mark.parametrize(
    ("names", "code"),
    [
        ({"ru": "Усть-Каменогорск"}, "ust-kamenogorsk"),
        ({"kk": "Қызылорда"}, "qyzylorda"),
        ({"ru": "Актау", "en": "Aktau"}, "aktau"),
        ({"ru": "«»"}, "place"),
    ],
)
def test_a_name_is_spelt_with_latin_letters(names: dict[str, str], code: str) -> None:
    assert propose_code(names, set()) == code
