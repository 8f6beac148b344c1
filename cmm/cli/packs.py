"""Evidence packs on the command line: build one, check one, and the key that signs them.

The builder reaches this file through the application, because commands import no pages.
"""

from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from cmm.domain.evidence.signing import CURRENT, NotAKey, Standings, read_public_key
from cmm.domain.evidence.verify import GENUINE, Verdict, verify_pack
from cmm.domain.refusal import Refusal
from cmm.store.signing_keys import (
    get_signing_key,
    list_signing_keys,
    replace_signing_key,
    retire_public_key,
)

VERDICTS = {
    "genuine": "genuine: nothing was changed since it was signed with {public}",
    "stolen_key": "signed with a key that was stolen ({public}): whoever has it could have made this pack",
    "foreign_key": "unchanged, but signed with another key: {public}",
    "repacked": "every file is genuine, but the zip was packed again or damaged",
    "changed": "changed after it was signed",
    "forged": "the signature does not fit the list of files",
    "unsigned": "a zip without a signature",
    "not_a_zip": "no zip, or a damaged one",
    "unsafe": "too large, or with names that no pack has; it was not opened",
}


@click.command("pack")
@click.argument("round_id", metavar="ROUND")
@click.option("--number", type=int, help="The number of the publication; without it the newest.")
@click.option("--address", help="The address of the site that stands in the pack; else CMM_ADDRESS.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True)
@with_appcontext
def build(round_id: str, number: int | None, address: str | None, output: Path) -> None:
    """Build the evidence pack of a publication. The same publication with the same requests to offices gives
    the same bytes.
    """
    site = (address or current_app.extensions["config"].address).rstrip("/")
    if not site:
        raise click.ClickException("say --address https://... or set CMM_ADDRESS: it stands in the pack")
    try:
        content = current_app.extensions["packs"].build(round_id, number, site)
    except Refusal as refusal:
        raise click.ClickException(_tell_refusal(refusal)) from refusal
    if content is None:
        raise click.ClickException(f"nothing like this is published about round {round_id}")
    output.write_bytes(content)
    click.echo(f"{output}: {len(content)} bytes")


@click.command("signing-key")
@click.option(
    "--replace", "how", flag_value="replace", help="Make a new key; packs of the old one stay good."
)
@click.option("--stolen", "how", flag_value="stolen", help="Make a new key; nobody trusts the old one again.")
@click.option("--add-old", metavar="PUBLIC", help="Name an old public key whose private half was lost.")
@with_appcontext
def signing_key(how: str | None, add_old: str | None) -> None:
    """Print the public key that signs packs, and the old ones. Makes the key at the first use."""
    folder = current_app.extensions["config"].instance
    try:
        if add_old:
            retire_public_key(folder, add_old, stolen=how == "stolen")
        elif how:
            replace_signing_key(folder, stolen=how == "stolen")
        get_signing_key(folder)
        keys = list_signing_keys(folder)
    except NotAKey as error:
        raise click.ClickException("this is no Ed25519 public key (64 hexadecimal digits, or PEM)") from error
    except Refusal as refusal:
        raise click.ClickException(_tell_refusal(refusal)) from refusal
    for public, standing in keys.items():
        click.echo(f"{public} {standing}")


def check_pack(path: Path, key: str | None) -> None:
    """Say what a zip is; exit status 1 when it is not genuine. `key` is a public key, its PEM, or a file
    of it.
    """
    verdict = verify_pack(path.read_bytes(), _keys(key))
    click.echo(VERDICTS[verdict.state].format(public=verdict.public))
    for name, line in _differences(verdict):
        click.echo(f"  {name}: {line}")
    if verdict.digest and verdict.state == GENUINE:
        click.echo(f"snapshot {verdict.digest}, {verdict.files} files")
    if not verdict.genuine:
        raise click.exceptions.Exit(1)


def _keys(key: str | None) -> Standings:
    if key is None:
        return list_signing_keys(current_app.extensions["config"].instance)
    path = Path(key)
    try:
        return {read_public_key(path.read_text("ascii") if path.is_file() else key): CURRENT}
    except (NotAKey, UnicodeDecodeError) as error:
        raise click.ClickException("this is no Ed25519 public key (64 hexadecimal digits, or PEM)") from error


def _differences(verdict: Verdict) -> list[tuple[str, Any]]:
    kinds = ("changed", verdict.changed), ("missing", verdict.missing), ("added", verdict.added)
    return [(kind, name) for kind, names in kinds for name in names]


def _tell_refusal(refusal: Refusal) -> str:
    sentences = {
        "printing_unavailable": "this machine cannot make PDFs; install {subject}",
        "signing_key_unreadable": "{subject} in the instance's folder does not hold what it should",
    }
    return sentences.get(refusal.key, refusal.key).format(subject=refusal.subject)
