"""Cities and sites."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from cmm.domain.language import Translated
from cmm.domain.place_codes import RESERVED
from cmm.domain.refusal import Refusal
from cmm.services.place_names import BadCode as BadCode
from cmm.services.place_names import CodeTaken as CodeTaken
from cmm.services.place_names import NameMissing as NameMissing
from cmm.services.place_names import check_code as check_code
from cmm.services.place_names import checked_names as checked_names
from cmm.services.regions import find_or_add_region
from cmm.services.transaction import transaction
from cmm.store import places as store
from cmm.store.places import City, Site

LONGEST_HELP = 800
"""Characters in one language."""


@dataclass(frozen=True, slots=True)
class Place:
    """A city with its sites."""

    city: City
    sites: tuple[Site, ...]


class BadPosition(Refusal):
    """A position is a latitude from -90 to 90 and a longitude from -180 to 180, in degrees."""


class HelpTooLong(Refusal):
    """The words on where to find help are short: people read them on a phone."""


@transaction
def add_city(
    session: Session,
    *,
    city_id: str,
    names: Translated,
    region: str = "",
    position: int = 0,
    at: tuple[float, float] | None = None,
) -> City:
    """Add a city. `region` is the code or the name of one; a name that nobody has becomes a new region.
    `at` is latitude and longitude in degrees.

    Raises BadCode, CodeTaken, NameMissing, BadPosition.
    """
    check_code(city_id)
    if city_id in RESERVED or store.find_city(session, city_id):
        raise CodeTaken(city_id)
    kept = checked_names(names)
    latitude, longitude = _rounded(at) if at else (None, None)
    home = find_or_add_region(session, words=region, language=next(iter(kept)))
    city = City(
        city_id=city_id,
        names=kept,
        region_id=home.region_id if home else None,
        latitude=latitude,
        longitude=longitude,
        position=position,
    )
    store.add_city(session, city)
    return city


@transaction
def set_position(session: Session, *, city_id: str, at: tuple[float, float] | None) -> None:
    """Say where a city lies: latitude and longitude in degrees, kept to one decimal; None forgets it.

    Raises NoSuchCity, BadPosition.
    """
    city = store.get_city(session, city_id)
    city.latitude, city.longitude = _rounded(at) if at else (None, None)


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


def _rounded(at: tuple[float, float]) -> tuple[float, float]:
    """To 0.1 degrees, about ten kilometres: a city and not a street."""
    latitude, longitude = at
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
        raise BadPosition
    return round(latitude, 1), round(longitude, 1)
