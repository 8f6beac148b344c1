"""Rounds in the office: what runs, how many answered per city, and opening, pausing, closing."""

from flask import Blueprint, abort, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from cmm.domain.refusal import Refusal
from cmm.services.clock import now, today
from cmm.services.invitations import list_invitations
from cmm.services.key_holders import get_holders
from cmm.services.people import list_people
from cmm.services.places import list_cities
from cmm.services.publish import find_candidate
from cmm.services.published import find_published
from cmm.services.retention import find_retention
from cmm.services.round_drafts import list_drafts
from cmm.services.round_progress import RoundProgress, find_round_progress, list_round_progress
from cmm.services.rounds import close_round, open_round, pause_round
from cmm.services.tasks import find_preparation
from cmm.services.themes import list_questions
from cmm.services.validation import find_validation
from cmm.web import database
from cmm.web.office.due import build_due
from cmm.web.office.first_steps import Beginning, list_first_steps
from cmm.web.office.refusals import tell, tell_rejected
from cmm.web.office.report_cards import list_open_reports
from cmm.web.office.sign_in import current_account, require_city, require_role
from cmm.web.office.steps import PathFacts, find_now, list_steps

rounds = Blueprint("rounds", __name__)


@rounds.get("/")
def show_rounds() -> str:
    own = [
        progress
        for progress in list_round_progress(database.session())
        if current_account().works_for(_city_ids(progress))
    ]
    account = current_account()
    plans = account.role == "coordinator"
    drafts = list_drafts(database.session()) if plans else []
    return render_template(
        "office/rounds.html",
        rounds=own,
        account=account,
        now={progress.round_id: find_now(_path_facts(progress)) for progress in own},
        drafts=drafts,
        due=build_due(),
        reports=list_open_reports(),
        first_steps=list_first_steps(_beginning(bool(drafts))) if plans and not own else [],
    )


@rounds.get("/guide")
def show_guide() -> str:
    """What happens in which order and who does it, for somebody who is here for the first time."""
    return render_template("office/guide.html", account=current_account())


@rounds.get("/rounds/<round_id>")
def show_round(round_id: str) -> str:
    return round_page(round_id)


@rounds.get("/rounds/<round_id>/closure")
def confirm_closure(round_id: str) -> str:
    """Closing cannot be undone, so it is asked on a page of its own."""
    return render_template("office/closure.html", round=get_round(round_id), account=current_account())


@rounds.post("/rounds/<round_id>/<any(opening, pause, closure):change>")
def change_state(round_id: str, change: str) -> Response | tuple[str, int]:
    """Open, pause or close; closing wants to be confirmed."""
    require_role("secretary", "coordinator")
    get_round(round_id)
    try:
        _change(round_id, change)
    except Refusal as refusal:
        return round_page(round_id, refusal=tell(refusal)), 409
    return redirect(url_for("office.rounds.show_round", round_id=round_id))


def round_page(round_id: str, *, refusal: str = "") -> str:
    """The page of one round: how it goes, and what can be done next."""
    session, keep_days = database.session(), current_app.extensions["config"].keep_envelopes_days
    progress, account = get_round(round_id), current_account()
    facts = _path_facts(progress)
    return render_template(
        "office/round.html",
        round=progress,
        account=account,
        steps=list_steps(facts),
        unprinted=facts.lacks_coupons,
        unanswered=facts.has_nothing_to_open,
        has_texts=facts.has_texts,
        lone_holder=get_holders(session, round_id).lone,
        candidate=find_candidate(session, round_id),
        preparation=find_preparation(session, round_id, now=now()),
        published=find_published(session, round_id),
        validation=find_validation(session, round_id),
        retention=find_retention(session, round_id=round_id, keep_days=keep_days),
        keep_days=keep_days,
        rejected_words=tell_rejected,
        refusal=refusal,
    )


def get_round(round_id: str) -> RoundProgress:
    """The round, if it exists and the account may see it; 404 or 403 otherwise."""
    progress = find_round_progress(database.session(), round_id)
    if progress is None:
        abort(404)
    require_city(_city_ids(progress))
    return progress


def _path_facts(progress: RoundProgress) -> PathFacts:
    session, round_id = database.session(), progress.round_id
    published, validation = find_published(session, round_id), find_validation(session, round_id)
    return PathFacts(
        progress=progress,
        account=current_account(),
        prepared=find_candidate(session, round_id) is not None,
        published=published is not None and not published.withdrawn,
        validated=validation is not None and validation.prepared and not validation.held_back,
        has_texts=bool(list_questions(session, round_id)),
    )


def _beginning(planning: bool) -> Beginning:
    session = database.session()
    return Beginning(
        cities=bool(list_cities(session)),
        colleagues=sum(not person.disabled for person in list_people(session)) > 1,
        invited=bool(list_invitations(session, now=now())),
        planning=planning,
    )


def _change(round_id: str, change: str) -> None:
    session = database.session()
    if change == "opening":
        open_round(session, round_id=round_id, today=today(), by=current_account().account_id)
    elif change == "pause":
        pause_round(session, round_id=round_id, by=current_account().account_id)
    elif request.form.get("sure") == "yes":
        close_round(session, round_id=round_id, today=today(), by=current_account().account_id)
    else:
        abort(400)


def _city_ids(progress: RoundProgress) -> set[str]:
    return {city.code for city in progress.cities}
