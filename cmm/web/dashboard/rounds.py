"""The pages of a published round: all cities together, and each unit by itself."""

from flask import Response, abort, render_template, request

from cmm.domain.snapshot import EVERYWHERE
from cmm.services.published import PublishedSnapshot, find_published
from cmm.web.dashboard.blueprint import dashboard
from cmm.web.dashboard.cache import cached_page
from cmm.web.database import session
from cmm.web.i18n import current_language
from cmm.web.pages import ready_page, send_page
from cmm.web.reading.links import PUBLIC
from cmm.web.reading.render import render_figures


@dashboard.get("/<lang:language>/r/<round_id>")
def show_round(round_id: str) -> Response:
    """The whole round."""
    return _show(round_id, EVERYWHERE)


@dashboard.get("/<lang:language>/r/<round_id>/<unit>")
def show_unit(round_id: str, unit: str) -> Response:
    """One city, or cities that are published together."""
    return _show(round_id, unit)


def get_published(round_id: str) -> PublishedSnapshot:
    """The newest publication of a round; ends the request with 404 when there is none."""
    published = find_published(session(), round_id)
    if published is None:
        abort(404)
    return published


def show_withdrawn(published: PublishedSnapshot) -> Response:
    """The page of a round whose newest publication was taken back: the reason, and no figure."""
    html = render_template(
        "dashboard/withdrawn.html",
        endpoint="dashboard.show_round",
        address_values={"round_id": published.round_id},
        published=published,
    )
    return send_page(ready_page(html), status=410)


def _show(round_id: str, place: str) -> Response:
    published = get_published(round_id)
    if published.withdrawn:
        return show_withdrawn(published)
    key = (published.digest, published.voices, current_language(), request.base_url)
    return send_page(cached_page(key, lambda: render_figures(published, place, PUBLIC) or abort(404)))
