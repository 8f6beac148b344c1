"""Permanent addresses: exactly one publication, with its own numbers, also after newer ones."""

from flask import Response, abort

from cmm.domain.snapshot import EVERYWHERE
from cmm.services.published import PublishedSnapshot, find_publication
from cmm.web.dashboard.blueprint import dashboard
from cmm.web.dashboard.rounds import show_place
from cmm.web.database import session
from cmm.web.reading.links import permanent_links


@dashboard.get("/<lang:language>/r/<round_id>/v/<int:number>")
def show_edition(round_id: str, number: int) -> Response:
    """The whole round, as it was published under this number."""
    return show_place(get_edition(round_id, number), EVERYWHERE, permanent_links(number))


@dashboard.get("/<lang:language>/r/<round_id>/v/<int:number>/<unit>")
def show_edition_unit(round_id: str, number: int, unit: str) -> Response:
    """One unit, as it was published under this number."""
    return show_place(get_edition(round_id, number), unit, permanent_links(number))


def get_edition(round_id: str, number: int) -> PublishedSnapshot:
    """One publication of a round, withdrawn or not; ends the request with 404 when there is none."""
    published = find_publication(session(), round_id, number)
    if published is None:
        abort(404)
    return published
