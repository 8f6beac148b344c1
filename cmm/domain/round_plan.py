"""A round while it is being planned: the choices so far, and what is still missing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from cmm.domain.language import SCREEN_LANGUAGES, Translated

QUESTIONNAIRE, TITLE, CITIES, ACCESS, KEYS, CHECK = (
    "questionnaire",
    "title",
    "cities",
    "access",
    "keys",
    "check",
)
STEPS = (QUESTIONNAIRE, TITLE, CITIES, ACCESS, KEYS, CHECK)
"""The steps of planning in their order; each is a page."""
USUAL_PERCENT = 70
"""The share of known clients that is expected to answer until somebody says otherwise."""
LONGEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """The choices so far. `questionnaire` is a digest; `cities` map codes to known numbers of clients.

    `percent` is the expected share of known clients who answer, for foretelling only.
    """

    questionnaire: str = ""
    round_id: str = ""
    titles: Translated = field(default_factory=dict)
    begins_on: date | None = None
    ends_on: date | None = None
    cities: Mapping[str, int | None] = field(default_factory=dict)
    known_clients_source: str = ""
    access: str = ""
    breakdowns: tuple[str, ...] = ()
    holders: tuple[str, ...] = ()
    percent: int = USUAL_PERCENT


@dataclass(frozen=True, slots=True)
class Missing:
    """Something to be filled in at a step; what is only `advised` does not keep the round from being made."""

    step: str
    code: str
    advised: bool = False


def check_plan(plan: RoundPlan) -> list[Missing]:
    """All that is missing, in the order of the steps."""
    spoken = {code for code in SCREEN_LANGUAGES if plan.titles.get(code, "").strip()}
    counted = [number for number in plan.cities.values() if number is not None]
    found = [
        (not plan.questionnaire, Missing(QUESTIONNAIRE, "questionnaire")),
        (not spoken, Missing(TITLE, "title")),
        (bool(spoken) and len(spoken) < len(SCREEN_LANGUAGES), Missing(TITLE, "title_languages", True)),
        (not plan.round_id, Missing(TITLE, "round_id")),
        (plan.ends_on is None, Missing(TITLE, "ends_on")),
        (not plan.cities, Missing(CITIES, "cities")),
        (len(counted) < len(plan.cities), Missing(CITIES, "known_clients", True)),
        (bool(counted) and not plan.known_clients_source, Missing(CITIES, "source", True)),
        (bool(counted) and not _names_a_year(plan.known_clients_source), Missing(CITIES, "source_day", True)),
        (not plan.access, Missing(ACCESS, "access")),
        (not plan.holders, Missing(KEYS, "holders")),
        (len(plan.holders) == 1, Missing(KEYS, "second_holder", True)),
    ]
    return [missing for is_missing, missing in found if is_missing]


def _names_a_year(source: str) -> bool:
    """Whether a source says of when it is; one that is not named yet has another thing missing."""
    return not source or bool(re.search(r"\b(19|20)\d\d\b", source))


def check_days(begins_on: date | None, ends_on: date | None, *, today: date) -> list[str]:
    """What is wrong with the planned first and last day, as codes."""
    found = []
    if begins_on and ends_on and ends_on < begins_on:
        found.append("ends_before_it_begins")
    elif ends_on and ends_on < today:
        found.append("ends_in_the_past")
    elif ends_on and ends_on > max(begins_on or today, today) + LONGEST:
        found.append("lasts_too_long")
    return found


def propose_round_id(form_id: str, day: date, taken: set[str]) -> str:
    """A short code for the address, such as "ost-2026-11", that no other round has."""
    letters = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in form_id.lower())
    start = f"{(letters.split() or ['round'])[0][:24]}-{day:%Y-%m}"
    numbered = (start if number == 1 else f"{start}-{number}" for number in range(1, len(taken) + 2))
    return next(code for code in numbered if code not in taken)


def to_json(plan: RoundPlan) -> dict[str, Any]:
    """The choices as plain JSON values."""
    return {
        "questionnaire": plan.questionnaire,
        "round_id": plan.round_id,
        "titles": dict(plan.titles),
        "begins_on": plan.begins_on.isoformat() if plan.begins_on else None,
        "ends_on": plan.ends_on.isoformat() if plan.ends_on else None,
        "cities": dict(plan.cities),
        "known_clients_source": plan.known_clients_source,
        "access": plan.access,
        "breakdowns": list(plan.breakdowns),
        "holders": list(plan.holders),
        "percent": plan.percent,
    }


def from_json(choices: Mapping[str, Any]) -> RoundPlan:
    """The choices that `to_json` wrote; what was not chosen yet may be left out."""
    days = {name: date.fromisoformat(choices[name]) for name in ("begins_on", "ends_on") if choices.get(name)}
    lists = {name: tuple(choices.get(name, ())) for name in ("breakdowns", "holders")}
    return RoundPlan(**{**choices, "begins_on": None, "ends_on": None, **days, **lists})
