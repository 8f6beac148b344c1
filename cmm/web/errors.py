"""Every error page, and a log that names the place in the code but never what a person sent."""

import logging
from typing import Any

from flask import Flask, Response, current_app, render_template
from flask.logging import default_handler
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, SecurityError

from cmm.fault import describe_fault
from cmm.services.transaction import StorageUnavailable
from cmm.web.i18n import gettext as _
from cmm.web.problems import is_for_programs, send_status

PAGES = (400, 403, 404, 405, 413, 429)
KEPT_HEADERS = ("Allow", "Retry-After")
"""What the standard asks for beside a status."""


def init_errors(app: Flask) -> None:
    default_handler.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))  # no time of day
    app.log_exception = _log_place_of  # type: ignore[method-assign, assignment]
    app.register_error_handler(SecurityError, show_foreign_host)
    app.register_error_handler(HTTPException, show_http_error)
    app.register_error_handler(OperationalError, show_try_again)
    app.register_error_handler(StorageUnavailable, show_try_again)
    app.register_error_handler(Exception, show_failure)


def show_http_error(error: HTTPException) -> tuple[str | Response, int, dict[str, str]] | HTTPException:
    """The page of a refused request; redirects and the like pass through."""
    code = error.code or 500
    if code < 400:
        return error
    kept = {name: value for name, value in error.get_headers() if name in KEPT_HEADERS}
    return _page(code), code, kept


def show_foreign_host(_error: SecurityError) -> Response:
    """The site was asked for under another name; no page can be made, because its links would need a name."""
    return Response("This site is not served under this name.\n", 400, mimetype="text/plain")


def show_try_again(
    error: OperationalError | StorageUnavailable,
) -> tuple[str | Response, int, dict[str, str]]:
    """The database is locked, full or away: nothing was stored, and trying again is right."""
    log_place(error)
    return _page(503), 503, {"Retry-After": "10"}


def show_failure(error: Exception) -> tuple[str | Response, int]:
    log_place(error)
    return _page(500), 500


def log_place(error: BaseException) -> None:
    """Log the class of the exception and the line of code; its text could hold an answer."""
    current_app.logger.error("%s", describe_fault(error))


def _log_place_of(error: Any) -> None:
    """In the place of Flask's own, for what fails while an error page is made; that logs path and text."""
    log_place(error[1])


def _page(code: int) -> str | Response:
    if is_for_programs():
        return send_status(code)
    return _page_for_people(code)


def _page_for_people(code: int) -> str:
    titles = {
        400: _("This request could not be understood"),
        403: _("This page is not open to you"),
        404: _("There is no such page"),
        405: _("This address is not used in this way"),
        413: _("Too much was sent at once"),
        429: _("Too many attempts, please wait a little"),
        503: _("The service is busy; nothing was saved"),
    }
    advice = {
        400: _("Go back, reload the page and try again."),
        403: _("If you work in the office, sign in with an account that may see it."),
        404: _("Check the address, or start from the first page."),
        405: _("Go back and use the buttons on the page."),
        413: _("Please shorten long texts and send again."),
        429: _("Wait a minute, then try again."),
        503: _("Wait a few seconds and send again. You can send the same answers safely."),
    }
    code = 400 if 400 <= code < 500 and code not in titles else code
    title = titles.get(code, _("Something went wrong on our side"))
    text = advice.get(code, _("Nothing you wrote was published. Please try again later."))
    try:
        return render_template("errors/error.html", title=title, advice=text, code=code)
    except Exception as error:  # whatever broke the page broke this one as well; the words are still ours
        log_place(error)
        return f"<!DOCTYPE html><title>{title}</title><h1>{title}</h1><p>{text}</p>"
