"""A brief for a meeting, put together by an advocate. Nothing that is chosen or written is kept."""

import threading
from collections.abc import Sequence
from dataclasses import replace

from flask import Response, abort, render_template, request

from cmm.services.clock import today
from cmm.services.published import PublishedSnapshot, list_published
from cmm.web.dashboard.blueprint import dashboard
from cmm.web.dashboard.brief_form import LONGEST, BriefForm, begin_form, read_form
from cmm.web.dashboard.cache import cached_page
from cmm.web.dashboard.rounds import get_published, show_withdrawn
from cmm.web.database import session
from cmm.web.evidence.docx_file import write_docx
from cmm.web.evidence.own_brief import ChosenFigures, build_own_brief
from cmm.web.evidence.pdf_file import write_pdf
from cmm.web.evidence.reading import make_source
from cmm.web.evidence.source import PackSource
from cmm.web.i18n import current_language
from cmm.web.i18n import gettext as _
from cmm.web.limits import tally, where_from
from cmm.web.pages import ready_page, send_page
from cmm.web.pdf import PrintingUnavailable
from cmm.web.site import site_address

MOST_ROUNDS = 3
MOST_BRIEFS = 30
"""From one address in ten minutes: a whole meeting behind one line."""
WAIT_SECONDS = 10
KINDS = {
    "pdf": ("application/pdf", write_pdf),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", write_docx),
}
_one_at_a_time = threading.Lock()
"""Making a PDF takes a second of the whole processor."""


@dashboard.get("/<lang:language>/brief")
def show_brief() -> Response:
    """First the rounds, then what is in them; a site with one round begins with it."""
    offered = [each for each in list_published(session()) if not each.withdrawn_on]
    wanted = _round_ids(request.args.getlist("round"))
    if not wanted and len(offered) != 1:
        html = render_template("dashboard/brief_rounds.html", **_page([]), rounds=offered)
        return send_page(ready_page(html))
    published = [get_published(round_id) for round_id in wanted or [offered[0].round_id]]
    key = ("brief", *(each.digest for each in published), current_language())
    return _withdrawn(published) or send_page(cached_page(key, lambda: _render(begin_form(published))))


@dashboard.post("/<lang:language>/brief")
def make_brief() -> Response:
    """The file; it changes and keeps nothing, and so needs no token."""
    published = [get_published(round_id) for round_id in _round_ids(request.form.getlist("round"))]
    if not published:
        abort(400)
    form = read_form(published, request.form)
    refusal = _withdrawn(published)
    if refusal or form.problems:
        return refusal or _show(form, status=400)
    if tally().add("brief", where_from()) > MOST_BRIEFS:
        return _ask_to_wait(form, 429, tally().seconds_left())
    return _make(form)


def _make(form: BriefForm) -> Response:
    """One brief at a time in this process; others are asked to wait some seconds."""
    if not _one_at_a_time.acquire(blocking=False):
        return _ask_to_wait(form, 503, WAIT_SECONDS)
    try:
        return _send_file(form)
    except PrintingUnavailable:
        told = _("This server cannot make such files at the moment. Please tell those who run it.")
        return _show(form, status=503, refusal=told)
    finally:
        _one_at_a_time.release()


def _send_file(form: BriefForm) -> Response:
    mimetype, write = KINDS[form.format]
    chosen = [ChosenFigures(_source(each.published), each.places, each.indicators) for each in form.rounds]
    response = _send(write(build_own_brief(chosen, form.own)), mimetype)
    name = f"brief-{form.rounds[0].published.round_id}-{current_language()}.{form.format}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _source(published: PublishedSnapshot) -> PackSource:
    """With the requests of these cities as they stand today."""
    source = make_source(session(), published, site_address()) or abort(404)
    return replace(source, published=published, promises_on=today() if source.promises else None)


def _withdrawn(published: Sequence[PublishedSnapshot]) -> Response | None:
    return next((show_withdrawn(each) for each in published if each.withdrawn), None)


def _ask_to_wait(form: BriefForm, status: int, seconds: int) -> Response:
    told = _("Other briefs are being made at this moment. Wait a little and press the button again.")
    response = _show(form, status=status, refusal=told)
    response.headers["Retry-After"] = str(seconds)
    return response


def _show(form: BriefForm, *, status: int, refusal: str = "") -> Response:
    """The form with what was typed, which is for this person only."""
    return _send(_render(form, refusal), status=status)


def _render(form: BriefForm, refusal: str = "") -> str:
    page = _page([each.published.round_id for each in form.rounds])
    return render_template("dashboard/brief.html", **page, form=form, longest=LONGEST, refusal=refusal)


def _page(rounds: Sequence[str]) -> dict[str, object]:
    """What the layout asks for; other languages keep the rounds."""
    values = {"round": list(rounds)} if rounds else {}
    return {"endpoint": "dashboard.show_brief", "address_values": values}


def _round_ids(sent: Sequence[str]) -> list[str]:
    return list(dict.fromkeys(sent))[:MOST_ROUNDS]


def _send(content: str | bytes, mimetype: str = "text/html", status: int = 200) -> Response:
    response = Response(content, status, mimetype=mimetype)
    response.headers["Cache-Control"] = "no-store"
    return response
