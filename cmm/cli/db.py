"""flask db: the tables of the database."""

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy import make_url

from cmm.cli.refusals import telling_refusals
from cmm.cli.restoring import telling_files
from cmm.cli.row_progress import showing_rows
from cmm.config import Config, check_database_url
from cmm.services.clock import now
from cmm.services.move_instance import copy_instance
from cmm.store.database import create_private_file, current_revision, head_revision
from cmm.store.database import upgrade as upgrade_database


@click.group()
def db() -> None:
    """The tables of the database."""


@db.command()
@with_appcontext
def upgrade() -> None:
    """Make the tables, or bring them up to date."""
    url = current_app.extensions["config"].database_url
    with telling_refusals(), telling_files():
        create_private_file(url)  # before the first look, which would make it for everybody to read
        before = current_revision(url)
        upgrade_database(url)
        after = current_revision(url)
    click.echo(f"The database is up to date ({after})." if before == after else f"Upgraded to {after}.")


@db.command()
@with_appcontext
def current() -> None:
    """Say which revision the database has, and which one this program wants."""
    url = current_app.extensions["config"].database_url
    with telling_refusals(), telling_files():
        create_private_file(url)
        found = current_revision(url)
    click.echo(f"database: {found or 'empty'}, program: {head_revision()}")


@db.command()
@click.option("--to", "target", metavar="URL", required=True, help="The empty database to write into.")
@click.option("--stopped", is_flag=True, help="The program is stopped, so that open rounds take nothing.")
@with_appcontext
def copy(target: str, stopped: bool) -> None:
    """Write the whole instance into another database: SQLite to PostgreSQL, back, or to another file.

    All of it or nothing; what was written is read again and compared. The present database stays as it is.
    """
    for mistake in check_database_url(target, "--to"):
        raise click.ClickException(f"{mistake}.")
    with telling_refusals(), showing_rows("Copying") as progress:
        database = current_app.extensions["database"]
        counts = copy_instance(database, target, stopped=stopped, now=now(), progress=progress)
    click.echo(f"Copied and compared: {sum(counts.values())} rows of {len(counts)} tables.")
    click.echo(_what_to_do_next(current_app.extensions["config"], target))
    if not stopped:
        click.echo(
            "What the office changes between this copy and the change-over is lost: it stays in the old "
            "database. If the program runs, stop it now; if somebody worked meanwhile, copy again into an "
            "empty database."
        )


def _what_to_do_next(config: Config, target: str) -> str:
    """The lines that make the copy the instance, and what lies beside the database."""
    shown = make_url(target).render_as_string(hide_password=True)
    return (
        f"The program still uses the old database. To change over, put this line into "
        f"{config.instance / 'cmm.env'} and start it anew:\n"
        f"  CMM_DATABASE_URL={shown}\n"
        "Not in the database, and not copied: cmm.env, signing.key and signing-keys.old. On another machine "
        "the program needs them too. The folder packs is made anew by itself.\n"
        "When the new database serves, delete the old one: it holds the same sealed answers."
    )
