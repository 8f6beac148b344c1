"""Regions with their cities, as lists of links, and the same cities as items of a map."""

from collections.abc import Sequence
from dataclasses import dataclass

from babel import Locale
from flask import url_for

from cmm.domain.snapshot import Snapshot
from cmm.services.published_places import PublicCity, PublicPlaces
from cmm.web.i18n import current_language, words
from cmm.web.i18n import gettext as _
from cmm.web.reading.country_map import CountryMap, MapItem, build_map

Link = tuple[str, str]
"""A name and its address."""


@dataclass(frozen=True, slots=True)
class RegionCities:
    """A region with its cities; the last one may be without a name: cities whose region nobody said."""

    region: Link | None
    cities: tuple[Link, ...]


def list_regions_with_cities(places: PublicPlaces, cities: Sequence[PublicCity]) -> list[RegionCities]:
    """`cities` by region, in the order of lists."""
    regions = list(dict.fromkeys(city.region_id for city in cities))
    return [
        RegionCities(
            region_link(places, region), tuple(city_link(city) for city in cities if city.region_id == region)
        )
        for region in sorted(regions, key=lambda region: region is None)
    ]


def map_cities(cities: Sequence[PublicCity], countries: Sequence[str]) -> CountryMap:
    """The cities on the map of their countries."""
    return build_map([_item(city) for city in cities], countries)


def city_link(city: PublicCity) -> Link:
    return words(city.names), url_for("dashboard.show_city", city_id=city.city_id)


def region_link(places: PublicPlaces, region_id: str | None) -> Link | None:
    region = places.find_region(region_id)
    if region is None:
        return None
    return words(region.names), url_for("dashboard.show_region", region_id=region.region_id)


def country_link(code: str) -> Link | None:
    """None for "", the country of a region that nobody said."""
    return (country_name(code), url_for("dashboard.show_country", country=code)) if code else None


def list_further(snapshot: Snapshot, unit: str | None) -> list[Link]:
    """From a page of one round to those over all rounds: the service, and the cities of a unit."""
    form_id = snapshot.content["form_id"]
    cities = [city for each in snapshot.content["units"] if each["code"] == unit for city in each["cities"]]
    return [
        (_("This service over all rounds"), url_for("dashboard.show_service", form_id=form_id)),
        *(
            (
                _("%(city)s over all rounds") % {"city": words(city["names"])},
                url_for("dashboard.show_city", city_id=city["code"]),
            )
            for city in cities
        ),
    ]


def country_name(code: str) -> str:
    """What a country of ISO 3166-1 is called in the language of the page."""
    return str(Locale.parse(current_language()).territories.get(code, code))


def _item(city: PublicCity) -> MapItem:
    name, address = city_link(city)
    return MapItem(name, address, ((name, city.at),))
