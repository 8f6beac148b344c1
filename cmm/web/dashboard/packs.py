"""The evidence pack of a round: a page that says what is in it, and the zip."""

from collections.abc import Iterator
from pathlib import Path

from babel.numbers import format_decimal
from flask import Response, abort, current_app, render_template, request, url_for

from cmm.services.published import PublishedSnapshot
from cmm.web.dashboard.blueprint import dashboard
from cmm.web.dashboard.editions import get_edition
from cmm.web.dashboard.rounds import get_published, show_withdrawn
from cmm.web.database import session
from cmm.web.evidence.keeping import BUILDING, Order, Packs
from cmm.web.evidence.pack_folder import KeptPack
from cmm.web.evidence.reading import make_source
from cmm.web.evidence.readme import list_contents
from cmm.web.i18n import current_language
from cmm.web.pages import ready_page, send_page
from cmm.web.site import site_address

PART = 1 << 18
"""Bytes read at once."""
LOOK_AGAIN = 5
"""Seconds after which the page of a pack that is being built looks again."""


@dashboard.get("/<lang:language>/r/<round_id>/pack")
def show_pack(round_id: str) -> Response:
    """What is in the pack, how large it is, how it is checked. With ``?make=1`` it is built, if it is not
    there; that writes a file into a cache and nothing into the database.
    """
    published = get_published(round_id)
    if published.withdrawn:
        return show_withdrawn(published)
    order = _order(published)
    kept, wanted = _packs().find(order), request.args.get("make") == "1"
    if wanted and kept is None:
        _packs().begin(order)
    making = None if kept else _packs().how_far(order)
    html = render_template(
        "dashboard/pack.html",
        endpoint="dashboard.show_pack",
        address_values={"round_id": round_id},
        published=published,
        kept=kept,
        making=making,
        contents=list_contents(),
        public_key=_packs().public_key(),
        megabytes=_megabytes,
    )
    page = send_page(ready_page(html))
    if making is not None and making.state == BUILDING:
        page.headers.update({"Refresh": str(LOOK_AGAIN), "Cache-Control": "no-store"})
    return page


@dashboard.get("/<lang:language>/r/<round_id>/v/<int:number>/pack.zip")
def download_pack(round_id: str, number: int) -> Response:
    """The zip, the same in every language; while it is not built the page of the pack."""
    published = get_edition(round_id, number)
    if published.withdrawn:
        return show_withdrawn(published)
    order = _order(published)
    kept = _packs().find(order)
    if kept is None and number != published.history[0].number:
        _packs().begin(order)  # an older publication has no page of its own that could offer it
    return _send(kept, f"{round_id}-{number}-evidence.zip") if kept else _to_page(round_id)


def _packs() -> Packs:
    return current_app.extensions["packs"]  # type: ignore[no-any-return]


def _order(published: PublishedSnapshot) -> Order:
    source = make_source(session(), published, site_address(), current_app.extensions["config"].contact)
    if source is None:
        abort(404)
    return _packs().order_of(source)


def _send(kept: KeptPack, name: str) -> Response:
    response = Response(_read_in_parts(kept.path), mimetype="application/zip")
    response.content_length = kept.size
    response.set_etag(kept.digest)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "public, no-cache"
    response.make_conditional(request.environ)
    return response


def _read_in_parts(path: Path) -> Iterator[bytes]:
    """The file piece by piece: a pack is too large to stand in memory once for each reader."""
    with path.open("rb") as file:
        while part := file.read(PART):
            yield part


def _megabytes(size: int) -> str:
    """A size in bytes as megabytes with one decimal, as the language writes it."""
    return str(format_decimal(size / 1_000_000, format="0.0", locale=current_language()))


def _to_page(round_id: str) -> Response:
    address = url_for("dashboard.show_pack", round_id=round_id, language=current_language(), make=1)
    return Response(status=302, headers={"Location": address})
