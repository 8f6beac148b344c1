"""The page of one figure at its permanent address, and the same figure for the pages of others."""

from dataclasses import dataclass

from flask import Response, render_template, url_for

from cmm.services.clock import today
from cmm.services.published import PublishedSnapshot
from cmm.services.published_promises import stamp_ledger
from cmm.web.assets import InlineStyles
from cmm.web.dashboard.blueprint import dashboard
from cmm.web.dashboard.chosen import ChosenFigure, get_figure
from cmm.web.dashboard.embedding import Embedded, send_embedded, send_figure_page
from cmm.web.dashboard.pictures import draw_figure
from cmm.web.dashboard.promises import list_indicator_promises
from cmm.web.dashboard.social import Social, build_social
from cmm.web.dashboard.styled import page_styles
from cmm.web.dashboard.taking import Taken, take_picture
from cmm.web.database import session
from cmm.web.drawing import FigureSource
from cmm.web.drawing.bars import Row, list_rows
from cmm.web.i18n import words
from cmm.web.reading.claims import Claims, build_claims
from cmm.web.reading.findings import build_finding, finding_sentence
from cmm.web.reading.indicators import IndicatorView
from cmm.web.reading.promises import PromiseView


@dataclass(frozen=True, slots=True)
class FigurePage:
    """What the template of one figure reads. `address` is the whole one of the page."""

    published: PublishedSnapshot
    view: IndicatorView
    title: str
    place: str
    place_address: str
    finding: str
    source: FigureSource
    rows: list[Row]
    claims: Claims
    taken: Taken

    @property
    def address(self) -> str:
        return self.taken.address


@dashboard.get("/<lang:language>/r/<round_id>/v/<int:number>/<place>/figures/<indicator>")
def show_figure(round_id: str, number: int, place: str, indicator: str) -> Response:
    """The figure, its numbers as a table, how it was counted, and how to show it elsewhere."""
    figure = get_figure(round_id, number, place, indicator)
    key = (*figure.key, stamp_ledger(session()), today())
    return send_figure_page(figure.place, key, lambda: _render(figure))


@dashboard.get("/<lang:language>/r/<round_id>/v/<int:number>/<place>/figures/<indicator>/embed")
def show_figure_embed(round_id: str, number: int, place: str, indicator: str) -> Response:
    """The figure for a frame in the page of another site: one answer, without script, cookie or referrer."""
    figure = get_figure(round_id, number, place, indicator)
    return send_embedded(figure.place, figure.key, lambda inlined: _embed(figure, inlined))


def _render(figure: ChosenFigure) -> str:
    return render_template(
        "dashboard/figure.html",
        endpoint="dashboard.show_figure",
        address_values=figure.values,
        page=_build_page(figure),
        promises=_list_promises(figure),
        social=_describe(figure),
        inlined=page_styles(),
    )


def _embed(figure: ChosenFigure, inlined: InlineStyles) -> str:
    view, place = figure.view, figure.place
    base = view.share.base if view.share.known else view.share.text
    frame = Embedded(_take(figure), base, place.published.published_on, place.newest)
    return render_template("dashboard/embed.html", inlined=inlined, frame=frame)


def _build_page(figure: ChosenFigure) -> FigurePage:
    place, view = figure.place, figure.view
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
        taken=_take(figure),
    )


def _list_promises(figure: ChosenFigure) -> list[PromiseView]:
    """What was asked because of this indicator, in any city of the place."""
    form_id = str(figure.place.published.content["form_id"])
    units = figure.place.figures.list_units(figure.place.key)
    cities = {city for unit in units for city in unit.cities}
    return list_indicator_promises(form_id, str(figure.indicator["id"]), cities)


def _take(figure: ChosenFigure) -> Taken:
    label = f"{figure.place.name}: {figure.view.label}"
    return take_picture(
        label,
        lambda width: draw_figure(figure, width),
        figure.address,
        "dashboard.show_figure",
        figure.values,
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
