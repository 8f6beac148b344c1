"""Open data explained to people: addresses, fields, the licence, examples to copy."""

from flask import Response, render_template

from cmm.services.published import list_histories
from cmm.web.dashboard.blueprint import dashboard
from cmm.web.dashboard.cache import cached_page
from cmm.web.database import session
from cmm.web.i18n import current_language
from cmm.web.pages import send_page
from cmm.web.site import site_address


@dashboard.get("/<lang:language>/data")
def show_data() -> Response:
    """The examples are about the newest round, so that they can be tried."""
    histories = list_histories(session())
    readable = [round_id for round_id, history in histories.items() if history[0].withdrawn_on is None]
    example = readable[0] if readable else "ROUND"
    key = ("data", current_language(), site_address(), example)
    return send_page(cached_page(key, lambda: _page(example)))


def _page(example: str) -> str:
    return render_template(
        "dashboard/data.html",
        endpoint="dashboard.show_data",
        address_values={},
        site=site_address(),
        example=example,
    )
