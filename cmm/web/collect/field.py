"""Field mode for peer monitors: an installable page that works without network, its round, and its outbox.

The pass of a phone stands in the body of a request, never in an address that somebody could read or log.
"""

import json
from typing import Any

from flask import Response, current_app, request

from cmm.services.clock import today
from cmm.services.field_passes import FieldRound, PassRefused, get_field_round, submit_in_field
from cmm.services.open_survey import OpenSurvey, find_open_survey
from cmm.services.submit_response import (
    CouponRefused,
    EnvelopeRefused,
    NonceRefused,
    RoundNotOpen,
    StorageUnavailable,
)
from cmm.web import database
from cmm.web.collect import field_messages as words
from cmm.web.collect.envelopes import NotAnEnvelope, Refusals, describe, read_envelope, send_json
from cmm.web.collect.field_app import build_manifest, get_field_app
from cmm.web.collect.field_round import get_field_pages
from cmm.web.collect.views import collect
from cmm.web.i18n import current_language
from cmm.web.pages import send_page

REFUSALS: Refusals = (
    (PassRefused, 401, "__pass", words.pass_refused),
    (CouponRefused, 403, "__coupon", words.coupon_refused),
    (RoundNotOpen, 410, "", words.round_closed),
    (NotAnEnvelope, 422, "__envelope", words.envelope_damaged),
    (EnvelopeRefused, 422, "__envelope", words.envelope_damaged),
    (NonceRefused, 422, "__envelope", words.envelope_damaged),
    (StorageUnavailable, 503, "", words.try_again),
)
"""Refusal, status, what it is about, and what to say. The phone keeps everything that was refused."""
REFUSED = tuple(row[0] for row in REFUSALS)
LONGEST_PASS = 40


@collect.get("/<lang:language>/field")
def show_field() -> Response:
    """The page: the same bytes for everybody; what a phone knows of its round it keeps itself."""
    return _unstored(send_page(get_field_app().pages[current_language()]))


@collect.delete("/<lang:language>/field")
def forget_field() -> Response:
    """The end of the day: makes the browser delete the files in which it kept things.

    Deleting from within the page leaves remains on the disk for a while. Only our own pages can ask for it:
    before a DELETE from elsewhere browsers ask for a permission that is never given.
    """
    return Response(status=204, mimetype="text/plain", headers={"Clear-Site-Data": '"storage"'})


@collect.get("/field-worker.js")
def show_field_worker() -> Response:
    """The service worker; browsers ask for it again to learn about a new version."""
    return _unstored(send_page(get_field_app().worker, mimetype="text/javascript"))


@collect.get("/<lang:language>/field/manifest.webmanifest")
def show_field_manifest() -> Response:
    return Response(json.dumps(build_manifest(), ensure_ascii=False), mimetype="application/manifest+json")


@collect.post("/<lang:language>/field/round")
def open_field_round() -> Response:
    """The questions of the round that {"pass"} opens; 401, or 410 when there is nothing to answer."""
    try:
        opened = _open(_read_pass(request.get_json(silent=True)))
        survey = _survey_of(opened)
        if survey.state == "closed":
            raise RoundNotOpen
    except REFUSED as error:
        return _refuse(error)
    return _unstored(send_page(get_field_pages(survey, opened.city_id), mimetype="application/json"))


@collect.post("/<lang:language>/field/envelopes")
def receive_from_field() -> Response:
    """One of the outbox: {"pass", "envelope", "coupon", "nonce"}. 201: stored; 200: it was stored before."""
    try:
        is_new = _receive(request.get_json(silent=True))
    except REFUSED as error:
        return _refuse(error)
    return send_json(201 if is_new else 200)


def _receive(found: Any) -> bool:
    code = _read_pass(found)
    sent = read_envelope({name: value for name, value in found.items() if name != "pass"})
    return submit_in_field(
        database.session(),
        code=code,
        sealed=sent.sealed,
        coupon=sent.coupon,
        nonce=sent.nonce,
        pepper=current_app.extensions["config"].pepper,
        today=today(),
    )


def _read_pass(found: Any) -> str:
    code = found.get("pass") if isinstance(found, dict) else None
    if not isinstance(code, str):
        raise PassRefused
    return code[:LONGEST_PASS]


def _open(code: str) -> FieldRound:
    return get_field_round(database.session(), code=code, pepper=current_app.extensions["config"].pepper)


def _survey_of(opened: FieldRound) -> OpenSurvey:
    survey = find_open_survey(database.session(), opened.round_id)
    if survey is None:
        raise RoundNotOpen
    return survey


def _refuse(error: Exception) -> Response:
    status, field, text = describe(error, REFUSALS)
    return send_json(status, field=field, message=text)


def _unstored(response: Response) -> Response:
    """Kept by the service worker only, which also throws it away at the end of the day."""
    response.headers["Cache-Control"] = "no-store"
    return response
