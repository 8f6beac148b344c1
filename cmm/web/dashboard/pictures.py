"""Figures as files: SVG, PNG, and the picture that is shown where a link is shared.

Any site may show them (see `shown_elsewhere`): they hold what is published and nothing else. A figure that
was withdrawn answers with a picture that says so.
"""

from collections.abc import Callable
from dataclasses import replace

from flask import Response, request

from cmm.web.dashboard.blueprint import dashboard
from cmm.web.dashboard.cache import cached_picture
from cmm.web.dashboard.chosen import (
    ChosenFigure,
    ChosenQuestion,
    Place,
    get_figure,
    get_place,
    get_question,
)
from cmm.web.drawing import draw_card, draw_indicator, draw_notice, draw_question, make_png
from cmm.web.drawing.card import CARD_WIDTH
from cmm.web.drawing.frame import NARROW, WIDE
from cmm.web.i18n import current_language, day, ngettext, words
from cmm.web.i18n import gettext as _
from cmm.web.pages import send_page
from cmm.web.pdf import PrintingUnavailable
from cmm.web.reading.findings import begin_sentence, build_finding
from cmm.web.reading.indicators import IndicatorView, list_dimensions, list_standing_out
from cmm.web.security import shown_elsewhere
from cmm.web.site import site_address

SVG, PNG = "image/svg+xml", "image/png"

Key = tuple[object, ...]
"""All that a picture depends on."""


@dashboard.get(
    "/<lang:language>/r/<round_id>/v/<int:number>/<place>/figures/<indicator>.<any(svg, png):ending>"
)
def show_figure_picture(round_id: str, number: int, place: str, indicator: str, ending: str) -> Response:
    """The figure of an indicator as SVG or PNG."""
    figure = get_figure(round_id, number, place, indicator)
    return _send_edition(figure.place, figure.key, lambda width: draw_figure(figure, width), ending)


@dashboard.get(
    "/<lang:language>/r/<round_id>/v/<int:number>/<place>/questions/<path:question>.<any(svg, png):ending>"
)
def show_question_picture(round_id: str, number: int, place: str, question: str, ending: str) -> Response:
    """The figure of all answers to a question as SVG or PNG."""
    asked = get_question(round_id, number, place, question)
    return _send_edition(asked.place, asked.key, lambda width: draw_answers(asked, width), ending)


@dashboard.get("/<lang:language>/r/<round_id>/v/<int:number>/<place>/figures/<indicator>/card.png")
def show_figure_card(round_id: str, number: int, place: str, indicator: str) -> Response:
    """The picture shown where a link to a figure is shared."""
    figure = get_figure(round_id, number, place, indicator)
    return _send_card(figure.place, figure.key, lambda: _draw_card_of(figure.place, figure.view))


@dashboard.get("/<lang:language>/r/<round_id>/v/<int:number>/<place>/card.png")
def show_place_card(round_id: str, number: int, place: str) -> Response:
    """The picture shown where a link to a round or a unit is shared: what stands out first."""
    chosen = get_place(round_id, number, place)
    key = (chosen.published.digest, place, current_language(), site_address())
    return _send_card(chosen, key, lambda: _draw_place_card(chosen))


def draw_figure(figure: ChosenFigure, width: int) -> str:
    """The SVG of an indicator."""
    place = figure.place
    return draw_indicator(place.figures, figure.indicator, place.key, source=figure.source, width=width)


def draw_answers(asked: ChosenQuestion, width: int) -> str:
    """The SVG of all answers to a question."""
    place = asked.place
    return draw_question(place.figures, asked.question, place.key, source=asked.source, width=width)


def draw_withdrawn(place: Place) -> str:
    """In the place of a figure that was taken back."""
    published = place.published
    title = _("These figures were withdrawn on %(day)s") % {"day": day(published.withdrawn_on or "")}
    reason = f"{_('Reason:')} {published.reason}"
    return draw_notice(title, reason, place.source(place.page).address)


def send_picture(key: Key, draw: Callable[[int], str], ending: str, *, status: int = 200) -> Response:
    """What `draw` draws in a width, as a file: SVG, with ``?narrow=1`` for a small screen, or PNG, 640 pixels
    wide, with ``?large=1`` twice as wide, for print.
    """
    if ending == "svg":
        width = NARROW if request.args.get("narrow") == "1" else WIDE
        return _send((*key, ending, width), lambda: draw(width), SVG, status)
    width = 2 * WIDE if request.args.get("large") == "1" else WIDE
    return _send((*key, ending, width), lambda: make_png(draw(WIDE), width=width), PNG, status)


def _draw_place_card(place: Place) -> str:
    standing_out = list_standing_out(list_dimensions(place.figures, place.key))
    if standing_out:
        return _draw_card_of(place, standing_out[0])
    answered = sum(unit.answered for unit in place.figures.list_units(place.key))
    return draw_card(
        heading=place.name,
        statement=words(place.published.snapshot.title),
        told=ngettext("about %(num)s answer", "about %(num)s answers", answered) % {"num": answered},
        share=None,
        line=None,
        source=place.source(place.page),
    )


def _draw_card_of(place: Place, view: IndicatorView) -> str:
    finding = build_finding(view)
    return draw_card(
        heading=place.name,
        statement=view.label,
        told=begin_sentence(replace(finding, judged="").clause),
        share=view.share,
        line=view.line.percent if view.line else None,
        source=place.source(place.page),
    )


def _send_edition(place: Place, key: Key, draw: Callable[[int], str], ending: str) -> Response:
    """A picture of one publication; of a withdrawn one a picture that says so."""
    if place.published.withdrawn:
        return send_picture(_gone(place), lambda _width: draw_withdrawn(place), ending, status=410)
    return send_picture(key, draw, ending)


def _send_card(place: Place, key: Key, draw: Callable[[], str]) -> Response:
    def make() -> bytes:
        return make_png(draw_withdrawn(place) if gone else draw(), width=CARD_WIDTH)

    gone = place.published.withdrawn
    return _send((*(_gone(place) if gone else key), "card"), make, PNG, 410 if gone else 200)


def _gone(place: Place) -> Key:
    return place.published.digest, place.code, "gone", current_language(), site_address()


def _send(key: Key, make: Callable[[], str | bytes], mimetype: str, status: int) -> Response:
    try:
        page = cached_picture(key, make)
    except PrintingUnavailable:
        words = _("This server cannot make PNG pictures, because a font is missing. The SVG shows the same.")
        return Response(words, 503, mimetype="text/plain")
    response = send_page(page, mimetype=mimetype, status=status)
    response.headers.update(shown_elsewhere())
    return response
