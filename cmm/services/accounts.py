"""Accounts of the office: sign-in by password, the private key by passphrase."""

import secrets
from collections.abc import Iterable, Sequence
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.orm import Session

from cmm.domain.refusal import Refusal
from cmm.domain.sealing import LOCK_COST, LockCost, lock_private_key, make_key_pair, unlock_private_key
from cmm.services.audit import note
from cmm.services.password_rules import (
    PassphraseIsPassword,
    plain_text,
    require_passphrase,
    require_password,
)
from cmm.services.transaction import transaction
from cmm.store import accounts as store
from cmm.store.accounts import Account
from cmm.store.invitations import delete_invitations_of
from cmm.store.places import get_city
from cmm.store.sessions import delete_sessions_of

ROLES = ("secretary", "coordinator", "reader")
LONGEST_NAME = 60
HASHER = PasswordHasher()
"""Argon2id with argon2-cffi's defaults (the second choice of RFC 9106)."""


class BadName(Refusal):
    """A name is empty, too long, or has characters that cannot be seen."""


class NameTaken(Refusal):
    """Another account has this name."""


class UnknownRole(Refusal):
    """There is no such role."""


class WrongPassword(Refusal):
    """The password is not this account's."""


class OwnAccount(Refusal):
    """Nobody disables or changes the role of their own account: so one coordinator is always left."""


@transaction
def add_account(
    session: Session,
    *,
    name: str,
    role: str,
    password: str,
    passphrase: str,
    city_ids: Iterable[str] = (),
    by: str | None = None,
    cost: LockCost = LOCK_COST,
    hasher: PasswordHasher = HASHER,
) -> Account:
    """Make an account with a new key pair. The passphrase is stored nowhere: lost, the key is lost. `by` is
    the account that wanted it, None for a command of the server.

    Raises BadName, NameTaken, UnknownRole, NoSuchCity, PasswordTooShort, PasswordIsName, PasswordTooCommon,
    PassphraseTooShort, PassphraseIsPassword, PassphraseTooCommon.
    """
    name = _checked_name(session, name)
    require_password(password, name=name)
    require_passphrase(passphrase, password=password)
    cities = checked_cities(session, role, city_ids)
    account = Account(
        account_id=secrets.token_hex(8),
        name=name,
        role=role,
        password_hash=hash_password(password, hasher),
        public_key=b"",
        private_key_sealed=b"",
    )
    set_new_keys(account, passphrase, cost)
    store.add_account(session, account, cities)
    note(session, by, "account_added", account.account_id, role=role, cities=cities)
    return account


def check_password(
    session: Session, *, name: str, password: str, hasher: PasswordHasher = HASHER
) -> Account | None:
    """The account, or None for a wrong password, an unknown name or a disabled account: all the same work."""
    nobody = _hash_of_nobody(hasher)  # always, so that the first unknown name takes no longer
    account = store.find_account_named(session, plain_text(name).strip())
    expected = account.password_hash if account else nobody
    right = _is_password(hasher, expected, password)
    return account if account and right and not account.disabled else None


def require_own_password(
    session: Session, *, account_id: str, password: str, hasher: PasswordHasher = HASHER
) -> None:
    """Before something that a stolen session must not do. Raises WrongPassword, NoSuchAccount."""
    account = store.get_account(session, account_id)
    if not _is_password(hasher, account.password_hash, password):
        raise WrongPassword


def unlock_account(session: Session, *, account_id: str, passphrase: str) -> bytes:
    """The account's private key, for the time of one task. Raises NoSuchAccount, WrongPassphrase."""
    return unlock_private_key(store.get_account(session, account_id).private_key_sealed, passphrase)


@transaction
def change_password(
    session: Session, *, account_id: str, password: str, new_password: str, hasher: PasswordHasher = HASHER
) -> None:
    """Change the password and end all sessions.

    Raises WrongPassword, NoSuchAccount, PasswordTooShort, PasswordIsName, PasswordTooCommon.
    """
    require_own_password(session, account_id=account_id, password=password, hasher=hasher)
    account = store.get_account(session, account_id)
    require_password(new_password, name=account.name)
    account.password_hash = hash_password(new_password, hasher)
    delete_sessions_of(session, account_id)
    note(session, account_id, "password_changed", account_id)


@transaction
def change_passphrase(
    session: Session, *, account_id: str, passphrase: str, new_passphrase: str, cost: LockCost = LOCK_COST
) -> None:
    """Lock the same private key with another passphrase.

    Raises WrongPassphrase, NoSuchAccount, PassphraseTooShort, PassphraseIsPassword, PassphraseTooCommon.
    """
    account = store.get_account(session, account_id)
    private = unlock_private_key(account.private_key_sealed, passphrase)
    require_passphrase(new_passphrase)
    if _is_password(HASHER, account.password_hash, new_passphrase):
        raise PassphraseIsPassword
    account.private_key_sealed = lock_private_key(private, new_passphrase, cost=cost)
    note(session, account_id, "passphrase_changed", account_id)


@transaction
def change_role(session: Session, *, account_id: str, role: str, city_ids: Sequence[str], by: str) -> None:
    """Give an account another role or other cities. Raises NoSuchAccount, OwnAccount, UnknownRole,
    NoSuchCity.
    """
    account = store.get_account(session, account_id)
    if account_id == by:
        raise OwnAccount
    cities = checked_cities(session, role, city_ids)
    account.role = role
    store.set_account_cities(session, account_id, cities)
    note(session, by, "role_changed", account_id, role=role, cities=cities)


@transaction
def disable(session: Session, *, account_id: str, by: str | None = None) -> None:
    """Shut an account out: its sessions and its open links end; what it signed stays.

    Raises NoSuchAccount, OwnAccount.
    """
    account = store.get_account(session, account_id)
    if account_id == by:
        raise OwnAccount
    account.disabled = True
    delete_sessions_of(session, account_id)
    delete_invitations_of(session, account_id)
    note(session, by, "account_disabled", account_id)


@transaction
def enable(session: Session, *, account_id: str, by: str | None = None) -> None:
    """Let a disabled account in again. Raises NoSuchAccount."""
    store.get_account(session, account_id).disabled = False
    note(session, by, "account_enabled", account_id)


def checked_cities(session: Session, role: str, city_ids: Iterable[str]) -> list[str]:
    """The cities of a role in order; only secretaries have some. Raises UnknownRole, NoSuchCity."""
    if role not in ROLES:
        raise UnknownRole(role)
    cities = sorted({get_city(session, city_id).city_id for city_id in city_ids})
    return cities if role == "secretary" else []


def hash_password(password: str, hasher: PasswordHasher) -> str:
    return hasher.hash(plain_text(password))


def set_new_keys(account: Account, passphrase: str, cost: LockCost) -> None:
    """A new key pair; nothing that was sealed to an old one opens with it."""
    keys = make_key_pair()
    account.public_key = keys.public
    account.private_key_sealed = lock_private_key(keys.private, passphrase, cost=cost)


def _checked_name(session: Session, name: str) -> str:
    name = plain_text(name).strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise BadName
    if store.find_account_named(session, name):
        raise NameTaken(name)
    return name


def _is_password(hasher: PasswordHasher, expected: str, password: str) -> bool:
    try:
        return hasher.verify(expected, plain_text(password))
    except (VerificationError, InvalidHashError):
        return False


@cache
def _hash_of_nobody(hasher: PasswordHasher) -> str:
    return hasher.hash(secrets.token_urlsafe())
