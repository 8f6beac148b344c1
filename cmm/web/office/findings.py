"""From a published finding to a request: choose a place and an indicator, say what is asked of whom."""

from datetime import date, timedelta
from types import MappingProxyType

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from cmm.domain.language import SCREEN_LANGUAGES
from cmm.domain.promises import DueDayMissing
from cmm.domain.refusal import Refusal
from cmm.domain.snapshot import EVERYWHERE
from cmm.services.clock import today
from cmm.services.duty_bearers import concerns, list_duty_bearers
from cmm.services.promise_evidence import list_cities_of
from cmm.services.promises import Ask, BadTarget, Finding, open_request
from cmm.services.published import PublishedSnapshot, find_published
from cmm.services.published_promises import list_public_promises
from cmm.web import database
from cmm.web.i18n import LANGUAGE_NAMES
from cmm.web.i18n import gettext as _
from cmm.web.office.refusals import tell
from cmm.web.office.rounds import get_round
from cmm.web.office.sign_in import current_account, require_city, require_role
from cmm.web.reading.figures import Figures
from cmm.web.reading.indicators import IndicatorView, build_indicator, list_dimensions
from cmm.web.reading.promises import bearer_kind_words

findings = Blueprint("findings", __name__)

Reply = Response | tuple[str, int]

REPLY_DAYS = 30
"""How long an office has to reply, as the form proposes."""


@findings.get("/rounds/<round_id>/findings")
def show_findings(round_id: str) -> str:
    """Every published finding of one place, to ask for a change."""
    survey_round = get_round(round_id)
    published = _find_public(round_id)
    places = _places(published) if published else {}
    place = request.args.get("place", "")
    place = place if place in places else next(iter(places), "")
    asked = list_public_promises(database.session(), today=today(), round_id=round_id)
    return render_template(
        "office/findings.html",
        round=survey_round,
        account=current_account(),
        places=places,
        place=place,
        dimensions=list_dimensions(Figures(published.snapshot), place) if published and place else [],
        asked={(each.finding.indicator, each.finding.place): each.promise_id for each in asked},
    )


@findings.get("/rounds/<round_id>/findings/<unit>/<indicator>")
def show_request(round_id: str, unit: str, indicator: str) -> str:
    """The form of a request that rests on this finding."""
    require_role("secretary", "coordinator")
    return _request_page(Finding(round_id, unit, indicator))


@findings.post("/rounds/<round_id>/findings/<unit>/<indicator>")
def ask(round_id: str, unit: str, indicator: str) -> Reply:
    """Propose the request; a second person approves it."""
    require_role("secretary", "coordinator")
    finding = Finding(round_id, unit, indicator)
    _get_view(finding)
    try:
        promise_id = open_request(
            database.session(),
            account_id=current_account().account_id,
            finding=finding,
            ask=read_ask(),
            today=today(),
        )
    except Refusal as refusal:
        return _request_page(finding, refusal=tell(refusal)), 409
    flash(_("The request is proposed. A second person approves it; then it is public."))
    return redirect(url_for("office.promises.show_one", promise_id=promise_id))


def read_ask() -> Ask:
    """What the form of a request asks. Raises DueDayMissing, BadTarget."""
    form = request.form
    try:
        due_on = date.fromisoformat(form.get("due_on", ""))
    except ValueError:
        raise DueDayMissing from None
    target = form.get("target", "").strip()
    if target and not (target.isascii() and target.isdigit() and len(target) < 4):
        raise BadTarget
    words = {code: form.get(f"ask_{code}", "") for code in SCREEN_LANGUAGES}
    return Ask(form.get("bearer", ""), words, due_on, int(target) if target else None)


def _find_public(round_id: str) -> PublishedSnapshot | None:
    published = find_published(database.session(), round_id)
    return None if published is None or published.withdrawn else published


def _places(published: PublishedSnapshot) -> dict[str, object]:
    """Names of the places about which the account may ask, by code."""
    account = current_account()
    units = [unit for unit in published.snapshot.units if account.works_for(unit.cities)]
    whole = account.role != "secretary" or not account.city_ids
    return {unit.code: unit.names for unit in units} | ({EVERYWHERE: None} if whole else {})


def _get_view(finding: Finding) -> tuple[PublishedSnapshot, IndicatorView]:
    """The finding as pages show it; 404 or 403 when there is none for this account."""
    get_round(finding.round_id)
    published = _find_public(finding.round_id)
    cities = list_cities_of(published.snapshot, finding.place) if published else []
    if published is None or not cities:
        abort(404)
    require_city(set(cities))
    described = {each["id"]: each for each in published.content["indicators"]}.get(finding.indicator)
    if described is None:
        abort(404)
    return published, build_indicator(Figures(published.snapshot), described, finding.place)


def _request_page(finding: Finding, *, refusal: str = "") -> str:
    published, view = _get_view(finding)
    cities = list_cities_of(published.snapshot, finding.place)
    offices = [each for each in list_duty_bearers(database.session()) if concerns(each, cities)]
    names = {unit.code: unit.names for unit in published.snapshot.units}
    return render_template(
        "office/finding_request.html",
        round=get_round(finding.round_id),
        account=current_account(),
        finding=finding,
        view=view,
        place_names=names.get(finding.place),
        offices=offices,
        kind_words=bearer_kind_words,
        languages=MappingProxyType({code: LANGUAGE_NAMES[code] for code in SCREEN_LANGUAGES}),
        due=(today() + timedelta(days=REPLY_DAYS)).isoformat(),
        typed=request.form,
        refusal=refusal,
    )
