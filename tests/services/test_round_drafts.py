"""Planning a round: a draft is kept, made into a round, and a round that was never opened is planned anew."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from cmm.domain.recovery_key import parse_recovery_key
from cmm.domain.round_plan import RoundPlan
from cmm.paths import data_dir
from cmm.services.accounts import disable
from cmm.services.available_questionnaires import list_available
from cmm.services.coupons import make_batch
from cmm.services.field_passes import make_pass
from cmm.services.places import CodeTaken, add_city
from cmm.services.round_drafts import (
    PlanIncomplete,
    RoundWasOpened,
    begin_draft,
    count_printed,
    delete_draft,
    find_draft,
    list_drafts,
    list_possible_holders,
    make_round,
    propose_cities,
    replan_round,
    save_draft,
)
from cmm.services.rounds import AccountDisabled, open_round
from cmm.store.coupons import list_batches
from cmm.store.field_passes import list_passes
from cmm.store.round_drafts import NoSuchDraft
from cmm.store.rounds import find_round, get_round, list_cities_of_round, list_key_holders
from tests.factories import MONDAY, PEPPER, make_account
from tests.factories import make_round as make_open_round

LIBRARY = data_dir("surveys")
LAST = date(2026, 12, 20)


@pytest.fixture
def coordinator(sqlite_session: Session) -> str:
    for code in ("almaty", "oral"):
        add_city(sqlite_session, city_id=code, names={"ru": code.title()})
    return make_account(sqlite_session, "timur", role="coordinator").account_id


def whole_plan(sqlite_session: Session, *holders: str) -> RoundPlan:
    available = list_available(sqlite_session, library=LIBRARY)
    chosen = next(one for one in available if one.questionnaire.form_id == "ost-satisfaction")
    return RoundPlan(
        questionnaire=chosen.digest,
        round_id="ost-2026-12",
        titles={"ru": "Осень"},
        begins_on=MONDAY,
        ends_on=LAST,
        cities={"oral": 31, "almaty": None},
        known_clients_source="register",
        access="coupon",
        breakdowns=("gender",),
        holders=holders,
    )


def plan_and_make(sqlite_session: Session, account_id: str, plan: RoundPlan, library: Path = LIBRARY) -> str:
    draft_id = begin_draft(sqlite_session, account_id=account_id, today=MONDAY, plan=plan)
    return make_round(sqlite_session, draft_id=draft_id, account_id=account_id, library=library).recovery_key


def test_a_draft_is_left_gone_on_with_and_thrown_away(sqlite_session: Session, coordinator: str) -> None:
    draft_id = begin_draft(sqlite_session, account_id=coordinator, today=MONDAY)
    save_draft(sqlite_session, draft_id=draft_id, plan=RoundPlan(access="link"), today=LAST)
    sqlite_session.expire_all()
    [draft] = list_drafts(sqlite_session)
    assert (draft.plan.access, draft.begun_by, draft.changed_on) == ("link", "timur", LAST)
    delete_draft(sqlite_session, draft_id=draft_id)
    assert find_draft(sqlite_session, draft_id) is None
    with pytest.raises(NoSuchDraft):
        save_draft(sqlite_session, draft_id=draft_id, plan=RoundPlan(), today=LAST)


def test_a_whole_plan_becomes_a_round_and_the_draft_is_gone(
    sqlite_session: Session, coordinator: str
) -> None:
    key = plan_and_make(sqlite_session, coordinator, whole_plan(sqlite_session, coordinator))
    assert len(parse_recovery_key(key)) == 32
    made = get_round(sqlite_session, "ost-2026-12")
    assert (made.state, made.ends_on, made.breakdowns, made.access) == ("draft", LAST, ["gender"], "coupon")
    assert set(list_key_holders(sqlite_session, "ost-2026-12")) == {coordinator, "recovery"}
    cities = {
        city.city_id: city.known_clients for city in list_cities_of_round(sqlite_session, "ost-2026-12")
    }
    assert cities == {"almaty": None, "oral": 31}
    assert list_drafts(sqlite_session) == []


def test_what_is_missing_stops_the_round_and_the_draft_stays(
    sqlite_session: Session, coordinator: str
) -> None:
    plan = replace(whole_plan(sqlite_session, coordinator), ends_on=None)
    with pytest.raises(PlanIncomplete):
        plan_and_make(sqlite_session, coordinator, plan)
    assert find_round(sqlite_session, "ost-2026-12") is None
    assert len(list_drafts(sqlite_session)) == 1


def test_a_code_taken_meanwhile_and_a_holder_gone_meanwhile_are_refused(
    sqlite_session: Session, coordinator: str
) -> None:
    plan = whole_plan(sqlite_session, coordinator)
    plan_and_make(sqlite_session, coordinator, plan)
    with pytest.raises(CodeTaken):
        plan_and_make(sqlite_session, coordinator, plan)
    gone = make_account(sqlite_session, "gone").account_id
    disable(sqlite_session, account_id=gone)
    with pytest.raises(AccountDisabled):
        plan_and_make(sqlite_session, coordinator, replace(plan, round_id="other", holders=(gone,)))
    assert find_round(sqlite_session, "other") is None


def test_readers_and_disabled_accounts_are_not_offered_as_key_holders(
    sqlite_session: Session, coordinator: str
) -> None:
    make_account(sqlite_session, "reader", role="reader")
    disable(sqlite_session, account_id=make_account(sqlite_session, "gone").account_id)
    assert [holder.name for holder in list_possible_holders(sqlite_session)] == ["timur"]


def test_a_round_that_was_never_opened_is_planned_anew_with_the_same_choices(
    sqlite_session: Session, coordinator: str
) -> None:
    plan = whole_plan(sqlite_session, coordinator)
    old_key = plan_and_make(sqlite_session, coordinator, plan)
    make_batch(sqlite_session, round_id=plan.round_id, city_id="oral", site_id=None, count=7, pepper=PEPPER)
    make_pass(sqlite_session, round_id=plan.round_id, city_id="oral", label="phone 1", pepper=PEPPER)
    assert count_printed(sqlite_session, plan.round_id) == 7
    draft_id = replan_round(
        sqlite_session, round_id=plan.round_id, account_id=coordinator, library=LIBRARY, today=MONDAY
    )
    assert find_round(sqlite_session, plan.round_id) is None
    assert (list_batches(sqlite_session, plan.round_id), list_passes(sqlite_session, plan.round_id)) == (
        [],
        [],
    )
    draft = find_draft(sqlite_session, draft_id)
    assert draft
    assert draft.plan == replace(plan, begins_on=None)
    made = make_round(sqlite_session, draft_id=draft_id, account_id=coordinator, library=LIBRARY)
    assert made.recovery_key != old_key


def test_a_round_that_was_opened_is_not_thrown_away(sqlite_session: Session, coordinator: str) -> None:
    plan = whole_plan(sqlite_session, coordinator)
    plan_and_make(sqlite_session, coordinator, plan)
    open_round(sqlite_session, round_id=plan.round_id, today=MONDAY)
    with pytest.raises(RoundWasOpened):
        replan_round(
            sqlite_session, round_id=plan.round_id, account_id=coordinator, library=LIBRARY, today=MONDAY
        )
    assert get_round(sqlite_session, plan.round_id).state == "open"


def test_the_cities_of_the_newest_round_are_proposed_with_their_numbers(
    sqlite_session: Session, coordinator: str
) -> None:
    assert propose_cities(sqlite_session) == ({"almaty": None, "oral": None}, "")
    plan = whole_plan(sqlite_session, coordinator)
    plan_and_make(sqlite_session, coordinator, plan)
    open_round(sqlite_session, round_id=plan.round_id, today=MONDAY)
    make_open_round(sqlite_session, cities=("almaty",), round_id="never", opened=False)
    assert propose_cities(sqlite_session) == ({"almaty": None, "oral": 31}, "register")
