"""Cities and their sites."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from cmm.domain.refusal import Refusal
from cmm.store.models import City as City
from cmm.store.models import Region as Region
from cmm.store.models import Site as Site


class NoSuchCity(Refusal):
    """No city has this code."""


class CityInUse(Refusal):
    """A round, a person or something else belongs to the city."""


class NoSuchRegion(Refusal):
    """No region has this code."""


class NoSuchSite(Refusal):
    """No site has this code."""


def find_city(session: Session, city_id: str) -> City | None:
    return session.get(City, city_id)


def get_city(session: Session, city_id: str) -> City:
    """Raises NoSuchCity."""
    city = find_city(session, city_id)
    if city is None:
        raise NoSuchCity(city_id)
    return city


def list_cities(session: Session) -> list[City]:
    """All cities by position, then by code."""
    return list(session.scalars(select(City).order_by(City.position, City.city_id)))


def add_city(session: Session, city: City) -> None:
    session.add(city)
    session.flush()


def delete_city(session: Session, city: City) -> None:
    """Delete a city with its sites. Raises CityInUse when anything else names one of them."""
    city_id = city.city_id
    try:
        for site in list_sites(session, city_id):
            session.delete(site)
        session.flush()
        session.delete(city)
        session.flush()
    except IntegrityError as error:
        raise CityInUse(city_id) from error


def find_region(session: Session, region_id: str) -> Region | None:
    return session.get(Region, region_id)


def get_region(session: Session, region_id: str) -> Region:
    """Raises NoSuchRegion."""
    region = find_region(session, region_id)
    if region is None:
        raise NoSuchRegion(region_id)
    return region


def list_regions(session: Session) -> list[Region]:
    """All regions by code."""
    return list(session.scalars(select(Region).order_by(Region.region_id)))


def add_region(session: Session, region: Region) -> None:
    session.add(region)
    session.flush()


def find_site(session: Session, site_id: str) -> Site | None:
    return session.get(Site, site_id)


def get_site(session: Session, site_id: str) -> Site:
    """Raises NoSuchSite."""
    site = find_site(session, site_id)
    if site is None:
        raise NoSuchSite(site_id)
    return site


def list_sites(session: Session, city_id: str) -> list[Site]:
    """The sites of a city by code."""
    return list(session.scalars(select(Site).where(Site.city_id == city_id).order_by(Site.site_id)))


def add_site(session: Session, site: Site) -> None:
    session.add(site)
    session.flush()
