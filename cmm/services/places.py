"""Cities and sites."""

import re
from dataclasses import dataclass

from sqlalchemy.orm import Session

from cmm.domain.language import Translated
from cmm.domain.refusal import Refusal
from cmm.services.transaction import transaction
from cmm.store import places as store
from cmm.store.places import City, Site

CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
"""Codes stand in addresses and file names; "+" and ":" are left free for merged cities and for commands."""

LONGEST_HELP = 800
"""Characters in one language."""


@dataclass(frozen=True, slots=True)
class Place:
    """A city with its sites."""

    city: City
    sites: tuple[Site, ...]


class BadCode(Refusal):
    """A code has small Latin letters, digits, "-" and "_" only, at most 40."""


class CodeTaken(Refusal):
    """Something else has this code."""


class NameMissing(Refusal):
    """At least one language must have a name."""


class HelpTooLong(Refusal):
    """The words on where to find help are short: people read them on a phone."""


@transaction
def add_city(
    session: Session, *, city_id: str, names: Translated, region: str = "", position: int = 0
) -> City:
    """Raises BadCode, CodeTaken, NameMissing."""
    check_code(city_id)
    if store.find_city(session, city_id):
        raise CodeTaken(city_id)
    city = City(city_id=city_id, names=checked_names(names), region=region.strip(), position=position)
    store.add_city(session, city)
    return city


@transaction
def add_site(session: Session, *, site_id: str, city_id: str, names: Translated) -> Site:
    """Raises BadCode, CodeTaken, NameMissing, NoSuchCity."""
    check_code(site_id)
    store.get_city(session, city_id)
    if store.find_site(session, site_id):
        raise CodeTaken(site_id)
    site = Site(site_id=site_id, city_id=city_id, names=checked_names(names))
    store.add_site(session, site)
    return site


@transaction
def set_help(session: Session, *, city_id: str, words: Translated) -> None:
    """Say where people find help in a city: a language with words gets them, one with "" loses its own.

    Languages that are not in `words` keep theirs. Raises NoSuchCity, HelpTooLong.
    """
    city = store.get_city(session, city_id)
    given = {language: text.strip() for language, text in words.items()}
    if any(len(text) > LONGEST_HELP for text in given.values()):
        raise HelpTooLong(str(LONGEST_HELP))
    city.help = {language: text for language, text in {**city.help, **given}.items() if text}


def list_cities(session: Session) -> list[City]:
    """All cities by position, then by code."""
    return store.list_cities(session)


def list_places(session: Session) -> list[Place]:
    """All cities in order, each with its sites."""
    return [
        Place(city, tuple(store.list_sites(session, city.city_id))) for city in store.list_cities(session)
    ]


def check_code(code: str) -> None:
    """Raises BadCode."""
    if not CODE.fullmatch(code):
        raise BadCode(code)


def checked_names(names: Translated) -> dict[str, str]:
    """The names that say something, trimmed. Raises NameMissing when none does."""
    kept = {language: words.strip() for language, words in names.items() if words.strip()}
    if not kept:
        raise NameMissing
    return kept
