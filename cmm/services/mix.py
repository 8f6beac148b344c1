"""Mixing: the order in which envelopes arrived is forgotten.

Random keys are not enough: the place on the page (SQLite), and the transaction number and place (PostgreSQL)
tell the order. So all envelopes of a round are written anew in random order in one transaction, and then the
files are rewritten. Runs at closing, before every backup, and by a timer while a round is open.

By a timer and not after every so many submissions: rewriting the files locks them for as long as there is to
rewrite (some 10 ms for 300 envelopes, 0.3 s for 30,000), nobody who sends should wait for that, and a few
envelopes that arrive on a quiet day are mixed as well.
"""

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from cmm.services.transaction import naming_storage_failure, transaction
from cmm.store import envelopes
from cmm.store.database import rewrite_pages
from cmm.store.rounds import get_round, list_rounds

TAKING = ("open", "paused")
"""States in which a round may have envelopes that were not mixed at its closing."""


def mix_open_rounds(session: Session) -> list[str]:
    """Forget the order of the envelopes of every round that is not closed yet; return the ids of these
    rounds.

    Raises StorageUnavailable (then do it again).
    """
    with naming_storage_failure():
        round_ids = [one.round_id for one in list_rounds(session) if one.state in TAKING]
    for round_id in round_ids:
        _mix(session, round_id)
    erase_traces(session)
    return round_ids


def mix_round(session: Session, round_id: str) -> None:
    """Forget the order of a round's envelopes. Raises NoSuchRound, StorageUnavailable (then do it again)."""
    _mix(session, round_id)
    erase_traces(session)


def erase_traces(session: Session) -> None:
    """Rewrite the database's files after a commit. Raises StorageUnavailable."""
    bind = session.get_bind()
    engine = bind if isinstance(bind, Engine) else bind.engine
    session.rollback()
    with naming_storage_failure():
        rewrite_pages(engine)


@transaction
def _mix(session: Session, round_id: str) -> None:
    get_round(session, round_id, lock="write")
    envelopes.mix_envelopes(session, round_id)
