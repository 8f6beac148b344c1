"""One-time links: to a new account, or to set an account up anew. We keep only a hash of what is in the link.

A link is good for LASTS seconds and once. Setting up anew gives a new password and ends what was the second
factor; the key that opens answers stays as it is, locked with the passphrase, unless its owner says that the
passphrase is lost.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from cmm.domain.refusal import Refusal
from cmm.domain.sealing import LOCK_COST, LockCost
from cmm.services.accounts import HASHER, add_account, checked_cities, hash_password, set_new_keys
from cmm.services.audit import note
from cmm.services.password_rules import require_passphrase, require_password
from cmm.services.rounds import AccountDisabled
from cmm.services.second_factor import forget_second_factor
from cmm.services.transaction import transaction
from cmm.store import invitations as store
from cmm.store.accounts import find_account, get_account
from cmm.store.invitations import Invitation
from cmm.store.rounds import drop_keys_of_holder

LASTS = 7 * 24 * 3600


class InvitationUnusable(Refusal):
    """The link is unknown, was used, withdrawn, or is too old: one refusal for all."""


@dataclass(frozen=True, slots=True)
class InvitationFacts:
    """An open invitation. `account_name` is that of the account to be set up anew, or None for a new one."""

    invitation_id: str
    role: str
    city_ids: tuple[str, ...]
    account_name: str | None
    expires_at: int


@transaction
def invite(session: Session, *, role: str, city_ids: Sequence[str], by: str | None, now: int) -> str:
    """Invite somebody to a new account; return the token of the link: the only time it exists in clear.

    `by` is None for a command of the server. Raises UnknownRole, NoSuchCity.
    """
    cities = checked_cities(session, role, city_ids)
    token = _add(session, now, role=role, city_ids=cities, invited_by=by)
    note(session, by, "invited", "", role=role, cities=cities)
    return token


@transaction
def invite_again(session: Session, *, account_id: str, by: str | None, now: int) -> str:
    """A link to set an account up anew, in the place of an earlier one. Raises NoSuchAccount,
    AccountDisabled.
    """
    account = get_account(session, account_id)
    if account.disabled:
        raise AccountDisabled(account.name)
    store.delete_invitations_of(session, account_id)
    token = _add(session, now, role=account.role, city_ids=[], invited_by=by, account_id=account_id)
    note(session, by, "reset_offered", account_id)
    return token


@transaction
def withdraw_invitation(session: Session, *, invitation_id: str, by: str) -> None:
    """Make a link worthless. Raises InvitationUnusable when it is so already."""
    try:
        found = store.find_invitation(session, bytes.fromhex(invitation_id))
    except ValueError as error:
        raise InvitationUnusable from error
    if found is None:
        raise InvitationUnusable
    note(session, by, "invitation_withdrawn", found.account_id or "", role=found.role)
    store.delete_invitation(session, found.token_hash)


def list_invitations(session: Session, *, now: int) -> list[InvitationFacts]:
    """The links that can still be used."""
    return [
        _facts(session, found) for found in store.list_invitations(session) if _is_usable(session, found, now)
    ]


def find_invitation(session: Session, *, token: str, now: int) -> InvitationFacts | None:
    """What a link is for; None when it cannot be used."""
    found = store.find_invitation(session, _hash(token))
    return _facts(session, found) if found and _is_usable(session, found, now) else None


@transaction
def accept_invitation(
    session: Session,
    *,
    token: str,
    name: str,
    password: str,
    passphrase: str,
    now: int,
    cost: LockCost = LOCK_COST,
    hasher: PasswordHasher = HASHER,
) -> str:
    """Make the account that the link is for; return its id. Raises InvitationUnusable and what add_account
    raises.
    """
    found = _take(session, token, now)
    if found.account_id is not None:
        raise InvitationUnusable
    account = add_account(
        session,
        name=name,
        role=found.role,
        password=password,
        passphrase=passphrase,
        city_ids=found.city_ids,
        by=found.invited_by,
        cost=cost,
        hasher=hasher,
    )
    note(session, account.account_id, "invitation_used", account.account_id)
    return account.account_id


@transaction
def accept_reset(
    session: Session,
    *,
    token: str,
    password: str,
    new_passphrase: str | None,
    now: int,
    cost: LockCost = LOCK_COST,
    hasher: PasswordHasher = HASHER,
) -> str:
    """Give an account a new password; its second factors and sessions end. Return its id.

    A `new_passphrase` says that the old one is lost: the account gets a new key, and its share of the keys of
    all rounds is deleted, because nobody could open it. Raises InvitationUnusable and what the rules of
    passwords and passphrases refuse.
    """
    found = _take(session, token, now)
    if found.account_id is None:
        raise InvitationUnusable
    account = get_account(session, found.account_id)
    require_password(password, name=account.name)
    if new_passphrase is not None:
        require_passphrase(new_passphrase, password=password)
        set_new_keys(account, new_passphrase, cost)
        drop_keys_of_holder(session, account.account_id)
    account.password_hash = hash_password(password, hasher)
    session.flush()
    forget_second_factor(session, account.account_id)
    note(session, account.account_id, "reset_used", account.account_id, new_key=new_passphrase is not None)
    return account.account_id


def _add(
    session: Session,
    now: int,
    *,
    role: str,
    city_ids: list[str],
    invited_by: str | None,
    account_id: str | None = None,
) -> str:
    store.delete_expired(session, now)
    token = secrets.token_urlsafe(32)
    invitation = Invitation(
        token_hash=_hash(token),
        account_id=account_id,
        role=role,
        city_ids=city_ids,
        invited_by=invited_by,
        expires_at=now + LASTS,
    )
    store.add_invitation(session, invitation)
    return token


def _take(session: Session, token: str, now: int) -> Invitation:
    """The invitation, which nobody can use a second time unless this transaction is rolled back."""
    found = store.find_invitation(session, _hash(token))
    if found is None or not _is_usable(session, found, now):
        raise InvitationUnusable
    session.expunge(found)
    if not store.delete_invitation(session, found.token_hash):
        raise InvitationUnusable
    return found


def _is_usable(session: Session, found: Invitation, now: int) -> bool:
    account = find_account(session, found.account_id) if found.account_id else None
    return found.expires_at > now and not (account and account.disabled)


def _facts(session: Session, found: Invitation) -> InvitationFacts:
    account = find_account(session, found.account_id) if found.account_id else None
    return InvitationFacts(
        invitation_id=found.token_hash.hex(),
        role=found.role,
        city_ids=tuple(found.city_ids),
        account_name=account.name if account else None,
        expires_at=found.expires_at,
    )


def _hash(token: str) -> bytes:
    """The token is random, 256 bits: a plain hash is enough."""
    return sha256(b"invitation|" + token.encode("utf-8", "replace")).digest()
