"""The person behind an office session, as pages may know them: no hash and no key."""

from collections.abc import Collection
from dataclasses import dataclass


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
