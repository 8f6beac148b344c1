"""The directory of offices: what each can change, how the office is reached, and who stands above it."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy.orm import Session

from cmm.domain.language import Translated
from cmm.domain.place_codes import propose_code
from cmm.domain.refusal import Refusal
from cmm.services.audit import note
from cmm.services.ledger_rights import check_mover
from cmm.services.place_names import checked_names
from cmm.services.transaction import transaction
from cmm.store import duty_bearers as store
from cmm.store.duty_bearers import DutyBearer
from cmm.store.places import get_city

KINDS = ("clinic", "city_health", "ministry", "police", "prison", "ccm", "donor", "other")
LEVELS = ("site", "city", "region", "country", "international")
LONGEST_MANDATE = 600
LONGEST_CONTACT = 400


class UnknownBearerKind(Refusal):
    """The kind or the level is not one of those offered."""


class LadderLoops(Refusal):
    """Going up from office to office leads back to the first."""


class BearerWordsTooLong(Refusal):
    """What it can change, or the contact, has too many characters."""


@dataclass(frozen=True, slots=True)
class BearerFacts:
    """What is written about an office. `next_bearer_id` is "" for the last one of a ladder."""

    names: Translated
    kind: str
    level: str
    mandate: Translated
    contact: str
    city_ids: tuple[str, ...] = ()
    next_bearer_id: str = ""


def list_duty_bearers(session: Session) -> list[DutyBearer]:
    """The lowest level first, then by code."""
    return sorted(store.list_bearers(session), key=lambda each: LEVELS.index(each.level))


def find_duty_bearer(session: Session, bearer_id: str) -> DutyBearer | None:
    return store.find_bearer(session, bearer_id)


def list_ladder(session: Session, bearer_id: str) -> list[DutyBearer]:
    """The offices above one, the nearest first."""
    ladder: list[DutyBearer] = []
    above = store.get_bearer(session, bearer_id).next_bearer_id
    while above and above not in {each.bearer_id for each in ladder}:
        ladder.append(store.get_bearer(session, above))
        above = ladder[-1].next_bearer_id
    return ladder


@transaction
def add_duty_bearer(session: Session, *, account_id: str, facts: BearerFacts) -> str:
    """Add an office; returns its code.

    Raises NotYourLedger, NameMissing, UnknownBearerKind, BearerWordsTooLong, NoSuchCity, NoSuchBearer.
    """
    check_mover(session, account_id, facts.city_ids, all_of=True)
    _check(session, facts)
    taken = {each.bearer_id for each in store.list_bearers(session)}
    bearer_id = propose_code(facts.names, taken)
    store.add_bearer(session, _write(DutyBearer(bearer_id=bearer_id), facts))
    note(session, account_id, "bearer_added", bearer_id)
    return bearer_id


@transaction
def change_duty_bearer(session: Session, *, account_id: str, bearer_id: str, facts: BearerFacts) -> None:
    """Write an office anew; requests that were made stay what they are.

    Raises NoSuchBearer, LadderLoops and what `add_duty_bearer` raises.
    """
    bearer = store.get_bearer(session, bearer_id)
    for city_ids in (bearer.city_ids, facts.city_ids):
        check_mover(session, account_id, city_ids, all_of=True)
    _check(session, facts)
    if facts.next_bearer_id:
        above = {each.bearer_id for each in list_ladder(session, facts.next_bearer_id)}
        if bearer_id in {facts.next_bearer_id, *above}:
            raise LadderLoops
    _write(bearer, facts)
    note(session, account_id, "bearer_changed", bearer_id)


def concerns(bearer: DutyBearer, city_ids: Collection[str]) -> bool:
    """Whether an office can be asked about these cities."""
    return not bearer.city_ids or not set(bearer.city_ids).isdisjoint(city_ids)


def _check(session: Session, facts: BearerFacts) -> None:
    checked_names(facts.names)
    if facts.kind not in KINDS or facts.level not in LEVELS:
        raise UnknownBearerKind
    if len(facts.contact) > LONGEST_CONTACT or any(
        len(words) > LONGEST_MANDATE for words in (*facts.mandate.values(), *facts.names.values())
    ):
        raise BearerWordsTooLong(str(LONGEST_MANDATE))
    for city_id in facts.city_ids:
        get_city(session, city_id)
    if facts.next_bearer_id:
        store.get_bearer(session, facts.next_bearer_id)


def _write(bearer: DutyBearer, facts: BearerFacts) -> DutyBearer:
    bearer.names = checked_names(facts.names)
    bearer.kind, bearer.level = facts.kind, facts.level
    bearer.mandate = {code: words.strip() for code, words in facts.mandate.items() if words.strip()}
    bearer.contact = facts.contact.strip()
    bearer.city_ids = sorted(set(facts.city_ids))
    bearer.next_bearer_id = facts.next_bearer_id or None
    return bearer
