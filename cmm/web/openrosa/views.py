"""The addresses that ODK Collect and KoboCollect know below their server address, ``/openrosa/<round>``.

Form discovery and submission follow https://docs.getodk.org/openrosa/. A query string, a user agent and a
user name are sent by these programs and never read.
"""

from flask import Blueprint, Response, current_app, request, url_for

from cmm.domain.answers import read_answers
from cmm.domain.language import in_language
from cmm.domain.questionnaire.model import Questionnaire
from cmm.services.clock import today
from cmm.services.submit_collected import submit_collected
from cmm.web import database
from cmm.web.i18n import current_language
from cmm.web.openrosa import words
from cmm.web.openrosa.access import Carrier, read_carrier
from cmm.web.openrosa.forms import form_id_of, get_form, list_media
from cmm.web.openrosa.instance import NotAForm, read_instance
from cmm.web.openrosa.refusals import AnswersRefused, FilesRefused, init_refusals
from cmm.web.openrosa.replies import LIST, MANIFEST, Row, add_headers, send_message, send_rows, send_xml

LARGEST = 400_000
"""Bytes of one submission: more than any questionnaire with all its texts at their longest."""
FILE = "xml_submission_file"

openrosa = Blueprint("openrosa", __name__, url_prefix="/openrosa")
openrosa.after_request(add_headers)
init_refusals(openrosa)


@openrosa.get("/<round_id>")
def show_about(round_id: str) -> Response:  # noqa: ARG001 (the same words for every round)
    """For a person who opens the server address in a browser."""
    return send_message(200, words.about())


@openrosa.get("/<round_id>/formList")
def show_list(round_id: str) -> Response:
    """The one form of the round; none when it is closed, so that phones forget it."""
    survey = read_carrier(round_id).survey
    rows: list[Row] = []
    if survey.state != "closed":
        form = get_form(survey)
        manifest = url_for("openrosa.show_manifest", round_id=round_id, _external=True)
        row = {
            "formID": form.form_id,
            "name": in_language(survey.titles, current_language()),
            "version": form.version,
            "hash": form.hash,
            "downloadUrl": url_for("openrosa.show_form", round_id=round_id, _external=True),
            "manifestUrl": manifest if form.media else "",
        }
        rows.append(row)
    return send_rows("xforms", LIST, "xform", rows)


@openrosa.get("/<round_id>/form.xml")
def show_form(round_id: str) -> Response:
    return send_xml(get_form(read_carrier(round_id).survey).xml)


@openrosa.get("/<round_id>/manifest.xml")
def show_manifest(round_id: str) -> Response:
    """The recordings that belong to the form."""
    form = get_form(read_carrier(round_id).survey)
    return send_rows("manifest", MANIFEST, "mediaFile", list_media(form))


@openrosa.route("/<round_id>/submission", methods=["HEAD", "POST"])
def receive_submission(round_id: str) -> Response:
    """HEAD says that answers may be sent here. POST: 201 when they are stored, 202 when they were before."""
    request.max_content_length = LARGEST
    carrier = read_carrier(round_id)
    if request.method == "HEAD":
        response = send_xml(
            b"", 204, Location=url_for(".receive_submission", round_id=round_id, _external=True)
        )
        response.headers["X-OpenRosa-Accept-Content-Length"] = str(LARGEST)
        return response
    is_new = _submit(carrier, _read_file())
    return send_message(201, words.stored()) if is_new else send_message(202, words.stored_before())


def _read_file() -> bytes:
    """The filled-in form. Raises NotAForm, and FilesRefused when anything else came with it."""
    others = set(request.files) - {FILE}
    if others or request.form.get("*isIncomplete*", "").lower() == "yes":
        raise FilesRefused
    file = request.files.get(FILE)
    data = file.read() if file else request.form.get(FILE, "").encode()
    if not data:
        raise NotAForm
    return data


def _submit(carrier: Carrier, data: bytes) -> bool:
    survey = carrier.survey
    instance = read_instance(data, survey.questionnaire, form_id_of(survey))
    answers, problems = read_answers(survey.questionnaire, instance.fields, today=today())
    if problems:
        raise AnswersRefused(survey.questionnaire, [problem.field for problem in problems])
    return submit_collected(
        database.session(),
        code=carrier.code,
        answers=answers,
        language=_language(survey.questionnaire),
        coupon=instance.coupon,
        instance_id=instance.instance_id,
        content=instance.content,
        pepper=current_app.extensions["config"].pepper,
        today=today(),
    )


def _language(questionnaire: Questionnaire) -> str:
    """The language that the phone asked for; these programs do not say in which one a form was filled in."""
    wanted = current_language()
    return wanted if wanted in questionnaire.languages else questionnaire.default_language
