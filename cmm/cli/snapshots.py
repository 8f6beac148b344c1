"""``flask --app cmm snapshots``: prepare, look at, publish, withdraw and check publications."""

import csv
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO, TypeVar

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.orm import Session

from cmm.cli import packs
from cmm.cli.findings import show_progress, show_quality, tell_findings
from cmm.domain.refusal import Refusal
from cmm.domain.snapshot import SnapshotUnreadable, canonical_bytes, digest_of, figure_rows, parse_snapshot
from cmm.services.clock import today
from cmm.services.publish import (
    CandidateSummary,
    find_candidate,
    prepare_snapshot,
    publish_snapshot,
    withdraw_snapshot,
)
from cmm.services.published import Publication, find_published, list_published
from cmm.services.resist_intruder import IntruderFound
from cmm.services.validation import find_validation
from cmm.store.accounts import get_account_named
from cmm.store.snapshots import find_snapshot

SENTENCES = {
    "no_such_round": "there is no round {subject}",
    "no_such_account": "there is no account {subject}",
    "no_such_snapshot": "there is no snapshot {subject}",
    "round_still_open": "the round is not closed yet",
    "not_a_key_holder": "the key of this round was not given to {subject}",
    "account_disabled": "the account {subject} is disabled",
    "wrong_passphrase": "this is not the passphrase of the account",
    "too_few_responses": "fewer than 10 responses: nothing can be published about this round",
    "questions_changed": "the round was published with other questions; they cannot be counted anew",
    "no_candidate": "nothing is prepared for round {subject}",
    "same_person": "who prepared a snapshot does not publish it; another person has to",
    "not_a_publisher": "the account {subject} may not prepare or publish",
    "candidate_outdated": "something was published meanwhile; prepare the snapshot again",
    "nothing_new": "these figures are public already, as {subject}",
    "nothing_validated": "no community has confirmed its figures yet; see flask meetings",
    "hold_back_unconfirmed": "not confirmed yet: {subject}; say --hold-back to leave them out",
    "already_withdrawn": "the snapshot was withdrawn before",
    "reason_missing": "say why, in words for the public",
    "storage_unavailable": "the database did not answer; try again",
    "cluster_unavailable": "the Dask scheduler of CMM_DASK_SCHEDULER gives no answer or has no worker",
    "workers_lost": "processes that opened envelopes were killed (is memory short?); nothing was kept",
}

Result = TypeVar("Result")


@click.group()
def snapshots() -> None:
    """What is published about a round."""


@snapshots.command()
@click.argument("round_id", metavar="ROUND")
@click.option("--account", required=True, help="The name of an account that holds the round's key.")
@click.option("--passphrase-file", type=click.File(), help="Holds the passphrase in its first line.")
@with_appcontext
def prepare(round_id: str, account: str, passphrase_file: TextIO | None) -> None:
    """Open the envelopes of a closed round, count, protect, let the intruder try, keep the candidate."""
    given = passphrase_file.readline().rstrip("\r\n") if passphrase_file else ""
    passphrase = given or click.prompt("Passphrase", hide_input=True)
    summary = _do(
        lambda session: prepare_snapshot(
            session,
            round_id=round_id,
            account_id=get_account_named(session, account).account_id,
            passphrase=passphrase,
            today=today(),
            progress=show_progress,
            cluster=current_app.extensions["cluster"],
        )
    )
    _print_summary(summary)


@snapshots.command()
@click.argument("round_id", metavar="ROUND")
@with_appcontext
def show(round_id: str) -> None:
    """Show what is prepared for a round."""
    summary = _do(lambda session: find_candidate(session, round_id))
    if summary is None:
        raise click.ClickException(SENTENCES["no_candidate"].format(subject=round_id))
    _print_summary(summary)
    for table in summary.content["tables"]:
        click.echo(f"\n{table['question']}: {', '.join(table['answers'])}")
        for unit, row in table["units"].items():
            click.echo(f"  {unit}: {', '.join(map(str, row['counts']))} of {row['of']}")
        for unit, reason in table["withheld"].items():
            click.echo(f"  {unit}: not published ({reason})")


@snapshots.command()
@click.argument("round_id", metavar="ROUND")
@click.option("--account", required=True, help="The name of the publishing account, not who prepared.")
@click.option("--hold-back", is_flag=True, help="Leave out cities whose communities have not confirmed.")
@click.option("--reason", default="", help="Why it takes the place of an earlier one, for the public.")
@with_appcontext
def publish(round_id: str, account: str, hold_back: bool, reason: str) -> None:
    """Publish what is prepared. It stays for ever; it can be replaced or withdrawn."""
    held_back = _do(lambda session: _list_held_back(session, round_id))
    for unit in held_back:
        click.echo(f"held back, not confirmed by its community: {unit}")
    digest = _do(
        lambda session: publish_snapshot(
            session,
            round_id=round_id,
            account_id=get_account_named(session, account).account_id,
            today=today(),
            hold_back=held_back if hold_back else (),
            reason=reason,
        )
    )
    click.echo(f"published: {digest}")


