"""Answering without JavaScript: page by page, a last look, sent. No cookie, nothing kept in between."""

import secrets

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from cmm.services.clock import today
from cmm.services.open_survey import OpenSurvey, find_open_survey
from cmm.services.submit_response import (
    CouponRefused,
    RoundNotOpen,
    StorageUnavailable,
    UnknownCity,
    submit_response,
)
from cmm.web import database
from cmm.web.collect import messages
from cmm.web.collect.filling import Filling, begin_filling, given_answers
from cmm.web.collect.first_page import find_first_page, first_page_policy, make_first_page
from cmm.web.collect.page import Problems, build_page, carried_pairs
from cmm.web.collect.round_state import is_open
from cmm.web.collect.sheet import read_sheet
from cmm.web.collect.walk import turn
from cmm.web.i18n import current_language
from cmm.web.i18n import gettext as _
from cmm.web.pages import send_page

collect = Blueprint("collect", __name__)

Reply = tuple[str, int]
NONCE_BYTES = 16


@collect.get("/<lang:language>/s/<round_id>")
def show_survey(round_id: str) -> Response | Reply:
    """The first page: the same bytes for everybody, rendered once in each language."""
    if not is_open(round_id):
        return _not_open(get_survey(round_id))
    language = current_language()
    page = find_first_page(round_id, language) or make_first_page(get_survey(round_id), language)
    response = send_page(page)
    response.headers["Content-Security-Policy"] = first_page_policy()
    return response


@collect.post("/<lang:language>/s/<round_id>")
def receive(round_id: str) -> AnyResponse | Reply:
    """One page of answers: check it, then show the next page, the same page again, or the end."""
    survey = get_survey(round_id)
    sheet = read_sheet(request.form)
    filling = begin_filling(survey, sheet, language=current_language(), today=today())
    if sheet.version and sheet.version != survey.questionnaire.version:
        return _page(filling, 0, problems={"": messages.questions_changed()}), 409
    return _take_step(filling)


@collect.get("/<lang:language>/s/<round_id>/thanks")
def show_thanks(round_id: str) -> str:
    return render_template("collect/thanks.html", survey=get_survey(round_id))


@collect.app_template_global()
def quick_exit() -> str:
    """The harmless page that "Leave this page" leads to."""
    return str(current_app.extensions["config"].quick_exit)


collect.add_app_template_global(messages.city_missing)
collect.add_app_template_global(messages.coupon_missing)


def get_survey(round_id: str) -> OpenSurvey:
    """The round; 404 when there is none or it was never opened."""
    survey = find_open_survey(database.session(), round_id)
    if survey is None:
        abort(404)
    return survey


def _take_step(filling: Filling) -> AnyResponse | Reply:
    sheet = filling.sheet
    step = turn(filling.pages, sheet, filling.visible, filling.problems)
    own = messages.own_problems(filling.survey, sheet)
    if own and (sheet.step == "send" or (sheet.step == "next" and sheet.page == 0)):
        also = step.problems if step.page == 0 else ()
        return _page(filling, 0, problems=messages.problem_texts(filling, also) | own), 422
    if step.problems:
        return _page(filling, step.page, problems=messages.problem_texts(filling, step.problems)), 422
    if step.page < len(filling.pages):
        return _page(filling, step.page, more=step.more), 200
    if sheet.step == "send" and sheet.nonce:
        return _send(filling)
    return _last_look(filling), 200


def _send(filling: Filling) -> AnyResponse | Reply:
    try:
        _submit(filling)
    except CouponRefused:
        return _page(filling, 0, problems={"__coupon": messages.coupon_refused()}), 403
    except UnknownCity:
        return _page(filling, 0, problems={"__city": messages.city_missing()}), 422
    except RoundNotOpen:
        return _last_look(filling, refusal=messages.round_closed()), 410
    except StorageUnavailable:
        return _last_look(filling, refusal=messages.try_again()), 503
    return redirect(url_for("collect.show_thanks", round_id=filling.survey.round_id), 303)


def _submit(filling: Filling) -> None:
    survey, sheet = filling.survey, filling.sheet
    submit_response(
        database.session(),
        round_id=survey.round_id,
        answers=filling.answers,
        language=filling.language,
        mode="self",
        city_id=sheet.city or (survey.cities[0][0] if len(survey.cities) == 1 else None),
        coupon=sheet.coupon or None,
        nonce=sheet.nonce,
        pepper=current_app.extensions["config"].pepper,
        today=filling.today,
    )


def _page(
    filling: Filling, index: int, *, problems: Problems | None = None, more: frozenset[str] = frozenset()
) -> str:
    view = build_page(filling, index, problems=problems or {}, more=more)
    return render_template("collect/page.html", survey=filling.survey, sheet=filling.sheet, view=view)


def _last_look(filling: Filling, *, refusal: str = "") -> str:
    """All answers in words. The nonce made here names this attempt, so that sending twice counts once."""
    return render_template(
        "collect/last_look.html",
        survey=filling.survey,
        given=list(given_answers(filling)),
        carried_pairs=carried_pairs(filling, set(), first=False),
        pages=len(filling.pages) + 1,
        nonce=filling.sheet.nonce or secrets.token_hex(NONCE_BYTES),
        refusal=refusal,
    )


def _not_open(survey: OpenSurvey) -> Reply:
    if survey.state == "paused":
        title, advice = (
            _("These questions are paused"),
            _("Please come back in a few days. Your coupon stays valid."),
        )
        return render_template("collect/not_open.html", title=title, advice=advice), 503
    title, advice = _("These questions are closed"), _("Thank you for coming. The answers are being counted.")
    return render_template("collect/not_open.html", title=title, advice=advice), 410
