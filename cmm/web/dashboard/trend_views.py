"""An indicator over the rounds as a picture. Its address stays; it goes on with every round published.

What one publication said stands for ever at the permanent address of that publication.
"""

from dataclasses import dataclass
from typing import Any

from flask import Response, abort, render_template, url_for

from cmm.web.assets import InlineStyles
from cmm.web.dashboard.blueprint import dashboard
from cmm.web.dashboard.cache import cached_figure
from cmm.web.dashboard.embedding import Embedded, send_frame
from cmm.web.dashboard.pictures import Key, send_picture
from cmm.web.dashboard.series_pages import Ground, read_ground, service_title
from cmm.web.dashboard.social import build_social
from cmm.web.dashboard.styled import page_styles, send_styled
from cmm.web.dashboard.taking import Taken, take_picture, without_indentation
from cmm.web.drawing import FigureSource, TrendPoint, draw_trend
from cmm.web.i18n import current_language, period, words
from cmm.web.i18n import gettext as _
from cmm.web.reading.findings import begin_sentence
from cmm.web.reading.indicator_here import PlaceTrend, find_place_trend
from cmm.web.reading.page import ALL_PLACES
from cmm.web.reading.series import Point, Trend
from cmm.web.site import site_address


@dataclass(frozen=True, slots=True)
class ChosenTrend:
    """The trend of one indicator in one place; `service` is what the questionnaire is called."""

    form_id: str
    service: str
    here: PlaceTrend
    key: Key

    @property
    def trend(self) -> Trend:
        return self.here.trend

    @property
    def newest(self) -> Point:
        return self.trend.points[-1]

    @property
    def label(self) -> str:
        """What is shown, and where."""
        return f"{self.here.name}: {self.trend.label}"

    @property
    def values(self) -> dict[str, Any]:
        """The parts of its addresses."""
        return {"form_id": self.form_id, "indicator": self.trend.code, "place": self.here.code}

    @property
    def address(self) -> str:
        return url_for("dashboard.show_trend", **self.values)

    @property
    def finding(self) -> str:
        """One sentence: how the newest round stands to the one before it."""
        if not self.trend.change:
            return _("There is one round so far.")
        better = _("less is better") if self.trend.direction == "less_is_better" else _("more is better")
        return f"{begin_sentence(self.trend.change_words)}; {better}."


@dashboard.get("/<lang:language>/services/<form_id>/indicators/<indicator>/trends/<place>")
def show_trend(form_id: str, indicator: str, place: str) -> Response:
    """The picture, its numbers, and how to show it elsewhere; `place` is a unit or ALL_PLACES."""
    chosen = _get_trend(form_id, indicator, place)
    page = cached_figure((*chosen.key, "page"), lambda: without_indentation(_render(chosen)))
    return send_styled(page)


@dashboard.get(
    "/<lang:language>/services/<form_id>/indicators/<indicator>/trends/<place>.<any(svg, png):ending>"
)
def show_trend_picture(form_id: str, indicator: str, place: str, ending: str) -> Response:
    """The picture as SVG or PNG."""
    chosen = _get_trend(form_id, indicator, place)
    return send_picture(chosen.key, lambda width: _draw(chosen, width), ending)


@dashboard.get("/<lang:language>/services/<form_id>/indicators/<indicator>/trends/<place>/embed")
def show_trend_embed(form_id: str, indicator: str, place: str) -> Response:
    """The picture for a frame in the page of another site: there it goes on with every round too."""
    chosen = _get_trend(form_id, indicator, place)
    return send_frame(chosen.key, lambda inlined: _embed(chosen, inlined))


def _get_trend(form_id: str, indicator: str, place: str) -> ChosenTrend:
    ground = read_ground().of_form(form_id)
    here = find_place_trend(ground.series.rounds, indicator, place)
    if here is None:
        abort(404)
    return ChosenTrend(form_id, words(service_title(ground, form_id)), here, _key(ground, here, form_id))


def _key(ground: Ground, here: PlaceTrend, form_id: str) -> Key:
    """All that its pictures depend on."""
    return "trend", form_id, here.trend.code, here.code, ground.key, current_language(), site_address()


def _draw(chosen: ChosenTrend, width: int) -> str:
    trend, first, last = chosen.trend, chosen.trend.points[0], chosen.newest
    return draw_trend(
        [TrendPoint(point.period, point.share) for point in trend.points],
        title=trend.label,
        place=chosen.here.name,
        finding=chosen.finding,
        source=FigureSource(
            chosen.service,
            period(first.opened_on, last.closed_on),
            site_address() + chosen.address,
            last.published_on,
            last.number,
            any(point.invented for point in trend.points),
        ),
        line=trend.line.percent if trend.line else None,
        width=width,
    )


def _render(chosen: ChosenTrend) -> str:
    social = build_social(chosen.label, chosen.finding, "dashboard.show_trend", chosen.values)
    return render_template(
        "dashboard/trend.html",
        endpoint="dashboard.show_trend",
        address_values=chosen.values,
        chosen=chosen,
        whole=chosen.here.code == ALL_PLACES,
        taken=_take(chosen),
        social=social,
        inlined=page_styles(),
    )


def _embed(chosen: ChosenTrend, inlined: InlineStyles) -> str:
    share = chosen.newest.share
    frame = Embedded(_take(chosen), share.base if share.known else share.text, chosen.newest.published_on)
    return render_template("dashboard/embed.html", inlined=inlined, frame=frame)


def _take(chosen: ChosenTrend) -> Taken:
    return take_picture(
        chosen.label,
        lambda width: _draw(chosen, width),
        chosen.address,
        "dashboard.show_trend",
        chosen.values,
    )
