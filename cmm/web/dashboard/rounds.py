"""The pages of a published round: all cities together, and each unit by itself."""

from flask import Response, abort, render_template, request

from cmm.domain.snapshot import EVERYWHERE
from cmm.services.clock import today
from cmm.services.published import PublishedSnapshot, find_published
from cmm.services.published_promises import stamp_ledger
from cmm.services.published_series import CurrentRound, find_earlier
from cmm.web.dashboard.blueprint import dashboard
from cmm.web.dashboard.cache import cached_page
from cmm.web.dashboard.promises import list_place_promises
from cmm.web.dashboard.social import describe_page
from cmm.web.dashboard.styled import page_styles, send_styled
from cmm.web.database import session
from cmm.web.i18n import current_language
from cmm.web.pages import ready_page, send_page
from cmm.web.reading.links import PUBLIC, Links
from cmm.web.reading.render import render_figures


@dashboard.get("/<lang:language>/r/<round_id>")
def show_round(round_id: str) -> Response:
    """The whole round."""
    return show_place(get_published(round_id), EVERYWHERE, PUBLIC)


@dashboard.get("/<lang:language>/r/<round_id>/<unit>")
def show_unit(round_id: str, unit: str) -> Response:
    """One city, or cities that are published together."""
    return show_place(get_published(round_id), unit, PUBLIC)


def get_published(round_id: str) -> PublishedSnapshot:
    """The newest publication of a round; ends the request with 404 when there is none."""
    published = find_published(session(), round_id)
    if published is None:
        abort(404)
    return published


def show_place(published: PublishedSnapshot, place: str, links: Links) -> Response:
    """The page of a unit or EVERYWHERE, with `links` to the other pages of the same publication. The page of
    one publication under its permanent address says nothing of other rounds, so that it stays as it is.
    """
    if published.withdrawn:
        return show_withdrawn(published, links)
    earlier = None if links.number else find_earlier(session(), published.snapshot)
    state = (published.digest, published.voices, published.history, earlier.digest if earlier else "")
    ledger = None if links.number else (stamp_ledger(session()), today())
    page = cached_page(
        (*state, ledger, links, current_language(), request.base_url),
        lambda: _render(published, place, links, earlier),
    )
    return send_styled(page)


def show_withdrawn(published: PublishedSnapshot, links: Links = PUBLIC) -> Response:
    """The page of a publication that was taken back: the reason, and no figure."""
    html = render_template(
        "dashboard/withdrawn.html",
        endpoint=links.endpoint(None),
        address_values=links.values(published.round_id),
        published=published,
    )
    return send_page(ready_page(html), status=410)


def _render(published: PublishedSnapshot, place: str, links: Links, earlier: CurrentRound | None) -> str:
    html = render_figures(
        published,
        place,
        links,
        describe=describe_page,
        earlier=earlier,
        inlined=page_styles(),
        promises=() if links.number else list_place_promises(published.snapshot, place),
    )
    return html or abort(404)
