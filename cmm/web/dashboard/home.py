"""The first page: what this is, what can be answered now, and what is published."""

from flask import Response, render_template

from cmm.services.open_survey import list_open_by_link
from cmm.services.published import list_published
from cmm.web.dashboard.blueprint import dashboard
from cmm.web.database import session
from cmm.web.pages import ready_page, send_page


@dashboard.get("/<lang:language>/")
def show_home() -> Response:
    html = render_template(
        "dashboard/home.html",
        endpoint="dashboard.show_home",
        address_values={},
        open_surveys=list_open_by_link(session()),
        rounds=list_published(session()),
    )
    return send_page(ready_page(html))
