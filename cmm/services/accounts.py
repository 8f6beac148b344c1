"""Accounts of the office: sign-in by password, the private key by passphrase."""

import secrets
import unicodedata
from collections.abc import Iterable
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy.orm import Session

from cmm.domain.refusal import Refusal
from cmm.domain.sealing import LOCK_COST, LockCost, lock_private_key, make_key_pair, unlock_private_key
from cmm.services.transaction import transaction
from cmm.store import accounts as store
from cmm.store.accounts import Account
from cmm.store.places import get_city

ROLES = ("secretary", "coordinator", "reader")
SHORTEST_PASSWORD = 12
SHORTEST_PASSPHRASE = 16
LONGEST_NAME = 60
HASHER = PasswordHasher()
"""Argon2id with argon2-cffi's defaults (the second choice of RFC 9106)."""


class BadName(Refusal):
    """A name is empty, too long, or has characters that cannot be seen."""


class NameTaken(Refusal):
    """Another account has this name."""


class UnknownRole(Refusal):
    """There is no such role."""


class PasswordTooShort(Refusal):
    """A password has at least SHORTEST_PASSWORD characters."""


class PassphraseTooShort(Refusal):
    """A passphrase has at least SHORTEST_PASSPHRASE characters."""


class PassphraseIsPassword(Refusal):
    """The passphrase opens answers; it must not be what is typed at every sign-in."""


class WrongPassword(Refusal):
    """The password is not this account's."""


@transaction
def add_account(
    session: Session,
    *,
    name: str,
    role: str,
    password: str,
    passphrase: str,
    city_ids: Iterable[str] = (),
    cost: LockCost = LOCK_COST,
    hasher: PasswordHasher = HASHER,
) -> Account:
    """Make an account with a new key pair. The passphrase is stored nowhere: lost, the key is lost.

    Raises BadName, NameTaken, UnknownRole, NoSuchCity, PasswordTooShort, PassphraseTooShort,
    PassphraseIsPassword.
    """
    name = _checked_name(session, name)
    if role not in ROLES:
        raise UnknownRole(role)
    _check_password_rules(password)
    _check_passphrase_rules(passphrase, password)
    cities = [get_city(session, city_id).city_id for city_id in city_ids]
    keys = make_key_pair()
    account = Account(
        account_id=secrets.token_hex(8),
        name=name,
        role=role,
        password_hash=hasher.hash(_plain(password)),
        public_key=keys.public,
        private_key_sealed=lock_private_key(keys.private, passphrase, cost=cost),
    )
    store.add_account(session, account, cities)
    return account


def check_password(
    session: Session, *, name: str, password: str, hasher: PasswordHasher = HASHER
) -> Account | None:
    """The account, or None for a wrong password, an unknown name or a disabled account: all the same work."""
    nobody = _hash_of_nobody(hasher)  # always, so that the first unknown name takes no longer
    account = store.find_account_named(session, _plain(name).strip())
    expected = account.password_hash if account else nobody
    right = _is_password(hasher, expected, password)
    return account if account and right and not account.disabled else None


def unlock_account(session: Session, *, account_id: str, passphrase: str) -> bytes:
    """The account's private key, for the time of one task. Raises NoSuchAccount, WrongPassphrase."""
    return unlock_private_key(store.get_account(session, account_id).private_key_sealed, passphrase)


@transaction
def change_password(
    session: Session, *, account_id: str, password: str, new_password: str, hasher: PasswordHasher = HASHER
) -> None:
    """Change the password and end all sessions. Raises WrongPassword, PasswordTooShort, NoSuchAccount."""
    account = store.get_account(session, account_id)
    if not _is_password(hasher, account.password_hash, password):
        raise WrongPassword
    _check_password_rules(new_password)
    account.password_hash = hasher.hash(_plain(new_password))
    account.session_version += 1


@transaction
def change_passphrase(
    session: Session, *, account_id: str, passphrase: str, new_passphrase: str, cost: LockCost = LOCK_COST
) -> None:
    """Lock the same private key with another passphrase.

    Raises WrongPassphrase, PassphraseTooShort, PassphraseIsPassword, NoSuchAccount.
    """
    account = store.get_account(session, account_id)
    private = unlock_private_key(account.private_key_sealed, passphrase)
    _check_passphrase_rules(new_passphrase, None)
    if _is_password(HASHER, account.password_hash, new_passphrase):
        raise PassphraseIsPassword
    account.private_key_sealed = lock_private_key(private, new_passphrase, cost=cost)


@transaction
def end_sessions(session: Session, *, account_id: str) -> None:
    """Sign an account out everywhere: no cookie made before now is accepted again. Raises NoSuchAccount."""
    store.get_account(session, account_id).session_version += 1


@transaction
def disable(session: Session, *, account_id: str) -> None:
    """Shut an account out and end its sessions; what it signed stays. Raises NoSuchAccount."""
    account = store.get_account(session, account_id)
    account.disabled = True
    account.session_version += 1


def _checked_name(session: Session, name: str) -> str:
    name = _plain(name).strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise BadName
    if store.find_account_named(session, name):
        raise NameTaken(name)
    return name


def _check_password_rules(password: str) -> None:
    if len(_plain(password)) < SHORTEST_PASSWORD:
        raise PasswordTooShort(str(SHORTEST_PASSWORD))


def _check_passphrase_rules(passphrase: str, password: str | None) -> None:
    if len(_plain(passphrase)) < SHORTEST_PASSPHRASE:
        raise PassphraseTooShort(str(SHORTEST_PASSPHRASE))
    if password is not None and _plain(passphrase) == _plain(password):
        raise PassphraseIsPassword


def _is_password(hasher: PasswordHasher, expected: str, password: str) -> bool:
    try:
        return hasher.verify(expected, _plain(password))
    except (VerificationError, InvalidHashError):
        return False


@cache
def _hash_of_nobody(hasher: PasswordHasher) -> str:
    return hasher.hash(secrets.token_urlsafe())


def _plain(text: str) -> str:
    """The same text from every keyboard (Unicode form C)."""
    return unicodedata.normalize("NFC", text)
