"""Coupons, receipts and envelopes as rows."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cmm.store import coupons, envelopes
from cmm.store.database import begin_writing
from cmm.store.models import CouponBatch, Envelope
from cmm.store.rounds import NoSuchRound, get_round, list_rounds
from tests.factories import make_round

WEEK = date(2026, 11, 16)


@pytest.fixture
def made(session: Session) -> Session:
    make_round(session, coupons_each=1)
    begin_writing(session)
    return session


def add_envelopes(session: Session, count: int, round_id: str = "autumn") -> None:
    for number in range(count):
        envelopes.add_envelope(
            session,
            round_id=round_id,
            city_id="almaty",
            batch_id=None,
            week_of=WEEK,
            sealed=number.to_bytes(8, "big"),
        )


def test_a_coupon_is_taken_once_and_only_in_its_own_round(made: Session) -> None:
    coupons.add_batch(
        made, CouponBatch(batch_id="B", round_id="autumn", city_id="almaty", given=2), [b"1", b"2"]
    )
    assert coupons.take_coupon(made, "spring", b"1") is None
    batch = coupons.take_coupon(made, "autumn", b"1")
    assert batch is not None
    assert batch.batch_id == "B"
    assert coupons.take_coupon(made, "autumn", b"1") is None
    assert coupons.count_unused(made, "autumn")["B"] == 1


def test_a_coupon_of_a_batch_set_aside_is_not_taken(made: Session) -> None:
    batch = CouponBatch(batch_id="B", round_id="autumn", city_id="almaty", given=1, set_aside_reason="copied")
    coupons.add_batch(made, batch, [b"1"])
    assert coupons.take_coupon(made, "autumn", b"1") is None
    assert coupons.count_unused(made, "autumn")["B"] == 1


def test_wiping_deletes_the_coupons_of_one_round_only(session: Session) -> None:
    first = make_round(session, round_id="autumn", coupons_each=3)
    make_round(session, round_id="spring", coupons_each=2, account_id=first.account_id)
    begin_writing(session)
    coupons.wipe_coupons(session, "autumn")
    assert coupons.count_unused(session, "autumn") == {}
    assert sum(coupons.count_unused(session, "spring").values()) == 4


def test_a_receipt_is_noted_once(made: Session) -> None:
    assert envelopes.add_receipt(made, b"r", "autumn") is True
    assert envelopes.add_receipt(made, b"r", "autumn") is False
    envelopes.wipe_receipts(made, "autumn")
    assert envelopes.add_receipt(made, b"r", "autumn") is True


def test_envelopes_are_counted_by_city_and_by_batch(made: Session) -> None:
    batch_id = coupons.list_batches(made, "autumn")[0].batch_id
    add_envelopes(made, 3)
    envelopes.add_envelope(
        made, round_id="autumn", city_id="shymkent", batch_id=batch_id, week_of=WEEK, sealed=b"s"
    )
    assert envelopes.count_envelopes(made, "autumn") == {"almaty": 3, "shymkent": 1}
    assert envelopes.count_used(made, "autumn") == {batch_id: 1}
    assert envelopes.count_envelopes(made, "spring") == {}


def test_envelopes_of_a_batch_set_aside_are_counted_but_not_listed(made: Session) -> None:
    batch = coupons.list_batches(made, "autumn")[0]
    add_envelopes(made, 2)
    envelopes.add_envelope(
        made, round_id="autumn", city_id="almaty", batch_id=batch.batch_id, week_of=WEEK, sealed=b"bad"
    )
    batch.set_aside_reason = "copied"
    made.flush()
    listed = list(envelopes.list_envelopes(made, "autumn"))
    assert {each.sealed for each in listed} == {(0).to_bytes(8, "big"), (1).to_bytes(8, "big")}
    assert envelopes.count_set_aside(made, "autumn") == 1


def test_mixing_keeps_every_envelope_and_no_key(made: Session) -> None:
    count = 2 * envelopes.ROWS_AT_ONCE + 7
    add_envelopes(made, count)
    before = set(made.scalars(select(Envelope.envelope_key)))
    envelopes.mix_envelopes(made, "autumn")
    after = made.execute(select(Envelope.envelope_key, Envelope.sealed)).all()
    assert {int.from_bytes(sealed, "big") for _, sealed in after} == set(range(count))
    assert not before & {key for key, _ in after}


def test_mixing_touches_one_round_only(session: Session) -> None:
    first = make_round(session, round_id="autumn")
    make_round(session, round_id="spring", account_id=first.account_id)
    begin_writing(session)
    add_envelopes(session, 3, "spring")
    keys = select(Envelope.envelope_key).order_by(Envelope.envelope_key)
    before = session.scalars(keys).all()
    envelopes.mix_envelopes(session, "autumn")
    assert session.scalars(keys).all() == before


def test_rounds_are_listed_drafts_first_then_the_newest(session: Session) -> None:
    first = make_round(session, round_id="autumn")
    make_round(session, round_id="spring", account_id=first.account_id, opened=False)
    assert [each.round_id for each in list_rounds(session)] == ["spring", "autumn"]


def test_a_round_that_does_not_exist_is_named(session: Session) -> None:
    with pytest.raises(NoSuchRound, match="no_such_round: winter"):
        get_round(session, "winter")
