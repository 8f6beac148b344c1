"""flask meetings: what the community of each city said about its figures."""

from datetime import datetime

import click
from flask.cli import with_appcontext

from cmm.cli.refusals import command_session
from cmm.domain.language import in_language
from cmm.domain.snapshot import OUTCOMES
from cmm.services.clock import today
from cmm.services.validation import CityValidation, find_validation, record_meeting
from cmm.store.accounts import get_account_named


@click.group()
def meetings() -> None:
    """Meetings with the community before figures are published."""


@meetings.command()
@click.option("--round", "round_id", required=True, metavar="ROUND")
@click.option("--city", required=True, metavar="CODE")
@click.option("--held-on", type=click.DateTime(["%Y-%m-%d"]), required=True)
@click.option("--present", type=int, required=True, help="How many people; the public reads it roughly.")
@click.option("--outcome", type=click.Choice(OUTCOMES), required=True)
@click.option("--corrections", default="", help="The community's own words, for the public. No names.")
@click.option("--by", required=True, metavar="ACCOUNT", help="Who records it.")
@with_appcontext
def record(
    round_id: str, city: str, held_on: datetime, present: int, outcome: str, corrections: str, by: str
) -> None:
    """Record that people of a city looked at what is prepared. Record it again to correct a mistake."""
    with command_session() as session:
        record_meeting(
            session,
            round_id=round_id,
            city_id=city,
            account_id=get_account_named(session, by).account_id,
            held_on=held_on.date(),
            present=present,
            outcome=outcome,
            corrections=corrections,
            today=today(),
        )
    click.echo(f"The meeting of {city} is recorded.")


@meetings.command("list")
@click.argument("round_id", metavar="ROUND")
@with_appcontext
def list_all(round_id: str) -> None:
    """List the cities of what is prepared (or public), and whether their communities have confirmed it."""
    with command_session() as session:
        validation = find_validation(session, round_id)
        if validation is None:
            raise click.ClickException(f"Nothing is prepared or public about {round_id}.")
        for city in validation.cities:
            click.echo(f"{city.city_id}\t{in_language(city.names, 'en')}\t{_state(city)}")


def _state(city: CityValidation) -> str:
    if city.meeting is None:
        return "look again: the figures changed" if city.outdated else "no meeting yet"
    met = city.meeting
    words = f": {met.corrections}" if met.corrections else ""
    return f"{met.outcome} on {met.held_on}, {met.present} present{words}"
