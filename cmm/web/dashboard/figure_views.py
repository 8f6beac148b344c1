"""The page of one figure at its permanent address, and the same figure for the pages of others."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Response, render_template, url_for
from markupsafe import Markup

from cmm.services.published import PublishedSnapshot
from cmm.web.assets import InlineStyles, inline_styles
from cmm.web.dashboard.blueprint import dashboard
from cmm.web.dashboard.cache import cached_figure
from cmm.web.dashboard.chosen import ChosenFigure, get_figure
from cmm.web.dashboard.pictures import draw_figure, draw_withdrawn
from cmm.web.dashboard.rounds import show_withdrawn
from cmm.web.dashboard.social import Social, build_social
from cmm.web.dashboard.styled import page_styles, send_styled
from cmm.web.drawing import FigureSource
from cmm.web.drawing.bars import Row, list_rows
from cmm.web.drawing.frame import NARROW, WIDE
from cmm.web.i18n import words
from cmm.web.pages import ReadyPage, send_page
from cmm.web.reading.claims import Claims, build_claims
from cmm.web.reading.findings import build_finding, finding_sentence
from cmm.web.reading.indicators import IndicatorView
from cmm.web.security import shown_elsewhere
from cmm.web.site import site_address

FRAME = 84
"""Pixels of an embedded figure beside the picture: the line under it, and the edges."""


@dataclass(frozen=True, slots=True)
class FigurePage:
    """What the templates of one figure read. `wide` and `narrow` are its two drawings, `height` that of the
    wide one with what stands around it; addresses are whole.
    """

    published: PublishedSnapshot
    view: IndicatorView
    title: str
    place: str
    place_address: str
    finding: str
    source: FigureSource
    rows: list[Row]
    claims: Claims
    wide: Markup
    narrow: Markup
    height: int
    address: str
    embed: str
    newest: str
    values: dict[str, object]


@dashboard.get("/<lang:language>/r/<round_id>/v/<int:number>/<place>/figures/<indicator>")
def show_figure(round_id: str, number: int, place: str, indicator: str) -> Response:
    """The figure, its numbers as a table, how it was counted, and how to show it elsewhere."""
    figure = get_figure(round_id, number, place, indicator)
    published = figure.place.published
    if published.withdrawn:
        return show_withdrawn(published, figure.place.figures.links)
    return send_styled(_keep(figure, "page", lambda: _render_page(figure)))


@dashboard.get("/<lang:language>/r/<round_id>/v/<int:number>/<place>/figures/<indicator>/embed")
def show_embed(round_id: str, number: int, place: str, indicator: str) -> Response:
    """The figure for a frame in the page of another site: one answer, without script, cookie or referrer."""
    figure = get_figure(round_id, number, place, indicator)
    withdrawn = figure.place.published.withdrawn
    inlined = inline_styles("css/embed.css")
    page = _keep(figure, "embed", lambda: _render_embed(figure, inlined))
    response = send_page(page, status=410 if withdrawn else 200)
    response.headers.update(shown_elsewhere(style=inlined.source))
    return response


def _keep(figure: ChosenFigure, kind: str, build: Callable[[], str]) -> ReadyPage:
    """All that a page depends on: the publication, and what was published or withdrawn since."""
    return cached_figure((*figure.key, kind, figure.place.published.history), build)


def _render_page(figure: ChosenFigure) -> str:
    html = render_template(
        "dashboard/figure.html",
        endpoint="dashboard.show_figure",
        address_values=figure.values,
        page=_build_page(figure),
        social=_describe(figure),
        inlined=page_styles(),
    )
    return _without_indentation(html)


def _render_embed(figure: ChosenFigure, inlined: InlineStyles) -> str:
    if figure.place.published.withdrawn:
        gone = _picture(draw_withdrawn(figure.place))
        html = render_template("dashboard/embed.html", inlined=inlined, picture=gone)
    else:
        html = render_template("dashboard/embed.html", inlined=inlined, page=_build_page(figure))
    return _without_indentation(html)


def _build_page(figure: ChosenFigure) -> FigurePage:
    place, view = figure.place, figure.view
    wide = draw_figure(figure, WIDE)
    height = int(wide.partition(' height="')[2].partition('"')[0])
    site = site_address()
    return FigurePage(
        published=place.published,
        view=view,
        title=words(place.published.snapshot.title),
        place=place.name,
        place_address=place.page,
        finding=build_finding(view).sentence,
        source=figure.source,
        rows=list_rows(place.figures, view, place.key),
        claims=build_claims(place.figures, place.key),
        wide=_picture(wide),
        narrow=_picture(draw_figure(figure, NARROW)),
        height=height + FRAME,
        address=site + figure.address,
        embed=site + url_for("dashboard.show_embed", **figure.values),
        newest=site + url_for("dashboard.show_round", round_id=place.published.round_id),
        values=figure.values,
    )


def _describe(figure: ChosenFigure) -> Social:
    view, place = figure.view, figure.place
    return build_social(
        f"{place.name}: {view.label}",
        finding_sentence(view, place.name),
        "dashboard.show_figure",
        figure.values,
        image=url_for("dashboard.show_figure_card", **figure.values),
    )


def _picture(svg: str) -> Markup:
    """A picture drawn by us: every text in it is escaped there."""
    return Markup(svg)  # noqa: S704


def _without_indentation(html: str) -> str:
    return "\n".join(line.strip() for line in html.splitlines() if line.strip())
