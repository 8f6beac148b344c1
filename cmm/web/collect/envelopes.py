"""Taking envelopes that were sealed on the phone: from the page's script, or later from a file.

Nothing in an envelope can be looked at here, so only its size is checked; what is inside is checked when the
round is opened.
"""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Response, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from cmm.services.clock import today
from cmm.services.open_survey import OpenSurvey
from cmm.services.submit_response import (
    CouponRefused,
    EnvelopeRefused,
    NonceRefused,
    RoundNotOpen,
    StorageUnavailable,
    UnknownCity,
    submit_sealed,
)
from cmm.web import database
from cmm.web.collect import messages
from cmm.web.collect.views import collect, get_survey

AROUND_AN_ENVELOPE = 2_000
"""Bytes that a request may have besides the envelope in base64."""
KEYS = {"envelope", "coupon", "city", "nonce"}


class NotAnEnvelope(Exception):
    """What was sent has not the form of an envelope with its nonce."""


class NotASealedFile(Exception):
    """The file was not kept by the page of this round."""


Refusals = Sequence[tuple[type[Exception], int, str, Callable[[], str]]]
"""Refusal, status, the field it is about, and what to say."""
REFUSALS: Refusals = (
    (NotAnEnvelope, 422, "", messages.envelope_refused),
    (NotASealedFile, 422, "", messages.no_sealed_file),
    (EnvelopeRefused, 422, "", messages.envelope_refused),
    (NonceRefused, 422, "", messages.envelope_refused),
    (CouponRefused, 403, "__coupon", messages.coupon_refused),
    (UnknownCity, 422, "__city", messages.city_missing),
    (RoundNotOpen, 410, "", messages.round_closed),
    (StorageUnavailable, 503, "", messages.try_again),
)
REFUSED = tuple(row[0] for row in REFUSALS)


@dataclass(frozen=True, slots=True)
class SentEnvelope:
    """One attempt to send: the sealed bytes and what the server needs beside them."""

    sealed: bytes
    nonce: str
    coupon: str | None
    city: str | None


@collect.post("/<lang:language>/s/<round_id>/envelopes")
def receive_envelope(round_id: str) -> Response:
    """One sealed response as JSON. 201: it is stored; 200: it was stored before. Both are success."""
    survey = get_survey(round_id)
    _limit_length(survey)
    try:
        is_new = _submit(survey, _read_json())
    except REFUSED as error:
        status, field, text = describe(error, REFUSALS)
        return send_json(status, field=field, message=text)
    return send_json(201 if is_new else 200)


@collect.get("/<lang:language>/s/<round_id>/later")
def show_later(round_id: str) -> str:
    """Where a file of sealed answers is sent from."""
    return _later(get_survey(round_id))


@collect.post("/<lang:language>/s/<round_id>/later")
def receive_later(round_id: str) -> AnyResponse | tuple[str, int]:
    """A file of sealed answers, with the coupon or the city beside it."""
    survey = get_survey(round_id)
    _limit_length(survey)
    try:
        _submit(survey, _read_file(round_id))
    except REFUSED as error:
        status, field, text = describe(error, REFUSALS)
        return _later(survey, text, field.strip("_") or "file"), status
    return redirect(url_for("collect.show_thanks", round_id=round_id), 303)


def _limit_length(survey: OpenSurvey) -> None:
    """Reading more than an envelope in base64 with its surroundings ends in 413."""
    request.max_content_length = survey.envelope_size * 4 // 3 + AROUND_AN_ENVELOPE


def _read_json() -> SentEnvelope:
    return read_envelope(request.get_json(silent=True))


def _read_file(round_id: str) -> SentEnvelope:
    """The file of sealed answers; its round is checked here, because one file looks like another."""
    file = request.files.get("answers")
    try:
        kept = json.loads(file.read()) if file else None
    except (ValueError, RecursionError):
        kept = None
    if not isinstance(kept, dict) or kept.pop("round", None) != round_id:
        raise NotASealedFile
    own = {name: request.form.get(f"__{name}", "") for name in ("coupon", "city")}
    return read_envelope(kept | own)


def read_envelope(found: Any) -> SentEnvelope:
    """One attempt from its JSON. Raises NotAnEnvelope."""
    if not isinstance(found, dict) or not found.keys() <= KEYS:
        raise NotAnEnvelope
    texts = {key: found.get(key, "") for key in KEYS}
    if not all(isinstance(text, str) for text in texts.values()):
        raise NotAnEnvelope
    try:
        sealed = base64.b64decode(texts["envelope"], validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotAnEnvelope from error
    return SentEnvelope(sealed, texts["nonce"], texts["coupon"][:40], texts["city"][:100])


def _submit(survey: OpenSurvey, sent: SentEnvelope) -> bool:
    only = survey.cities[0][0] if len(survey.cities) == 1 else None
    return submit_sealed(
        database.session(),
        round_id=survey.round_id,
        sealed=sent.sealed,
        city_id=sent.city or only,
        coupon=sent.coupon or None,
        nonce=sent.nonce,
        pepper=current_app.extensions["config"].pepper,
        today=today(),
    )


def describe(error: Exception, refusals: Refusals) -> tuple[int, str, str]:
    """Status, field and words of a refusal."""
    return next((status, field, text()) for cls, status, field, text in refusals if isinstance(error, cls))


def send_json(status: int, **content: str) -> Response:
    return Response(json.dumps(content, ensure_ascii=False), status, mimetype="application/json")


def _later(survey: OpenSurvey, problem: str = "", target: str = "") -> str:
    return render_template("collect/later.html", survey=survey, problem=problem, target=target)
