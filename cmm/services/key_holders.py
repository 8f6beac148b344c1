"""Who holds the key of a round, and handing it over: a holder opens it and seals it to one more account.

A lost passphrase is no lost data while somebody else holds the key, or the recovery key lies printed in a
safe (docs/keys.md).
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from cmm.domain.language import Translated
from cmm.domain.refusal import Refusal
from cmm.domain.sealing import seal_key
from cmm.services.audit import note
from cmm.services.open_envelopes import EnvelopesWiped, open_round_key, open_round_key_from_paper
from cmm.services.rounds import AccountDisabled, key_purpose
from cmm.services.signed_in import SignedIn
from cmm.services.transaction import transaction
from cmm.store import rounds as store
from cmm.store.accounts import Account, get_account, list_account_cities, list_accounts
from cmm.store.rounds import RECOVERY, RoundKey

HOLDING_ROLES = ("secretary", "coordinator")


class AlreadyKeyHolder(Refusal):
    """The account holds the key of this round."""


class MayNotHoldKeys(Refusal):
    """A reader, or a secretary of other cities, does not open the answers of a round."""


@dataclass(frozen=True, slots=True)
class Holder:
    """An account that holds a round's key."""

    account_id: str
    name: str
    disabled: bool


@dataclass(frozen=True, slots=True)
class Holders:
    """Everybody who can open a round. `on_paper`: there is a printed recovery key. `others` could be given
    the key.
    """

    accounts: tuple[Holder, ...]
    on_paper: bool
    others: tuple[Holder, ...]

    @property
    def lone(self) -> Holder | None:
        """The only person who can open the round, when somebody else could be given the key."""
        able = [one for one in self.accounts if not one.disabled]
        return able[0] if len(able) == 1 and self.others else None


@dataclass(frozen=True, slots=True)
class RoundToGive:
    """A round of which somebody could still get the key."""

    round_id: str
    titles: Translated


def get_holders(session: Session, round_id: str) -> Holders:
    """Who holds the key of a round, by name; empty when its keys were deleted. Raises NoSuchRound."""
    store.get_round(session, round_id)
    holding = store.list_key_holders(session, round_id)
    accounts = [_facts(one) for one in list_accounts(session) if one.account_id in holding]
    free = [one for one in list_accounts(session) if one.account_id not in holding and not one.disabled]
    others = [_facts(one) for one in free if _may_hold(session, one, round_id)]
    return Holders(tuple(accounts), RECOVERY in holding, tuple(others))


def list_rounds_to_give(session: Session, account_id: str) -> list[RoundToGive]:
    """Rounds whose key the account does not hold and could be given."""
    return [
        RoundToGive(survey_round.round_id, survey_round.titles)
        for survey_round in store.list_rounds(session)
        if _lacks_key(get_holders(session, survey_round.round_id), account_id)
    ]


def list_rounds_held(session: Session, account_id: str) -> list[str]:
    """Ids of the rounds whose key an account holds."""
    return store.list_rounds_of_holder(session, account_id)


def hand_over_key(session: Session, *, round_id: str, to_account: str, by: str, passphrase: str) -> None:
    """Seal the round's key to one more account; `by` holds it and gives the passphrase.

    Raises NoSuchRound, EnvelopesWiped, NoSuchAccount, AccountDisabled, AlreadyKeyHolder, MayNotHoldKeys,
    NotAKeyHolder, WrongPassphrase.
    """
    _check_receiver(session, round_id, to_account)
    private = open_round_key(session, round_id=round_id, account_id=by, passphrase=passphrase)
    _give(session, round_id=round_id, to_account=to_account, by=by, private=private, paper=False)


def hand_over_key_from_paper(
    session: Session, *, round_id: str, to_account: str, by: str, recovery_key: str
) -> None:
    """The same with the printed recovery key, which `by` has typed.

    Raises NoSuchRound, EnvelopesWiped, NoSuchAccount, AccountDisabled, AlreadyKeyHolder, MayNotHoldKeys,
    RecoveryKeyMistyped, WrongRecoveryKey.
    """
    _check_receiver(session, round_id, to_account)
    private = open_round_key_from_paper(session, round_id=round_id, recovery_key=recovery_key)
    _give(session, round_id=round_id, to_account=to_account, by=by, private=private, paper=True)


@transaction
def _give(session: Session, *, round_id: str, to_account: str, by: str, private: bytes, paper: bool) -> None:
    """Short, because opening a key takes half a second in which nobody else could write."""
    account = _check_receiver(session, round_id, to_account)
    sealed = seal_key(private, to_public=account.public_key, purpose=key_purpose(round_id))
    store.add_round_key(session, RoundKey(round_id=round_id, holder=to_account, sealed_key=sealed))
    note(session, by, "key_handed_over", round_id, to=to_account, paper=paper)


def _lacks_key(holders: Holders, account_id: str) -> bool:
    there_is_one = bool(holders.accounts) or holders.on_paper
    return there_is_one and account_id in {other.account_id for other in holders.others}


def _check_receiver(session: Session, round_id: str, account_id: str) -> Account:
    store.get_round(session, round_id)
    account = get_account(session, account_id)
    if account.disabled:
        raise AccountDisabled(account.name)
    if not store.list_key_holders(session, round_id):
        raise EnvelopesWiped(round_id)
    if store.find_round_key(session, round_id, account_id):
        raise AlreadyKeyHolder(account.name)
    if not _may_hold(session, account, round_id):
        raise MayNotHoldKeys(account.name)
    return account


def _may_hold(session: Session, account: Account, round_id: str) -> bool:
    cities = {city.city_id for city in store.list_cities_of_round(session, round_id)}
    own = tuple(list_account_cities(session, account.account_id))
    person = SignedIn(account.account_id, account.name, account.role, own)
    return account.role in HOLDING_ROLES and person.works_for(cities)


def _facts(account: Account) -> Holder:
    return Holder(account.account_id, account.name, account.disabled)
