"""The ledger in the office: what was asked, what is due, and what can be written down next."""

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from cmm.domain.promises import APPROVED, TURNED_DOWN
from cmm.domain.refusal import Refusal
from cmm.services.clock import today
from cmm.services.duty_bearers import concerns, list_duty_bearers, list_ladder
from cmm.services.places import list_cities
from cmm.services.promise_ledger import (
    LedgerEntry,
    LedgerLine,
    find_ledger_entry,
    find_ledger_file,
    list_ledger,
    list_waiting,
)
from cmm.services.promises import record_event
from cmm.services.published import list_published
from cmm.web import database
from cmm.web.i18n import gettext as _
from cmm.web.office.promise_moves import MOVES, build_move, event_words, read_event, read_upload
from cmm.web.office.refusals import tell
from cmm.web.office.report_cards import list_open_reports
from cmm.web.office.sign_in import current_account, require_city, require_role
from cmm.web.reading.promises import (
    age_words,
    build_view,
    evidence_words,
    obstacle_words,
    state_words,
    verdict_words,
)

promises = Blueprint("promises", __name__)

Reply = AnyResponse | tuple[str, int]


@promises.get("/promises")
def show_ledger() -> str:
    """Requests about the account's own cities, overdue first."""
    session, day = database.session(), today()
    own = [line for line in list_ledger(session, today=day) if _is_own(line)]
    waiting = {line.promise_id: move for line, move in list_waiting(session, today=day)}
    return render_template(
        "office/promises.html",
        account=current_account(),
        lines=[(build_view(line.public, day), line) for line in own],
        waiting=waiting,
        reports=list_open_reports(),
        cities={city.city_id: city.names for city in list_cities(session)},
        today=day,
        packs=_list_packs(),
    )


@promises.get("/promises/<promise_id>")
def show_one(promise_id: str) -> str:
    """One request with its story and what may follow."""
    entry = _get_entry(promise_id)
    return render_template(
        "office/promise.html",
        account=current_account(),
        entry=entry,
        view=build_view(entry.line.public, today()),
        moves=[build_move(kind) for kind in entry.moves if _may(kind, entry)],
        proposed=build_move(entry.proposed) if entry.proposed else None,
        evidence=evidence_words(entry.evidence, entry.line.public.finding) if entry.evidence else "",
        obstacle=obstacle_words(entry.obstacle),
        state_words=state_words,
        age_words=age_words,
        event_words=event_words,
    )


@promises.get(f"/promises/<promise_id>/<any({', '.join(MOVES)}):move>")
def show_move(promise_id: str, move: str) -> str:
    """Nothing that was written down is taken out again, so each move has a page of its own."""
    require_role("secretary", "coordinator")
    return _move_page(_get_entry(promise_id), move)


@promises.post(f"/promises/<promise_id>/<any({', '.join(MOVES)}):move>")
def make_move(promise_id: str, move: str) -> Reply:
    require_role("secretary", "coordinator")
    entry = _get_entry(promise_id)
    seen = request.form.get("seen", "")
    try:
        record_event(
            database.session(),
            promise_id=promise_id,
            event=read_event(move, current_account().account_id, today()),
            seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 6 else 0,
            upload=read_upload(move),
        )
    except Refusal as refusal:
        return _move_page(_get_entry(promise_id), move, refusal=tell(refusal)), 409
    flash(_done(move, entry))
    return redirect(url_for("office.promises.show_one", promise_id=promise_id))


@promises.get("/promises/<promise_id>/files/<int:number>")
def download_file(promise_id: str, number: int) -> Response:
    """The file that came with an event, public or not."""
    _get_entry(promise_id)
    found = find_ledger_file(database.session(), promise_id, number)
    return send_file_of(promise_id, number, *found) if found else abort(404)


def send_file_of(promise_id: str, number: int, media_type: str, content: bytes) -> Response:
    """A file to be kept, never shown inside the site; proxies store nothing of it."""
    ending = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}[media_type]
    response = Response(content, mimetype=media_type)
    name = f"{promise_id}-{number}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _get_entry(promise_id: str) -> LedgerEntry:
    """The request, if it exists and the account may see it; 404 or 403 otherwise."""
    entry = find_ledger_entry(database.session(), promise_id, today=today())
    if entry is None:
        abort(404)
    require_city(set(entry.line.city_ids))
    return entry


def _list_packs() -> dict[str, tuple[str, str]]:
    """By city, round and unit of the newest publication that shows it."""
    packs: dict[str, tuple[str, str]] = {}
    for each in list_published(database.session()):
        for unit in each.units if not each.withdrawn_on else ():
            for city_id in unit.cities:
                packs.setdefault(city_id, (each.round_id, unit.code))
    return packs


def _is_own(line: LedgerLine) -> bool:
    return current_account().works_for(line.city_ids)


def _may(kind: str, entry: LedgerEntry) -> bool:
    """Who proposed something may turn it down but not approve it."""
    pending = entry.line.story.pending
    own = pending is not None and pending.by == current_account().account_id
    return current_account().role != "reader" and not (kind == APPROVED and own)


def _move_page(entry: LedgerEntry, kind: str, *, refusal: str = "") -> str:
    session, move, public = database.session(), build_move(kind), entry.line.public
    ladder = [each.bearer_id for each in list_ladder(session, public.bearer.bearer_id)]
    offices = [
        each
        for each in list_duty_bearers(session)
        if concerns(each, entry.line.city_ids) and each.bearer_id != public.bearer.bearer_id
    ]
    return render_template(
        "office/promise_move.html",
        account=current_account(),
        entry=entry,
        view=build_view(public, today()),
        move=move,
        possible=kind in entry.moves and _may(kind, entry),
        offices=sorted(offices, key=lambda each: each.bearer_id not in ladder),
        ladder=ladder,
        verdict=verdict_words(kind) if kind == entry.proposed else "",
        evidence=evidence_words(entry.evidence, public.finding) if entry.evidence else "",
        typed=request.form,
        today=today().isoformat(),
        refusal=refusal,
        event_words=event_words,
    )


def _done(move: str, entry: LedgerEntry) -> str:
    if move == APPROVED:
        return _("It is public now.")
    if move == TURNED_DOWN:
        return _("It is turned down. Nothing of it is public.")
    if build_move(move).accuses:
        return _("It is proposed. A second person approves before the public reads it.")
    return _("It is written down, and public.") if entry.line.story.public else _("It is written down.")
