"""Posters: where the questions are, in three languages, to be read from two metres."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template, url_for

from cmm.domain.language import SCREEN_LANGUAGES, Translated, in_language
from cmm.services.printed_round import PrintedRound
from cmm.web.i18n import current_language, speaking
from cmm.web.i18n import gettext as _
from cmm.web.office.qr import plain_address, qr_picture
from cmm.web.pdf import make_pdf

SIZES = ("large", "big", "middle", "small", "least")
"""Sizes of the letters; a poster takes the first with which it stays one page."""


@dataclass(frozen=True, slots=True)
class PosterWords:
    """What a poster says in one language."""

    language: str
    title: str
    about: str
    safe: str
    steps: str


def build_poster(printed: PrintedRound, city: Translated, paper: str) -> bytes:
    """One page of PDF for a city, `paper` is "a4" or "a3". Raises PrintingUnavailable."""
    for size in SIZES:
        pdf = make_pdf(_page(printed, city, size), "css/print.css", f"css/print-{paper}.css")
        if pdf.pages == 1:
            break
    return pdf.content


def _page(printed: PrintedRound, city: Translated, size: str) -> str:
    address = url_for("collect.show_survey", round_id=printed.round_id, _external=True)
    return render_template(
        "print/poster.html",
        said=[_words(printed, language) for language in _languages()],
        city=in_language(city, current_language()),
        size=size,
        invented=printed.invented,
        address=plain_address(address),
        picture=qr_picture(address),
    )


def _languages() -> Sequence[str]:
    """All languages of the pages; the one of this page, which is the address's too, comes first."""
    first = current_language()
    return (first, *(language for language in SCREEN_LANGUAGES if language != first))


def _words(printed: PrintedRound, language: str) -> PosterWords:
    with speaking(language):
        by_coupon = _("Draw a coupon from the bowl, open the address, type the code.")
        by_link = _("Scan the square or type the address.")
        return PosterWords(
            language=language,
            title=in_language(printed.titles, language),
            about=_("Anonymous questions about care, asked by people like you."),
            safe=_("No name, no telephone number. The clinic never sees your answers."),
            steps=by_coupon if printed.access == "coupon" else by_link,
        )
