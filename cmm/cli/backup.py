"""flask --app cmm backup ...: the whole instance in one file sealed to a key that is not on the server."""

import os
import time
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from cmm.cli.refusals import telling_refusals
from cmm.cli.restoring import choose_place, finish_files, tell_restored, telling_files, write_variables
from cmm.cli.row_progress import showing_rows
from cmm.config import KNOWN, Config, check_database_url, read_variables
from cmm.domain.backup_keys import make_key, read_identity, read_recipient
from cmm.services.backups import create_backup, drill_backup, read_backup_heading, restore_backup
from cmm.services.clock import today
from cmm.services.watch import BACKED_UP, note
from cmm.store.backup_files import (
    SETTINGS_FILE,
    delete_older,
    list_backups,
    new_backup_file,
    read_key_files,
)

FOLDER = "backups"
"""In the instance folder, where nothing else is said."""
NOT_TAKEN_ALONG = {"CMM_INSTANCE"}

of_folder = click.option(
    "--folder", type=click.Path(path_type=Path, file_okay=False), help="Else backups in the instance folder."
)
of_name = click.option("--name", default="cmm", show_default=True, help="How the names of files begin.")
of_identity = click.option(
    "--identity",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file of the secret key; without it you are asked.",
)


@click.group()
def backup() -> None:
    """The whole instance in one sealed file, and the way back."""


@backup.command()
def key() -> None:
    """Make a pair of keys and print it once. Do this on another computer than the server.

    The files are those of age; its program age-keygen makes such keys too.
    """
    secret, public = make_key()
    click.echo(
        f"Public key. It goes to the server, into cmm.env:\n  CMM_BACKUP_TO={public}\n\n"
        "Secret key. It is kept nowhere else; whoever has it opens every backup. Write it down twice or put "
        "it on a\nstick, lock it away in two places, and never bring it to the server except to restore:\n"
        f"  {secret}"
    )


@backup.command()
@click.option("--to", "recipients", multiple=True, metavar="age1...", help="Else CMM_BACKUP_TO.")
@of_folder
@of_name
@click.option(
    "--keep",
    type=click.IntRange(1),
    help="Delete all but this many of the newest, and those that are too old.",
)
@with_appcontext
def create(recipients: tuple[str, ...], folder: Path | None, name: str, keep: int | None) -> None:
    """Mix, then write the instance as it is now into one sealed file."""
    config: Config = current_app.extensions["config"]
    chosen = recipients or config.backup_to
    if not chosen:
        raise click.ClickException(
            "Nobody could open this backup. Say --to age1... or set CMM_BACKUP_TO: flask backup key"
        )
    place = folder or config.instance / FOLDER
    files = {SETTINGS_FILE: _tell_settings(config), **read_key_files(config.instance)}
    with telling_refusals(), telling_files(), showing_rows("Sealing") as progress:
        sealed_to = [read_recipient(public) for public in chosen]
        with new_backup_file(place, name, today()) as (path, file):
            create_backup(
                current_app.extensions["database"],
                file,
                recipients=sealed_to,
                files=files,
                today=today(),
                progress=progress,
            )
    note(config.instance, BACKED_UP)
    click.echo(f"{path}: {path.stat().st_size} bytes")
    days = config.keep_envelopes_days
    for old in delete_older(place, name, path, keep=keep, days=days, today=today()) if keep else ():
        click.echo(f"deleted: {old.name}")
    _warn_of_dates(place, name, days)


@backup.command("list")
@of_folder
@of_name
@with_appcontext
def list_all(folder: Path | None, name: str) -> None:
    """List the backups of a folder, the newest first, and say which ones are kept too long."""
    config: Config = current_app.extensions["config"]
    place = folder or config.instance / FOLDER
    for one in list_backups(place, name):
        click.echo(f"{one.made_on} {one.path.name} {one.path.stat().st_size} bytes")
    if not list_backups(place, name):
        click.echo(f"There is no backup in {place} yet. Make one with: flask backup create")
    _warn_of_dates(place, name, config.keep_envelopes_days)


@backup.command()
@click.argument("file", type=click.Path(path_type=Path))
@of_identity
@click.option("--to", "target", metavar="URL", help="The empty database; else that of the settings.")
def restore(file: Path, identity: Path | None, target: str | None) -> None:
    """Make an instance of a backup, in an empty folder (CMM_INSTANCE): database, settings and keys."""
    for mistake in check_database_url(target, "--to"):
        raise click.ClickException(f"{mistake}.")
    _check_file(file)
    secret = _read_secret(identity)
    with telling_refusals(), telling_files(), showing_rows("Restoring") as progress:
        with file.open("rb") as sealed:
            heading = read_backup_heading(sealed, secret)
        place = choose_place(heading, target)
        with file.open("rb") as sealed:
            restored = restore_backup(
                sealed, secret, url=place.url, keep_days=place.keep_days, today=today(), progress=progress
            )
        written = finish_files(place)
    tell_restored(restored)
    click.echo(f"Database: {place.shown_url}")
    click.echo(f"Files written to {place.folder}: {', '.join(written) or 'none, they were there'}")
    click.echo("Everybody signs in anew. Start the program, and look whether all is there.")


@backup.command()
@click.argument("file", type=click.Path(path_type=Path))
@of_identity
def drill(file: Path, identity: Path | None) -> None:
    """Try a backup: restore it in memory, check everything, forget it. Needs no instance, changes nothing."""
    _check_file(file)
    secret = _read_secret(identity)
    began = time.monotonic()
    with telling_refusals(), telling_files(), showing_rows("Trying") as progress, file.open("rb") as sealed:
        restored = drill_backup(sealed, secret, progress=progress)
    tell_restored(restored)
    click.echo(
        f"Every table was read back and compared, every publication has its digest, and the tables came up "
        f"to date, in {time.monotonic() - began:.1f} seconds. Nothing of it was written to a disk."
    )


def _tell_settings(config: Config) -> str:
    """All settings that are in effect, those of the environment too."""
    given = {name: value for name, value in os.environ.items() if name in KNOWN - NOT_TAKEN_ALONG}
    return write_variables({**read_variables(config.instance / SETTINGS_FILE), **given})


def _warn_of_dates(folder: Path, name: str, days: int) -> None:
    """A backup holds sealed answers that may have been deleted since; one of the future has no age."""
    for one in list_backups(folder, name):
        age = (today() - one.made_on).days
        if age < 0:
            click.echo(
                f"{one.path.name} has a date that is still to come: the machine's clock is or was wrong. It "
                "is not counted and not deleted by itself; look at the clock and delete the file by hand.",
                err=True,
            )
        if age > days:
            click.echo(
                f"{one.path.name} is {age} days old. It may hold answers that were deleted after {days} days "
                "(CMM_KEEP_ENVELOPES_DAYS): delete it here and everywhere it was copied to.",
                err=True,
            )


def _check_file(file: Path) -> None:
    if not file.is_file():
        raise click.ClickException(f"There is no file {file}.")


def _read_secret(identity: Path | None) -> str:
    """The secret key from its file, or typed and not shown."""
    with telling_refusals(), telling_files():
        told = identity.read_text("utf-8", "replace") if identity else click.prompt("Key", hide_input=True)
        return read_identity(told)
