"""Regions: what cities are named together, and in which country they lie."""

import re

from sqlalchemy.orm import Session

from cmm.domain.language import Translated
from cmm.domain.place_codes import propose_code
from cmm.domain.refusal import Refusal
from cmm.services.place_names import CodeTaken, check_code, checked_names
from cmm.services.transaction import transaction
from cmm.store import places as store
from cmm.store.places import Region

COUNTRY = re.compile(r"[A-Z]{2}")


class BadCountry(Refusal):
    """A country is named by two large Latin letters, as in ISO 3166-1."""


@transaction
def add_region(session: Session, *, region_id: str, names: Translated, country: str = "") -> Region:
    """Raises BadCode, CodeTaken, NameMissing, BadCountry."""
    check_code(region_id)
    if store.find_region(session, region_id):
        raise CodeTaken(region_id)
    region = Region(region_id=region_id, names=checked_names(names), country=checked_country(country))
    store.add_region(session, region)
    return region


@transaction
def set_region(
    session: Session, *, region_id: str, names: Translated | None = None, country: str | None = None
) -> None:
    """Change names (languages that are not given keep theirs) or the country of a region.

    Raises NoSuchRegion, NameMissing, BadCountry.
    """
    region = store.get_region(session, region_id)
    if names:
        region.names = checked_names({**region.names, **names})
    if country is not None:
        region.country = checked_country(country)


@transaction
def set_region_of_city(session: Session, *, city_id: str, region_id: str) -> None:
    """Put a city into a region. What is published of closed rounds stays joined as it is.

    Raises NoSuchCity, NoSuchRegion.
    """
    store.get_city(session, city_id).region_id = store.get_region(session, region_id).region_id


@transaction
def find_or_add_region(session: Session, *, words: str, language: str) -> Region | None:
    """The region with this code or name in any language; a name that nobody has becomes a new region.

    None without words.
    """
    said, regions = words.strip(), store.list_regions(session)
    if not said:
        return None
    for region in regions:
        if said == region.region_id or said.casefold() in {name.casefold() for name in region.names.values()}:
            return region
    names = {language: said}
    region = Region(region_id=propose_code(names, {each.region_id for each in regions}), names=names)
    store.add_region(session, region)
    return region


def list_regions(session: Session) -> list[Region]:
    """All regions by code."""
    return store.list_regions(session)


def checked_country(country: str) -> str:
    """The code in large letters, "" for none. Raises BadCountry."""
    code = country.strip().upper()
    if code and not COUNTRY.fullmatch(code):
        raise BadCountry(country)
    return code
