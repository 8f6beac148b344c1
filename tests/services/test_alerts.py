"""While a round stays open the office is told at every multiple that a city reaches, and of nothing finer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from cmm.services.round_progress import CityProgress, RoundProgress, find_round_progress
from cmm.services.rounds import BadAlert, add_round, close_round, open_round
from tests.factories import MONDAY, MadeRound, make_account, make_round, make_survey, submit


def progress_of(responses: list[int], alert_every: int | None, state: str = "open") -> RoundProgress:
    cities = tuple(
        CityProgress(f"city-{number}", {"en": "A city"}, None, 0, 0, count)
        for number, count in enumerate(responses)
    )
    return RoundProgress(
        "always",
        {"en": "Reports"},
        state,
        "link",
        False,
        {"en": "F"},
        "1",
        None,
        None,
        None,
        alert_every,
        cities,
    )


@given(
    responses=st.lists(st.integers(0, 500), max_size=14),
    every=st.integers(1, 20).map(lambda number: number * 5),
)
def test_each_city_is_told_by_its_highest_multiple(responses: list[int], every: int) -> None:
    alerts = progress_of(responses, every).alerts
    assert [city.responses for city, _number in alerts] == [count for count in responses if count >= every]
    for city, number in alerts:
        assert number % every == 0
        assert number <= city.responses < number + every


def test_a_round_without_alerts_or_a_closed_one_tells_nothing() -> None:
    assert progress_of([40, 7], None).alerts == ()
    assert progress_of([40, 7], 5, state="closed").alerts == ()


@pytest.mark.parametrize("every", [0, -5, 1, 4, 7, 12])
def test_only_multiples_of_five_can_be_watched(session: Session, every: int) -> None:
    make_round(session)
    holder = make_account(session, "dana").account_id
    with pytest.raises(BadAlert):
        plan(session, holder, every)


def test_the_fifth_response_of_a_city_is_told_until_the_round_is_closed(session: Session) -> None:
    make_round(session)
    plan(session, make_account(session, "dana").account_id, 5)
    open_round(session, round_id="always", today=MONDAY)
    made = MadeRound("always", make_survey().questionnaire, "", "", "link")
    for city, count in (("almaty", 5), ("shymkent", 4)):
        for _ in range(count):
            submit(session, made, city)
    assert told(session) == {"almaty": 5}
    submit(session, made, "shymkent")
    assert told(session) == {"almaty": 5, "shymkent": 5}
    close_round(session, round_id="always", today=MONDAY)
    assert told(session) == {}


def plan(session: Session, holder: str, every: int) -> None:
    add_round(
        session,
        round_id="always",
        titles={"en": "Reports"},
        survey=make_survey(),
        city_ids={"almaty": None, "shymkent": None},
        access="link",
        breakdowns=[],
        holders=[holder],
        alert_every=every,
    )


def told(session: Session) -> dict[str, int]:
    progress = find_round_progress(session, "always")
    assert progress
    return {city.code: number for city, number in progress.alerts}
