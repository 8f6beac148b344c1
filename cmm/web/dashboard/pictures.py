"""Figures as files: SVG, PNG, and the picture that is shown where a link is shared.

Any site may show them (see `shown_elsewhere`): they hold what is published and nothing else. A figure that
was withdrawn answers with a picture that says so.
"""

from collections.abc import Callable
from dataclasses import replace

from flask import Response, request

from cmm.web.dashboard.blueprint import dashboard
from cmm.web.dashboard.cache import cached_picture
from cmm.web.dashboard.chosen import ChosenFigure, Place, get_figure, get_place
from cmm.web.drawing import draw_card, draw_indicator, draw_notice, make_png
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


@dashboard.get("/<lang:language>/r/<round_id>/v/<int:number>/<place>/figures/<indicator>.svg")
def show_figure_svg(round_id: str, number: int, place: str, indicator: str) -> Response:
    """The figure as SVG; with ``?narrow=1`` for a small screen."""
    figure = get_figure(round_id, number, place, indicator)
    width = NARROW if request.args.get("narrow") == "1" else WIDE
    return _send(figure.place, (*figure.key, width), lambda: draw_figure(figure, width), SVG)


@dashboard.get("/<lang:language>/r/<round_id>/v/<int:number>/<place>/figures/<indicator>.png")
def show_figure_png(round_id: str, number: int, place: str, indicator: str) -> Response:
    """The figure as PNG, 640 pixels wide; with ``?large=1`` twice as wide, for print."""
    figure = get_figure(round_id, number, place, indicator)
    width = 2 * WIDE if request.args.get("large") == "1" else WIDE
    return _send(figure.place, (*figure.key, "png", width), lambda: draw_figure(figure, WIDE), PNG, width)


@dashboard.get("/<lang:language>/r/<round_id>/v/<int:number>/<place>/figures/<indicator>/card.png")
def show_figure_card(round_id: str, number: int, place: str, indicator: str) -> Response:
    """The picture shown where a link to a figure is shared."""
    figure = get_figure(round_id, number, place, indicator)
    key = (*figure.key, "card")
    return _send(figure.place, key, lambda: _draw_card_of(figure.place, figure.view), PNG, CARD_WIDTH)


@dashboard.get("/<lang:language>/r/<round_id>/v/<int:number>/<place>/card.png")
def show_place_card(round_id: str, number: int, place: str) -> Response:
    """The picture shown where a link to a round or a unit is shared: what stands out first."""
    chosen = get_place(round_id, number, place)
    key = (chosen.published.digest, place, "card", current_language(), site_address())
    return _send(chosen, key, lambda: _draw_place_card(chosen), PNG, CARD_WIDTH)


def draw_figure(figure: ChosenFigure, width: int) -> str:
    """The SVG of a figure."""
    place = figure.place
    return draw_indicator(place.figures, figure.indicator, place.key, source=figure.source, width=width)


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


def _send(
    place: Place, key: tuple[object, ...], draw: Callable[[], str], mimetype: str, width: int = 0
) -> Response:
    """The picture of this request; of a withdrawn publication one that says so."""
    gone = place.published.withdrawn
    if gone:
        key = (place.published.digest, place.code, "gone", current_language(), width, site_address())
    try:
        page = cached_picture(key, lambda: _finish(draw_withdrawn(place) if gone else draw(), width))
    except PrintingUnavailable:
        words = _("This server cannot make PNG pictures, because a font is missing. The SVG shows the same.")
        return Response(words, 503, mimetype="text/plain")
    response = send_page(page, mimetype=mimetype, status=410 if gone else 200)
    response.headers.update(shown_elsewhere())
    return response


def draw_withdrawn(place: Place) -> str:
    """In the place of a figure that was taken back."""
    published = place.published
    title = _("These figures were withdrawn on %(day)s") % {"day": day(published.withdrawn_on or "")}
    reason = f"{_('Reason:')} {published.reason}"
    return draw_notice(title, reason, place.source(place.page).address)


def _finish(svg: str, width: int) -> str | bytes:
    """The SVG itself, or `width` pixels of it."""
    return make_png(svg, width=width) if width else svg
