"""Planning a round: one small page for each step, kept as a draft, made into a round at the end."""

from dataclasses import replace

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from cmm.domain.refusal import Refusal
from cmm.domain.round_plan import CHECK, CITIES, QUESTIONNAIRE, STEPS, RoundPlan, check_plan
from cmm.paths import data_dir
from cmm.services import round_drafts as drafts
from cmm.services.clock import today
from cmm.services.round_drafts import Draft, find_draft
from cmm.web import database
from cmm.web.i18n import gettext as _
from cmm.web.office.plan_choices import choices_of, offered_of, proposed
from cmm.web.office.plan_fields import Problems, read_step, show_fields
from cmm.web.office.plan_places import add_place, wanted_place
from cmm.web.office.plan_words import missing_words, step_words
from cmm.web.office.refusals import tell
from cmm.web.office.rounds import get_round, round_page
from cmm.web.office.sign_in import current_account, require_role

plan = Blueprint("plan", __name__)

Reply = Response | tuple[str, int] | str
ANY_STEP = f"<any({', '.join(STEPS)}):step>"


@plan.post("/plan")
def begin() -> Response:
    require_role("coordinator")
    account_id = current_account().account_id
    draft_id = drafts.begin_draft(database.session(), account_id=account_id, today=today())
    return _to_step(draft_id, QUESTIONNAIRE)


@plan.get(f"/plan/<draft_id>/{ANY_STEP}")
def show_step(draft_id: str, step: str) -> str:
    draft = _draft(draft_id)
    return _page(draft, step, show_fields(proposed(database.session(), step, draft.plan, today())))


@plan.post(f"/plan/<draft_id>/{ANY_STEP}")
def save_step(draft_id: str, step: str) -> Reply:
    """Keep what was chosen, then go on. What cannot be kept is said beside its field, and nothing is kept."""
    draft = _draft(draft_id)
    session, form = database.session(), request.form
    chosen, problems = read_step(step, draft.plan, form, offered_of(session, draft.plan), today=today())
    if problems:
        return _page(draft, step, form, problems=problems), 422
    drafts.save_draft(session, draft_id=draft_id, plan=chosen, today=today())
    if step == CITIES and wanted_place(form):
        return _add_place(replace(draft, plan=chosen), form)
    return _to_step(draft_id, _next(step))


@plan.get("/plan/<draft_id>/deletion")
def confirm_deletion(draft_id: str) -> str:
    """Throwing a plan away cannot be undone, so it is asked on a page of its own."""
    return render_template("office/plan_deletion.html", draft=_draft(draft_id), account=current_account())


@plan.post("/plan/<draft_id>/deletion")
def delete(draft_id: str) -> Response:
    _draft(draft_id)
    drafts.delete_draft(database.session(), draft_id=draft_id)
    flash(_("The plan is deleted."))
    return redirect(url_for("office.rounds.show_rounds"))


@plan.post("/plan/<draft_id>/making")
def make(draft_id: str) -> Reply:
    """Make the round. Its recovery key is on this one answer and nowhere else."""
    draft = _draft(draft_id)
    account_id, library = current_account().account_id, data_dir("surveys")
    try:
        made = drafts.make_round(
            database.session(), draft_id=draft_id, account_id=account_id, library=library
        )
    except Refusal as refusal:
        return _page(draft, CHECK, show_fields(draft.plan), refusal=tell(refusal)), 409
    return render_template(
        "office/plan_made.html", account=current_account(), made=made, round=get_round(made.round_id)
    )


@plan.get("/rounds/<round_id>/replanning")
def confirm_replanning(round_id: str) -> str:
    """The round and its key are thrown away, so it is asked on a page of its own."""
    require_role("coordinator")
    return render_template(
        "office/plan_again.html",
        round=get_round(round_id),
        account=current_account(),
        printed=drafts.count_printed(database.session(), round_id),
    )


@plan.post("/rounds/<round_id>/replanning")
def replan(round_id: str) -> Reply:
    """Begin anew with the choices of a round that was never opened; that round is thrown away."""
    require_role("coordinator")
    get_round(round_id)
    try:
        draft_id = drafts.replan_round(
            database.session(),
            round_id=round_id,
            account_id=current_account().account_id,
            library=data_dir("surveys"),
            today=today(),
        )
    except Refusal as refusal:
        return round_page(round_id, refusal=tell(refusal)), 409
    return _to_step(draft_id, CHECK)


def _add_place(draft: Draft, form: MultiDict[str, str]) -> Reply:
    """Add cities, which take part at once, or a site; the page stays the same."""
    try:
        added = add_place(database.session(), form, by=current_account().account_id)
    except Refusal as refusal:
        return _page(draft, CITIES, form, refusal=tell(refusal)), 409
    if added.city_ids:
        cities = {**draft.plan.cities, **dict.fromkeys(added.city_ids)}
        chosen: RoundPlan = replace(draft.plan, cities=cities)
        drafts.save_draft(database.session(), draft_id=draft.draft_id, plan=chosen, today=today())
    flash(added.words)
    return _to_step(draft.draft_id, CITIES)


def _page(
    draft: Draft,
    step: str,
    fields: MultiDict[str, str],
    *,
    problems: Problems | None = None,
    refusal: str = "",
) -> str:
    missing = check_plan(draft.plan)
    return render_template(
        f"office/plan_{step}.html",
        account=current_account(),
        draft=draft,
        step=step,
        steps=step_words(),
        before=_before(step),
        missing=missing,
        ready=all(each.advised for each in missing),
        missing_words=missing_words(),
        fields=fields,
        problems=problems or {},
        refusal=refusal,
        **choices_of(database.session(), step, draft.plan),
    )


def _draft(draft_id: str) -> Draft:
    """The draft; coordinators plan together, so each sees all of them."""
    require_role("coordinator")
    return find_draft(database.session(), draft_id) or abort(404)


def _to_step(draft_id: str, step: str) -> Response:
    return redirect(url_for("office.plan.show_step", draft_id=draft_id, step=step))


def _next(step: str) -> str:
    return STEPS[min(STEPS.index(step) + 1, len(STEPS) - 1)]


def _before(step: str) -> str | None:
    return STEPS[STEPS.index(step) - 1] if step != STEPS[0] else None
