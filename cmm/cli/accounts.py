"""flask accounts: the people of the office."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from cmm.cli.refusals import command_session
from cmm.services.accounts import ROLES, add_account
from cmm.store.accounts import list_account_cities, list_accounts

SECRET_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


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
        account = add_account(
            session, name=name, role=role, password=password, passphrase=passphrase, city_ids=cities
        )
        click.echo(f"Added {account.name} ({account.role}).")


@accounts.command("list")
@with_appcontext
def list_all() -> None:
    """List the accounts."""
    with command_session() as session:
        for account in list_accounts(session):
            cities = ", ".join(list_account_cities(session, account.account_id)) or "-"
            state = "disabled" if account.disabled else "active"
            click.echo(f"{account.name}\t{account.role}\t{state}\t{cities}")


def _read_secret(path: Path | None, question: str) -> str:
    if path is None:
        return str(click.prompt(question, hide_input=True, confirmation_prompt=True))
    lines = path.read_text(encoding="utf-8").splitlines()
    return lines[0] if lines else ""
