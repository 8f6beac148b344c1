"""What office people did, for the coordinator to read: kept for ever, never changed.

Entries name accounts, rounds, cities and counts of paper; never an address and nothing about a respondent.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from cmm.services.clock import now
from cmm.store import audit as store

ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Deed:
    """One entry. `account_id` is None for what a command of the server did; `done_at` is an instant."""

    entry_id: int
    done_at: int
    account_id: str | None
    action: str
    subject: str
    details: Mapping[str, Any]


def note(session: Session, account_id: str | None, action: str, subject: str, **details: Any) -> None:
    """Write down what an account did, inside the transaction that does it. `action` is a past form such as
    "round_opened"; `subject` the id of the round or account it was done to.
    """
    store.add_entry(
        session, done_at=now(), account_id=account_id, action=action, subject=subject, details=details
    )


def list_deeds(
    session: Session, *, person: str | None = None, round_id: str | None = None, before: int | None = None
) -> tuple[list[Deed], int | None]:
    """A page of entries, the newest first, and the id to continue `before`, or None at the end.

    `person` is an account id: what the account did, and what was done to it.
    """
    found = store.list_entries(session, person=person, round_id=round_id, before=before, limit=ON_A_PAGE + 1)
    deeds = [
        Deed(one.entry_id, one.done_at, one.account_id, one.action, one.subject, one.details)
        for one in found[:ON_A_PAGE]
    ]
    return deeds, deeds[-1].entry_id if len(found) > ON_A_PAGE else None
