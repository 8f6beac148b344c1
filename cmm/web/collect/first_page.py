"""The page that a survey begins with: the same bytes for everybody, with the whole questionnaire inside.

Without scripts it is the first page of questions. Scripts find all pages in it, and the logic to go through
them.
"""

import json
from base64 import b64encode
from dataclasses import replace
from functools import partial
from typing import Any

from flask import current_app, render_template, url_for
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from cmm.services.open_survey import OpenSurvey
from cmm.web.assets import inline_styles
from cmm.web.collect.filling import begin_filling, whole_filling
from cmm.web.collect.logic import build_logic
from cmm.web.collect.messages import script_texts
from cmm.web.collect.page import build_page
from cmm.web.collect.sheet import Sheet
from cmm.web.pages import ReadyPage, ready_page
from cmm.web.security import content_policy

COMPACT = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))
STYLES = ("css/base.css", "css/survey.css")


def find_first_page(round_id: str, language: str) -> ReadyPage | None:
    """The finished page, if this process has made it before."""
    pages: dict[tuple[str, str], ReadyPage] = current_app.extensions.setdefault("first_pages", {})
    return pages.get((round_id, language))


def make_first_page(survey: OpenSurvey, language: str) -> ReadyPage:
    """Render the page and keep it."""
    filling = begin_filling(survey, Sheet(), language=language, today=survey.opened_on)
    html = render_template(
        "collect/page.html",
        survey=survey,
        sheet=filling.sheet,
        view=build_page(filling, 0, problems={}),
        whole=build_whole(survey, language),
        inlined=inline_styles(*STYLES),
    )
    page = ready_page(without_indentation(html))
    current_app.extensions["first_pages"][survey.round_id, language] = page
    return page


def first_page_policy() -> str:
    """The policy of this page alone: its own styles may stand inside it."""
    return content_policy(style=inline_styles(*STYLES).source)


def build_whole(survey: OpenSurvey, language: str, *, in_field: bool = False) -> dict[str, Any]:
    """All pages with their logic; `in_field` for a peer monitor's phone, whose pass gives the city."""
    filling = whole_filling(survey, language=language)
    pages = [build_page(filling, index, problems={}) for index in range(len(filling.pages))]
    return {
        "pages": [replace(page, asks_city=page.asks_city and not in_field) for page in pages],
        "logic": _as_json(_logic(survey, language)),
        "later": url_for("collect.show_later", round_id=survey.round_id, _external=False),
        "in_field": in_field,
    }


def without_indentation(html: str) -> str:
    """Lines without the white space of the templates; no element of a survey page keeps its spaces."""
    return "\n".join(line.strip() for line in html.splitlines() if line.strip())


def _logic(survey: OpenSurvey, language: str) -> dict[str, Any]:
    return build_logic(survey.questionnaire, language) | {
        "round": survey.round_id,
        "version": survey.questionnaire.version,
        "language": language,
        "key": b64encode(survey.public_key).decode(),
        "size": survey.envelope_size,
        "envelopes": url_for("collect.receive_envelope", round_id=survey.round_id),
        "thanks": url_for("collect.show_thanks", round_id=survey.round_id),
        "texts": script_texts(survey),
    }


def _as_json(value: object) -> Markup:
    return htmlsafe_json_dumps(value, dumps=COMPACT)
