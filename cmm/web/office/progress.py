"""How a round goes: coupons and responses of each city, and how many more are needed. Never an answer."""

from flask import Blueprint, render_template

from cmm.domain.disclosure.policy import SMALLEST_GROUP, WORDS_BELOW
from cmm.services.round_progress import list_collecting
from cmm.web import database
from cmm.web.i18n import gettext as _
from cmm.web.office.rounds import get_round
from cmm.web.office.sign_in import current_account

progress = Blueprint("progress", __name__)


@progress.get("/rounds/<round_id>/progress")
def show_progress(round_id: str) -> str:
    """The account's own cities; the number of responses of the round as a whole."""
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
    )


def _goal_words() -> dict[str, str]:
    """What each goal is for, by its purpose."""
    return {
        "alone": _("to be published by itself (%(number)s)") % {"number": SMALLEST_GROUP},
        "percentages": _("to be shown in percentages (%(number)s)") % {"number": WORDS_BELOW},
        "precise": _("to know shares to ±10 points"),
    }
