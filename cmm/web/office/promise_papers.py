"""What leaves the ledger as a file: the poster of a city, the letter to an office, the calendar."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response as AnyResponse

from cmm.domain.evidence.crosswalk import read_crosswalk
from cmm.domain.language import SCREEN_LANGUAGES, Translated
from cmm.domain.snapshot.equal_items import find_indicator
from cmm.paths import data_dir
from cmm.services.clock import today
from cmm.services.duty_bearers import find_duty_bearer
from cmm.services.promise_ledger import find_ledger_entry, list_ledger
from cmm.services.published import read_publication
from cmm.services.published_promises import PublicPromise, find_city_names, list_public_promises
from cmm.web import database
from cmm.web.i18n import current_language, speaking, words
from cmm.web.i18n import gettext as _
from cmm.web.office.calendar_file import DueDay, write_calendar
from cmm.web.office.posters import SIZES
from cmm.web.office.printing import send_pdf
from cmm.web.office.promise_letter import build_letter
from cmm.web.office.qr import plain_address, qr_picture
from cmm.web.office.refusals import tell
from cmm.web.office.sign_in import current_account, require_city, require_role
from cmm.web.pdf import PrintingUnavailable, make_pdf
from cmm.web.reading.promises import build_view, kept_first, list_views
from cmm.web.site import site_address

promise_papers = Blueprint("promise_papers", __name__)

Reply = AnyResponse | tuple[str, int]

MOST_ON_A_POSTER = 5
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@promise_papers.get("/promises/poster-<any(a4, a3):paper>-<city_id>.pdf")
def download_poster(paper: str, city_id: str) -> Reply:
    """“You said, they did” for the wall of the site, in the language of the page."""
    require_city({city_id})
    names = find_city_names(database.session(), city_id) or abort(404)
    try:
        content = _build_poster(city_id, words(names), paper)
    except PrintingUnavailable as refusal:
        flash(tell(refusal))
        return redirect(url_for("office.promises.show_ledger"))
    return send_pdf(content, f"you-said-they-did-{city_id}-{paper}-{current_language()}.pdf")


@promise_papers.get("/promises/<promise_id>/letter.docx")
def download_letter(promise_id: str) -> Reply:
    """The letter to the office that has to act now; it is sent after the request is approved."""
    require_role("secretary", "coordinator")
    session = database.session()
    entry = find_ledger_entry(session, promise_id, today=today())
    if entry is None:
        abort(404)
    require_city(set(entry.line.city_ids))
    public = entry.line.public
    bearer = find_duty_bearer(session, public.bearer.bearer_id)
    view = build_view(public, today())
    content = build_letter(
        public, view, contact=bearer.contact if bearer else "", line=_find_line(public), today=today()
    )
    response = Response(content, mimetype=DOCX)
    name = f"letter-{promise_id}-{current_language()}.docx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


@promise_papers.get("/promises/calendar.ics")
def download_calendar() -> Response:
    """Every day that something is awaited, of the account's own cities."""
    days = [
        DueDay(
            uid=f"{line.promise_id}@promises",
            on=line.story.due_on,
            title=f"{view.ask} ({view.place})",
            about=f"{view.office}: {view.state_words}",
            address=site_address() + url_for("office.promises.show_one", promise_id=line.promise_id),
        )
        for line in list_ledger(database.session(), today=today())
        if line.story.due_on and current_account().works_for(line.city_ids)
        for view in [build_view(line.public, today())]
    ]
    response = Response(write_calendar(_("Requests and promises"), days, today()), mimetype="text/calendar")
    response.headers["Content-Disposition"] = 'attachment; filename="promises.ics"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _find_line(promise: PublicPromise) -> Translated:
    """The line of national programmes that speaks about the indicator; empty where the library has none."""
    snapshot = read_publication(database.session(), promise.finding.digest)
    described = find_indicator(snapshot.content, promise.finding.indicator)
    activity = read_crosswalk(data_dir("surveys")).find_activity(described) if described else None
    return activity.line if activity else {}


def _build_poster(city_id: str, city: str, paper: str) -> bytes:
    """One page; what does not fit stands behind the QR code."""
    every = list_public_promises(database.session(), today=today(), city_id=city_id)
    views = list_views(kept_first(every)[:MOST_ON_A_POSTER], today())
    page = url_for("dashboard.show_city_promises", city_id=city_id)
    address = site_address() + page
    for size in SIZES:
        html = render_template(
            "print/promises.html",
            size=size,
            city=city,
            views=views,
            more=len(every) - len(views),
            titles=_titles(),
            address=plain_address(address),
            picture=qr_picture(address),
        )
        pdf = make_pdf(html, "css/print.css", f"css/print-{paper}.css")
        if pdf.pages == 1:
            break
    return pdf.content


def _titles() -> list[tuple[str, str]]:
    """The heading in every language, that of the page first."""
    first = current_language()
    titles = []
    for language in (first, *(each for each in SCREEN_LANGUAGES if each != first)):
        with speaking(language):
            titles.append((language, _("You said, they did")))
    return titles
