"""The people of the office: the coordinator invites, changes, disables and resets; readers only look."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from cmm.domain.refusal import Refusal
from cmm.services.accounts import ROLES, change_role, disable, enable
from cmm.services.clock import now
from cmm.services.invitations import invite, invite_again, list_invitations, withdraw_invitation
from cmm.services.key_holders import list_rounds_to_give
from cmm.services.people import Person, find_person, list_people
from cmm.services.places import list_cities
from cmm.services.second_factor import reset_second_factor
from cmm.web import database
from cmm.web.i18n import gettext as _
from cmm.web.office.qr import qr_element
from cmm.web.office.refusals import tell
from cmm.web.office.sign_in import current_account, require_role

accounts = Blueprint("accounts", __name__)

Reply = Response | tuple[str, int]


@accounts.get("/accounts")
def show_accounts() -> str:
    require_role("coordinator", "reader")
    return _list_page()


@accounts.post("/accounts")
def invite_one() -> Reply | str:
    """Make a one-time link; it stands on this answer and nowhere else."""
    require_role("coordinator")
    try:
        token = invite(
            database.session(),
            role=request.form.get("role", ""),
            city_ids=request.form.getlist("cities"),
            by=current_account().account_id,
            now=now(),
        )
    except Refusal as refusal:
        return _list_page(refusal=tell(refusal)), 409
    return _link_page(token, None)


@accounts.post("/accounts/invitations/<invitation_id>/withdrawal")
def withdraw(invitation_id: str) -> Reply:
    require_role("coordinator")
    try:
        withdraw_invitation(database.session(), invitation_id=invitation_id, by=current_account().account_id)
    except Refusal as refusal:
        return _list_page(refusal=tell(refusal)), 409
    flash(_("The link is worthless now."))
    return redirect(url_for("office.accounts.show_accounts"))


@accounts.get("/accounts/<account_id>")
def show_account(account_id: str) -> str:
    require_role("coordinator", "reader")
    return _account_page(_get(account_id))


@accounts.post("/accounts/<account_id>/role")
def change(account_id: str) -> Reply:
    """Another role, or other cities."""
    require_role("coordinator")
    person = _get(account_id)
    try:
        change_role(
            database.session(),
            account_id=account_id,
            role=request.form.get("role", ""),
            city_ids=request.form.getlist("cities"),
            by=current_account().account_id,
        )
    except Refusal as refusal:
        return _account_page(person, refusal=tell(refusal)), 409
    return _done(account_id, _("Saved. It holds from the next page on."))


@accounts.post("/accounts/<account_id>/disabling")
def shut_out(account_id: str) -> Reply:
    require_role("coordinator")
    person = _get(account_id)
    try:
        disable(database.session(), account_id=account_id, by=current_account().account_id)
    except Refusal as refusal:
        return _account_page(person, refusal=tell(refusal)), 409
    return _done(account_id, _("The account is disabled and signed out everywhere."))


@accounts.post("/accounts/<account_id>/enabling")
def let_in(account_id: str) -> Reply:
    require_role("coordinator")
    _get(account_id)
    enable(database.session(), account_id=account_id, by=current_account().account_id)
    return _done(account_id, _("The account may sign in again."))


@accounts.post("/accounts/<account_id>/reset")
def reset(account_id: str) -> Reply | str:
    """A one-time link with which the person sets the account up anew."""
    require_role("coordinator")
    person, by = _get(account_id), current_account().account_id
    try:
        token = invite_again(database.session(), account_id=account_id, by=by, now=now())
    except Refusal as refusal:
        return _account_page(person, refusal=tell(refusal)), 409
    return _link_page(token, person)


@accounts.post("/accounts/<account_id>/second-factor")
def forget_factors(account_id: str) -> Reply:
    """The phone is lost, the password is still known: only the second factor is set up anew."""
    require_role("coordinator")
    person, by = _get(account_id), current_account().account_id
    if person.account_id == by:
        return _account_page(person, refusal=_("Change your own second factor under “My account”.")), 409
    reset_second_factor(database.session(), account_id=account_id, by=by)
    return _done(account_id, _("At the next sign-in a new second factor is set up."))


def _get(account_id: str) -> Person:
    person = find_person(database.session(), account_id)
    if person is None:
        abort(404)
    return person


def _done(account_id: str, words: str) -> Response:
    flash(words)
    return redirect(url_for("office.accounts.show_account", account_id=account_id))


def _list_page(*, refusal: str = "") -> str:
    session = database.session()
    people = list_people(session)
    return render_template(
        "office/accounts.html",
        account=current_account(),
        people=people,
        to_give={each.account_id: list_rounds_to_give(session, each.account_id) for each in people},
        invitations=list_invitations(session, now=now()),
        cities=list_cities(session),
        roles=ROLES,
        refusal=refusal,
    )


def _account_page(person: Person, *, refusal: str = "") -> str:
    return render_template(
        "office/account.html",
        account=current_account(),
        person=person,
        to_give=list_rounds_to_give(database.session(), person.account_id),
        cities=list_cities(database.session()),
        roles=ROLES,
        refusal=refusal,
    )


def _link_page(token: str, person: Person | None) -> str:
    link = url_for("office.invitations.show_invitation", token=token, _external=True)
    return render_template(
        "office/invitation_link.html",
        account=current_account(),
        person=person,
        link=link,
        qr=qr_element(link),
    )
