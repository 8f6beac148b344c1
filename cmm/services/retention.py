"""How long sealed answers are kept: until some days after the first publication of their round, and no
longer.

Wiping deletes the envelopes of a round and every sealed copy of its private key, then rewrites the files.
What was published stays. Without the keys a forgotten copy of the envelopes cannot be opened either, unless
the keys were copied with it.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from cmm.domain.round_state import RoundStillOpen
from cmm.services.mix import erase_traces
from cmm.services.transaction import naming_storage_failure, transaction
from cmm.store import envelopes, rounds
from cmm.store.snapshots import first_publications
from cmm.store.texts import wipe_coded_texts


@dataclass(frozen=True, slots=True)
class Retention:
    """What a round still holds. `wipe_on` is None while nothing of it is published."""

    wiped: bool
    wipe_on: date | None


def find_retention(session: Session, *, round_id: str, keep_days: int) -> Retention:
    """Whether the sealed answers of a round are deleted, and if not, on which day they will be."""
    published_on = first_publications(session).get(round_id)
    return Retention(
        wiped=not rounds.list_key_holders(session, round_id),
        wipe_on=published_on + timedelta(days=keep_days) if published_on else None,
    )


def wipe_due(session: Session, *, keep_days: int, today: date) -> list[str]:
    """Wipe every round whose time has come; return the ids of the rounds wiped now.

    The files are rewritten even when nothing was due, so that a run that was interrupted is finished by the
    next. Raises StorageUnavailable.
    """
    with naming_storage_failure():
        due = [
            round_id
            for round_id, published_on in first_publications(session).items()
            if published_on + timedelta(days=keep_days) <= today
            and rounds.list_key_holders(session, round_id)
        ]
    for round_id in due:
        _wipe(session, round_id)
    erase_traces(session)
    return due


def wipe_round(session: Session, *, round_id: str) -> None:
    """Wipe one closed round now, published or not. Raises NoSuchRound, RoundStillOpen, StorageUnavailable."""
    _wipe(session, round_id)
    erase_traces(session)


@transaction
def _wipe(session: Session, round_id: str) -> None:
    if rounds.get_round(session, round_id, lock="write").state != "closed":
        raise RoundStillOpen(round_id)
    envelopes.wipe_envelopes(session, round_id)
    rounds.wipe_round_keys(session, round_id)
    wipe_coded_texts(session, round_id)
