"""What each planning page offers to choose from, and what it proposes where nothing was chosen yet."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from babel.dates import format_skeleton
from sqlalchemy.orm import Session

from cmm.domain.language import SCREEN_LANGUAGES, Translated, in_language
from cmm.domain.round_plan import (
    ACCESS,
    CHECK,
    CITIES,
    KEYS,
    QUESTIONNAIRE,
    TITLE,
    RoundPlan,
    propose_round_id,
)
from cmm.paths import data_dir
from cmm.services.available_questionnaires import AvailableQuestionnaire, find_available, list_available
from cmm.services.foretell import foretell_round
from cmm.services.known_cities import list_new_cities
from cmm.services.places import list_cities, list_places
from cmm.services.promise_reask import list_rechecks
from cmm.services.round_drafts import list_possible_holders, list_taken_ids, propose_cities
from cmm.web.i18n import day, period
from cmm.web.i18n import gettext as _
from cmm.web.office.plan_fields import Offered
from cmm.web.office.sign_in import current_account

USUAL_LENGTH = timedelta(weeks=4)
"""From the first to the last day, until somebody chooses otherwise."""
USUAL_ACCESS = "coupon"
"""The way that tells readers more: one answer a person, and of how many."""


def offered_of(session: Session, plan: RoundPlan) -> Offered:
    """All that may be sent."""
    chosen = _chosen(session, plan)
    return Offered(
        questionnaires={each.digest for each in _kept(session)},
        cities=[city.city_id for city in list_cities(session)],
        breakdowns=[each.question for each in chosen.breakdowns()] if chosen else [],
        holders=[holder.account_id for holder in list_possible_holders(session)],
        taken=list_taken_ids(session),
    )


def choices_of(session: Session, step: str, plan: RoundPlan) -> dict[str, Any]:
    """What the template of a step lists."""
    if step == QUESTIONNAIRE:
        return {"available": _kept(session)}
    if step == CITIES:
        return {"places": list_places(session), "known": list_new_cities(session)}
    if step == KEYS:
        return {"holders": list_possible_holders(session)}
    chosen = _chosen(session, plan)
    found: dict[str, Any] = {"chosen": chosen, "breakdowns": chosen.breakdowns() if chosen else []}
    if step == CHECK:
        found["days"] = _days(plan)
        found["forecast"] = foretell_round(session, plan, found["breakdowns"])
        found["holders"] = [
            each for each in list_possible_holders(session) if each.account_id in plan.holders
        ]
    if step == CHECK and chosen:
        asked = chosen.questionnaire
        found["rechecks"] = list_rechecks(session, questionnaire=asked, city_ids=plan.cities)
    return found


def proposed(session: Session, step: str, plan: RoundPlan, today: date) -> RoundPlan:
    """The choices with proposals for what is empty at a step; they are kept only when they are sent."""
    if step == TITLE:
        return _with_title(session, plan, today)
    if step == CITIES and not plan.cities:
        cities, source = propose_cities(session)
        return replace(plan, cities=cities, known_clients_source=plan.known_clients_source or source)
    if step == ACCESS and not plan.access:
        chosen = _chosen(session, plan)
        allowed = tuple(each.question for each in chosen.breakdowns()) if chosen else ()
        return replace(plan, access=USUAL_ACCESS, breakdowns=allowed)
    if step == KEYS and not plan.holders:
        return replace(plan, holders=(current_account().account_id,))
    return plan


def _with_title(session: Session, plan: RoundPlan, today: date) -> RoundPlan:
    chosen, first = _chosen(session, plan), plan.begins_on or today
    if chosen is None:
        return plan
    form = chosen.questionnaire
    code = plan.round_id or propose_round_id(form.form_id, first, list_taken_ids(session))
    ends_on = plan.ends_on or first + USUAL_LENGTH
    return replace(
        plan,
        round_id=code,
        titles=plan.titles or _titles(form.title, first),
        begins_on=first,
        ends_on=ends_on,
    )


def _days(plan: RoundPlan) -> str:
    """The planned days in words; "" while the last one is not chosen."""
    if plan.ends_on is None:
        return ""
    if plan.begins_on is None:
        return _("until %(day)s") % {"day": day(plan.ends_on)}
    return period(plan.begins_on, plan.ends_on)


def _titles(title: Translated, first: date) -> dict[str, str]:
    """The questionnaire's title with month and year; where it is not translated, nothing is proposed."""
    return {
        language: f"{in_language(title, language)}, {_month(first, language)}"
        for language in SCREEN_LANGUAGES
        if title.get(language)
    }


def _month(first: date, language: str) -> str:
    """Month and year, "ноябрь 2026"."""
    return str(format_skeleton("yMMMM", first, locale=language)).removesuffix("г.").strip()


def _kept(session: Session) -> list[AvailableQuestionnaire]:
    return [each for each in list_available(session, library=data_dir("surveys")) if each.is_kept]


def _chosen(session: Session, plan: RoundPlan) -> AvailableQuestionnaire | None:
    return find_available(session, plan.questionnaire, library=data_dir("surveys"))
