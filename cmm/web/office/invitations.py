"""Opening a one-time link: a new account, or an account set up anew. Looking at the link uses nothing up."""

from flask import Blueprint, render_template, request, session
from werkzeug.wrappers import Response

from cmm.domain.refusal import Refusal
from cmm.services.clock import now
from cmm.services.invitations import InvitationFacts, accept_invitation, accept_reset, find_invitation
from cmm.services.places import list_cities
from cmm.web import database
from cmm.web.i18n import gettext as _
from cmm.web.office.patience import make_wait, note_failure
from cmm.web.office.refusals import tell
from cmm.web.office.sign_in import begin

invitations = Blueprint("invitations", __name__)

Reply = Response | tuple[str, int]


@invitations.get("/invitations/<token>")
def show_invitation(token: str) -> str | tuple[str, int]:
    found = _find(token)
    return _page(token, found) if found else _gone_page()


@invitations.post("/invitations/<token>")
def accept(token: str) -> Reply:
    """Make the account or set it up anew, sign in, and go on to the second factor."""
    found = _find(token)
    if found is None:
        return _gone_page()
    mistake = _typing_mistake(found)
    if mistake:
        return _page(token, found, refusal=mistake), 409
    try:
        account_id = _accept_new(token) if found.account_name is None else _accept_reset(token)
    except Refusal as refusal:
        return _page(token, found, refusal=tell(refusal)), 409
    session.clear()
    return begin(account_id)


def _find(token: str) -> InvitationFacts | None:
    """A right link always passes; after many wrong ones the next wrong one from there has to wait."""
    found = find_invitation(database.session(), token=token, now=now())
    if found is None:
        make_wait("invitation", "")
        note_failure("invitation", "")
    return found


def _typing_mistake(found: InvitationFacts) -> str:
    """What was typed twice must be the same; nobody sees what they type."""
    form = request.form
    if form.get("password") != form.get("password_again"):
        return _("The two passwords are not the same. Please type both again.")
    wants_passphrase = found.account_name is None or form.get("passphrase_is") == "lost"
    if wants_passphrase and form.get("passphrase") != form.get("passphrase_again"):
        return _("The two passphrases are not the same. Please type both again.")
    if found.account_name is not None and form.get("passphrase_is") not in ("known", "lost"):
        return _("Please say whether you still know your passphrase.")
    return ""


def _accept_new(token: str) -> str:
    return accept_invitation(
        database.session(),
        token=token,
        name=request.form.get("name", ""),
        password=request.form.get("password", ""),
        passphrase=request.form.get("passphrase", ""),
        now=now(),
    )


def _accept_reset(token: str) -> str:
    is_lost = request.form.get("passphrase_is") == "lost"
    return accept_reset(
        database.session(),
        token=token,
        password=request.form.get("password", ""),
        new_passphrase=request.form.get("passphrase", "") if is_lost else None,
        now=now(),
    )


def _page(token: str, found: InvitationFacts, *, refusal: str = "") -> str:
    cities = [city.names for city in list_cities(database.session()) if city.city_id in found.city_ids]
    return render_template(
        "office/invitation.html",
        token=token,
        invitation=found,
        cities=cities,
        name=request.form.get("name", ""),
        refusal=refusal,
    )


def _gone_page() -> tuple[str, int]:
    return render_template("office/invitation_gone.html"), 410
