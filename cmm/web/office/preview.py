"""The prepared results, exactly as the public would see them, under a panel with the worst headline."""

from flask import Blueprint, abort

from cmm.domain.snapshot import EVERYWHERE, canonical_bytes, parse_snapshot
from cmm.services.clock import today
from cmm.services.publish import find_candidate
from cmm.services.published import PublishedSnapshot, list_voices
from cmm.services.validation import find_validation
from cmm.web import database
from cmm.web.office.headlines import build_panel
from cmm.web.office.rounds import get_round
from cmm.web.office.sign_in import current_account
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
    session = database.session()
    candidate = find_candidate(session, round_id)
    if candidate is None:
        abort(404)
    snapshot = parse_snapshot(canonical_bytes(candidate.content))
    prepared = PublishedSnapshot(
        snapshot=snapshot,
        published_on=today(),
        withdrawn_on=None,
        reason=None,
        history=(),
        voices=list_voices(session, snapshot),
    )
    if place != EVERYWHERE and place not in {unit.code for unit in snapshot.units}:
        abort(404)
    panel = build_panel(snapshot, find_validation(session, round_id), current_account(), place)
    page = render_figures(prepared, place, PREVIEW, panel)
    return page or abort(404)
