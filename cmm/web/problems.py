"""Refusals of the JSON interface: problem details (RFC 9457) in plain words."""

import json
from typing import Any

from flask import Response, request

from cmm.web.i18n import LANGUAGE_NAMES, speaking
from cmm.web.i18n import gettext as _
from cmm.web.site import site_address

PREFIX = "/api"
"""Everything below it answers in JSON, refusals too."""
PLAIN = "about:blank"
"""The type of a problem that says no more than its status (RFC 9457, 4.2.1)."""
MEDIA_TYPE = "application/problem+json"


def is_for_programs() -> bool:
    """Whether this request came to the JSON interface, to an unknown address in it too."""
    return request.path == PREFIX or request.path.startswith(f"{PREFIX}/")


def reader_language() -> str:
    """In which language a refusal is worded: the one asked for, else the browser's, else English."""
    wanted = request.args.get("language", "")
    if wanted in LANGUAGE_NAMES:
        return wanted
    return request.accept_languages.best_match([*LANGUAGE_NAMES], "en") or "en"


def problem_type(name: str) -> str:
    """The address where a kind of problem is explained."""
    return f"{site_address()}/en/data#{name}"


def send_problem(
    status: int, title: str, detail: str, *, kind: str = PLAIN, language: str, **more: Any
) -> Response:
    """The answer of this request. `more` are members of their own, as the standard allows."""
    content = {"type": kind, "title": title, "status": status, "detail": detail, **more}
    text = json.dumps(content, ensure_ascii=False)
    return Response(text, status, {"Content-Language": language}, mimetype=MEDIA_TYPE)


def send_status(status: int) -> Response:
    """The problem of a request that was refused with nothing but a status."""
    language = reader_language()
    with speaking(language):
        title, detail = _words(status)
    return send_problem(status, title, detail, language=language)


def _words(status: int) -> tuple[str, str]:
    known = {
        400: (_("This request could not be understood"), _("Check the address and its parameters.")),
        404: (
            _("There is nothing at this address"),
            _("Check the round, the publication and the spelling; /api/v1/rounds lists what there is."),
        ),
        405: (_("This address is not used in this way"), _("Everything here is read only: use GET.")),
        413: (_("Too much was sent at once"), _("Everything here is read only: use GET.")),
        429: (_("Too many requests, please wait a little"), _("Wait a minute, then try again.")),
        503: (_("The service is busy"), _("Wait a few seconds and try again.")),
    }
    status = 400 if 400 <= status < 500 and status not in known else status
    failed = (_("Something went wrong on our side"), _("Please try again later."))
    return known.get(status, failed)
