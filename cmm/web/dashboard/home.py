"""The first page: what this is, what can be answered now, and what is published where."""

from typing import Any

from flask import Response

from cmm.services.open_survey import list_open_by_link
from cmm.web.dashboard.blueprint import dashboard
from cmm.web.dashboard.series_pages import read_ground, send_series_page, service_title
from cmm.web.database import session
from cmm.web.reading.place_list import country_link, list_regions_with_cities, map_cities
from cmm.web.reading.service_card import build_card


@dashboard.get("/<lang:language>/")
def show_home() -> Response:
    ground, surveys = read_ground(), list_open_by_link(session())

    def build() -> dict[str, Any]:
        places = ground.places
        return {
            "open_surveys": surveys,
            "cards": [build_card(ground.series, form, service_title(ground, form)) for form in ground.forms],
            "map": map_cities(places.cities, places.countries),
            "regions": list_regions_with_cities(places, places.cities),
            "countries": [country_link(code) for code in places.countries],
        }

    return send_series_page("home", ground, build, repr(surveys))
