"""How a round goes: coupons and responses of each city, and how many more are needed. Never an answer."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from cmm.domain.disclosure.policy import SMALLEST_GROUP, WORDS_BELOW
from cmm.domain.refusal import Refusal
from cmm.services.round_progress import list_collecting
from cmm.services.rounds import ALERT_STEP, BadAlert, set_alert
from cmm.web import database
from cmm.web.i18n import gettext as _
from cmm.web.office.refusals import tell
from cmm.web.office.rounds import get_round
from cmm.web.office.sign_in import current_account, require_role

progress = Blueprint("progress", __name__)


@progress.get("/rounds/<round_id>/progress")
def show_progress(round_id: str) -> str:
    """The account's own cities; the number of responses of the round as a whole."""
    return _page(round_id)


@progress.post("/rounds/<round_id>/progress")
def change_alert(round_id: str) -> Response | tuple[str, int]:
    """At how many responses of a city the office is told; empty for never."""
    require_role("secretary", "coordinator")
    get_round(round_id)
    try:
        every, by = _read_number(request.form.get("every", "")), current_account().account_id
        set_alert(database.session(), round_id=round_id, every=every, by=by)
    except Refusal as refusal:
        return _page(round_id, refusal=tell(refusal)), 409
    flash(_("Saved."))
    return redirect(url_for("office.progress.show_progress", round_id=round_id))


def _read_number(written: str) -> int | None:
    """Raises BadAlert."""
    digits = written.strip()
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit() and len(digits) < 6):
        raise BadAlert(str(ALERT_STEP))
    return int(digits)


def _page(round_id: str, *, refusal: str = "") -> str:
    survey_round, account = get_round(round_id), current_account()
    cities = [
        each
        for each in list_collecting(database.session(), survey_round)
        if account.works_for({each.city.code})
    ]
    return render_template(
        "office/progress.html",
        round=survey_round,
        account=account,
        cities=cities,
        goal_words=_goal_words(),
        step=ALERT_STEP,
        refusal=refusal,
    )


def _goal_words() -> dict[str, str]:
    """What each goal is for, by its purpose."""
    return {
        "alone": _("to be published by itself (%(number)s)") % {"number": SMALLEST_GROUP},
        "percentages": _("to be shown in percentages (%(number)s)") % {"number": WORDS_BELOW},
        "precise": _("to know shares to ±10 points"),
    }
