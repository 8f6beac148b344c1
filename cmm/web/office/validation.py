"""Validation in the office: a record of each city's meeting, and the reply of the provider."""

from collections.abc import Callable
from datetime import date

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from cmm.domain.refusal import Refusal
from cmm.services.clock import today
from cmm.services.validation import (
    MOST_PRESENT,
    BadMeetingDay,
    BadPresent,
    CityValidation,
    RoundValidation,
    find_validation,
    record_meeting,
    record_reply,
)
from cmm.web import database
from cmm.web.i18n import gettext as _
from cmm.web.office.refusals import tell
from cmm.web.office.rounds import get_round
from cmm.web.office.sign_in import current_account, require_city, require_role
from cmm.web.reading.voices import attendance_words

validation = Blueprint("validation", __name__)

Reply = Response | tuple[str, int]


@validation.get("/rounds/<round_id>/meetings")
def show_meetings(round_id: str) -> str:
    """Every city with what its community said about its figures."""
    return render_template(
        "office/meetings.html",
        round=get_round(round_id),
        account=current_account(),
        validation=find_validation(database.session(), round_id),
    )


@validation.get("/rounds/<round_id>/meetings/<city_id>")
def show_city(round_id: str, city_id: str) -> str:
    return _city_page(round_id, city_id)


@validation.post("/rounds/<round_id>/meetings/<city_id>")
def add_meeting(round_id: str, city_id: str) -> Reply:
    def act() -> None:
        record_meeting(
            database.session(),
            round_id=round_id,
            city_id=city_id,
            account_id=current_account().account_id,
            held_on=_read_day("held_on"),
            present=_read_present(),
            outcome=request.form.get("outcome", ""),
            corrections=request.form.get("corrections", ""),
            today=today(),
        )

    return _record(round_id, city_id, act, _("The meeting is recorded."))


@validation.post("/rounds/<round_id>/replies/<city_id>")
def add_reply(round_id: str, city_id: str) -> Reply:
    def act() -> None:
        record_reply(
            database.session(),
            round_id=round_id,
            city_id=city_id,
            account_id=current_account().account_id,
            provider=request.form.get("provider", ""),
            words=request.form.get("words", ""),
            replied_on=_read_day("replied_on"),
            today=today(),
        )

    return _record(round_id, city_id, act, _("The reply is recorded."))


def _record(round_id: str, city_id: str, act: Callable[[], None], done: str) -> Reply:
    """Do it for a city of the account; a refusal is said on the city's page, with what was typed."""
    require_role("secretary", "coordinator")
    get_round(round_id)
    require_city({city_id})
    try:
        act()
    except Refusal as refusal:
        return _city_page(round_id, city_id, refusal=tell(refusal)), 409
    flash(done)
    return redirect(url_for("office.validation.show_meetings", round_id=round_id))


def _city_page(round_id: str, city_id: str, *, refusal: str = "") -> str:
    survey_round, found = get_round(round_id), find_validation(database.session(), round_id)
    require_city({city_id})
    city = _find_city(found, city_id)
    if found is None or city is None:
        abort(404)
    return render_template(
        "office/meetings_city.html",
        round=survey_round,
        account=current_account(),
        validation=found,
        city=city,
        refusal=refusal,
        typed=request.form,
        today=today().isoformat(),
        most=MOST_PRESENT,
        attendance_words=attendance_words,
    )


def _find_city(found: RoundValidation | None, city_id: str) -> CityValidation | None:
    cities = found.cities if found else ()
    return next((city for city in cities if city.city_id == city_id), None)


def _read_day(name: str) -> date:
    try:
        return date.fromisoformat(request.form.get(name, "").strip())
    except ValueError:
        raise BadMeetingDay from None


def _read_present() -> int:
    given = request.form.get("present", "").strip()
    if not (given.isascii() and given.isdigit() and len(given) < 6):
        raise BadPresent(str(MOST_PRESENT))
    return int(given)
