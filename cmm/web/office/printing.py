"""Papers and posters of a round as PDF. Both may be printed before the round is opened."""

from collections.abc import Callable

from flask import Blueprint, Response, abort, render_template

from cmm.services.printed_round import PrintedRound, get_printed_round
from cmm.web import database
from cmm.web.i18n import speaking
from cmm.web.office.posters import build_poster
from cmm.web.office.refusals import tell
from cmm.web.office.rounds import get_round, round_page
from cmm.web.paper.sheet import build_paper
from cmm.web.pdf import PrintingUnavailable, make_pdf

printing = Blueprint("printing", __name__)

Reply = Response | tuple[str, int]


@printing.get("/rounds/<round_id>/paper-<lang:printed_in>.pdf")
def download_paper(round_id: str, printed_in: str) -> Reply:
    """The questionnaire to be filled in with a pen, in the language `printed_in`."""

    def build() -> bytes:
        printed = _printed(round_id)
        with speaking(printed_in):
            paper = build_paper(
                printed.questionnaire,
                titles=printed.titles,
                cities=printed.cities,
                access=printed.access,
                invented=printed.invented,
            )
            html = render_template("print/paper.html", paper=paper)
        return make_pdf(html, "css/paper.css").content

    return _send(round_id, build, f"paper-{round_id}-{printed_in}.pdf")


@printing.get("/rounds/<round_id>/poster-<any(a4, a3):paper>-<city_id>.pdf")
def download_poster(round_id: str, paper: str, city_id: str) -> Reply:
    """The poster of one city, on A4 or A3."""

    def build() -> bytes:
        printed = _printed(round_id)
        names = dict(printed.cities).get(city_id)
        if names is None:
            abort(404)
        return build_poster(printed, names, paper)

    return _send(round_id, build, f"poster-{round_id}-{city_id}-{paper}.pdf")


def send_pdf(content: bytes, name: str) -> Response:
    """A PDF to be kept as a file; browsers and proxies store nothing of it."""
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _send(round_id: str, build: Callable[[], bytes], name: str) -> Reply:
    """The PDF for a round of the account's own cities; what is missing on the server is said on its page."""
    get_round(round_id)
    try:
        return send_pdf(build(), name)
    except PrintingUnavailable as refusal:
        return round_page(round_id, refusal=tell(refusal)), 503


def _printed(round_id: str) -> PrintedRound:
    return get_printed_round(database.session(), round_id)
