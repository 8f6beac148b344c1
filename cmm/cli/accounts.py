"""flask accounts: the people of the office, for those who run the server."""

from pathlib import Path

import click
from flask import url_for
from flask.cli import with_appcontext

from cmm.cli.coupon_file import at_address
from cmm.cli.refusals import command_session
from cmm.services import accounts as services
from cmm.services.accounts import ROLES
from cmm.services.clock import now
from cmm.services.invitations import invite, invite_again
from cmm.services.second_factor import reset_second_factor
from cmm.store.accounts import get_account_named, list_account_cities, list_accounts

SECRET_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
ABOUT_THE_LINK = (
    "The link is good once, for seven days. Whoever opens it first gets the account: send it where only "
    "this person reads."
)


@click.group()
def accounts() -> None:
    """Accounts of secretaries, coordinators and readers."""


@accounts.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option(
    "--city", "cities", multiple=True, metavar="CODE", help="A city the account works for; repeatable."
)
@click.option("--password-file", type=SECRET_FILE, help="Read the password from this file's first line.")
@click.option("--passphrase-file", type=SECRET_FILE, help="Read the passphrase from this file's first line.")
@with_appcontext
def add(
    name: str, role: str, cities: tuple[str, ...], password_file: Path | None, passphrase_file: Path | None
) -> None:
    """Make an account. The password signs in; the passphrase opens answers and cannot be recovered."""
    password = _read_secret(password_file, "Password")
    passphrase = _read_secret(passphrase_file, "Passphrase (opens answers; it is stored nowhere)")
    with command_session() as session:
        account = services.add_account(
            session, name=name, role=role, password=password, passphrase=passphrase, city_ids=cities
        )
        click.echo(f"Added {account.name} ({account.role}).")


@accounts.command("invite")
@click.option("--role", type=click.Choice(ROLES), required=True)
@click.option("--city", "cities", multiple=True, metavar="CODE", help="A city of a secretary; repeatable.")
@click.option(
    "--address",
    help="Where the site is, if not at CMM_ADDRESS or the first of CMM_TRUSTED_HOSTS; with its port.",
)
@with_appcontext
def invite_one(role: str, cities: tuple[str, ...], address: str | None) -> None:
    """Print a one-time link to a new account, for the very first coordinator. The person who opens it
    chooses name, password and passphrase.
    """
    with at_address(address), command_session() as session:
        token = invite(session, role=role, city_ids=cities, by=None, now=now())
        click.echo(f"{_link(token)}\n\n{ABOUT_THE_LINK}")


@accounts.command()
@click.argument("name")
@click.option(
    "--address",
    help="Where the site is, if not at CMM_ADDRESS or the first of CMM_TRUSTED_HOSTS; with its port.",
)
@with_appcontext
def reset(name: str, address: str | None) -> None:
    """Print a one-time link with which a person sets the account up anew: password and second factor."""
    with at_address(address), command_session() as session:
        account_id = get_account_named(session, name).account_id
        token = invite_again(session, account_id=account_id, by=None, now=now())
        click.echo(f"{_link(token)}\n\n{ABOUT_THE_LINK}")


@accounts.command("reset-second-factor")
@click.argument("name")
@with_appcontext
def reset_factor(name: str) -> None:
    """Take the second factor away, when the phone is lost: a new one is set up at the next sign-in."""
    with command_session() as session:
        reset_second_factor(session, account_id=get_account_named(session, name).account_id)
    click.echo(f"At the next sign-in {name} sets up a new second factor.")


@accounts.command()
@click.argument("name")
@with_appcontext
def disable(name: str) -> None:
    """Shut an account out and sign it out everywhere."""
    with command_session() as session:
        services.disable(session, account_id=get_account_named(session, name).account_id)
    click.echo(f"{name} is disabled.")


@accounts.command()
@click.argument("name")
@with_appcontext
def enable(name: str) -> None:
    """Let a disabled account in again."""
    with command_session() as session:
        services.enable(session, account_id=get_account_named(session, name).account_id)
    click.echo(f"{name} may sign in again.")


@accounts.command("list")
@with_appcontext
def list_all() -> None:
    """List the accounts."""
    with command_session() as session:
        for account in list_accounts(session):
            cities = ", ".join(list_account_cities(session, account.account_id)) or "-"
            state = "disabled" if account.disabled else "active"
            click.echo(f"{account.name}\t{account.role}\t{state}\t{cities}")


def _link(token: str) -> str:
    return url_for("office.invitations.show_invitation", token=token, _external=True)


def _read_secret(path: Path | None, question: str) -> str:
    if path is None:
        return str(click.prompt(question, hide_input=True, confirmation_prompt=True))
    lines = path.read_text(encoding="utf-8").splitlines()
    return lines[0] if lines else ""
