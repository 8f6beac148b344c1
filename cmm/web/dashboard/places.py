"""The pages of a city, a region and a country, over all services and rounds."""

from typing import Any

from flask import Response, abort

from cmm.web.dashboard.blueprint import dashboard
from cmm.web.dashboard.series_pages import Ground, read_ground, send_series_page, service_title
from cmm.web.i18n import words
from cmm.web.reading.place_list import (
    city_link,
    country_link,
    country_name,
    list_regions_with_cities,
    map_cities,
    region_link,
)
from cmm.web.reading.series import Cities
from cmm.web.reading.service_card import build_card
from cmm.web.reading.service_here import ServiceHere, build_service_here


@dashboard.get("/<lang:language>/cities/<city_id>")
def show_city(city_id: str) -> Response:
    """Everything published about one city."""
    ground = read_ground().of_cities((city_id,))
    city = ground.places.find_city(city_id) or abort(404)

    def build() -> dict[str, Any]:
        region = ground.places.find_region(city.region_id)
        return {
            "name": words(city.names),
            "region": region_link(ground.places, city.region_id),
            "country": country_link(region.country) if region else None,
            "services": _services(ground, frozenset((city_id,)), joined=True),
        }

    return send_series_page("city", ground, build, city_id=city_id)


@dashboard.get("/<lang:language>/regions/<region_id>")
def show_region(region_id: str) -> Response:
    """The cities of a region together: sums of what is published about each."""
    ground = read_ground()
    region = ground.places.find_region(region_id) or abort(404)
    ground = ground.of_cities([city.city_id for city in ground.places.of_region(region_id)])

    def build() -> dict[str, Any]:
        cities = ground.places.of_region(region_id)
        return {
            "name": words(region.names),
            "country": country_link(region.country),
            "cities": [city_link(city) for city in cities],
            "services": _services(ground, frozenset(city.city_id for city in cities)),
        }

    return send_series_page("region", ground, build, region_id=region_id)


@dashboard.get("/<lang:language>/country/<country>")
def show_country(country: str) -> Response:
    """The map of a country, its regions with their cities, and its services."""
    ground = read_ground()
    cities = ground.places.of_country(country)
    if not cities:
        abort(404)
    codes = {city.city_id for city in cities}
    ground = ground.of_cities(codes)

    def build() -> dict[str, Any]:
        cards = [build_card(ground.series, form, service_title(ground, form), codes) for form in ground.forms]
        return {
            "name": country_name(country),
            "map": map_cities(cities, (country,)),
            "regions": list_regions_with_cities(ground.places, cities),
            "cards": cards,
        }

    return send_series_page("country", ground, build, country=country)


def _services(ground: Ground, cities: Cities, *, joined: bool = False) -> list[ServiceHere]:
    """The services of which anything was published about the cities."""
    series = ground.series.of_cities(cities)
    forms = dict.fromkeys(each.form_id for each in (*series.rounds, *series.withdrawn))
    return [
        build_service_here(
            series.of_form(form), service_title(ground, form), form, place=cities, joined=joined
        )
        for form in forms
    ]
