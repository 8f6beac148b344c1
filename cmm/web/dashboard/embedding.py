"""Pages of one picture and frames for other sites: kept as bytes, and honest about what was withdrawn."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from flask import Response, render_template

from cmm.web.assets import InlineStyles, inline_styles
from cmm.web.dashboard.cache import cached_figure
from cmm.web.dashboard.chosen import Place
from cmm.web.dashboard.pictures import Key, draw_withdrawn
from cmm.web.dashboard.rounds import show_withdrawn
from cmm.web.dashboard.styled import send_styled
from cmm.web.dashboard.taking import Taken, as_markup, without_indentation
from cmm.web.pages import send_page
from cmm.web.security import shown_elsewhere


@dataclass(frozen=True, slots=True)
class Embedded:
    """What the template of a frame reads: on what the picture rests, its day, and the whole address of the
    newest publication where there is a newer one ("" where there is none).
    """

    taken: Taken
    base: str
    published_on: date
    newest: str = ""


def send_figure_page(place: Place, key: Key, render: Callable[[], str]) -> Response:
    """The page of a picture of one publication; of a withdrawn one the page that says so."""
    if place.published.withdrawn:
        return show_withdrawn(place.published, place.figures.links)
    page = cached_figure((*key, "page", place.published.history), lambda: without_indentation(render()))
    return send_styled(page)


def send_embedded(place: Place, key: Key, render: Callable[[InlineStyles], str]) -> Response:
    """The same picture in a frame."""
    if not place.published.withdrawn:
        return send_frame((*key, place.published.history), render)

    def render_gone(inlined: InlineStyles) -> str:
        gone = as_markup(draw_withdrawn(place))
        return render_template("dashboard/embed.html", inlined=inlined, picture=gone)

    return send_frame((*key, "gone"), render_gone, status=410)


def send_frame(key: Key, render: Callable[[InlineStyles], str], *, status: int = 200) -> Response:
    """A page that any site may show in a frame; its styles stand inside it."""
    inlined = inline_styles("css/embed.css")
    page = cached_figure((*key, "embed"), lambda: without_indentation(render(inlined)))
    response = send_page(page, status=status)
    response.headers.update(shown_elsewhere(style=inlined.source))
    return response
