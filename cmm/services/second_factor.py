"""The second factor beside the password: a code app (TOTP, RFC 6238), recovery codes, passkeys.

A code is good once: its time step is kept, and that step and all before it are refused from then on. The
secret of the app is sealed with a key derived from the application's; recovery codes are keyed hashes, and
using one deletes it.
"""

from base64 import b32decode, b32encode
from dataclasses import dataclass
from hmac import compare_digest

import pyotp
from sqlalchemy.orm import Session

from cmm.domain.coupons import draw_codes, hash_code, normalise_code
from cmm.domain.refusal import Refusal
from cmm.domain.sealing import EnvelopeUnreadable, derive_secret, open_secret, seal_secret
from cmm.services.audit import note
from cmm.services.transaction import transaction
from cmm.store import second_factors as store
from cmm.store.accounts import Account, get_account
from cmm.store.sessions import delete_sessions_of

STEP = 30
"""Seconds that a code is shown."""
DRIFT = 1
"""Steps that a phone's clock may be early or late."""
DIGITS = 6
SECRET_BYTES = 20
RECOVERY_CODES = 10


class WrongCode(Refusal):
    """The code is wrong, too old, or was used before."""


@dataclass(frozen=True, slots=True)
class Factors:
    """What an account can show beside its password. `recovery_codes` is how many are unused."""

    app: bool
    passkeys: int
    recovery_codes: int

    @property
    def any(self) -> bool:
        return self.app or self.passkeys > 0


def get_factors(session: Session, account_id: str) -> Factors:
    """Raises NoSuchAccount."""
    return Factors(
        app=get_account(session, account_id).totp_sealed is not None,
        passkeys=len(store.list_passkeys(session, account_id)),
        recovery_codes=store.count_recovery_codes(session, account_id),
    )


def offer_app_secret(session: Session, *, account_id: str, token: str, key: bytes) -> str:
    """The secret that a new app would get, in base32. It is derived from the session's token and from what
    the account had before: a page can be loaded again, and nothing is kept until a code was typed.
    """
    account = get_account(session, account_id)
    before = (account.totp_sealed or b"").hex()
    purpose = f"new app|{account_id}|{token}|{before}"
    return b32encode(derive_secret(key, purpose, SECRET_BYTES)).decode()


def app_address(secret: str, *, name: str, site: str) -> str:
    """What the QR code holds that an app reads."""
    return pyotp.TOTP(secret).provisioning_uri(name=name, issuer_name=site)


@transaction
def enrol_app(session: Session, *, account_id: str, secret: str, code: str, key: bytes, now: int) -> None:
    """Take a code app in the place of an earlier one, once a first code shows that it works.

    Raises WrongCode, NoSuchAccount.
    """
    get_account(session, account_id)
    step = _find_step(secret, code, now)
    if step is None:
        raise WrongCode
    sealed = seal_secret(b32decode(secret), key=key, purpose=_purpose(account_id))
    store.set_app(session, account_id, sealed=sealed, last_step=step)
    note(session, account_id, "app_enrolled", account_id)


@transaction
def use_app_code(session: Session, *, account_id: str, code: str, key: bytes, now: int) -> None:
    """Use up a code of the app. Looking and using up are one transaction: of two who send the same code at
    the same moment, one is refused. Raises WrongCode, NoSuchAccount.
    """
    secret = _open_app_secret(get_account(session, account_id), key)
    step = _find_step(secret, code, now) if secret else None
    if step is None or not store.take_step(session, account_id, step):
        raise WrongCode


@transaction
def use_recovery_code(session: Session, *, account_id: str, code: str, key: bytes) -> None:
    """Use up one of the printed codes. Raises WrongCode."""
    normal = normalise_code(code)
    if normal is None or not store.take_recovery_code(session, account_id, hash_code(normal, key)):
        raise WrongCode
    note(session, account_id, "recovery_code_used", account_id)


@transaction
def make_recovery_codes(session: Session, *, account_id: str, key: bytes) -> list[str]:
    """New recovery codes in the place of all earlier ones: the only time they exist in clear."""
    codes = draw_codes(RECOVERY_CODES)
    store.set_recovery_codes(session, account_id, [hash_code(code, key) for code in codes])
    note(session, account_id, "recovery_codes_made", account_id)
    return codes


@transaction
def reset_second_factor(session: Session, *, account_id: str, by: str | None = None) -> None:
    """Take every second factor away and end all sessions: at the next sign-in a new one is set up.

    Raises NoSuchAccount.
    """
    get_account(session, account_id)
    forget_second_factor(session, account_id)
    note(session, by, "second_factor_reset", account_id)


def forget_second_factor(session: Session, account_id: str) -> None:
    """For use inside a transaction of another service."""
    store.set_app(session, account_id, sealed=None, last_step=0)
    store.set_recovery_codes(session, account_id, [])
    store.delete_passkeys_of(session, account_id)
    delete_sessions_of(session, account_id)


def is_app_code(text: str) -> bool:
    """Whether it looks like a code of an app rather than a recovery code."""
    return _digits(text) is not None


def _find_step(secret: str, code: str, now: int) -> int | None:
    """The time step whose code this is; every step is compared, whichever fits."""
    digits = _digits(code)
    if digits is None:
        return None
    app = pyotp.TOTP(secret, digits=DIGITS, interval=STEP)
    steps = range(now // STEP - DRIFT, now // STEP + DRIFT + 1)
    found = [step for step in steps if compare_digest(app.generate_otp(step), digits)]
    return found[-1] if found else None


def _digits(text: str) -> str | None:
    plain = "".join(text.split())
    return plain if len(plain) == DIGITS and plain.isascii() and plain.isdigit() else None


def _open_app_secret(account: Account, key: bytes) -> str | None:
    """None without an app, and when the application's key was changed since."""
    try:
        sealed = account.totp_sealed
        opened = open_secret(sealed, key=key, purpose=_purpose(account.account_id)) if sealed else None
    except EnvelopeUnreadable:
        return None
    return b32encode(opened).decode() if opened else None


def _purpose(account_id: str) -> str:
    return f"code app|{account_id}"
