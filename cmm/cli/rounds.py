"""flask rounds: survey rounds from draft to closed."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from cmm.cli.refusals import command_session
from cmm.domain.language import in_language
from cmm.domain.questionnaire.compile import load_questionnaire
from cmm.domain.questionnaire.problems import QuestionnaireRefused
from cmm.domain.questionnaire.survey_folder import (
    FORM_FILE,
    Survey,
    SurveyUnreadable,
    find_survey,
    read_survey,
)
from cmm.domain.round_state import ACCESS
from cmm.paths import data_dir
from cmm.services import rounds as services
from cmm.services.clock import today
from cmm.services.mix import mix_open_rounds, mix_round
from cmm.services.retention import wipe_due, wipe_round
from cmm.services.round_progress import RoundProgress, find_round_progress, list_round_progress
from cmm.services.watch import MIXED, note
from cmm.store.accounts import find_account, get_account_named
from cmm.store.rounds import NoSuchRound, list_key_holders

ABOUT_THE_RECOVERY_KEY = (
    "Print this recovery key and lock it away: it opens all answers of the round when every key holder's "
    "passphrase is lost. It is stored nowhere and shown only this once."
)


@click.group()
def rounds() -> None:
    """Survey rounds."""


@rounds.command("add")
@click.argument("round_id")
@click.option(
    "--form", required=True, help="The form_id of a survey, or the path of its folder or form file."
)
@click.option("--city", "cities", multiple=True, required=True, metavar="CODE[:KNOWN]", help="Repeatable.")
@click.option("--known-clients-source", default="", help="Where the known numbers of clients come from.")
@click.option("--access", type=click.Choice(ACCESS), required=True)
@click.option("--breakdown", "breakdowns", multiple=True, metavar="QUESTION", help="Repeatable.")
@click.option("--holder", "holders", multiple=True, required=True, metavar="ACCOUNT", help="Repeatable.")
@click.option(
    "--alert-every", type=int, help="Tell the office at every so many responses of a city: 5, 10 ..."
)
@click.option("--title-ru", default="")
@click.option("--title-kk", default="")
@click.option("--title-en", default="")
@click.option("--invented", is_flag=True, help="The answers will be invented, and every page says so.")
@with_appcontext
def add(
    round_id: str,
    form: str,
    cities: tuple[str, ...],
    known_clients_source: str,
    access: str,
    breakdowns: tuple[str, ...],
    holders: tuple[str, ...],
    alert_every: int | None,
    title_ru: str,
    title_kk: str,
    title_en: str,
    invented: bool,
) -> None:
    """Plan a round. It stays a draft until it is opened."""
    survey = _read_survey(form)
    known = dict(_read_city(city) for city in cities)
    with command_session() as session:
        recovery_key = services.add_round(
            session,
            round_id=round_id,
            titles={"ru": title_ru, "kk": title_kk, "en": title_en},
            survey=survey,
            city_ids=known,
            access=access,
            breakdowns=breakdowns,
            holders=[get_account_named(session, name).account_id for name in holders],
            invented=invented,
            known_clients_source=known_clients_source,
            alert_every=alert_every,
        )
    click.echo(f"Added the round {round_id}, a draft.\n\n{recovery_key}\n\n{ABOUT_THE_RECOVERY_KEY}")


@rounds.command("list")
@with_appcontext
def list_all() -> None:
    """List the rounds: drafts, then the newest first."""
    with command_session() as session:
        for progress in list_round_progress(session):
            click.echo(_summary(progress))


@rounds.command()
@click.argument("round_id")
@with_appcontext
def show(round_id: str) -> None:
    """Show a round: cities, coupons, responses, key holders."""
    with command_session() as session:
        progress = find_round_progress(session, round_id)
        if progress is None:
            raise NoSuchRound(round_id)
        click.echo(f"{_summary(progress)}\nkey holders: {', '.join(_holder_names(session, round_id))}")
        for city in progress.cities:
            used = f", {city.coupons_used} of {city.coupons_given} coupons used" if city.coupons_given else ""
            known = city.known_clients or "unknown"
            click.echo(f"  {city.code}\t{city.responses} responses{used}, known clients: {known}")


@rounds.command("open")
@click.argument("round_id")
@with_appcontext
def open_one(round_id: str) -> None:
    """Begin to take responses, or go on after a pause."""
    with command_session() as session:
        services.open_round(session, round_id=round_id, today=today())
    click.echo(f"The round {round_id} is open.")


@rounds.command()
@click.argument("round_id")
@with_appcontext
def pause(round_id: str) -> None:
    """Take no responses for a while."""
    with command_session() as session:
        services.pause_round(session, round_id=round_id)
    click.echo(f"The round {round_id} is paused.")


@rounds.command()
@click.argument("round_id")
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_appcontext
def close(round_id: str, yes: bool) -> None:
    """End a round. Unused coupons are deleted; this cannot be undone."""
    if not yes:
        click.confirm(f"Close {round_id}? Unused coupons are deleted; this cannot be undone.", abort=True)
    with command_session() as session:
        services.close_round(session, round_id=round_id, today=today())
    click.echo(f"The round {round_id} is closed.")


@rounds.command()
@click.argument("round_id", required=False)
@click.option("--all", "every", is_flag=True, help="Every round that is open or paused; for a timer.")
@with_appcontext
def mix(round_id: str | None, every: bool) -> None:
    """Make the database forget the order in which responses came; do it often while a round is open."""
    if every == bool(round_id):
        raise click.UsageError("Name one round, or say --all.")
    with command_session() as session:
        if round_id:
            mix_round(session, round_id)
        mixed = [round_id] if round_id else mix_open_rounds(session)
    if every:
        note(current_app.extensions["config"].instance, MIXED)
    click.echo(f"The responses of {', '.join(mixed)} are mixed." if mixed else "No round is open.")


@rounds.command()
@click.argument("round_id", required=False)
@click.option("--due", is_flag=True, help="Every round published long enough ago; for a daily timer.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_appcontext
def wipe(round_id: str | None, due: bool, yes: bool) -> None:
    """Delete the sealed answers and keys of closed rounds for ever; what was published stays."""
    if due == bool(round_id):
        raise click.UsageError("Name one round, or say --due.")
    keep_days = current_app.extensions["config"].keep_envelopes_days
    if round_id and not yes:
        click.confirm(f"Delete all sealed answers of {round_id}? This cannot be undone.", abort=True)
    with command_session() as session:
        if round_id:
            wipe_round(session, round_id=round_id)
        wiped = [round_id] if round_id else wipe_due(session, keep_days=keep_days, today=today())
    click.echo(f"The sealed answers of {', '.join(wiped)} are deleted." if wiped else "Nothing is due.")


def _read_survey(form: str) -> Survey:
    path = Path(form)
    try:
        survey = _survey_at(path) if path.exists() else find_survey(data_dir("surveys"), form)
    except QuestionnaireRefused as error:
        found = "\n".join(str(problem) for problem in error.problems if not problem.warning)
        raise click.ClickException(f"The form has problems:\n{found}") from None
    except SurveyUnreadable as error:
        raise click.ClickException(f"The survey cannot be read: {error}") from None
    if survey is None:
        raise click.ClickException(f"There is no file and no survey called {form}.")
    return survey


def _survey_at(path: Path) -> Survey:
    """A survey folder, its form.md, or a form that stands alone (then without indicators and method)."""
    if path.is_dir():
        return read_survey(path)
    if path.name == FORM_FILE:
        return read_survey(path.parent)
    return Survey(load_questionnaire(path), {}, {})


def _read_city(given: str) -> tuple[str, int | None]:
    code, colon, known = given.partition(":")
    if colon and not known.isdecimal():
        raise click.ClickException(f"{given!r}: write a city as CODE or CODE:NUMBER.")
    return code, int(known) if colon else None


def _summary(progress: RoundProgress) -> str:
    days = f"{progress.opened_on or '-'} to {progress.closed_on or '-'}"
    title = in_language(progress.titles, "en") + (" (invented)" if progress.invented else "")
    counted = f"{progress.responses} responses"
    return f"{progress.round_id}\t{progress.state}\t{progress.access}\t{days}\t{counted}\t{title}"


def _holder_names(session: Session, round_id: str) -> list[str]:
    accounts = ((holder, find_account(session, holder)) for holder in list_key_holders(session, round_id))
    return [account.name if account else holder for holder, account in accounts]
