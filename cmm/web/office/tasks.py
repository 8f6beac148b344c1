"""The page of long work: how far it is, how it ended, what comes next. Closing it stops nothing."""

from dataclasses import dataclass
from http import HTTPStatus

from flask import Blueprint, Response, abort, make_response, render_template, request

from cmm.domain.disclosure.intruder import Finding
from cmm.services.clock import now
from cmm.services.finding_words import tell_finding
from cmm.services.import_tasks import IMPORT, IMPORT_STEPS
from cmm.services.steps import STEPS
from cmm.services.tasks import TaskView, find_task
from cmm.web import database
from cmm.web.i18n import gettext as _
from cmm.web.office.refusals import tell_key
from cmm.web.office.rounds import get_round
from cmm.web.office.sign_in import current_account

tasks = Blueprint("tasks", __name__)

REFRESH_AFTER = 2
"""Seconds. As a header, not in the page: a screen reader that reads the page again can be spared
(`?still=1`), and the page says how."""


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step on the page: `state` is done, now, failed or next."""

    words: str
    state: str


@tasks.get("/tasks/<task_id>")
def show_task(task_id: str) -> Response:
    """How far it is; asked again by the browser while it runs."""
    task = find_task(database.session(), task_id, now=now())
    if task is None:
        abort(HTTPStatus.NOT_FOUND)
    is_still = "still" in request.args
    page = render_template(
        "office/import_task.html" if task.kind == IMPORT else "office/task.html",
        task=task,
        round=get_round(task.round_id),
        account=current_account(),
        steps=_steps(task),
        refusal=_tell(task),
        findings=_findings(task),
        is_still=is_still,
    )
    answer = make_response(page)
    if task.state == "running" and not is_still:
        answer.headers["Refresh"] = str(REFRESH_AFTER)
    return answer


def _steps(task: TaskView) -> list[StepLine]:
    steps = IMPORT_STEPS if task.kind == IMPORT else STEPS
    reached = steps.index(task.step) if task.step in steps else 0
    if task.state == "done":
        reached = len(steps)
    here = "now" if task.state == "running" else "failed"
    states = ["done" if at < reached else here if at == reached else "next" for at in range(len(steps))]
    return [StepLine(_step_words()[step], state) for step, state in zip(steps, states, strict=True)]


def _step_words() -> dict[str, str]:
    return {
        "open": _("Open the envelopes"),
        "count": _("Count the answers"),
        "protect": _("Merge small cities and round"),
        "intruder": _("Let an attacker try to prove something about single people"),
        "quality": _("Look for what is unusual in the data"),
        "keep": _("Keep the result"),
        "check": _("Check the rows"),
        "seal": _("Seal each response"),
        "store": _("Store them, and mix them among the others"),
    }


def _tell(task: TaskView) -> str:
    """Why it failed."""
    if task.state == "died":
        return tell_key("task_died")
    if task.state != "failed" or task.refusal is None:
        return ""
    return tell_key(task.refusal["key"], task.refusal["subject"])


def _findings(task: TaskView) -> list[str]:
    """What the intruder found, without the answers."""
    found = (task.refusal or {}).get("findings", [])
    return [tell_finding(Finding(**each), _) for each in found]
