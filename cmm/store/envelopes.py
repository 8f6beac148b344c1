"""Envelopes and receipts. Nothing here says who, when, or in which order."""

import secrets
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, Table, and_, bindparam, delete, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from cmm.store.models import Base, CouponBatch, Envelope, Receipt

KEY_BYTES = 16
LAST_KEY = b"\xff" * KEY_BYTES
ROWS_AT_ONCE = 500


class StoredEnvelope(NamedTuple):
    """What opening needs of an envelope; its key says where the next one begins."""

    envelope_key: bytes
    city_id: str
    batch_id: str | None
    week_of: date
    sealed: bytes


_RECEIPTS, _ENVELOPES, _BATCHES = (
    Base.metadata.tables[name] for name in ("receipt", "envelope", "coupon_batch")
)
# Made once: making a statement takes longer than running it.
_NOTE = {
    name: dialect.insert(_RECEIPTS).on_conflict_do_nothing().returning(_RECEIPTS.c.round_id)
    for name, dialect in (("sqlite", sqlite), ("postgresql", postgresql))
}
_STORE = insert(_ENVELOPES)
_LIST = (
    select(*(_ENVELOPES.c[name] for name in StoredEnvelope._fields))
    .outerjoin(_BATCHES, _BATCHES.c.batch_id == _ENVELOPES.c.batch_id)
    .where(_ENVELOPES.c.round_id == bindparam("round_id"), _BATCHES.c.set_aside_reason.is_(None))
    .where(_ENVELOPES.c.envelope_key > bindparam("after"), _ENVELOPES.c.envelope_key <= bindparam("upto"))
    .order_by(_ENVELOPES.c.envelope_key)
)


def add_receipt(session: Session, receipt_hash: bytes, round_id: str) -> bool:
    """Note an attempt; False when it was noted before. Waits for a transaction that is noting the same."""
    noted = session.execute(
        _NOTE[session.get_bind().dialect.name], {"receipt_hash": receipt_hash, "round_id": round_id}
    )
    return noted.first() is not None


def has_receipt(session: Session, receipt_hash: bytes) -> bool:
    return session.scalar(select(Receipt.round_id).where(Receipt.receipt_hash == receipt_hash)) is not None


def wipe_receipts(session: Session, round_id: str) -> None:
    session.execute(delete(Receipt).where(Receipt.round_id == round_id))


def add_envelope(
    session: Session, *, round_id: str, city_id: str, batch_id: str | None, week_of: date, sealed: bytes
) -> None:
    """Store a response under a new random key. `week_of` is a Monday."""
    row = {
        "envelope_key": secrets.token_bytes(KEY_BYTES),
        "round_id": round_id,
        "city_id": city_id,
        "batch_id": batch_id,
        "week_of": week_of,
        "sealed": sealed,
    }
    session.execute(_STORE, row)


def wipe_envelopes(session: Session, round_id: str) -> None:
    """Delete the envelopes of a round. Afterwards `database.rewrite_pages` erases what they left."""
    session.execute(delete(Envelope).where(Envelope.round_id == round_id))


def list_envelopes(
    session: Session,
    round_id: str,
    *,
    after: bytes = b"",
    upto: bytes = LAST_KEY,
    at_most: int | None = None,
) -> list[StoredEnvelope]:
    """The envelopes of a round in the order of their random keys, from behind the key `after` up to and with
    `upto`; without those of batches set aside.
    """
    chosen = {"round_id": round_id, "after": after, "upto": upto}
    return list(map(StoredEnvelope._make, session.execute(_LIST.limit(at_most), chosen)))


def count_counted(session: Session, round_id: str) -> int:
    """Envelopes of a round, without those of batches set aside."""
    joined = select(func.count()).select_from(Envelope).outerjoin(CouponBatch)
    return session.scalar(joined.where(_counts(round_id))) or 0


def count_set_aside(session: Session, round_id: str) -> int:
    """Envelopes of batches set aside."""
    statement = select(func.count()).select_from(Envelope).join(CouponBatch)
    aside = CouponBatch.set_aside_reason.is_not(None)
    return session.scalar(statement.where(Envelope.round_id == round_id, aside)) or 0


def count_envelopes(session: Session, round_id: str) -> dict[str, int]:
    """Envelopes by city code, those of batches set aside included; cities without any are left out."""
    statement = select(Envelope.city_id, func.count()).where(Envelope.round_id == round_id)
    return dict(session.execute(statement.group_by(Envelope.city_id)).all())


def count_by_week(session: Session, round_id: str) -> dict[str, dict[date, int]]:
    """Envelopes that count by city code and Monday; those of batches set aside do not."""
    statement = (
        select(Envelope.city_id, Envelope.week_of, func.count())
        .outerjoin(CouponBatch, CouponBatch.batch_id == Envelope.batch_id)
        .where(_counts(round_id))
        .group_by(Envelope.city_id, Envelope.week_of)
        .order_by(Envelope.city_id, Envelope.week_of)
    )
    found: dict[str, dict[date, int]] = {}
    for city_id, week_of, count in session.execute(statement):
        found.setdefault(city_id, {})[week_of] = count
    return found


def count_used(session: Session, round_id: str) -> dict[str, int]:
    """Envelopes by batch id; batches without any are left out."""
    statement = select(Envelope.batch_id, func.count()).where(Envelope.round_id == round_id)
    counted = session.execute(statement.group_by(Envelope.batch_id))
    return {batch_id: count for batch_id, count in counted if batch_id is not None}


def mix_envelopes(session: Session, round_id: str) -> None:
    """Write all envelopes of a round anew, in random order under new random keys.

    The caller holds the round's write lock. Afterwards `database.rewrite_pages` erases what the rows left.
    """
    table = Base.metadata.tables["envelope"]
    key = table.c.envelope_key
    keys = list(session.scalars(select(key).where(table.c.round_id == round_id)))
    secrets.SystemRandom().shuffle(keys)
    for start in range(0, len(keys), ROWS_AT_ONCE):
        _write_anew(session, table, key.in_(keys[start : start + ROWS_AT_ONCE]))


def _counts(round_id: str) -> ColumnElement[bool]:
    """Whether an envelope is one of the round and not of a batch set aside; for a join with its batch."""
    return and_(Envelope.round_id == round_id, CouponBatch.set_aside_reason.is_(None))


def _write_anew(session: Session, table: Table, chosen: ColumnElement[bool]) -> None:
    rows = [dict(row) for row in session.execute(select(table).where(chosen)).mappings()]
    secrets.SystemRandom().shuffle(rows)
    session.execute(delete(table).where(chosen))
    session.execute(insert(table), [row | {"envelope_key": secrets.token_bytes(KEY_BYTES)} for row in rows])
