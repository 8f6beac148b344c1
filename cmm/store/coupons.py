"""Coupon batches and the keyed hashes of unused coupons."""

from collections.abc import Iterable

from sqlalchemy import Select, bindparam, delete, func, insert, select
from sqlalchemy.orm import Session

from cmm.domain.refusal import Refusal
from cmm.store.models import Base, Coupon
from cmm.store.models import CouponBatch as CouponBatch

_COUPONS, _BATCHES = (Base.metadata.tables[name] for name in ("coupon", "coupon_batch"))
_USABLE = select(_BATCHES.c.batch_id).where(
    _BATCHES.c.round_id == bindparam("round_id"), _BATCHES.c.set_aside_reason.is_(None)
)
# Made once: making a statement takes longer than running it.
_TAKE = (
    delete(_COUPONS)
    .where(_COUPONS.c.code_hash == bindparam("code_hash"), _COUPONS.c.batch_id.in_(_USABLE))
    .returning(_COUPONS.c.batch_id)
)


class NoSuchBatch(Refusal):
    """No batch of coupons has this id."""


def find_batch(session: Session, batch_id: str) -> CouponBatch | None:
    return session.get(CouponBatch, batch_id)


def get_batch(session: Session, batch_id: str) -> CouponBatch:
    """Raises NoSuchBatch."""
    batch = find_batch(session, batch_id)
    if batch is None:
        raise NoSuchBatch(batch_id)
    return batch


def list_batches(session: Session, round_id: str) -> list[CouponBatch]:
    """The batches of a round by city, then by id."""
    of_round = select(CouponBatch).where(CouponBatch.round_id == round_id)
    return list(session.scalars(of_round.order_by(CouponBatch.city_id, CouponBatch.batch_id)))


def count_unused(session: Session, round_id: str) -> dict[str, int]:
    """Unused coupons by batch id; batches without any are left out. All are gone when the round is closed."""
    statement = select(Coupon.batch_id, func.count()).where(Coupon.batch_id.in_(_batch_ids(round_id)))
    return dict(session.execute(statement.group_by(Coupon.batch_id)).all())


def add_batch(session: Session, batch: CouponBatch, code_hashes: Iterable[bytes]) -> None:
    """Hashes are stored in their own order, so that nothing is left of the order of drawing."""
    session.add(batch)
    session.flush()
    session.execute(
        insert(Coupon), [{"code_hash": each, "batch_id": batch.batch_id} for each in sorted(code_hashes)]
    )


def has_coupon(session: Session, round_id: str, code_hash: bytes) -> bool:
    """Whether this is an unused coupon of the round."""
    statement = select(Coupon.batch_id).where(Coupon.code_hash == code_hash)
    return session.scalar(statement.where(Coupon.batch_id.in_(_batch_ids(round_id)))) is not None


def take_coupon(session: Session, round_id: str, code_hash: bytes) -> CouponBatch | None:
    """Use a coupon up: delete it and return its batch; None when it is not an unused coupon of this round.

    Of two transactions that take the same coupon, one gets None. Coupons of a batch set aside are not taken.
    """
    batch_id = session.scalar(_TAKE, {"code_hash": code_hash, "round_id": round_id})
    return None if batch_id is None else get_batch(session, batch_id)


def wipe_coupons(session: Session, round_id: str) -> None:
    """Delete the unused coupons of a round."""
    session.execute(delete(Coupon).where(Coupon.batch_id.in_(_batch_ids(round_id))))


def _batch_ids(round_id: str) -> Select[str]:
    return select(CouponBatch.batch_id).where(CouponBatch.round_id == round_id)
