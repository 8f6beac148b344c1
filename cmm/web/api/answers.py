"""The answers of the interface: JSON that is the same for everybody, kept compressed where it is asked for
often.
"""

import json
from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, current_app, request

from cmm.web.api.asking import Asked, WrongParameter
from cmm.web.api.publications import Withdrawn
from cmm.web.i18n import current_language
from cmm.web.i18n import gettext as _
from cmm.web.pages import ReadyPage, ready_page, send_page
from cmm.web.problems import is_for_programs, problem_type, send_problem
from cmm.web.shelf import Shelf
from cmm.web.site import site_address

Content = Mapping[str, Any]

MOST_ANSWERS = 300
MOST_PARTS = 60
"""Lists of a publication kept as objects, from which filtered answers are cut."""
CROSS_ORIGIN = (
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", "ETag, Link"),
)
PREFLIGHT = (
    ("Access-Control-Allow-Methods", "GET, HEAD, OPTIONS"),
    ("Access-Control-Allow-Headers", "If-None-Match"),
    ("Access-Control-Max-Age", "86400"),
)


def init_answers(app: Flask) -> None:
    """Give the application its shelves, and let scripts of any other site read what is below the prefix."""
    app.extensions["api_answers"] = Shelf[ReadyPage](MOST_ANSWERS)
    app.extensions["api_parts"] = Shelf[list[dict[str, Any]]](MOST_PARTS)
    app.after_request(_share)


def send_kept(key: Hashable, build: Callable[[], Content]) -> Response:
    """An answer that many ask for. `key` names all that it depends on, except the address of the site."""
    shelf: Shelf[ReadyPage] = current_app.extensions["api_answers"]
    page = shelf.take((key, site_address()), lambda: ready_page(_text(build())))
    return send_page(page, mimetype="application/json")


def send_once(content: Content) -> Response:
    """An answer that few ask for."""
    return send_page(ready_page(_text(content)), mimetype="application/json")


def kept_part(key: Hashable, build: Callable[[], list[dict[str, Any]]]) -> list[dict[str, Any]]:
    """One list of a publication as objects."""
    shelf: Shelf[list[dict[str, Any]]] = current_app.extensions["api_parts"]
    return shelf.take(key, build)


def cut(items: Sequence[Any], asked: Asked) -> tuple[Sequence[Any], str | None]:
    """The items that were asked for, and the address of those that follow; None at the end."""
    end = asked.offset + asked.limit
    if end >= len(items):
        return items[asked.offset :], None
    following = {**request.args.to_dict(), "limit": asked.limit, "offset": end}
    return items[asked.offset : end], f"{site_address()}{request.path}?{urlencode(following)}"


def refuse_parameter(error: WrongParameter) -> Response:
    """400, with the parameter and, where they can be listed, the values that are possible."""
    more = {"allowed": list(error.allowed)} if error.allowed else {}
    return send_problem(
        400,
        _("One parameter is not right"),
        f"{error.parameter[:40]}: {error.message}",
        kind=problem_type("parameter"),
        language=current_language(),
        parameter=error.parameter[:40],
        **more,
    )


def refuse_withdrawn(error: Withdrawn) -> Response:
    """410, with the day and the reason that the forum gave."""
    gone = error.found.publication
    return send_problem(
        410,
        _("This publication was withdrawn"),
        _("Please do not use or quote its figures. Reason: %(reason)s") % {"reason": gone.reason},
        kind=problem_type("withdrawn"),
        language=current_language(),
        round=error.found.round_id,
        number=gone.number,
        digest=gone.digest,
        withdrawn_on=str(gone.withdrawn_on),
        reason=gone.reason,
        superseded_by=error.found.superseded_by,
    )


def _text(content: Content) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def _share(response: Response) -> Response:
    if is_for_programs():
        response.headers.extend(CROSS_ORIGIN)
        if request.method == "OPTIONS" and response.status_code == 200:
            response.status_code = 204
            response.headers.extend(PREFLIGHT)
            response.headers.remove("Content-Type")
    return response
