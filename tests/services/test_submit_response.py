"""One response, exactly once: the life of a coupon, repeats, refusals."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from cmm.domain.sealing import ENVELOPE_OVERHEAD
from cmm.services.coupons import set_aside
from cmm.services.open_envelopes import open_envelopes
from cmm.services.rounds import close_round, open_round, pause_round
from cmm.services.submit_response import (
    CouponRefused,
    EnvelopeRefused,
    NonceRefused,
    NoSuchRound,
    RoundClosed,
    RoundNotOpen,
    RoundPaused,
    UnknownCity,
    submit_sealed,
)
from cmm.store.coupons import count_unused, list_batches
from cmm.store.envelopes import count_envelopes
from cmm.store.models import Coupon, Envelope, Receipt
from cmm.store.rounds import get_round
from tests.factories import (
    MONDAY,
    PASSPHRASE,
    PEPPER,
    MadeRound,
    make_answers,
    make_round,
    read_payloads,
    submit,
)

NONCE = "0123456789abcdef"


def stored(session: Session) -> tuple[int, int]:
    """Envelopes and receipts."""
    envelopes = session.scalar(select(func.count()).select_from(Envelope)) or 0
    return envelopes, session.scalar(select(func.count()).select_from(Receipt)) or 0


def test_the_whole_life_of_a_coupon(session: Session) -> None:
    made = make_round(session, coupons_each=2)
    code, unused = made.coupons["almaty"]
    submit(
        session,
        made,
        coupon=code.lower().replace("-", " "),
        answers=make_answers(closed="no", more="Спасибо"),
    )
    assert count_envelopes(session, "autumn") == {"almaty": 1}
    assert sum(count_unused(session, "autumn").values()) == 3
    with pytest.raises(CouponRefused):
        submit(session, made, coupon=code)
    close_round(session, round_id="autumn", today=MONDAY)
    assert session.scalar(select(func.count()).select_from(Coupon)) == 0
    assert stored(session) == (1, 0)
    with pytest.raises(RoundClosed):
        submit(session, made, coupon=unused)
    opened = open_envelopes(session, round_id="autumn", account_id=made.account_id, passphrase=PASSPHRASE)
    [origin] = opened.responses.origins
    assert (origin.city_id, origin.week_of) == ("almaty", MONDAY)
    [(_, payload)] = read_payloads(session, opened)
    assert payload["values"] == {"closed": "no", "more": "Спасибо"}


def test_a_repeat_succeeds_and_stores_nothing(session: Session) -> None:
    made = make_round(session)
    code = made.coupons["almaty"][0]
    for _ in range(3):
        submit(session, made, coupon=code, nonce=NONCE)
    assert stored(session) == (1, 1)


def test_a_repeat_succeeds_also_when_the_round_was_paused_meanwhile(session: Session) -> None:
    made = make_round(session)
    code, other = made.coupons["almaty"][:2]
    submit(session, made, coupon=code, nonce=NONCE)
    pause_round(session, round_id="autumn")
    submit(session, made, coupon=code, nonce=NONCE)
    with pytest.raises(RoundPaused):
        submit(session, made, coupon=other)
    open_round(session, round_id="autumn", today=MONDAY)
    submit(session, made, coupon=other)
    assert stored(session) == (2, 2)


@pytest.mark.parametrize("coupon", ["", None, "AAAA-AAAA-AAAA", "rubbish", "Ж" * 12])
def test_a_coupon_that_is_not_ours_is_refused_and_leaves_nothing(
    session: Session, coupon: str | None
) -> None:
    made = make_round(session)
    with pytest.raises(CouponRefused):
        submit(session, made, coupon=coupon)
    assert stored(session) == (0, 0)


def test_a_coupon_of_another_round_is_refused_there_and_stays_good_here(session: Session) -> None:
    autumn = make_round(session, round_id="autumn")
    spring = make_round(session, round_id="spring", account_id=autumn.account_id)
    code = autumn.coupons["almaty"][0]
    with pytest.raises(CouponRefused):
        submit(session, spring, coupon=code)
    submit(session, autumn, coupon=code)
    assert count_envelopes(session, "autumn") == {"almaty": 1}


def test_every_refused_coupon_gives_one_and_the_same_refusal(session: Session) -> None:
    made = make_round(session)
    used, aside = made.coupons["almaty"][0], made.coupons["shymkent"][0]
    submit(session, made, coupon=used)
    batch = next(each for each in list_batches(session, "autumn") if each.city_id == "shymkent")
    set_aside(session, batch_id=batch.batch_id, reason="copied")
    texts = set()
    for coupon in (used, aside, "AAAA-AAAA-AAAA", ""):
        with pytest.raises(CouponRefused) as refused:
            submit(session, made, coupon=coupon)
        texts.add(str(refused.value))
    assert texts == {"coupon_refused"}


def test_the_city_comes_from_the_coupon_whatever_is_sent(session: Session) -> None:
    made = make_round(session)
    submit(session, made, coupon=made.coupons["shymkent"][0], city_id="almaty")
    assert count_envelopes(session, "autumn") == {"shymkent": 1}


def test_in_a_link_round_the_nonce_alone_tells_a_repeat(session: Session) -> None:
    made = make_round(session, access="link")
    submit(session, made, nonce=NONCE)
    submit(session, made, nonce=NONCE)
    submit(session, made, "shymkent", nonce=NONCE + "0")
    assert count_envelopes(session, "autumn") == {"almaty": 1, "shymkent": 1}


@pytest.mark.parametrize("city", [None, "", "atlantis"])
def test_in_a_link_round_the_city_must_be_of_the_round(session: Session, city: str | None) -> None:
    made = make_round(session, access="link")
    with pytest.raises(UnknownCity):
        submit(session, made, city_id=city)
    assert stored(session) == (0, 0)


@pytest.mark.parametrize("nonce", ["", "short", "x" * 101])
def test_a_nonce_that_two_people_could_share_is_refused(session: Session, nonce: str) -> None:
    made = make_round(session, access="link")
    with pytest.raises(NonceRefused):
        submit(session, made, nonce=nonce)


def test_a_draft_takes_nothing_and_an_unknown_round_is_named(session: Session) -> None:
    made = make_round(session, opened=False)
    with pytest.raises(RoundNotOpen):
        submit(session, made)
    with pytest.raises(NoSuchRound):
        submit(session, made, round_id="winter", coupon="AAAA-AAAA-AAAA")


def send_sealed(session: Session, made: MadeRound, sealed: bytes, **changes: Any) -> None:
    arguments: dict[str, Any] = {"city_id": None, "coupon": made.coupons["almaty"][0], "nonce": NONCE}
    submit_sealed(
        session, round_id="autumn", sealed=sealed, pepper=PEPPER, today=MONDAY, **(arguments | changes)
    )


def test_an_envelope_from_a_phone_must_have_the_size_of_the_round(session: Session) -> None:
    made = make_round(session)
    size = get_round(session, "autumn").envelope_size + ENVELOPE_OVERHEAD
    for wrong in (0, size - 1, size + 1):
        with pytest.raises(EnvelopeRefused):
            send_sealed(session, made, b"x" * wrong)
    send_sealed(session, made, b"x" * size)
    assert stored(session) == (1, 1)


def test_an_unreadable_envelope_is_counted_at_opening_and_never_dropped_silently(session: Session) -> None:
    made = make_round(session)
    size = get_round(session, "autumn").envelope_size + ENVELOPE_OVERHEAD
    send_sealed(session, made, b"x" * size)
    submit(session, made, coupon=made.coupons["almaty"][1])
    close_round(session, round_id="autumn", today=MONDAY)
    opened = open_envelopes(session, round_id="autumn", account_id=made.account_id, passphrase=PASSPHRASE)
    assert (len(opened.responses), opened.responses.rejected) == (1, {"unreadable": 1})


@pytest.mark.parametrize(
    ("day", "monday"),
    [
        (date(2026, 11, 16), date(2026, 11, 16)),
        (date(2026, 11, 22), date(2026, 11, 16)),
        (date(2027, 1, 1), date(2026, 12, 28)),
    ],
)
def test_no_time_finer_than_a_week_is_kept(sqlite_session: Session, day: date, monday: date) -> None:
    made = make_round(sqlite_session)
    submit(sqlite_session, made, today=day)
    assert sqlite_session.scalars(select(Envelope.week_of)).all() == [monday]
