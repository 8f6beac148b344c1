"""What proves a sign-in beside the password: the step of the last code, recovery codes, passkeys."""

from collections.abc import Iterable

from sqlalchemy import CursorResult, Executable, delete, func, select, update
from sqlalchemy.orm import Session

from cmm.domain.refusal import Refusal
from cmm.store.models import Account, RecoveryCode
from cmm.store.models import Passkey as Passkey


class NoSuchPasskey(Refusal):
    """The account has no such passkey."""


def take_step(session: Session, account_id: str, step: int) -> bool:
    """Use up a time step of the code app: False when it, or a later one, was used before."""
    unused = (Account.account_id == account_id) & (Account.totp_last_step < step)
    return _changes_one(session, update(Account).where(unused).values(totp_last_step=step))


def set_app(session: Session, account_id: str, *, sealed: bytes | None, last_step: int) -> None:
    """Set the sealed secret of the code app, or take it away with None."""
    row = update(Account).where(Account.account_id == account_id)
    session.execute(row.values(totp_sealed=sealed, totp_last_step=last_step))


def take_recovery_code(session: Session, account_id: str, code_hash: bytes) -> bool:
    """Delete the code; False when the account has no such unused code."""
    found = (RecoveryCode.account_id == account_id) & (RecoveryCode.code_hash == code_hash)
    return _changes_one(session, delete(RecoveryCode).where(found))


def set_recovery_codes(session: Session, account_id: str, code_hashes: Iterable[bytes]) -> None:
    """These in the place of all that there were."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))
    session.add_all(RecoveryCode(account_id=account_id, code_hash=each) for each in code_hashes)
    session.flush()


def count_recovery_codes(session: Session, account_id: str) -> int:
    of_account = select(func.count()).where(RecoveryCode.account_id == account_id)
    return session.scalar(of_account.select_from(RecoveryCode)) or 0


def find_passkey(session: Session, credential_id: bytes) -> Passkey | None:
    return session.get(Passkey, credential_id)


def list_passkeys(session: Session, account_id: str) -> list[Passkey]:
    """An account's passkeys by the day they were added, then by label."""
    of_account = select(Passkey).where(Passkey.account_id == account_id)
    ordered = of_account.order_by(Passkey.added_on, Passkey.label, Passkey.credential_id)
    return list(session.scalars(ordered))


def add_passkey(session: Session, passkey: Passkey) -> None:
    session.add(passkey)
    session.flush()


def delete_passkey(session: Session, passkey: Passkey) -> None:
    session.delete(passkey)
    session.flush()


def delete_passkeys_of(session: Session, account_id: str) -> None:
    session.execute(delete(Passkey).where(Passkey.account_id == account_id))


def _changes_one(session: Session, statement: Executable) -> bool:
    result = session.execute(statement)
    return isinstance(result, CursorResult) and result.rowcount == 1
