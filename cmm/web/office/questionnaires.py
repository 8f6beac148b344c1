"""Questionnaires in the office: which there are, how each looks on a phone, and importing an XLSForm."""

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as AnyResponse

from cmm.domain.language import SCREEN_LANGUAGES
from cmm.domain.questionnaire.files import ENDINGS
from cmm.domain.questionnaire.problems import Problem
from cmm.domain.refusal import Refusal
from cmm.paths import data_dir
from cmm.services.available_questionnaires import AvailableQuestionnaire, find_available, list_available
from cmm.services.clock import today
from cmm.services.imported_forms import Upload, add_import, discard_import, keep_import, read_upload
from cmm.web import database
from cmm.web.i18n import current_language
from cmm.web.i18n import gettext as _
from cmm.web.office.refusals import tell
from cmm.web.office.sign_in import current_account, require_role
from cmm.web.security import framing_policy

questionnaires = Blueprint("questionnaires", __name__)

Reply = AnyResponse | tuple[str | Response, int]


@questionnaires.get("/questionnaires")
def show_all() -> str:
    available = list_available(database.session(), library=data_dir("surveys"))
    return render_template("office/questionnaires.html", available=available, account=current_account())


@questionnaires.get("/questionnaires/<version>")
def show_one(version: str) -> Response:
    return _page(version)


@questionnaires.get("/questionnaires/<version>/phone/<int(min=1):number>")
def show_phone(version: str, number: int) -> Response:
    """One page of the questionnaire as people see it, for the frame of `show_one`; nothing can be sent."""
    found = _available(version).questionnaire
    page: Response | None = current_app.extensions["preview_page"](found, found.title, number - 1)
    return page or abort(404)


@questionnaires.get("/questionnaires/import")
def show_import() -> str:
    require_role("coordinator")
    return _import_page()


@questionnaires.post("/questionnaires/import")
def receive_import() -> Reply:
    """Read the files in memory. With a problem nothing is kept, and all problems are listed."""
    require_role("coordinator")
    upload = _read_upload()
    if upload is None:
        return _import_page(refusal=_("Choose the file of the form first.")), 422
    read = read_upload(upload, data_dir("surveys"))
    if read.questionnaire is None:
        return _import_page(problems=read.problems, name=upload.name), 422
    try:
        digest = add_import(
            database.session(),
            questionnaire=read.questionnaire,
            indicators=read.indicators,
            account_id=current_account().account_id,
            library=data_dir("surveys"),
        )
    except Refusal as refusal:
        return _import_page(refusal=tell(refusal)), 409
    for problem in read.problems:
        flash(str(problem), "remark")
    return redirect(url_for("office.questionnaires.show_one", version=digest), 303)


@questionnaires.post("/questionnaires/<version>/keeping")
def keep(version: str) -> Reply:
    require_role("coordinator")
    _available(version)
    try:
        account_id = current_account().account_id
        keep_import(database.session(), digest=version, account_id=account_id, today=today())
    except Refusal as refusal:
        return _page(version, refusal=tell(refusal)), 409
    flash(_("The questionnaire is kept. A new round can take it."))
    return redirect(url_for("office.questionnaires.show_one", version=version))


@questionnaires.post("/questionnaires/<version>/discarding")
def discard(version: str) -> Reply:
    require_role("coordinator")
    _available(version)
    try:
        account_id = current_account().account_id
        discard_import(database.session(), digest=version, account_id=account_id)
    except Refusal as refusal:
        return _page(version, refusal=tell(refusal)), 409
    flash(_("The questionnaire is thrown away."))
    return redirect(url_for("office.questionnaires.show_all"))


def _page(version: str, *, refusal: str = "") -> Response:
    found = _available(version)
    wanted = request.args.get("page", "1")
    number = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 4 else 1
    spoken = request.args.get("shown_in", "")
    response = make_response(
        render_template(
            "office/questionnaire.html",
            one=found,
            account=current_account(),
            number=min(max(number, 1), found.pages),
            shown_in=spoken if spoken in SCREEN_LANGUAGES else current_language(),
            refusal=refusal,
        )
    )
    response.headers["Content-Security-Policy"] = framing_policy()
    return response


def _import_page(*, problems: tuple[Problem, ...] = (), name: str = "", refusal: str = "") -> str:
    return render_template(
        "office/questionnaires_import.html",
        account=current_account(),
        problems=[problem for problem in problems if not problem.warning],
        remarks=[problem for problem in problems if problem.warning],
        name=name,
        endings=ENDINGS,
        refusal=refusal,
    )


def _available(version: str) -> AvailableQuestionnaire:
    found = find_available(database.session(), version, library=data_dir("surveys"))
    return found or abort(404)


def _read_upload() -> Upload | None:
    """None when no form was chosen."""
    form, indicators = request.files.get("form"), request.files.get("indicators")
    if form is None or not form.filename:
        return None
    return Upload(form.filename, form.read(), indicators.read() if indicators else b"")
