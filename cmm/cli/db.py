"""flask db: the tables of the database."""

import click
from flask import current_app
from flask.cli import with_appcontext

from cmm.cli.refusals import telling_refusals
from cmm.store.database import current_revision, head_revision
from cmm.store.database import upgrade as upgrade_database


@click.group()
def db() -> None:
    """The tables of the database."""


@db.command()
@with_appcontext
def upgrade() -> None:
    """Make the tables, or bring them up to date."""
    url = current_app.extensions["config"].database_url
    with telling_refusals():
        before = current_revision(url)
        upgrade_database(url)
        after = current_revision(url)
    click.echo(f"The database is up to date ({after})." if before == after else f"Upgraded to {after}.")


@db.command()
@with_appcontext
def current() -> None:
    """Say which revision the database has, and which one this program wants."""
    with telling_refusals():
        found = current_revision(current_app.extensions["config"].database_url)
    click.echo(f"database: {found or 'empty'}, program: {head_revision()}")
