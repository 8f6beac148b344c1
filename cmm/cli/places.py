"""flask places: cities and sites."""

from collections.abc import Callable
from typing import Any

import click
from flask.cli import with_appcontext

from cmm.cli.refusals import command_session
from cmm.domain.language import SCREEN_LANGUAGES, in_language
from cmm.services.places import add_city, add_site, list_cities, set_help
from cmm.store.places import get_city, list_sites


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


@click.group()
def places() -> None:
    """Cities and their sites."""


@places.command("add-city")
@click.argument("code")
@with_names
@click.option("--region", default="", help="The region the city belongs to.")
@click.option("--position", default=0, help="Place in lists of cities, the smallest first.")
@with_appcontext
def add_one_city(code: str, region: str, position: int, **names: str) -> None:
    """Add a city. CODE stands in addresses and files, for example almaty."""
    with command_session() as session:
        add_city(session, city_id=code, names=names, region=region, position=position)
    click.echo(f"Added the city {code}.")


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
        for city in list_cities(session):
            click.echo(f"{city.city_id}\t{in_language(city.names, 'en')}\t{city.region or '-'}")
            for site in list_sites(session, city.city_id):
                click.echo(f"  {site.site_id}\t{in_language(site.names, 'en')}")
