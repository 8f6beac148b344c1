"""The draft that reports of problems open: edited, sent as a request, or set aside; never public so."""

from datetime import timedelta
from types import MappingProxyType

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from cmm.domain.evidence.crosswalk import read_crosswalk
from cmm.domain.language import SCREEN_LANGUAGES, Translated
from cmm.domain.refusal import Refusal
from cmm.paths import data_dir
from cmm.services.clock import today
from cmm.services.duty_bearers import concerns, list_duty_bearers
from cmm.services.problem_drafts import (
    OpenDraft,
    find_problem_draft,
    save_problem_draft,
    send_problem_draft,
    set_problem_draft_aside,
)
from cmm.services.promises import Finding
from cmm.services.published import find_published
from cmm.web import database
from cmm.web.i18n import LANGUAGE_NAMES
from cmm.web.i18n import gettext as _
from cmm.web.office.findings import REPLY_DAYS, read_ask
from cmm.web.office.refusals import tell
from cmm.web.office.rounds import get_round
from cmm.web.office.sign_in import current_account, require_city, require_role
from cmm.web.reading.figures import Figures
from cmm.web.reading.indicators import IndicatorView, build_indicator
from cmm.web.reading.promises import bearer_kind_words

reports = Blueprint("reports", __name__)

Reply = Response | tuple[str, int]


class NoFindingChosen(Refusal):
    """A request rests on one published finding."""


@reports.get("/reports/<round_id>/<city_id>")
def show_draft(round_id: str, city_id: str) -> str:
    """What is known, what is proposed, and what can be done."""
    _check(round_id, city_id)
    return _page(round_id, city_id)


@reports.post("/reports/<round_id>/<city_id>/words")
def save(round_id: str, city_id: str) -> Reply:
    """Keep what was written, for later."""
    _check_working(round_id, city_id)
    try:
        save_problem_draft(
            database.session(),
            round_id=round_id,
            city_id=city_id,
            account_id=current_account().account_id,
            asks={code: request.form.get(f"ask_{code}", "") for code in SCREEN_LANGUAGES},
            bearer_id=request.form.get("bearer", ""),
        )
    except Refusal as refusal:
        return _page(round_id, city_id, refusal=tell(refusal)), 409
    flash(_("Saved."))
    return redirect(url_for("office.reports.show_draft", round_id=round_id, city_id=city_id))


@reports.post("/reports/<round_id>/<city_id>/request")
def send(round_id: str, city_id: str) -> Reply:
    """Propose the request; a second person approves it."""
    _check_working(round_id, city_id)
    try:
        place, _colon, indicator = request.form.get("finding", "").partition(":")
        if not indicator:
            raise NoFindingChosen
        promise_id = send_problem_draft(
            database.session(),
            city_id=city_id,
            account_id=current_account().account_id,
            finding=Finding(round_id, place, indicator),
            ask=read_ask(),
            today=today(),
        )
    except Refusal as refusal:
        return _page(round_id, city_id, refusal=tell(refusal)), 409
    flash(_("The request is proposed. A second person approves it; then it is public."))
    return redirect(url_for("office.promises.show_one", promise_id=promise_id))


@reports.post("/reports/<round_id>/<city_id>/aside")
def set_aside(round_id: str, city_id: str) -> Reply:
    """These reports call for no request; why, stays in the office."""
    _check_working(round_id, city_id)
    try:
        set_problem_draft_aside(
            database.session(),
            round_id=round_id,
            city_id=city_id,
            account_id=current_account().account_id,
            reason=request.form.get("reason", ""),
            today=today(),
        )
    except Refusal as refusal:
        return _page(round_id, city_id, refusal=tell(refusal)), 409
    flash(_("Set aside. A new draft opens when more reports come."))
    return redirect(url_for("office.promises.show_ledger"))


def _check(round_id: str, city_id: str) -> None:
    get_round(round_id)
    require_city({city_id})


def _check_working(round_id: str, city_id: str) -> None:
    require_role("secretary", "coordinator")
    _check(round_id, city_id)


def _page(round_id: str, city_id: str, *, refusal: str = "") -> str:
    session = database.session()
    draft = find_problem_draft(session, round_id, city_id)
    views = _list_views(draft) if draft else []
    offices = [each for each in list_duty_bearers(session) if concerns(each, [city_id])]
    return render_template(
        "office/report.html",
        round=get_round(round_id),
        account=current_account(),
        city_id=city_id,
        draft=draft,
        views=views,
        offices=offices,
        asks=_propose(draft, views) if draft else {},
        kind_words=bearer_kind_words,
        languages=MappingProxyType({code: LANGUAGE_NAMES[code] for code in SCREEN_LANGUAGES}),
        due=(today() + timedelta(days=REPLY_DAYS)).isoformat(),
        typed=request.form,
        refusal=refusal,
    )


def _list_views(draft: OpenDraft) -> list[IndicatorView]:
    """The findings of the draft as the public reads them."""
    published = find_published(database.session(), draft.round_id)
    if published is None or not draft.findings:
        return []
    described = {each["id"]: each for each in published.content["indicators"]}
    figures = Figures(published.snapshot)
    return [build_indicator(figures, described[code], draft.unit) for code in draft.findings]


def _propose(draft: OpenDraft, views: list[IndicatorView]) -> Translated:
    """What was written, or what the question library proposes for the most frequent problem."""
    published = find_published(database.session(), draft.round_id)
    if draft.asks or not views or published is None:
        return draft.asks
    described = {each["id"]: each for each in published.content["indicators"]}
    activity = read_crosswalk(data_dir("surveys")).find_activity(described[views[0].code])
    return activity.words if activity else {}
