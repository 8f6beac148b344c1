"""Planning a round step by step: a draft can be left and gone on with, thrown away, and made into a round."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy.orm import Session

from cmm.domain.refusal import Refusal
from cmm.domain.round_plan import RoundPlan, check_plan, from_json, to_json
from cmm.services.audit import note
from cmm.services.available_questionnaires import find_available, get_available
from cmm.services.rounds import add_round
from cmm.services.transaction import transaction
from cmm.store import round_drafts as store
from cmm.store import rounds
from cmm.store.accounts import find_account, list_accounts
from cmm.store.coupons import list_batches
from cmm.store.places import list_cities
from cmm.store.round_drafts import RoundDraft
from cmm.store.rounds import CityOfRound

KEY_HOLDERS = ("secretary", "coordinator")
"""Roles whose accounts may hold a round's key; readers open nothing."""


class PlanIncomplete(Refusal):
    """Something that a round cannot do without is missing."""


class RoundWasOpened(Refusal):
    """Only a round that was never opened is thrown away."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft with its choices; `begun_by` is a name."""

    draft_id: str
    begun_by: str
    changed_on: date
    plan: RoundPlan


@dataclass(frozen=True, slots=True)
class MadeRound:
    """A round as it was just made. The recovery key is stored nowhere."""

    round_id: str
    recovery_key: str


@dataclass(frozen=True, slots=True)
class Holder:
    """An account that may hold a round's key."""

    account_id: str
    name: str
    role: str


@transaction
def begin_draft(session: Session, *, account_id: str, today: date, plan: RoundPlan | None = None) -> str:
    """Begin to plan a round, from nothing or from the choices of another; return the draft's id."""
    draft_id = secrets.token_hex(8)
    choices = to_json(plan or RoundPlan())
    draft = RoundDraft(draft_id=draft_id, account_id=account_id, choices=choices, changed_on=today)
    store.add_draft(session, draft)
    return draft_id


@transaction
def save_draft(session: Session, *, draft_id: str, plan: RoundPlan, today: date) -> None:
    """Raises NoSuchDraft."""
    draft = store.get_draft(session, draft_id)
    draft.choices, draft.changed_on = to_json(plan), today


@transaction
def delete_draft(session: Session, *, draft_id: str) -> None:
    """Raises NoSuchDraft."""
    store.delete_draft(session, store.get_draft(session, draft_id))


def find_draft(session: Session, draft_id: str) -> Draft | None:
    found = store.find_draft(session, draft_id)
    return _draft(session, found) if found else None


def list_drafts(session: Session) -> list[Draft]:
    """All drafts, the newest first."""
    return [_draft(session, draft) for draft in store.list_drafts(session)]


def list_possible_holders(session: Session) -> list[Holder]:
    """Accounts that are in use and may hold keys, by name."""
    return [
        Holder(account.account_id, account.name, account.role)
        for account in list_accounts(session)
        if not account.disabled and account.role in KEY_HOLDERS
    ]


def list_taken_ids(session: Session) -> set[str]:
    """Codes that rounds have already."""
    return {survey_round.round_id for survey_round in rounds.list_rounds(session)}


def propose_cities(session: Session) -> tuple[dict[str, int | None], str]:
    """The cities of the newest round with their known numbers and where these come from; else all cities."""
    newest = next((one for one in rounds.list_rounds(session) if one.opened_on), None)
    if newest is None:
        return {city.city_id: None for city in list_cities(session)}, ""
    cities = rounds.list_cities_of_round(session, newest.round_id)
    return {city.city_id: city.known_clients for city in cities}, _source(cities)


@transaction
def make_round(session: Session, *, draft_id: str, account_id: str, library: Path) -> MadeRound:
    """Make the round with its keys and forget the draft; `account_id` is who does it.

    Raises NoSuchDraft, PlanIncomplete, NoSuchQuestionnaire, and what add_round raises.
    """
    draft = store.get_draft(session, draft_id)
    plan = from_json(draft.choices)
    if any(not missing.advised for missing in check_plan(plan)):
        raise PlanIncomplete
    recovery_key = add_round(
        session,
        round_id=plan.round_id,
        titles=plan.titles,
        survey=get_available(session, plan.questionnaire, library=library).survey,
        city_ids=plan.cities,
        access=plan.access,
        breakdowns=plan.breakdowns,
        holders=plan.holders,
        known_clients_source=plan.known_clients_source,
        ends_on=plan.ends_on,
    )
    note(session, account_id, "round_planned", plan.round_id)
    store.delete_draft(session, draft)
    return MadeRound(plan.round_id, recovery_key)


@transaction
def replan_round(session: Session, *, round_id: str, account_id: str, library: Path, today: date) -> str:
    """Throw away a round that was never opened, with its keys, coupons and passes, and begin a draft with the
    same choices; return the draft's id. Raises NoSuchRound, RoundWasOpened.
    """
    survey_round = rounds.get_round(session, round_id, lock="write")
    if survey_round.state != "draft":
        raise RoundWasOpened
    cities = rounds.list_cities_of_round(session, round_id)
    digest = survey_round.questionnaire_digest
    holders = {holder.account_id for holder in list_possible_holders(session)}
    plan = RoundPlan(
        questionnaire=digest if find_available(session, digest, library=library) else "",
        round_id=round_id,
        titles=survey_round.titles,
        ends_on=survey_round.ends_on,
        cities={city.city_id: city.known_clients for city in cities},
        known_clients_source=_source(cities),
        access=survey_round.access,
        breakdowns=tuple(survey_round.breakdowns),
        holders=tuple(each for each in rounds.list_key_holders(session, round_id) if each in holders),
    )
    rounds.delete_round(session, round_id)
    note(session, account_id, "round_thrown_away", round_id)
    return begin_draft(session, account_id=account_id, today=today, plan=plan)


def count_printed(session: Session, round_id: str) -> int:
    """How many coupons of a round were printed."""
    return sum(batch.given for batch in list_batches(session, round_id))


def _source(cities: Sequence[CityOfRound]) -> str:
    return next((city.known_clients_source for city in cities if city.known_clients_source), "")


def _draft(session: Session, draft: RoundDraft) -> Draft:
    account = find_account(session, draft.account_id)
    return Draft(draft.draft_id, account.name if account else "", draft.changed_on, from_json(draft.choices))
