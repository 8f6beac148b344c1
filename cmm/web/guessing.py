"""Guessing coupons is slowed down, and nobody with a right coupon is ever kept waiting for it.

A code has 60 bits, so guessing is hopeless anyway (300 unused coupons, 200 tries a second: 600,000 years);
what a flood of wrong codes could do is keep the database and its only writer busy. After some refusals from
one address in ten minutes, codes are only looked up: a wrong one gets 429 without costing a seal or a lock,
a right one passes as always. When a round as a whole sees very many wrong codes, that happens sooner for
every address. An address is never shut out, because a whole clinic, or everybody who uses Tor, may share it.
"""

import json

from flask import Flask, Response, current_app, request

from cmm.services.submit_response import NoSuchRound, is_promising
from cmm.web import database
from cmm.web.i18n import gettext as _
from cmm.web.limits import tally, too_many, where_from

TAKES_COUPONS = ("collect.receive", "collect.receive_envelope", "collect.receive_later")
"""Where a coupon is sent to; these say 403 to a wrong one and to nothing else."""
FREE = 20
"""Wrong codes from one address in a rotation before codes are only looked up."""
MANY_IN_A_ROUND = 200
FREE_THEN = 3
"""Wrong codes that are free for each address when the round has seen MANY_IN_A_ROUND."""
PAUSE = 30
"""Seconds that are advised before the next try."""


def init_guessing(app: Flask) -> None:
    app.before_request(_look_before_trying)
    app.after_request(_count_refusal)


def _look_before_trying() -> Response | None:
    """Ends the request with 429 for a wrong code when there were too many."""
    attempt = _attempt() if _is_sending() and _is_wary() else None
    if attempt is None or _is_right(*attempt):
        return None
    if not request.is_json:
        raise too_many(PAUSE)
    message = _("Too many wrong codes came from here. Check yours letter by letter, then wait a minute.")
    content = json.dumps({"field": "__coupon", "message": message}, ensure_ascii=False)
    return Response(content, 429, {"Retry-After": str(PAUSE)}, mimetype="application/json")


def _count_refusal(response: Response) -> Response:
    if _is_sending() and response.status_code == 403:
        tally().add("wrong code", where_from())
        tally().add("wrong code in", _round())
    return response


def _is_sending() -> bool:
    return request.endpoint in TAKES_COUPONS


def _is_wary() -> bool:
    free = FREE_THEN if tally().times("wrong code in", _round()) >= MANY_IN_A_ROUND else FREE
    return tally().times("wrong code", where_from()) >= free


def _round() -> str:
    return str((request.view_args or {}).get("round_id", ""))


def _attempt() -> tuple[str, str] | None:
    """Coupon and nonce that were sent; None for a page on the way, which uses no coupon."""
    if request.is_json:
        sent = request.get_json(silent=True)
        fields = sent if isinstance(sent, dict) else {}
        return str(fields.get("coupon", "")), str(fields.get("nonce", ""))
    if "__step" in request.form and request.form["__step"] != "send":
        return None
    return request.form.get("__coupon", ""), request.form.get("__nonce", "")


def _is_right(coupon: str, nonce: str) -> bool:
    pepper = current_app.extensions["config"].pepper
    try:
        return is_promising(
            database.session(), round_id=_round(), coupon=coupon[:40], nonce=nonce[:100], pepper=pepper
        )
    except NoSuchRound:
        return True
