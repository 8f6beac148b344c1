"""A round's plan and its states."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy.orm import Session

from cmm.domain.answers import largest_payload
from cmm.domain.recovery_key import parse_recovery_key
from cmm.domain.round_state import RoundAlready, RoundClosed, RoundNotOpen
from cmm.services.accounts import disable
from cmm.services.open_survey import find_open_survey
from cmm.services.places import BadCode, CodeTaken, NameMissing
from cmm.services.rounds import (
    AccountDisabled,
    BadKnownClients,
    NoCities,
    NoKeyHolder,
    NotABreakdown,
    UnknownAccess,
    VersionChanged,
    add_round,
    close_round,
    open_round,
    pause_round,
)
from cmm.store.accounts import NoSuchAccount
from cmm.store.places import NoSuchCity
from cmm.store.rounds import NoSuchRound, find_round, get_round, list_cities_of_round, list_key_holders
from tests.factories import MONDAY, make_account, make_questionnaire, make_round, make_survey

LATER = date(2026, 11, 30)
INDICATORS = {"breakdowns": {"closed": {}}}


def plan(session: Session, **changes: Any) -> str:
    arguments: dict[str, Any] = {
        "round_id": "autumn",
        "titles": {"ru": "Осень"},
        "survey": make_survey(indicators=INDICATORS),
        "city_ids": {"almaty": 23, "shymkent": None},
        "access": "coupon",
        "breakdowns": ["closed"],
        "known_clients_source": "register",
    }
    return add_round(session, **(arguments | changes))


@pytest.fixture
def holder(session: Session) -> str:
    first = make_round(session, round_id="first", survey=make_survey(indicators=INDICATORS))
    return first.account_id


def test_a_round_is_planned_with_cities_keys_and_one_recovery_key(session: Session, holder: str) -> None:
    second = make_account(session, "second").account_id
    recovery_key = plan(session, holders=[holder, second])
    planned = get_round(session, "autumn")
    assert (planned.state, planned.opened_on, planned.breakdowns) == ("draft", None, ["closed"])
    assert len(planned.public_key) == 65
    assert set(list_key_holders(session, "autumn")) == {holder, second, "recovery"}
    assert len(parse_recovery_key(recovery_key)) == 32
    known = [
        (c.city_id, c.known_clients, c.known_clients_source) for c in list_cities_of_round(session, "autumn")
    ]
    assert known == [("almaty", 23, "register"), ("shymkent", None, "")]


def test_every_round_has_its_own_key(session: Session, holder: str) -> None:
    plan(session, holders=[holder])
    assert get_round(session, "autumn").public_key != get_round(session, "first").public_key


def test_envelopes_are_large_enough_for_every_response_and_of_a_round_size(
    session: Session, holder: str
) -> None:
    size = get_round(session, "first").envelope_size
    assert size % 256 == 0
    assert size > largest_payload(make_questionnaire())


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"round_id": "Осень"}, BadCode),
        ({"round_id": "first"}, CodeTaken),
        ({"titles": {"ru": ""}}, NameMissing),
        ({"access": "open"}, UnknownAccess),
        ({"city_ids": {}}, NoCities),
        ({"city_ids": {"atlantis": None}}, NoSuchCity),
        ({"city_ids": {"almaty": 0}}, BadKnownClients),
        ({"holders": []}, NoKeyHolder),
        ({"holders": ["nobody"]}, NoSuchAccount),
        ({"breakdowns": ["gender"]}, NotABreakdown),
    ],
)
def test_what_a_round_cannot_be(
    session: Session, holder: str, change: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        plan(session, **({"holders": [holder]} | change))
    assert find_round(session, "autumn") is None


def test_a_disabled_account_holds_no_key(session: Session, holder: str) -> None:
    disable(session, account_id=holder)
    with pytest.raises(AccountDisabled):
        plan(session, holders=[holder])


def test_changed_indicators_need_a_new_version_of_the_questionnaire(session: Session, holder: str) -> None:
    with pytest.raises(VersionChanged):
        plan(session, holders=[holder], breakdowns=[], survey=make_survey(indicators={"indicator": ["new"]}))
    newer = make_survey(make_questionnaire(version="2"), {"indicator": ["new"]})
    assert plan(session, holders=[holder], breakdowns=[], survey=newer)


def test_two_rounds_share_one_pinned_questionnaire(session: Session, holder: str) -> None:
    plan(session, holders=[holder])
    first, second = get_round(session, "first"), get_round(session, "autumn")
    assert first.questionnaire_digest == second.questionnaire_digest


def test_a_round_opens_pauses_opens_again_and_closes_for_ever(session: Session, holder: str) -> None:
    plan(session, holders=[holder])
    open_round(session, round_id="autumn", today=MONDAY)
    pause_round(session, round_id="autumn")
    open_round(session, round_id="autumn", today=LATER)
    close_round(session, round_id="autumn", today=LATER)
    closed = get_round(session, "autumn")
    assert (closed.state, closed.opened_on, closed.closed_on) == ("closed", MONDAY, LATER)
    with pytest.raises(RoundClosed):
        open_round(session, round_id="autumn", today=LATER)
    with pytest.raises(RoundClosed):
        pause_round(session, round_id="autumn")
    with pytest.raises(RoundAlready):
        close_round(session, round_id="autumn", today=LATER)


def test_a_draft_is_neither_paused_nor_closed(session: Session, holder: str) -> None:
    plan(session, holders=[holder])
    with pytest.raises(RoundNotOpen):
        pause_round(session, round_id="autumn")
    with pytest.raises(RoundNotOpen):
        close_round(session, round_id="autumn", today=MONDAY)
    assert get_round(session, "autumn").state == "draft"


def test_an_open_round_is_not_opened_again(session: Session, holder: str) -> None:
    with pytest.raises(RoundAlready):
        open_round(session, round_id="first", today=MONDAY)
    with pytest.raises(NoSuchRound):
        open_round(session, round_id="winter", today=MONDAY)


def test_the_respondents_door_sees_an_opened_round_and_no_draft(session: Session, holder: str) -> None:
    plan(session, holders=[holder])
    assert find_open_survey(session, "autumn") is None
    assert find_open_survey(session, "winter") is None
    survey = find_open_survey(session, "first")
    assert survey is not None
    assert survey.questionnaire == make_questionnaire()
    assert [code for code, _ in survey.cities] == ["almaty", "shymkent"]
    assert (survey.state, survey.access, survey.opened_on) == ("open", "coupon", MONDAY)
    stored = get_round(session, "first")
    assert (survey.public_key, survey.envelope_size) == (stored.public_key, stored.envelope_size)
