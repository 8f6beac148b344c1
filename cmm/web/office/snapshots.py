"""Publishing in the office: prepare with the passphrase, look, publish by a second person, withdraw."""

from collections.abc import Callable

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from cmm.domain.refusal import Refusal
from cmm.services.clock import now, today
from cmm.services.publish import (
    NoCandidate,
    find_candidate,
    publish_snapshot,
    withdraw_snapshot,
)
from cmm.services.published import find_published
from cmm.services.task_threads import start_preparation
from cmm.services.tasks import begin_preparation
from cmm.services.validation import find_validation
from cmm.web import database
from cmm.web.i18n import gettext as _
from cmm.web.office.patience import slow_guessing
from cmm.web.office.refusals import tell
from cmm.web.office.rounds import get_round, round_page
from cmm.web.office.sign_in import current_account, require_role

snapshots = Blueprint("snapshots", __name__)

Reply = Response | tuple[str, int]

LONGEST_REASON = 1000
"""Characters."""


@snapshots.post("/rounds/<round_id>/candidate")
def prepare(round_id: str) -> Reply:
    """Begin to open, count and protect, and lead to the page that says how far it is. A wrong passphrase is
    refused at once; who comes while it is being done is led to the same page.
    """
    require_role("secretary", "coordinator")
    get_round(round_id)
    try:
        with slow_guessing():
            task_id, preparation = begin_preparation(
                database.session(),
                round_id=round_id,
                account_id=current_account().account_id,
                passphrase=request.form.get("passphrase", ""),
                today=today(),
                now=now(),
                cluster=current_app.extensions["cluster"],
            )
    except Refusal as refusal:
        return round_page(round_id, refusal=tell(refusal)), 409
    if preparation:
        start_preparation(current_app.extensions["database"], preparation)
    return redirect(url_for("office.tasks.show_task", task_id=task_id), 303)


@snapshots.get("/rounds/<round_id>/publication")
def confirm_publication(round_id: str) -> str:
    """Publishing stays for ever, so it is asked on a page of its own, with what is held back."""
    require_role("secretary", "coordinator")
    return _publication_page(round_id)


@snapshots.post("/rounds/<round_id>/snapshots")
def publish(round_id: str) -> Reply:
    """The form carries what the person saw: the candidate, and the cities that are held back."""
    require_role("secretary", "coordinator")
    get_round(round_id)
    form = request.form
    try:
        publish_snapshot(
            database.session(),
            round_id=round_id,
            account_id=current_account().account_id,
            today=today(),
            seen=form.get("seen", ""),
            hold_back=form.getlist("held_back") if form.get("sure") == "yes" else (),
            reason=form.get("reason", "")[:LONGEST_REASON],
        )
    except NoCandidate as refusal:
        return round_page(round_id, refusal=tell(refusal)), 409
    except Refusal as refusal:
        return _publication_page(round_id, refusal=tell(refusal)), 409
    _begin_pack(round_id)
    flash(_("The results are public now."))
    return redirect(url_for("office.rounds.show_round", round_id=round_id))


@snapshots.get("/rounds/<round_id>/withdrawal")
def confirm_withdrawal(round_id: str) -> str:
    """A withdrawal cannot be undone, so it is asked on a page of its own."""
    require_role("coordinator")
    return _withdrawal_page(round_id)


@snapshots.post("/rounds/<round_id>/withdrawal")
def withdraw(round_id: str) -> Reply:
    """Take back what is public; only a coordinator does that."""
    require_role("coordinator")
    get_round(round_id)
    published = find_published(database.session(), round_id)
    if published is None:
        abort(404)
    try:
        withdraw_snapshot(
            database.session(),
            digest=published.digest,
            account_id=current_account().account_id,
            reason=request.form.get("reason", "")[:LONGEST_REASON],
            today=today(),
        )
    except Refusal as refusal:
        return _withdrawal_page(round_id, refusal=tell(refusal)), 409
    flash(_("The results are withdrawn. The public sees your reason."))
    return redirect(url_for("office.rounds.show_round", round_id=round_id))


def _begin_pack(round_id: str) -> None:
    """Have the evidence pack built before the first reader asks, where the address that stands in it is
    set.
    """
    address = current_app.extensions["config"].address
    if address:
        current_app.extensions["packs"].begin_newest(round_id, address)


def _publication_page(round_id: str, *, refusal: str = "") -> str:
    survey_round, session = get_round(round_id), database.session()
    candidate, validation = find_candidate(session, round_id), find_validation(session, round_id)
    if candidate is None or validation is None:
        abort(404)
    return render_template(
        "office/publication_confirm.html",
        round=survey_round,
        account=current_account(),
        candidate=candidate,
        validation=validation,
        published=find_published(session, round_id),
        reason=request.form.get("reason", ""),
        refusal=refusal,
    )


def _withdrawal_page(round_id: str, *, refusal: str = "") -> str:
    survey_round, published = get_round(round_id), find_published(database.session(), round_id)
    if published is None:
        abort(404)
    return render_template(
        "office/publication_withdraw.html",
        round=survey_round,
        account=current_account(),
        published=published,
        refusal=refusal,
    )


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
