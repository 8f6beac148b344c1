"""Who writes in the ledger: a secretary for the own cities, a coordinator for all, a reader nothing."""

from collections.abc import Collection

from sqlalchemy.orm import Session

from cmm.domain.promises import MOVERS
from cmm.domain.refusal import Refusal
from cmm.store.accounts import get_account, list_account_cities


class NotYourLedger(Refusal):
    """The account may not write here."""


def check_mover(session: Session, account_id: str, city_ids: Collection[str], *, all_of: bool) -> None:
    """Raises NotYourLedger unless the account works for one of the cities, or with `all_of` for all.

    No `city_ids` means a whole country.
    """
    account = get_account(session, account_id)
    own = set(list_account_cities(session, account_id)) if account.role == "secretary" else set()
    wanted = set(city_ids)
    enough = (bool(wanted) and wanted <= own) if all_of or not wanted else bool(wanted & own)
    if account.disabled or account.role not in MOVERS or (own and not enough):
        raise NotYourLedger
