"""The pages of a service (a questionnaire) and of one of its indicators, over all rounds."""

from typing import Any

from flask import Response, abort

from cmm.services.clock import today
from cmm.services.published_promises import stamp_ledger
from cmm.web.dashboard.blueprint import dashboard
from cmm.web.dashboard.promises import list_indicator_promises
from cmm.web.dashboard.series_pages import read_ground, send_series_page, service_title
from cmm.web.database import session
from cmm.web.i18n import words
from cmm.web.reading.findings import build_finding
from cmm.web.reading.indicator_here import build_indicator_here
from cmm.web.reading.service_here import build_service_here


@dashboard.get("/<lang:language>/services/<form_id>")
def show_service(form_id: str) -> Response:
    """All rounds of one questionnaire, and how its indicators went on."""
    ground = read_ground().of_form(form_id)
    if not ground.forms:
        abort(404)

    def build() -> dict[str, Any]:
        title = service_title(ground, form_id)
        return {"service": build_service_here(ground.series, title, form_id)}

    return send_series_page("service", ground, build, form_id=form_id)


@dashboard.get("/<lang:language>/services/<form_id>/indicators/<indicator>")
def show_indicator(form_id: str, indicator: str) -> Response:
    """One indicator: what it means, its newest figures city by city, its trend, the map."""
    ground = read_ground().of_form(form_id)
    rounds = ground.series.rounds
    if not any(indicator in each.outline.indicators for each in rounds):
        abort(404)

    def build() -> dict[str, Any]:
        here = build_indicator_here(rounds, indicator, ground.places) or abort(404)
        return {
            "form_id": form_id,
            "service": words(service_title(ground, form_id)),
            "here": here,
            "finding": build_finding(here.view),
            "promises": list_indicator_promises(form_id, indicator),
        }

    ledger = stamp_ledger(session()), today()
    return send_series_page("indicator", ground, build, ledger, form_id=form_id, indicator=indicator)
