"""The pages for a meeting with a provider, as PDF and as a file to work on; everybody may have them."""

import threading
from collections.abc import Callable, Hashable
from dataclasses import replace

from flask import Response, abort, current_app, render_template

from cmm.services.clock import today
from cmm.services.published import PublishedSnapshot
from cmm.services.published_promises import stamp_ledger
from cmm.web.dashboard.blueprint import dashboard
from cmm.web.dashboard.cache import cached_picture, find_picture
from cmm.web.dashboard.rounds import get_published, show_withdrawn
from cmm.web.database import session
from cmm.web.evidence.docx_file import write_docx
from cmm.web.evidence.meeting_pack import build_meeting_pack
from cmm.web.evidence.pdf_file import write_pdf
from cmm.web.evidence.reading import make_source
from cmm.web.i18n import current_language
from cmm.web.i18n import gettext as _
from cmm.web.pages import ReadyPage, send_page
from cmm.web.pdf import PrintingUnavailable
from cmm.web.site import site_address

KINDS = {
    "pdf": ("application/pdf", write_pdf),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", write_docx),
}
WAIT_SECONDS = 10
_one_at_a_time = threading.Lock()
"""Making a PDF takes a second of the whole processor."""


@dashboard.get("/<lang:language>/r/<round_id>/<unit>/meeting.<any(pdf, docx):kind>")
def download_meeting_pack(round_id: str, unit: str, kind: str) -> Response:
    """The file of one unit of the newest publication, made once a day, and anew when the ledger changed."""
    published = get_published(round_id)
    if published.withdrawn:
        return show_withdrawn(published)
    if unit not in {each.code for each in published.snapshot.units}:
        abort(404)
    mimetype, _writer = KINDS[kind]
    state = (published.digest, stamp_ledger(session()), today(), current_language(), site_address())
    key = ("meeting", unit, kind, *state)
    page = find_picture(key) or _make_alone(key, lambda: _make(published, unit, kind))
    if page is None:
        return _ask_to_wait()
    response = send_page(page, mimetype=mimetype)
    name = f"meeting-{round_id}-{unit}-{current_language()}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _make_alone(key: Hashable, make: Callable[[], bytes]) -> ReadyPage | None:
    """One file at a time in this process; None while another one is being made, so that no thread waits."""
    if not _one_at_a_time.acquire(blocking=False):
        return None
    try:
        return cached_picture(key, make)
    except PrintingUnavailable:
        abort(503)
    finally:
        _one_at_a_time.release()


def _ask_to_wait() -> Response:
    title, advice = _("The service is busy"), _("Wait a few seconds and try again.")
    html = render_template("errors/error.html", title=title, advice=advice, code=503)
    headers = {"Retry-After": str(WAIT_SECONDS), "Cache-Control": "no-store"}
    return Response(html, 503, headers, mimetype="text/html")


def _make(published: PublishedSnapshot, unit: str, kind: str) -> bytes:
    source = make_source(session(), published, site_address(), current_app.extensions["config"].contact)
    if source is None:
        abort(404)
    _mimetype, write = KINDS[kind]
    return write(build_meeting_pack(replace(source, promises_on=today()), unit, today()))
