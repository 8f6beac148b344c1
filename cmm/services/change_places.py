"""Changing what a city or a site is called and where it belongs, and taking one back that was a mistake.

What is published keeps its old words.
"""

from sqlalchemy.orm import Session

from cmm.domain.language import Translated
from cmm.domain.round_plan import from_json
from cmm.services.audit import note
from cmm.services.place_names import checked_names
from cmm.services.places import set_position
from cmm.services.regions import find_or_add_region
from cmm.services.transaction import transaction
from cmm.store import places as store
from cmm.store.invitations import list_invitations
from cmm.store.places import City as City
from cmm.store.places import Region, Site
from cmm.store.round_drafts import list_drafts


@transaction
def change_city(
    session: Session,
    *,
    city_id: str,
    names: Translated,
    region: str,
    at: tuple[float, float] | None,
    by: str | None,
) -> None:
    """Other names, another region (the code or the name of one, a new name makes one, "" is none), another
    place on the map (latitude and longitude in degrees, None for none).

    Raises NoSuchCity, NameMissing, BadPosition.
    """
    city = store.get_city(session, city_id)
    city.names = checked_names(names)
    home = find_or_add_region(session, words=region, language=next(iter(city.names)))
    city.region_id = home.region_id if home else None
    set_position(session, city_id=city_id, at=at)
    note(session, by, "city_changed", city_id)


@transaction
def rename_site(session: Session, *, city_id: str, site_id: str, names: Translated, by: str | None) -> None:
    """Raises NoSuchSite, also when the site belongs to another city; NameMissing."""
    site = store.get_site(session, site_id)
    if site.city_id != city_id:
        raise store.NoSuchSite(site_id)
    site.names = checked_names(names)
    note(session, by, "city_changed", city_id)


@transaction
def remove_city(session: Session, *, city_id: str, by: str | None) -> None:
    """Take away a city that was added by mistake, with its sites.

    Raises NoSuchCity; CityInUse when a round, a plan, a person, a link or anything else has it.
    """
    city = store.get_city(session, city_id)
    planned = (from_json(draft.choices).cities for draft in list_drafts(session))
    invited = (invitation.city_ids for invitation in list_invitations(session))
    if any(city_id in cities for cities in (*planned, *invited)):
        raise store.CityInUse(city_id)
    store.delete_city(session, city)
    note(session, by, "city_removed", city_id)


def find_city(session: Session, city_id: str) -> City | None:
    return store.find_city(session, city_id)


def list_sites(session: Session, city_id: str) -> list[Site]:
    """The sites of a city by code."""
    return store.list_sites(session, city_id)


def find_region(session: Session, region_id: str | None) -> Region | None:
    return store.find_region(session, region_id) if region_id else None
