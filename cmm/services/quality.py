"""Quality of the collected data: what the rules need from the store."""

from sqlalchemy.orm import Session

from cmm.domain.quality import Batch
from cmm.store.coupons import list_batches
from cmm.store.envelopes import count_used


def read_batches(session: Session, round_id: str) -> list[Batch]:
    """The batches that count, with how many responses came with each."""
    used = count_used(session, round_id)
    return [
        Batch(batch.batch_id, batch.city_id, batch.given, used.get(batch.batch_id, 0))
        for batch in list_batches(session, round_id)
        if batch.set_aside_reason is None
    ]
