"""A page of a questionnaire as a phone shows it, for those who plan a round: nothing can be sent from it."""

from datetime import date

from flask import Response, render_template

from cmm.domain.language import Translated
from cmm.domain.questionnaire.model import Questionnaire
from cmm.services.open_survey import OpenSurvey
from cmm.web.assets import inline_styles
from cmm.web.collect.filling import whole_filling
from cmm.web.collect.first_page import STYLES
from cmm.web.collect.page import build_page
from cmm.web.i18n import current_language
from cmm.web.security import preview_policy


def preview_page(questionnaire: Questionnaire, titles: Translated, index: int) -> Response | None:
    """The page with this index (from 0) with all its questions, those that are not for everybody too; None
    when there is no such page.

    No cities and no coupon are asked. The answer is sandboxed, and may stand in a frame of our own pages.
    """
    filling = whole_filling(_nowhere(questionnaire, titles), language=current_language())
    if index >= len(filling.pages):
        return None
    html = render_template(
        "collect/preview.html",
        survey=filling.survey,
        sheet=filling.sheet,
        view=build_page(filling, index, problems={}),
        inlined=inline_styles(*STYLES),
    )
    response = Response(html)
    response.headers["Content-Security-Policy"] = preview_policy(style=inline_styles(*STYLES).source)
    return response


def _nowhere(questionnaire: Questionnaire, titles: Translated) -> OpenSurvey:
    """A round that nobody can answer: it has no key, no city and no way in."""
    return OpenSurvey(
        round_id="preview",
        titles=titles,
        state="closed",
        access="link",
        questionnaire=questionnaire,
        cities=(),
        invented=False,
        opened_on=date.min,
        public_key=b"",
        envelope_size=0,
    )
