"""What is kept, how long, who can open it, what nobody can protect against: for a frightened reader."""

from flask import Response, current_app, render_template

from cmm.web.dashboard.blueprint import dashboard
from cmm.web.dashboard.cache import cached_page
from cmm.web.i18n import current_language
from cmm.web.pages import send_page


@dashboard.get("/<lang:language>/privacy")
def show_privacy() -> Response:
    """The same for every round; the only figure on it is the setting."""
    days = current_app.extensions["config"].keep_envelopes_days
    return send_page(cached_page(("privacy", current_language(), days), lambda: _page(days)))


def _page(days: int) -> str:
    return render_template(
        "dashboard/privacy.html", endpoint="dashboard.show_privacy", address_values={}, keep_days=days
    )
