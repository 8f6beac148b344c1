"""Who holds the key of a round, and giving it to one more person."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from cmm.domain.refusal import Refusal
from cmm.services.key_holders import get_holders, hand_over_key, hand_over_key_from_paper
from cmm.web import database
from cmm.web.i18n import gettext as _
from cmm.web.office.patience import slow_guessing
from cmm.web.office.refusals import tell
from cmm.web.office.rounds import get_round
from cmm.web.office.sign_in import current_account, require_role

keys = Blueprint("keys", __name__)

Reply = Response | tuple[str, int]


@keys.get("/rounds/<round_id>/keys")
def show_holders(round_id: str) -> str:
    """With ``?to=`` the account that shall get the key is chosen already."""
    return _page(round_id)


@keys.post("/rounds/<round_id>/keys")
def hand_over(round_id: str) -> Reply:
    """Give the key to one more person, with one's own passphrase or with the printed recovery key."""
    require_role("secretary", "coordinator")
    get_round(round_id)
    by, to_account = current_account().account_id, request.form.get("to", "")
    try:
        if request.form.get("with") == "paper":
            paper = request.form.get("recovery_key", "")
            hand_over_key_from_paper(
                database.session(), round_id=round_id, to_account=to_account, by=by, recovery_key=paper
            )
        else:
            passphrase = request.form.get("passphrase", "")
            with slow_guessing():
                hand_over_key(
                    database.session(), round_id=round_id, to_account=to_account, by=by, passphrase=passphrase
                )
    except Refusal as refusal:
        return _page(round_id, refusal=tell(refusal)), 409
    flash(_("The key is handed over. This person can open the answers now, with their own passphrase."))
    return redirect(url_for("office.keys.show_holders", round_id=round_id))


def _page(round_id: str, *, refusal: str = "") -> str:
    account, holders = current_account(), get_holders(database.session(), round_id)
    return render_template(
        "office/keys.html",
        round=get_round(round_id),
        account=account,
        holders=holders,
        is_holder=account.account_id in {one.account_id for one in holders.accounts},
        chosen=request.form.get("to") or request.args.get("to", ""),
        refusal=refusal,
    )
