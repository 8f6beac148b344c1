"""Cities, regions and countries as the public reads them: only those of which something was published."""

import json
from collections.abc import Collection
from dataclasses import asdict, dataclass
from hashlib import sha256

from sqlalchemy.orm import Session

from cmm.domain.language import Translated
from cmm.store import places as store


@dataclass(frozen=True, slots=True)
class PublicCity:
    """`at` is latitude and longitude in degrees, to one decimal."""

    city_id: str
    names: Translated
    region_id: str | None
    at: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class PublicRegion:
    """`country` is a code of ISO 3166-1, "" when it is not known."""

    region_id: str
    names: Translated
    country: str


@dataclass(frozen=True, slots=True)
class PublicPlaces:
    """Cities in the order of lists, regions in the order of their first city. `mark` names this state of
    all.
    """

    cities: tuple[PublicCity, ...]
    regions: tuple[PublicRegion, ...]
    mark: str

    @property
    def countries(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(region.country for region in self.regions if region.country))

    def find_city(self, city_id: str) -> PublicCity | None:
        return next((city for city in self.cities if city.city_id == city_id), None)

    def find_region(self, region_id: str | None) -> PublicRegion | None:
        return next((region for region in self.regions if region.region_id == region_id), None)

    def of_region(self, region_id: str) -> tuple[PublicCity, ...]:
        return tuple(city for city in self.cities if city.region_id == region_id)

    def of_country(self, country: str) -> tuple[PublicCity, ...]:
        regions = {region.region_id for region in self.regions if region.country == country}
        return tuple(city for city in self.cities if city.region_id in regions)


def list_public_places(session: Session, published: Collection[str]) -> PublicPlaces:
    """The places of the cities in `published` (their codes)."""
    cities = tuple(
        PublicCity(city.city_id, city.names, city.region_id, _at(city))
        for city in store.list_cities(session)
        if city.city_id in published
    )
    known = {region.region_id: region for region in store.list_regions(session)}
    used = dict.fromkeys(city.region_id for city in cities if city.region_id)
    regions = tuple(PublicRegion(code, known[code].names, known[code].country) for code in used)
    return PublicPlaces(cities, regions, _mark([*cities, *regions]))


def _at(city: store.City) -> tuple[float, float] | None:
    if city.latitude is None or city.longitude is None:
        return None
    return city.latitude, city.longitude


def _mark(places: list[PublicCity | PublicRegion]) -> str:
    text = json.dumps([asdict(place) for place in places], sort_keys=True)
    return sha256(text.encode()).hexdigest()
