"""The person behind an office session, as pages may know them: no hash and no key."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from cmm.store.accounts import find_account, list_account_cities


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An account that is signed in. `city_ids` are the cities a secretary works for; none means all."""

    account_id: str
    name: str
    role: str
    city_ids: tuple[str, ...]

    def works_for(self, city_ids: Collection[str]) -> bool:
        """Whether a round of these cities concerns the account."""
        return self.role != "secretary" or not self.city_ids or not set(self.city_ids).isdisjoint(city_ids)


def find_signed_in(session: Session, *, account_id: str, session_version: int) -> SignedIn | None:
    """The account of a session; None when it is gone, disabled, or was signed out everywhere since."""
    account = find_account(session, account_id)
    if account is None or account.disabled or account.session_version != session_version:
        return None
    cities = tuple(list_account_cities(session, account_id))
    return SignedIn(account.account_id, account.name, account.role, cities)
