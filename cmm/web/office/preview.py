"""The prepared results, exactly as the public would see them."""

from flask import Blueprint, abort

from cmm.domain.snapshot import EVERYWHERE, canonical_bytes, parse_snapshot
from cmm.services.clock import today
from cmm.services.publish import find_candidate
from cmm.services.published import PublishedSnapshot
from cmm.web import database
from cmm.web.office.rounds import get_round
from cmm.web.reading.links import PREVIEW
from cmm.web.reading.render import render_figures

preview = Blueprint("preview", __name__)


@preview.get("/rounds/<round_id>/candidate")
def show_round(round_id: str) -> str:
    return _page(round_id, EVERYWHERE)


@preview.get("/rounds/<round_id>/candidate/<unit>")
def show_unit(round_id: str, unit: str) -> str:
    return _page(round_id, unit)


def _page(round_id: str, place: str) -> str:
    get_round(round_id)
    candidate = find_candidate(database.session(), round_id)
    if candidate is None:
        abort(404)
    prepared = PublishedSnapshot(
        snapshot=parse_snapshot(canonical_bytes(candidate.content)),
        published_on=today(),
        withdrawn_on=None,
        reason=None,
        history=(),
    )
    page = render_figures(prepared, place, PREVIEW)
    return page or abort(404)
