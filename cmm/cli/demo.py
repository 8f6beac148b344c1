"""flask demo: a running example with invented answers on this machine. Needs no configuration."""

import os
import socket
import sys
from pathlib import Path

import click
from sqlalchemy import make_url

from cmm.cli.demo_instance import (
    begin_anew_if_unfinished,
    describe_addresses,
    keep_sign_in,
    prepare_instance,
    read_sign_in,
)
from cmm.cli.refusals import telling_refusals
from cmm.config import Config
from cmm.domain.questionnaire.survey_folder import read_survey
from cmm.paths import data_dir
from cmm.services.clock import today
from cmm.services.demo import FORM_ID, DemoSignIn, fill_demo, is_untouched
from cmm.services.invented_answers import read_weights
from cmm.store.database import Database, current_revision, head_revision, upgrade

HOST = "127.0.0.1"
SERVER_OPTIONS = (
    "--workers=1",
    "-kgthread",
    "--threads=8",
    "--no-control-socket",
    "--log-level=warning",
    "--logger-class=cmm.server_log.PlaceLogger",
)
"""No access log, no control socket; errors are logged as class and code line only."""
LARGEST_PORT = 65_535


@click.group()
def demo() -> None:
    """An example with invented answers, for trying everything on this machine."""


@demo.command()
@click.option("--port", type=click.IntRange(1, LARGEST_PORT), default=8000, show_default=True)
def run(port: int) -> None:
    """Make the example if it is not there yet, then serve it here until Ctrl-C."""
    _check_port(port)
    sign_in = _fill()
    click.echo(
        f"\nThe demo is ready. All answers in it are invented.\n\n{describe_addresses(port)}\n\n{sign_in}"
    )
    click.echo("Ctrl-C stops it.")
    sys.stdout.flush()
    _serve(port)


@demo.command()
def fill() -> None:
    """Make the example if it is not there yet, and say how to sign in."""
    click.echo(_fill())


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            raise click.ClickException(f"Port {port} is not for everybody; try --port 8000.") from None
        except OSError:
            other = port + 1 if port < LARGEST_PORT else 8000
            raise click.ClickException(
                f"Port {port} is taken by another program; try --port {other}."
            ) from None


def _fill() -> str:
    """Bring the instance up to date, fill it if it is untouched; return how to sign in."""
    config = prepare_instance()
    begin_anew_if_unfinished(config)
    with telling_refusals():
        if not _is_up_to_date(config):
            upgrade(config.database_url)
        database = Database(config.database_url)
        with database.session() as session:
            untouched = is_untouched(session)
        if untouched:
            click.echo("First start: the demo is being made, this takes some seconds.")
            keep_sign_in(config, lambda: _make(config, database))
        database.engine.dispose()
    sign_in = read_sign_in(config)
    if sign_in is None:
        raise click.ClickException(
            f"{config.instance} holds something else than the demo; nothing was changed. "
            "Choose another folder with CMM_INSTANCE."
        )
    return sign_in


def _is_up_to_date(config: Config) -> bool:
    """Whether there is nothing to migrate; looking into a file that is not there would make it."""
    file = make_url(config.database_url).database
    if config.database_url.startswith("sqlite") and not Path(file or "").is_file():
        return False
    return current_revision(config.database_url) == head_revision()


def _make(config: Config, database: Database) -> DemoSignIn:
    folder = data_dir("surveys") / FORM_ID
    with database.session() as session:
        return fill_demo(
            session,
            survey=read_survey(folder),
            weights=read_weights(folder),
            pepper=config.pepper,
            today=today(),
            say=click.echo,
        )


def _serve(port: int) -> None:
    """Become the server: this process, in the foreground, with no log of who asks for what."""
    command = [sys.executable, "-m", "gunicorn", *SERVER_OPTIONS, f"--bind={HOST}:{port}"]
    arguments = [*command, "cmm:create_app()"]
    os.execv(sys.executable, arguments)  # noqa: S606
