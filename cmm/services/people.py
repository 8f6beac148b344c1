"""The accounts of the office as the coordinator sees them: no hash and no key."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from cmm.domain.language import Translated
from cmm.services.second_factor import Factors, get_factors
from cmm.store.accounts import Account, find_account, list_account_cities, list_accounts
from cmm.store.rounds import get_round, list_rounds_of_holder


@dataclass(frozen=True, slots=True)
class RoundOfPerson:
    """A round whose key a person holds."""

    round_id: str
    titles: Translated
    state: str


@dataclass(frozen=True, slots=True)
class Person:
    """An account. `rounds` are those whose key it holds."""

    account_id: str
    name: str
    role: str
    city_ids: tuple[str, ...]
    disabled: bool
    factors: Factors
    rounds: tuple[RoundOfPerson, ...]


def list_people(session: Session) -> list[Person]:
    """All accounts by name: those that may sign in, then the disabled ones."""
    people = [_describe(session, account) for account in list_accounts(session)]
    return sorted(people, key=lambda person: person.disabled)


def find_person(session: Session, account_id: str) -> Person | None:
    account = find_account(session, account_id)
    return _describe(session, account) if account else None


def _describe(session: Session, account: Account) -> Person:
    held = [get_round(session, each) for each in list_rounds_of_holder(session, account.account_id)]
    return Person(
        account_id=account.account_id,
        name=account.name,
        role=account.role,
        city_ids=tuple(list_account_cities(session, account.account_id)),
        disabled=account.disabled,
        factors=get_factors(session, account.account_id),
        rounds=tuple(RoundOfPerson(one.round_id, one.titles, one.state) for one in held),
    )