@snapshots.command()
@click.argument("digest")
@click.option("--account", required=True, help="The name of the withdrawing account.")
@click.option("--reason", required=True, help="Why, in words for the public.")
@with_appcontext
def withdraw(digest: str, account: str, reason: str) -> None:
    """Take a published snapshot back, with a reason."""
    _do(
        lambda session: withdraw_snapshot(
            session,
            digest=digest,
            account_id=get_account_named(session, account).account_id,
            reason=reason,
            today=today(),
        )
    )
    click.echo(f"withdrawn: {digest}")


@snapshots.command("list")
@with_appcontext
def list_all() -> None:
    """List all publications, newest round first."""
    for published in _do(list_published):
        for entry in _history(published.round_id):
            state = f" replaces the one before: {entry.change_reason}" if entry.change_reason else ""
            state += f" withdrawn {entry.withdrawn_on}: {entry.reason}" if entry.withdrawn_on else ""
            click.echo(f"{published.round_id} {entry.number} {entry.published_on} {entry.digest}{state}")


@snapshots.command()
@click.argument("digest_or_file", metavar="DIGEST|FILE")
@click.option("--key", help="A public key, or a file of it, to check a pack with instead of our own.")
@with_appcontext
def verify(digest_or_file: str, key: str | None) -> None:
    """Check that a published snapshot, a file of one, or an evidence pack (.zip) is what it says."""
    path = Path(digest_or_file)
    if path.is_file() and path.suffix.lower() == ".zip":
        packs.check_pack(path, key)
        return
    content = path.read_bytes() if path.is_file() else _stored_content(digest_or_file)
    try:
        snapshot = parse_snapshot(content)
    except SnapshotUnreadable as error:
        raise click.ClickException("this is not a snapshot") from error
    if canonical_bytes(snapshot.content) != content:
        raise click.ClickException("the bytes are not in the canonical form: they were changed")
    digest = digest_of(content)
    if not path.is_file() and digest != digest_or_file:
        raise click.ClickException(f"the bytes were changed: their digest is {digest}")
    known = _do(lambda session: find_snapshot(session, digest))
    standing = "published here" if known else "not published here"
    click.echo(f"{digest}: round {snapshot.round_id}, number {snapshot.number}, {standing}")


@snapshots.command("csv")
@click.argument("round_id", metavar="ROUND")
@click.option("--language", default="en", show_default=True)
@with_appcontext
def write_csv(round_id: str, language: str) -> None:
    """Write all published figures of a round as CSV to the standard output."""
    published = _do(lambda session: find_published(session, round_id))
    if published is None or published.withdrawn:
        raise click.ClickException(f"nothing is published about round {round_id}")
    csv.writer(sys.stdout, lineterminator="\n").writerows(figure_rows(published.content, language))


snapshots.add_command(packs.build)
snapshots.add_command(packs.signing_key)


def _do(action: Callable[[Session], Result]) -> Result:
    """Run with a session of the application; a refusal becomes a sentence and exit status 1."""
    try:
        with current_app.extensions["database"].session() as session:
            return action(session)
    except IntruderFound as refusal:
        raise click.ClickException(tell_findings(refusal)) from refusal
    except Refusal as refusal:
        sentence = SENTENCES.get(refusal.key, refusal.key)
        raise click.ClickException(sentence.format(subject=refusal.subject)) from refusal


def _list_held_back(session: Session, round_id: str) -> list[str]:
    """Codes of units in the candidate that wait for their communities."""
    validation = find_validation(session, round_id)
    return [unit.code for unit in validation.held_back] if validation and validation.prepared else []


def _history(round_id: str) -> tuple[Publication, ...]:
    published = _do(lambda session: find_published(session, round_id))
    return published.history if published else ()


def _print_summary(summary: CandidateSummary) -> None:
    click.echo(f"round {summary.round_id}, number {summary.number}, digest {summary.digest}")
    click.echo(f"prepared by {summary.prepared_by} on {summary.prepared_on}")
    click.echo(f"about {summary.responses} responses in {len(summary.content['units'])} units")
    for reason, count in summary.rejected.items():
        click.echo(f"left out, {reason}: {count}")
    show_quality(summary.quality)


def _stored_content(digest: str) -> bytes:
    stored = _do(lambda session: find_snapshot(session, digest))
    if stored is None:
        raise click.ClickException(SENTENCES["no_such_snapshot"].format(subject=digest))
    return stored.content
