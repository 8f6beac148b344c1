"""flask places: cities and sites."""

from collections.abc import Callable
from typing import Any

import click
from flask.cli import with_appcontext

from cmm.cli.refusals import command_session
from cmm.domain.language import SCREEN_LANGUAGES, in_language
from cmm.services.places import add_city, add_site, list_cities, set_help, set_position
from cmm.services.regions import add_region, list_regions, set_region, set_region_of_city
from cmm.store.places import Region, get_city, get_region, list_sites


def with_names(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options --ru, --kk, --en."""
    for language in reversed(SCREEN_LANGUAGES):
        command = click.option(f"--{language}", default="", help=f"The name in this language ({language}).")(
            command
        )
    return command


def with_help_words(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options --ru, --kk, --en, None when they are not given."""
    for language in reversed(SCREEN_LANGUAGES):
        command = click.option(f"--{language}", help=f"Where to find help, in this language ({language}).")(
            command
        )
    return command


class Degrees(click.ParamType[tuple[float, float]]):
    """LAT,LON in degrees, for example 43.2,76.9."""

    name = "LAT,LON"

    def convert(self, value: Any, param: Any, ctx: Any) -> tuple[float, float]:
        try:
            latitude, longitude = (float(part) for part in str(value).split(","))
        except ValueError:
            self.fail("write latitude and longitude in degrees, for example 43.2,76.9", param, ctx)
        return latitude, longitude


@click.group()
def places() -> None:
    """Regions, cities and their sites."""


@places.command("add-region")
@click.argument("code")
@with_names
@click.option("--country", default="", help="Two letters of ISO 3166-1, for example KZ.")
@with_appcontext
def add_one_region(code: str, country: str, **names: str) -> None:
    """Add a region of a country. CODE stands in addresses, for example pavlodar-region."""
    with command_session() as session:
        add_region(session, region_id=code, names=names, country=country)
    click.echo(f"Added the region {code}.")


@places.command("set-region")
@click.argument("code")
@with_names
@click.option("--country", help="Two letters of ISO 3166-1, for example KZ.")
@click.option("--city", "cities", multiple=True, metavar="CODE", help="A city that lies in it; repeatable.")
@with_appcontext
def set_one_region(code: str, country: str | None, cities: tuple[str, ...], **names: str) -> None:
    """Change the names or the country of a region, or say which cities lie in it."""
    given = {language: name for language, name in names.items() if name}
    with command_session() as session:
        set_region(session, region_id=code, names=given, country=country)
        for city in cities:
            set_region_of_city(session, city_id=city, region_id=code)
    click.echo(f"Changed the region {code}.")


@places.command("list-regions")
@with_appcontext
def list_all_regions() -> None:
    """List regions by code, each with its country and name."""
    with command_session() as session:
        for region in list_regions(session):
            click.echo(f"{region.region_id}\t{region.country or '-'}\t{in_language(region.names, 'en')}")


@places.command("add-city")
@click.argument("code")
@with_names
@click.option("--region", default="", metavar="CODE", help="The region the city lies in.")
@click.option("--position", default=0, help="Place in lists of cities, the smallest first.")
@click.option("--at", type=Degrees(), help="Where it lies, in degrees; kept to one decimal.")
@with_appcontext
def add_one_city(code: str, region: str, position: int, at: tuple[float, float] | None, **names: str) -> None:
    """Add a city. CODE stands in addresses and files, for example almaty."""
    with command_session() as session:
        if region:
            get_region(session, region)
        add_city(session, city_id=code, names=names, region=region, position=position, at=at)
    click.echo(f"Added the city {code}.")


@places.command("set-position")
@click.argument("city")
@click.argument("at", type=Degrees())
@with_appcontext
def set_city_position(city: str, at: tuple[float, float]) -> None:
    """Say where a city lies, for the map: latitude and longitude in degrees."""
    with command_session() as session:
        set_position(session, city_id=city, at=at)
    click.echo(f"Kept where {city} lies, to a tenth of a degree.")


@places.command("add-site")
@click.argument("code")
@click.option("--city", required=True, metavar="CODE", help="The city of the site.")
@with_names
@with_appcontext
def add_one_site(code: str, city: str, **names: str) -> None:
    """Add a facility or an outreach point of a city."""
    with command_session() as session:
        add_site(session, site_id=code, city_id=city, names=names)
    click.echo(f"Added the site {code}.")


@places.command("help")
@click.argument("city")
@with_help_words
@with_appcontext
def set_city_help(city: str, **words: str | None) -> None:
    """Say where people find help in a city, or print what is said now. "" takes a language away."""
    given = {language: text for language, text in words.items() if text is not None}
    with command_session() as session:
        if given:
            set_help(session, city_id=city, words=given)
        for language, text in sorted(get_city(session, city).help.items()):
            click.echo(f"{language}\t{text}")


@places.command("list")
@with_appcontext
def list_all() -> None:
    """List cities in their order, each with its sites."""
    with command_session() as session:
        regions = {region.region_id: region for region in list_regions(session)}
        for city in list_cities(session):
            region = _name_of(regions.get(city.region_id or ""))
            click.echo(f"{city.city_id}\t{in_language(city.names, 'en')}\t{region}")
            for site in list_sites(session, city.city_id):
                click.echo(f"  {site.site_id}\t{in_language(site.names, 'en')}")


def _name_of(region: Region | None) -> str:
    return in_language(region.names, "en") if region else "-"
