"""Accounts of the office."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import CursorResult, delete, or_, select, update
from sqlalchemy.orm import Session

from cmm.domain.refusal import Refusal
from cmm.store.models import Account as Account
from cmm.store.models import AccountCity


class NoSuchAccount(Refusal):
    """No account has this id or name."""


def find_account(session: Session, account_id: str) -> Account | None:
    return session.get(Account, account_id)


def find_account_named(session: Session, name: str) -> Account | None:
    return session.scalar(select(Account).where(Account.name == name))


def get_account(session: Session, account_id: str) -> Account:
    """Raises NoSuchAccount."""
    account = find_account(session, account_id)
    if account is None:
        raise NoSuchAccount(account_id)
    return account


def get_account_named(session: Session, name: str) -> Account:
    """Raises NoSuchAccount."""
    account = find_account_named(session, name)
    if account is None:
        raise NoSuchAccount(name)
    return account


def list_accounts(session: Session) -> list[Account]:
    """All accounts by name, the disabled ones too."""
    return list(session.scalars(select(Account).order_by(Account.name)))


def list_account_cities(session: Session, account_id: str) -> list[str]:
    """Codes of the cities an account works for, in order of code."""
    of_account = select(AccountCity.city_id).where(AccountCity.account_id == account_id)
    return list(session.scalars(of_account.order_by(AccountCity.city_id)))


def add_account(session: Session, account: Account, city_ids: Iterable[str]) -> None:
    session.add(account)
    session.flush()
    set_account_cities(session, account.account_id, city_ids)


def set_account_cities(session: Session, account_id: str, city_ids: Iterable[str]) -> None:
    """These cities in the place of all that there were."""
    session.execute(delete(AccountCity).where(AccountCity.account_id == account_id))
    session.add_all(AccountCity(account_id=account_id, city_id=city_id) for city_id in sorted(set(city_ids)))
    session.flush()


def set_reminded(session: Session, account_id: str, today: date) -> bool:
    """Note that the account is reminded on this day; False when it was before, by whomever."""
    not_yet = or_(Account.reminded_on.is_(None), Account.reminded_on < today)
    told = update(Account).where(Account.account_id == account_id, not_yet).values(reminded_on=today)
    result = session.execute(told)
    return isinstance(result, CursorResult) and result.rowcount == 1
