"""Publishing in the office: prepare with the passphrase, look, publish by a second person, withdraw."""

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, request, url_for
from werkzeug.wrappers import Response

from cmm.domain.refusal import Refusal
from cmm.services.clock import today
from cmm.services.publish import prepare_snapshot, publish_snapshot, withdraw_snapshot
from cmm.services.published import find_published
from cmm.web import database
from cmm.web.i18n import gettext as _
from cmm.web.office.refusals import tell
from cmm.web.office.rounds import get_round, round_page
from cmm.web.office.sign_in import current_account, require_role

snapshots = Blueprint("snapshots", __name__)

Reply = Response | tuple[str, int]


@snapshots.post("/rounds/<round_id>/candidate")
def prepare(round_id: str) -> Reply:
    """Open the envelopes for a moment, count, protect, keep only the candidate."""

    def act() -> None:
        prepare_snapshot(
            database.session(),
            round_id=round_id,
            account_id=current_account().account_id,
            passphrase=request.form.get("passphrase", ""),
            today=today(),
        )

    return _do(round_id, act, _("The results are prepared. Look at them before a second person publishes."))


@snapshots.post("/rounds/<round_id>/snapshots")
def publish(round_id: str) -> Reply:
    def act() -> None:
        account_id = current_account().account_id
        publish_snapshot(database.session(), round_id=round_id, account_id=account_id, today=today())

    return _do(round_id, act, _("The results are public now."))


@snapshots.post("/rounds/<round_id>/withdrawal")
def withdraw(round_id: str) -> Reply:
    """Take back what is public; only a coordinator does that."""
    require_role("coordinator")
    published = find_published(database.session(), round_id)
    if published is None:
        abort(404)

    def act() -> None:
        withdraw_snapshot(
            database.session(),
            digest=published.digest,
            account_id=current_account().account_id,
            reason=request.form.get("reason", ""),
            today=today(),
        )

    return _do(round_id, act, _("The results are withdrawn. The public sees your reason."))


def _do(round_id: str, act: Callable[[], None], done: str) -> Reply:
    """Do it for a round of the account's own cities; a refusal is said on the round's page."""
    require_role("secretary", "coordinator")
    get_round(round_id)
    try:
        act()
    except Refusal as refusal:
        return round_page(round_id, refusal=tell(refusal)), 409
    flash(done)
    return redirect(url_for("office.rounds.show_round", round_id=round_id))
