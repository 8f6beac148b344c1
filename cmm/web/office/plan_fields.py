"""The fields of the planning pages: the choices as a form shows them, and what was sent as choices."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date

from werkzeug.datastructures import MultiDict

from cmm.domain.language import SCREEN_LANGUAGES
from cmm.domain.round_plan import ACCESS as ACCESS_STEP
from cmm.domain.round_plan import CHECK, CITIES, KEYS, QUESTIONNAIRE, TITLE, RoundPlan, check_days
from cmm.domain.round_state import ACCESS
from cmm.services.places import BadCode, check_code
from cmm.web.i18n import gettext as _

LONGEST_TEXT = 150
MOST_CLIENTS = 1_000_000

Problems = dict[str, str]
"""What to say, by the name of the field."""


@dataclass(frozen=True, slots=True)
class Offered:
    """What can be chosen: digests, codes of cities, names of breakdown questions, account ids; and the codes
    of rounds that are taken.
    """

    questionnaires: Collection[str]
    cities: Collection[str]
    breakdowns: Collection[str]
    holders: Collection[str]
    taken: Collection[str]


def show_fields(plan: RoundPlan) -> MultiDict[str, str]:
    """The choices as the fields of a form."""
    fields: MultiDict[str, str] = MultiDict(
        {
            "questionnaire": plan.questionnaire,
            "round_id": plan.round_id,
            "begins_on": plan.begins_on.isoformat() if plan.begins_on else "",
            "ends_on": plan.ends_on.isoformat() if plan.ends_on else "",
            "source": plan.known_clients_source,
            "access": plan.access,
            "percent": str(plan.percent),
        }
    )
    fields.update({f"title_{code}": plan.titles.get(code, "") for code in SCREEN_LANGUAGES})
    fields.update({f"known_{code}": str(known or "") for code, known in plan.cities.items()})
    for name, chosen in (("city", plan.cities), ("breakdown", plan.breakdowns), ("holder", plan.holders)):
        fields.setlist(name, list(chosen))
    return fields


def read_step(
    step: str, plan: RoundPlan, form: MultiDict[str, str], offered: Offered, *, today: date
) -> tuple[RoundPlan, Problems]:
    """The choices with those of one step in them, and what is wrong with what was sent."""
    if step == TITLE:
        return _read_title(plan, form, offered, today)
    return _READERS[step](plan, form, offered)


def _read_questionnaire(
    plan: RoundPlan, form: MultiDict[str, str], offered: Offered
) -> tuple[RoundPlan, Problems]:
    chosen = form.get("questionnaire", "")
    if chosen and chosen not in offered.questionnaires:
        return plan, {"questionnaire": _("This questionnaire is not here any more. Choose another one.")}
    if chosen != plan.questionnaire:
        plan = replace(plan, questionnaire=chosen, breakdowns=())
    return plan, {}


def _read_title(
    plan: RoundPlan, form: MultiDict[str, str], offered: Offered, today: date
) -> tuple[RoundPlan, Problems]:
    titles = {code: form.get(f"title_{code}", "").strip()[:LONGEST_TEXT] for code in SCREEN_LANGUAGES}
    code = form.get("round_id", "").strip().lower()
    begins_on, wrong_begin = _read_day(form, "begins_on")
    ends_on, wrong_end = _read_day(form, "ends_on")
    problems = _check_code(code, offered.taken) | wrong_begin | wrong_end
    for problem in check_days(begins_on, ends_on, today=today):
        problems.setdefault("ends_on", _day_words()[problem])
    titles = {language: words for language, words in titles.items() if words}
    return replace(plan, titles=titles, round_id=code, begins_on=begins_on, ends_on=ends_on), problems


def _read_cities(plan: RoundPlan, form: MultiDict[str, str], offered: Offered) -> tuple[RoundPlan, Problems]:
    problems: Problems = {}
    chosen: dict[str, int | None] = {}
    for code in form.getlist("city"):
        written = form.get(f"known_{code}", "").strip()
        number = int(written) if written.isascii() and written.isdigit() and len(written) < 8 else None
        if written and not (number and number <= MOST_CLIENTS):
            problems[f"known_{code}"] = _("Write a whole number above zero, or leave it empty.")
        if code in offered.cities:
            chosen[code] = number or None
    source = form.get("source", "").strip()[:LONGEST_TEXT]
    return replace(plan, cities=chosen, known_clients_source=source), problems


def _read_access(plan: RoundPlan, form: MultiDict[str, str], offered: Offered) -> tuple[RoundPlan, Problems]:
    access = form.get("access", "")
    breakdowns = tuple(name for name in offered.breakdowns if name in form.getlist("breakdown"))
    return replace(plan, access=access if access in ACCESS else "", breakdowns=breakdowns), {}


def _read_keys(plan: RoundPlan, form: MultiDict[str, str], offered: Offered) -> tuple[RoundPlan, Problems]:
    chosen = form.getlist("holder")
    return replace(plan, holders=tuple(each for each in offered.holders if each in chosen)), {}


def _read_check(plan: RoundPlan, form: MultiDict[str, str], _offered: Offered) -> tuple[RoundPlan, Problems]:
    written = form.get("percent", "").strip().removesuffix("%").strip()
    if not (written.isascii() and written.isdigit() and len(written) < 4 and 1 <= int(written) <= 100):
        return plan, {"percent": _("Write a whole number from 1 to 100.")}
    return replace(plan, percent=int(written)), {}


_READERS: dict[str, Callable[[RoundPlan, MultiDict[str, str], Offered], tuple[RoundPlan, Problems]]] = {
    QUESTIONNAIRE: _read_questionnaire,
    CITIES: _read_cities,
    ACCESS_STEP: _read_access,
    KEYS: _read_keys,
    CHECK: _read_check,
}


def _check_code(code: str, taken: Collection[str]) -> Problems:
    if not code:
        return {}
    if code in taken:
        return {"round_id": _("Another round has this code. Write another one.")}
    try:
        check_code(code)
    except BadCode:
        return {"round_id": _("The code has small Latin letters, digits, “-” and “_” only, 40 at most.")}
    return {}


def _read_day(form: MultiDict[str, str], name: str) -> tuple[date | None, Problems]:
    written = form.get(name, "").strip()
    if not written:
        return None, {}
    try:
        return date.fromisoformat(written), {}
    except ValueError:
        return None, {name: _("Write the date as year-month-day, for example 2026-11-30.")}


def _day_words() -> dict[str, str]:
    return {
        "ends_before_it_begins": _("The last day is before the first day."),
        "ends_in_the_past": _("The last day is over already. Write a day to come."),
        "lasts_too_long": _("The last day is more than a year away. Write an earlier day."),
    }
