"""What a field pass brings to the phone: the whole questionnaire of its round in every language."""

import json
import re

from flask import current_app, render_template

from cmm.domain.language import SCREEN_LANGUAGES, in_language
from cmm.services.open_survey import OpenSurvey
from cmm.web.collect.first_page import build_whole, without_indentation
from cmm.web.collect.sheet import Sheet
from cmm.web.i18n import speaking
from cmm.web.pages import ReadyPage, ready_page

RECORDING = re.compile(r'<audio [^>]*src="([^"]+)"')


def get_field_pages(survey: OpenSurvey, city_id: str) -> ReadyPage:
    """JSON: "place", "pages" {language: {"title", "html"}} and the addresses of "recordings"; made once."""
    made: dict[tuple[str, str], ReadyPage] = current_app.extensions.setdefault("field_pages", {})
    key = survey.round_id, city_id
    if key not in made:
        made[key] = ready_page(json.dumps(_build_pages(survey, city_id), ensure_ascii=False))
    return made[key]


def _build_pages(survey: OpenSurvey, city_id: str) -> dict[str, object]:
    names = dict(survey.cities)[city_id]
    pages = {
        language: {
            "title": f"{in_language(survey.titles, language)}, {in_language(names, language)}",
            "html": _whole_page(survey, language),
        }
        for language in SCREEN_LANGUAGES
    }
    recordings = {address for page in pages.values() for address in RECORDING.findall(page["html"])}
    return {"place": f"{survey.round_id} {city_id}", "pages": pages, "recordings": sorted(recordings)}


def _whole_page(survey: OpenSurvey, language: str) -> str:
    with speaking(language):
        html = render_template(
            "collect/whole.html",
            survey=survey,
            sheet=Sheet(),
            whole=build_whole(survey, language, in_field=True),
        )
    return without_indentation(html)
