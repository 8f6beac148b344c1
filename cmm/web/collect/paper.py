"""The questions on paper, as a page that any browser prints."""

from flask import render_template

from cmm.web.collect.views import collect, get_survey
from cmm.web.i18n import gettext as _
from cmm.web.paper.sheet import build_paper


@collect.get("/<lang:language>/s/<round_id>/paper")
def show_paper(round_id: str) -> str | tuple[str, int]:
    """The whole questionnaire to be filled in with a pen; gone when the round is closed."""
    survey = get_survey(round_id)
    if survey.state == "closed":
        title, advice = _("These questions are closed"), _("This paper is not collected any more.")
        return render_template("collect/not_open.html", title=title, advice=advice), 410
    paper = build_paper(
        survey.questionnaire,
        titles=survey.titles,
        cities=survey.cities,
        access=survey.access,
        invented=survey.invented,
    )
    return render_template("collect/paper.html", paper=paper, round_id=round_id)
