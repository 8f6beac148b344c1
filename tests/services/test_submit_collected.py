"""What ODK Collect sends is stored once, whatever it sends again, and never replaced."""

from collections import Counter
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy.orm import Session

from cmm.domain.sealing import ResponseOpener
from cmm.services.field_passes import PassRefused, make_pass
from cmm.services.open_envelopes import open_envelopes_with_recovery_key
from cmm.services.rounds import close_round
from cmm.services.submit_collected import AnswersChanged, submit_collected
from cmm.services.submit_response import CouponRefused
from cmm.store.database import Database
from cmm.store.envelopes import count_envelopes, list_envelopes
from tests.factories import MONDAY, PEPPER, make_answers, make_round
from tests.parallel import run_all

SAME, OTHER = "0" * 32, "1" * 32
AT_ONCE = 8


def make(session: Session) -> str:
    return make_pass(session, round_id="autumn", city_id="almaty", label="phone 1", pepper=PEPPER)


def send(session: Session, code: str, instance: str, content: str = SAME, **changes: Any) -> bool:
    own = {"answers": make_answers(), "language": "ru", "coupon": None, "pepper": PEPPER, "today": MONDAY}
    return submit_collected(session, code=code, instance_id=instance, content=content, **(own | changes))


def test_a_repeat_is_known_and_a_change_is_refused(session: Session) -> None:
    made = make_round(session, access="link")
    code, instance = make(session), f"uuid:{uuid4()}"
    assert [send(session, code, instance), send(session, code, instance)] == [True, False]
    with pytest.raises(AnswersChanged):
        send(session, code, instance, OTHER, answers=make_answers(closed="no"))
    assert send(session, code, instance) is False
    assert send(session, code, f"uuid:{uuid4()}") is True
    assert count_envelopes(session, "autumn") == {"almaty": 2}
    with pytest.raises(PassRefused):
        send(session, "0000-0000-0000", instance)
    close_round(session, round_id="autumn", today=MONDAY)
    opened = open_envelopes_with_recovery_key(session, round_id="autumn", recovery_key=made.recovery_key)
    opener = ResponseOpener("autumn", opened.private_key)
    found = [opener.open(each.sealed)["answers"]["values"] for each in list_envelopes(session, "autumn")]
    assert found == [{"closed": "yes"}] * 2


def test_another_coupon_does_not_make_another_response_of_one_form(session: Session) -> None:
    made = make_round(session)
    code, instance = make(session), f"uuid:{uuid4()}"
    first, second = made.coupons["almaty"][:2]
    with pytest.raises(CouponRefused):
        send(session, code, instance, coupon="WRNG-0000-0000")
    assert send(session, code, instance, OTHER, coupon=first) is True
    for coupon in (first, second):
        with pytest.raises(AnswersChanged):
            send(session, code, instance, coupon=coupon)
    assert send(session, code, f"uuid:{uuid4()}", coupon=second) is True, "the second coupon was not used up"
    assert count_envelopes(session, "autumn") == {"almaty": 2}


def test_many_repeats_at_once_store_one_and_all_succeed(database: Database) -> None:
    with database.session() as session:
        coupon = make_round(session).coupons["almaty"][0]
        code = make(session)
    instance = f"uuid:{uuid4()}"

    def once() -> bool:
        with database.session() as session:
            return send(session, code, instance, coupon=coupon)

    assert Counter(run_all([once] * AT_ONCE)) == {True: 1, False: AT_ONCE - 1}
