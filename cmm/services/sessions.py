"""Office sessions on the server: the browser holds a random token, we hold its hash and who it is.

A session ends by signing out, by "sign out everywhere", with a new password, with the account, after IDLE
seconds without a page, and LONGEST seconds after it began. Until the second factor was shown it lasts
TO_PROVE seconds and opens nothing but the page that asks for it.
"""

import secrets
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy.orm import Session

from cmm.services.audit import note
from cmm.services.signed_in import SignedIn
from cmm.services.transaction import transaction
from cmm.store import sessions as store
from cmm.store.accounts import find_account, list_account_cities
from cmm.store.sessions import OfficeSession

IDLE = 30 * 60
LONGEST = 8 * 3600
TO_PROVE = 15 * 60
SEEN_EVERY = 60
"""Seconds after which a session is written down as seen again: not with every page."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A session that goes on. `proven` tells whether its second factor was shown."""

    account: SignedIn
    proven: bool
    seen_at: int


@transaction
def begin_session(session: Session, *, account_id: str, proof: str, now: int) -> str:
    """Sign an account in and return the token for its cookie. `proof` says what was shown beside the
    password ("" is nothing yet): it stands in the audit. Sessions that ended are deleted.
    """
    store.delete_old_sessions(session, seen_before=now - IDLE, begun_before=now - LONGEST)
    token = secrets.token_urlsafe(32)
    began = OfficeSession(
        token_hash=_hash(token), account_id=account_id, second_factor=bool(proof), began_at=now, seen_at=now
    )
    store.add_session(session, began)
    if proof:
        note(session, account_id, "signed_in", account_id, proof=proof)
    return token


@transaction
def renew_session(session: Session, *, token: str, account_id: str, proof: str, now: int) -> str:
    """After the second factor: a new session with a new token in the place of the one that waited for it."""
    store.delete_session(session, _hash(token))
    return begin_session(session, account_id=account_id, proof=proof, now=now)


def find_visit(session: Session, *, token: str, now: int) -> Visit | None:
    """The session of a token; None when it ended, or its account is gone or disabled."""
    found = store.find_session(session, _hash(token))
    if found is None or not _is_fresh(found, now):
        return None
    account = find_account(session, found.account_id)
    if account is None or account.disabled:
        return None
    cities = tuple(list_account_cities(session, account.account_id))
    signed_in = SignedIn(account.account_id, account.name, account.role, cities)
    return Visit(signed_in, found.second_factor, found.seen_at)


@transaction
def note_seen(session: Session, *, token: str, now: int) -> None:
    """Begin the time without a page anew."""
    store.note_seen(session, _hash(token), now)


@transaction
def end_session(session: Session, *, token: str) -> None:
    """Sign out this browser only."""
    store.delete_session(session, _hash(token))


@transaction
def end_sessions(session: Session, *, account_id: str) -> None:
    """Sign an account out everywhere: no cookie made before now is accepted again."""
    store.delete_sessions_of(session, account_id)
    note(session, account_id, "signed_out_everywhere", account_id)


def _is_fresh(found: OfficeSession, now: int) -> bool:
    longest = LONGEST if found.second_factor else TO_PROVE
    return now - found.seen_at < IDLE and now - found.began_at < longest


def _hash(token: str) -> bytes:
    """The token is random, 256 bits: a plain hash is enough."""
    return sha256(b"office session|" + token.encode()).digest()
