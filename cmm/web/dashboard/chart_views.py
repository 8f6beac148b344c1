"""Figures for the chart library, asked for when a reader presses the button."""

import json
from collections.abc import Callable

from flask import Response, abort

from cmm.domain.snapshot import EVERYWHERE
from cmm.services.published import list_publications, read_publication
from cmm.web.dashboard.blueprint import dashboard
from cmm.web.dashboard.cache import cached_page
from cmm.web.dashboard.charts import Figure, build_indicator_chart, build_question_chart
from cmm.web.database import session
from cmm.web.i18n import current_language, words
from cmm.web.i18n import gettext as _
from cmm.web.pages import send_page
from cmm.web.reading.figures import Figures
from cmm.web.reading.indicators import build_indicator
from cmm.web.reading.page import describe_period
from cmm.web.reading.questions import build_question


@dashboard.get("/<lang:language>/r/<round_id>/charts/<digest>/indicators/<indicator>.json")
def show_indicator_chart(round_id: str, digest: str, indicator: str) -> Response:
    """One indicator, all units side by side."""
    figures = _get_figures(round_id, digest)
    chosen = next((item for item in figures.content["indicators"] if item["id"] == indicator), None)
    if chosen is None:
        abort(404)
    return _send(
        (digest, "indicator", indicator),
        lambda: build_indicator_chart(
            build_indicator(figures, chosen, EVERYWHERE), everywhere=_("All cities"), source=_source(figures)
        ),
    )


@dashboard.get("/<lang:language>/r/<round_id>/charts/<digest>/questions/<path:question>.json")
def show_question_chart(round_id: str, digest: str, question: str) -> Response:
    """All answers to one question, all units side by side."""
    figures = _get_figures(round_id, digest)
    if question not in figures.snapshot.tables:
        abort(404)
    chosen = figures.questions[question]
    return _send(
        (digest, "question", question),
        lambda: build_question_chart(
            build_question(figures, chosen, EVERYWHERE),
            source=_source(figures),
            scale=bool(chosen["likert"]),
        ),
    )


def _get_figures(round_id: str, digest: str) -> Figures:
    """The figures of exactly this publication, so that a chart never shows other numbers than its page."""
    history = list_publications(session(), round_id)
    if not any(each.digest == digest and not each.withdrawn_on for each in history):
        abort(404)
    return Figures(read_publication(session(), digest))


def _send(key: tuple[str, ...], build: Callable[[], Figure]) -> Response:
    page = cached_page((*key, current_language()), lambda: json.dumps(build(), ensure_ascii=False))
    return send_page(page, mimetype="application/json")


def _source(figures: Figures) -> str:
    content = figures.content
    source = f"{words(content['title'])}, {describe_period(content)}"
    return f"{_('Invented answers.')} {source}" if content["invented"] else source
