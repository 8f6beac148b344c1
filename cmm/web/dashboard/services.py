"""The pages of a service (a questionnaire) and of one of its indicators, over all rounds."""

from typing import Any

from flask import Response, abort

from cmm.domain.snapshot.equal_items import find_indicator
from cmm.web.dashboard.blueprint import dashboard
from cmm.web.dashboard.series_pages import read_ground, send_series_page, service_title
from cmm.web.i18n import words
from cmm.web.reading.findings import build_finding
from cmm.web.reading.indicator_here import build_indicator_here
from cmm.web.reading.service_here import build_service_here


@dashboard.get("/<lang:language>/services/<form_id>")
def show_service(form_id: str) -> Response:
    """All rounds of one questionnaire, and how its indicators went on."""
    ground = read_ground()
    if form_id not in ground.forms:
        abort(404)

    def build() -> dict[str, Any]:
        title = service_title(ground, form_id)
        return {"service": build_service_here(ground.series.of_form(form_id), title, form_id)}

    return send_series_page("service", ground, build, form_id=form_id)


@dashboard.get("/<lang:language>/services/<form_id>/indicators/<indicator>")
def show_indicator(form_id: str, indicator: str) -> Response:
    """One indicator: what it means, its newest figures city by city, its trend, the map."""
    ground = read_ground()
    rounds = ground.series.of_form(form_id).rounds
    if not any(find_indicator(each.snapshot.content, indicator) for each in rounds):
        abort(404)

    def build() -> dict[str, Any]:
        here = build_indicator_here(rounds, indicator, ground.places) or abort(404)
        return {
            "form_id": form_id,
            "service": words(service_title(ground, form_id)),
            "here": here,
            "finding": build_finding(here.view),
        }

    return send_series_page("indicator", ground, build, form_id=form_id, indicator=indicator)
