"""Published rounds with numbers that a test chooses: the bytes of a snapshot, without answers behind them."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from cmm.domain.disclosure.tables import NO_ANSWER
from cmm.domain.snapshot import canonical_bytes, digest_of
from cmm.domain.snapshot.canonical import FORMAT
from cmm.services.places import set_position
from cmm.services.regions import add_region, set_region_of_city
from cmm.store.places import find_region, get_city
from cmm.store.rounds import find_round, get_round
from cmm.store.snapshots import add_snapshot, add_withdrawal
from tests.factories import make_account, make_round

FIRST_DAY = date(2025, 3, 1)
AT = {"almaty": (43.2, 76.9), "shymkent": (42.3, 69.6), "taraz": (42.9, 71.4)}
QUESTION: dict[str, Any] = {
    "name": "closed",
    "type": "select_one",
    "label": {"ru": "Пункт был закрыт?", "en": "Was the site closed?"},
    "answers": [
        {"code": "yes", "label": {"ru": "Да", "en": "Yes"}},
        {"code": "no", "label": {"ru": "Нет", "en": "No"}},
        {"code": NO_ANSWER, "label": {"ru": "Нет ответа", "en": "No answer"}},
    ],
    "likert": False,
    "group": None,
}
INDICATOR: dict[str, Any] = {
    "id": "site_closed",
    "question": "closed",
    "label": {"ru": "Пункт был закрыт", "en": "The site was closed"},
    "numerator": ["yes"],
    "excludes": [],
    "dimension": "availability",
    "direction": "less_is_better",
    "red_line": 10,
    "numerator_words": {"en": "yes"},
    "denominator_words": {"en": "everybody"},
    "standard": {"name": "A standard", "source": "its source"},
}

Said = Mapping[str, tuple[int, int]]
"""How many said yes, of how many, by unit: "almaty", or "shymkent+taraz" for cities shown together."""


def publish(
    session: Session,
    round_id: str,
    said: Said,
    *,
    place: int,
    question: Mapping[str, Any] | None = None,
    silent: Sequence[str] = (),
    form_id: str = "small",
) -> str:
    """Publish a round, the `place`th of a series; returns the digest. `question` replaces parts of it."""
    cities = [city for unit in said for city in unit.split("+")]
    if find_round(session, round_id) is None:
        make_round(session, round_id=round_id, access="link", cities=[*cities, *silent])
        _put_on_the_map(session, [*cities, *silent])
    content = _content(session, round_id, said, FIRST_DAY + timedelta(days=200 * place), silent)
    content["form_id"] = form_id
    content["questions"][0] |= question or {}
    return _keep(session, round_id, content)


def withdraw(session: Session, digest: str) -> None:
    """Take a publication back."""
    account = make_account(session, f"withdrew {digest[:6]}", "coordinator").account_id
    day = FIRST_DAY + timedelta(days=2000)
    add_withdrawal(session, digest=digest, reason="A mistake.", withdrawn_by=account, withdrawn_on=day)
    session.commit()


def _put_on_the_map(session: Session, cities: Sequence[str]) -> None:
    """Almaty alone, the others in the south."""
    for city in cities:
        region = "city" if city == "almaty" else "south"
        if find_region(session, region) is None:
            add_region(session, region_id=region, names={"en": region.title()}, country="KZ")
        set_region_of_city(session, city_id=city, region_id=region)
        set_position(session, city_id=city, at=AT.get(city))


def _content(
    session: Session, round_id: str, said: Said, closed_on: date, silent: Sequence[str]
) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "round": round_id,
        "number": 1,
        "supersedes": None,
        "title": {"en": f"Round {round_id}", "ru": f"Раунд {round_id}"},
        "form_id": "small",
        "form_version": "1",
        "questionnaire_digest": get_round(session, round_id).questionnaire_digest,
        "languages": ["ru", "en"],
        "invented": False,
        "access": "link",
        "opened_on": (closed_on - timedelta(days=20)).isoformat(),
        "closed_on": closed_on.isoformat(),
        "prepared_on": closed_on.isoformat(),
        "units": [_unit(session, code, of) for code, (_yes, of) in said.items()],
        "cities_without_figures": [{**_city(session, city), "reason": "no_responses"} for city in silent],
        "questions": [deepcopy(QUESTION)],
        "tables": [
            {
                "question": "closed",
                "answers": ["yes", "no", NO_ANSWER],
                "units": {code: {"counts": [yes, of - yes, 0], "of": of} for code, (yes, of) in said.items()},
                "withheld": {},
            }
        ],
        "indicators": [deepcopy(INDICATOR)],
        "breakdowns": [],
        "method": {"en": "How."},
        "method_facts": {"step": 5, "smallest_group": 10},
    }


def _unit(session: Session, code: str, of: int) -> dict[str, Any]:
    cities = [_city(session, city) for city in code.split("+")]
    names = {"en": ", ".join(city["names"]["en"] for city in cities)}
    return {
        "code": code,
        "names": names,
        "cities": cities,
        "responses": of,
        "answered": of,
        "known_clients": of + 10,
    }


def _city(session: Session, code: str) -> dict[str, Any]:
    return {"code": code, "names": dict(get_city(session, code).names)}


def _keep(session: Session, round_id: str, content: dict[str, Any]) -> str:
    data = canonical_bytes(content)
    account = make_account(session, f"published {round_id}", "coordinator").account_id
    day = date.fromisoformat(content["closed_on"]) + timedelta(days=10)
    add_snapshot(
        session,
        digest=digest_of(data),
        round_id=round_id,
        number=1,
        content=data,
        published_by=account,
        published_on=day,
    )
    session.commit()
    return digest_of(data)
