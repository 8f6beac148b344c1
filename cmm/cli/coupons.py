"""flask coupons: codes for paper."""

from pathlib import Path
from typing import Any

import click
from flask import current_app
from flask.cli import with_appcontext

from cmm.cli.coupon_file import write_sheet
from cmm.cli.refusals import command_session
from cmm.domain.language import SCREEN_LANGUAGES
from cmm.services.coupons import draw_batch_id, make_batch, set_aside
from cmm.store.coupons import list_batches
from cmm.store.envelopes import count_used
from cmm.store.rounds import get_round


@click.group()
def coupons() -> None:
    """Coupons: one-time codes on paper."""


@coupons.command()
@click.argument("round_id", metavar="ROUND")
@click.option("--city", required=True, metavar="CODE")
@click.option("--site", metavar="CODE", help="The facility or outreach point where they are given out.")
@click.option("--count", required=True, type=int, help="How many coupons.")
@click.option("--pdf", type=click.Path(dir_okay=False), metavar="FILE", help="Write a sheet to cut instead.")
@click.option(
    "--language",
    "languages",
    multiple=True,
    type=click.Choice(SCREEN_LANGUAGES),
    default=("ru", "kk"),
    help="On the sheet; may be given again. Russian and Kazakh if not given.",
)
@click.option("--address", metavar="URL", help="Where the site is, for the sheet: https://forum.example")
@with_appcontext
def make(
    round_id: str,
    city: str,
    site: str | None,
    count: int,
    pdf: str | None,
    languages: tuple[str, ...],
    address: str | None,
) -> None:
    """Make a batch and print its codes, one a line, in random order. They are kept nowhere."""
    given: dict[str, Any] = {"round_id": round_id, "city_id": city, "site_id": site, "count": count}
    pepper = current_app.extensions["config"].pepper
    if pdf:
        batch_id = write_sheet(
            Path(pdf), address, languages=list(dict.fromkeys(languages)), pepper=pepper, **given
        )
    else:
        batch_id = draw_batch_id()
        with command_session() as session:
            codes = make_batch(session, pepper=pepper, batch_id=batch_id, **given)
    where = f"They are in {pdf}: print it, then delete it." if pdf else "They are shown only this once."
    click.echo(f"Batch {batch_id}: {count} coupons for {city}. {where}", err=True)
    if not pdf:
        click.echo("\n".join(codes))


@coupons.command("list")
@click.argument("round_id", metavar="ROUND")
@with_appcontext
def list_all(round_id: str) -> None:
    """List the batches of a round: given, used, set aside."""
    with command_session() as session:
        get_round(session, round_id)
        used = count_used(session, round_id)
        for batch in list_batches(session, round_id):
            place = batch.site_id or batch.city_id
            aside = f"\tset aside: {batch.set_aside_reason}" if batch.set_aside_reason else ""
            click.echo(
                f"{batch.batch_id}\t{place}\t{used.get(batch.batch_id, 0)} of {batch.given} used{aside}"
            )


@coupons.command("set-aside")
@click.argument("batch_id", metavar="BATCH")
@click.option("--reason", required=True, help="Why; kept with the batch.")
@with_appcontext
def set_one_aside(batch_id: str, reason: str) -> None:
    """Leave a whole batch out of the results, and refuse its unused coupons."""
    with command_session() as session:
        set_aside(session, batch_id=batch_id, reason=reason)
    click.echo(f"Batch {batch_id} is set aside.")
