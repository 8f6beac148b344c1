"""The page on which anybody finds out whether an evidence pack is genuine. What is sent is kept nowhere."""

from dataclasses import dataclass

from flask import Response, current_app, render_template, request

from cmm.domain.evidence.verify import LARGEST_PACK, Verdict, verify_pack
from cmm.domain.language import Translated
from cmm.services.published import Publication, list_histories, read_publication
from cmm.web.dashboard.blueprint import dashboard
from cmm.web.database import session
from cmm.web.evidence.keeping import Packs
from cmm.web.i18n import gettext as _
from cmm.web.pages import ready_page, send_page

BESIDE = 10_000
"""Bytes of a request beside the pack."""
MOST_NAMED = 20
"""Files that are named when they differ."""


@dataclass(frozen=True, slots=True)
class Known:
    """A publication of this site, found by the digest of the snapshot in a pack; `newest` is its round's."""

    round_id: str
    title: Translated
    publication: Publication
    newest: Publication


@dashboard.get("/<lang:language>/verify")
def show_verification() -> Response:
    """The form, and the public keys with which this site signs."""
    return send_page(ready_page(_page()))


@dashboard.post("/<lang:language>/verify")
def check_pack() -> tuple[str, int]:
    """Look at the pack that was sent, in memory, and say in plain words what it is."""
    request.max_content_length = LARGEST_PACK + BESIDE
    sent = request.files.get("pack")
    data = sent.read() if sent else b""
    if not data:
        return _page(problem=_("Please choose the zip first.")), 400
    verdict = verify_pack(data, _packs().public_keys())
    return _page(verdict, _find(verdict.digest)), 200


def _packs() -> Packs:
    return current_app.extensions["packs"]  # type: ignore[no-any-return]


def _find(digest: str) -> Known | None:
    """The publication that a pack holds, if it is ours. Every name and number in it comes from our tables."""
    for round_id, history in list_histories(session()).items():
        for publication in history:
            if publication.digest == digest:
                title = read_publication(session(), digest).title
                return Known(round_id, title, publication, history[0])
    return None


def _page(verdict: Verdict | None = None, known: Known | None = None, *, problem: str = "") -> str:
    return render_template(
        "dashboard/verify.html",
        endpoint="dashboard.show_verification",
        address_values={},
        verdict=verdict,
        known=known,
        problem=problem,
        keys=_packs().public_keys(),
        most_named=MOST_NAMED,
    )
