"""Coupons in the office: a batch is made and printed in one answer; afterwards nobody can see its codes."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from cmm.domain.language import SCREEN_LANGUAGES
from cmm.domain.refusal import Refusal
from cmm.services.coupon_batches import (
    BatchProgress,
    CouponPlace,
    PlaceProgress,
    list_batch_progress,
    list_coupon_places,
    sum_by_place,
)
from cmm.services.coupons import BadCount, set_aside
from cmm.services.round_progress import RoundProgress
from cmm.web import database
from cmm.web.i18n import current_language
from cmm.web.i18n import gettext as _
from cmm.web.office.coupon_sheet import MOST_ON_A_SHEET, print_batch
from cmm.web.office.refusals import tell
from cmm.web.office.rounds import get_round
from cmm.web.office.sign_in import current_account, require_city, require_role

coupons = Blueprint("coupons", __name__)

USUAL_LANGUAGES = ("ru", "kk")
"""Ticked when the page is opened."""


class OrderIncomplete(Refusal):
    """Where the coupons are given out and at least one language must be chosen."""


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for. The first of `languages` is that of the address on the coupons."""

    city_id: str
    site_id: str | None
    count: int
    languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A PDF that is taken out of the page that shows it, under `name`."""

    batch_id: str
    name: str
    address: str


@coupons.get("/rounds/<round_id>/coupons")
def show_coupons(round_id: str) -> str:
    require_role("secretary", "coordinator")
    return _page(round_id)


@coupons.post("/rounds/<round_id>/coupons")
def make(round_id: str) -> str | tuple[str, int]:
    """Make a batch and answer with the page as it is then, its sheet inside it: the only time its codes
    exist in clear.
    """
    require_role("secretary", "coordinator")
    get_round(round_id)
    try:
        order = _read_order(request.form)
        require_city({order.city_id})
        batch_id, sheet = print_batch(
            database.session(),
            round_id=round_id,
            city_id=order.city_id,
            site_id=order.site_id,
            count=order.count,
            languages=order.languages,
            pepper=current_app.extensions["config"].pepper,
            by=current_account().account_id,
        )
    except Refusal as refusal:
        return _page(round_id, refusal=tell(refusal)), 409
    return _page(round_id, sheet=_put_in_page(batch_id, sheet))


@coupons.get("/rounds/<round_id>/coupons/<batch_id>/set-aside")
def confirm_set_aside(round_id: str, batch_id: str) -> str:
    """Setting aside cannot be undone, so it is asked on a page of its own."""
    return _set_aside_page(round_id, _own_batch(round_id, batch_id))


@coupons.post("/rounds/<round_id>/coupons/<batch_id>/set-aside")
def set_one_aside(round_id: str, batch_id: str) -> Response | tuple[str, int]:
    batch = _own_batch(round_id, batch_id)
    try:
        reason, by = request.form.get("reason", "")[:500], current_account().account_id
        set_aside(database.session(), batch_id=batch_id, reason=reason, by=by)
    except Refusal as refusal:
        return _set_aside_page(round_id, batch, refusal=tell(refusal)), 409
    flash(_("The batch is set aside."))
    return redirect(url_for("office.coupons.show_coupons", round_id=round_id))


def _put_in_page(batch_id: str, sheet: bytes) -> Sheet:
    """The sheet as an address that holds it: nothing is kept here for a second request. The largest one has
    1.3 MB so; browsers take 2.
    """
    address = f"data:application/pdf;base64,{b64encode(sheet).decode()}"
    return Sheet(batch_id, f"coupons-{batch_id}.pdf", address)


def _page(round_id: str, *, refusal: str = "", sheet: Sheet | None = None) -> str:
    session, account = database.session(), current_account()
    survey_round = get_round(round_id)
    batches = [b for b in list_batch_progress(session, round_id) if account.works_for({b.place.city_id})]
    by_place = sum_by_place(batches)
    places = [p for p in list_coupon_places(session, round_id) if account.works_for({p.city_id})]
    return render_template(
        "office/coupons.html",
        round=survey_round,
        account=account,
        places=places,
        known={city.code: city.known_clients for city in survey_round.cities},
        printed={(each.place.city_id, each.place.site_id): each.given for each in by_place},
        batches=batches,
        by_place=by_place,
        most=MOST_ON_A_SHEET,
        refusal=refusal,
        sheet=sheet,
        order=_propose(survey_round, places, by_place) if sheet or not request.form else request.form,
        chosen=request.form.getlist("languages") or USUAL_LANGUAGES,
    )


def _propose(
    survey_round: RoundProgress, places: Sequence[CouponPlace], by_place: Sequence[PlaceProgress]
) -> dict[str, str]:
    """The first city that has no coupons yet, with a few more than it has known clients."""
    served = {each.place.city_id for each in by_place}
    known = {city.code: city.known_clients for city in survey_round.cities}
    for place in places:
        clients = known.get(place.city_id)
        if place.city_id not in served and clients:
            return {"place": place.city_id, "count": str(min(clients + -(-clients // 10), MOST_ON_A_SHEET))}
    return {}


def _set_aside_page(round_id: str, batch: BatchProgress, *, refusal: str = "") -> str:
    return render_template(
        "office/set_aside.html",
        round=get_round(round_id),
        account=current_account(),
        batch=batch,
        refusal=refusal,
    )


def _own_batch(round_id: str, batch_id: str) -> BatchProgress:
    """The batch of this round, if the account works for its city; 403 or 404 otherwise."""
    require_role("secretary", "coordinator")
    get_round(round_id)
    batches = {batch.batch_id: batch for batch in list_batch_progress(database.session(), round_id)}
    if batch_id not in batches:
        abort(404)
    require_city({batches[batch_id].place.city_id})
    return batches[batch_id]


def _read_order(form: MultiDict[str, str]) -> Order:
    """Raises OrderIncomplete, BadCount."""
    city_id, _slash, site_id = form.get("place", "").partition("/")
    chosen = set(form.getlist("languages"))
    ordered = sorted(SCREEN_LANGUAGES, key=lambda language: language != current_language())
    languages = tuple(language for language in ordered if language in chosen)
    if not city_id or not languages:
        raise OrderIncomplete
    count = form.get("count", "").strip()
    if not (count.isascii() and count.isdigit() and len(count) < 6):
        raise BadCount(str(MOST_ON_A_SHEET))
    return Order(city_id, site_id or None, int(count), languages)
