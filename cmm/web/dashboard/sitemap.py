"""For search engines: every public page in every language with its day, and what may be looked at."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, render_template, url_for

from cmm.domain.language import SCREEN_LANGUAGES
from cmm.services.published_series import CurrentRound
from cmm.web.dashboard.blueprint import dashboard
from cmm.web.dashboard.cache import cached_page
from cmm.web.dashboard.series_pages import Ground, read_ground
from cmm.web.pages import ready_page, send_page
from cmm.web.site import site_address

CHANGING = ("show_home", "show_promises")
STANDING = ("show_privacy", "show_data", "show_brief", "show_verification")
"""Pages that do not change with a publication."""


@dataclass(frozen=True, slots=True)
class Place:
    """One page: its address in each language, and the day of its newest figures, "" where it has none."""

    addresses: Mapping[str, str]
    changed: str = ""


@dashboard.get("/sitemap.xml")
def show_sitemap() -> Response:
    """All public pages (sitemaps.org, with hreflang)."""
    ground = read_ground()
    page = cached_page(
        ("sitemap", ground.key, site_address()),
        lambda: render_template("dashboard/sitemap.xml", places=list(_places(ground))),
    )
    return send_page(page, mimetype="application/xml")


@dashboard.get("/robots.txt")
def show_robots() -> Response:
    """Nothing is forbidden here: a list of what is forbidden would be a list of what is there.

    Surveys and the office say themselves, in the head of every answer, that they are not to be found.
    """
    text = f"User-agent: *\nDisallow:\n\nSitemap: {site_address()}{url_for('dashboard.show_sitemap')}\n"
    return send_page(ready_page(text), mimetype="text/plain")


def _places(ground: Ground) -> Iterator[Place]:
    """Of rounds the current publications only: older ones and withdrawn ones are not for search engines."""
    rounds = ground.series.rounds
    newest = _newest(rounds)
    for endpoint in CHANGING:
        yield _place(endpoint, newest)
    for endpoint in STANDING:
        yield _place(endpoint)
    for each in rounds:
        yield from _pages_of_round(each)
    yield from _pages_of_services(ground)
    for city in ground.places.cities:
        here = [each for each in rounds if city.city_id in each.cities]
        yield _place("show_city", _newest(here), city_id=city.city_id)
    for region in ground.places.regions:
        yield _place("show_region", newest, region_id=region.region_id)
    for country in ground.places.countries:
        yield _place("show_country", newest, country=country)


def _pages_of_round(each: CurrentRound) -> Iterator[Place]:
    changed = str(each.published_on)
    yield _place("show_round", changed, round_id=each.round_id)
    yield _place("show_pack", changed, round_id=each.round_id)
    for unit in each.snapshot.units:
        yield _place("show_unit", changed, round_id=each.round_id, unit=unit.code)


def _pages_of_services(ground: Ground) -> Iterator[Place]:
    for form_id in ground.series.forms:
        rounds = ground.series.of_form(form_id).rounds
        changed = _newest(rounds)
        yield _place("show_service", changed, form_id=form_id)
        codes = dict.fromkeys(
            indicator["id"] for each in rounds for indicator in each.snapshot.content["indicators"]
        )
        for code in codes:
            yield _place("show_indicator", changed, form_id=form_id, indicator=code)


def _newest(rounds: Sequence[CurrentRound]) -> str:
    return max((str(each.published_on) for each in rounds), default="")


def _place(endpoint: str, changed: str = "", **values: Any) -> Place:
    site = site_address()
    addresses = {
        code: site + url_for(f"dashboard.{endpoint}", language=code, **values) for code in SCREEN_LANGUAGES
    }
    return Place(addresses, changed)
