"""A peer monitor's phone may fill one round in one city, until its pass is revoked."""

from secrets import token_hex

import pytest
from sqlalchemy.orm import Session

from cmm.domain.answers import to_payload
from cmm.domain.round_state import RoundClosed
from cmm.domain.sealing import seal_response
from cmm.services.field_passes import (
    LabelMissing,
    PassRefused,
    get_field_round,
    list_passes,
    make_pass,
    revoke_pass,
    submit_in_field,
)
from cmm.services.rounds import close_round
from cmm.services.submit_response import CouponRefused, build_payload
from cmm.store.envelopes import count_envelopes
from cmm.store.rounds import CityNotInRound, get_round
from tests.factories import MONDAY, PEPPER, make_answers, make_round


def send(session: Session, code: str, *, nonce: str | None = None, coupon: str | None = None) -> bool:
    survey_round = get_round(session, "autumn")
    payload = build_payload(to_payload(make_answers()), language="kk", mode="field")
    sealed = seal_response(
        payload, round_id="autumn", public_key=survey_round.public_key, size=survey_round.envelope_size
    )
    nonce = nonce or token_hex(16)
    return submit_in_field(
        session, code=code, sealed=sealed, coupon=coupon, nonce=nonce, pepper=PEPPER, today=MONDAY
    )


def make(session: Session, city: str = "almaty") -> str:
    return make_pass(session, round_id="autumn", city_id=city, label="phone 1", pepper=PEPPER)


def test_the_pass_gives_round_and_city(session: Session) -> None:
    make_round(session, access="link")
    code = make(session, "shymkent")
    assert get_field_round(session, code=code.lower(), pepper=PEPPER).city_id == "shymkent"
    assert send(session, code)
    assert count_envelopes(session, "autumn") == {"shymkent": 1}


def test_the_repeat_of_an_attempt_is_stored_once(session: Session) -> None:
    make_round(session, access="link")
    code, nonce = make(session), token_hex(16)
    assert [send(session, code, nonce=nonce) for _ in range(3)] == [True, False, False]
    assert count_envelopes(session, "autumn") == {"almaty": 1}


def test_in_a_coupon_round_each_person_still_needs_a_coupon(session: Session) -> None:
    made = make_round(session, access="coupon")
    code = make(session)
    with pytest.raises(CouponRefused):
        send(session, code)
    assert send(session, code, coupon=made.coupons["shymkent"][0])
    assert count_envelopes(session, "autumn") == {"shymkent": 1}, "the coupon's own city counts"


def test_a_revoked_and_an_unknown_pass_are_the_same_refusal(session: Session) -> None:
    make_round(session, access="link")
    code = make(session)
    [listed] = list_passes(session, "autumn")
    revoke_pass(session, pass_id=listed.pass_id)
    assert [one.revoked for one in list_passes(session, "autumn")] == [True]
    for refused in (code, "0000-0000-0000", "not a code"):
        with pytest.raises(PassRefused):
            send(session, refused)
    assert count_envelopes(session, "autumn") == {}


def test_a_pass_is_made_for_a_city_of_a_round_that_is_not_over(session: Session) -> None:
    make_round(session, access="link")
    with pytest.raises(CityNotInRound):
        make(session, "aktau")
    with pytest.raises(LabelMissing):
        make_pass(session, round_id="autumn", city_id="almaty", label="  ", pepper=PEPPER)
    close_round(session, round_id="autumn", today=MONDAY)
    with pytest.raises(RoundClosed):
        make(session)
