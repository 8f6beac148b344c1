"""Every refusal of this door: a status, and a sentence that Collect shows to who holds the phone."""

import re
from collections.abc import Callable, Sequence

from flask import Blueprint, Response
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from cmm.domain.language import in_language
from cmm.domain.questionnaire.model import Questionnaire
from cmm.services.field_passes import PassRefused
from cmm.services.submit_collected import AnswersChanged
from cmm.services.submit_response import CouponRefused, NonceRefused, RoundNotOpen, StorageUnavailable
from cmm.web.errors import KEPT_HEADERS, log_place
from cmm.web.i18n import current_language
from cmm.web.openrosa import words
from cmm.web.openrosa.access import PAUSE, HttpsMissing, NotOpenedYet, TooManyPasses
from cmm.web.openrosa.instance import EditedForm, NotAForm, OtherForm
from cmm.web.openrosa.replies import send_message

REALM = 'Basic realm="questions", charset="UTF-8"'
REFERENCE = re.compile(r"\$\{[^}]*\}")
LONGEST_LABEL = 100
MOST_LABELS = 5


class FilesRefused(Exception):
    """Something else than answers was sent."""


class AnswersRefused(Exception):
    """Some answers do not fit: `questions` are the labels of these questions, never an answer."""

    def __init__(self, questionnaire: Questionnaire, fields: Sequence[str]) -> None:
        super().__init__()
        names = dict.fromkeys(field.rpartition(".")[2] for field in fields)
        labels = {question.name: question.label for question in questionnaire.questions()}
        default = questionnaire.default_language
        self.questions = [
            REFERENCE.sub("…", in_language(labels.get(name, {}), current_language(), default))[:LONGEST_LABEL]
            for name in list(names)[:MOST_LABELS]
        ]


REFUSALS: tuple[tuple[type[Exception], int, Callable[[], str], dict[str, str]], ...] = (
    (PassRefused, 401, words.pass_refused, {"WWW_Authenticate": REALM}),
    (TooManyPasses, 429, words.too_many_passes, {"Retry_After": str(PAUSE)}),
    (HttpsMissing, 403, words.https_missing, {}),
    (CouponRefused, 403, words.coupon_refused, {}),
    (NotOpenedYet, 404, words.no_round, {}),
    (EditedForm, 409, words.sealed_already, {}),
    (AnswersChanged, 409, words.sealed_already, {}),
    (RoundNotOpen, 410, words.round_closed, {}),
    (NotAForm, 422, words.not_a_form, {}),
    (NonceRefused, 422, words.not_a_form, {}),
    (OtherForm, 422, words.other_form, {}),
    (FilesRefused, 422, words.files_refused, {}),
)
BY_STATUS: dict[int, Callable[[], str]] = {
    413: words.too_large,
    429: words.too_many_sent,
    500: words.failed,
    503: words.try_again,
}


def init_refusals(door: Blueprint) -> None:
    """Answer in OpenRosa's way whatever goes wrong behind this door."""
    for refused, status, text, headers in REFUSALS:
        door.register_error_handler(refused, _refusing(status, text, headers))
    door.register_error_handler(AnswersRefused, _refuse_answers)
    door.register_error_handler(HTTPException, _refuse_by_status)
    door.register_error_handler(OperationalError, _ask_again)
    door.register_error_handler(StorageUnavailable, _ask_again)
    door.register_error_handler(Exception, _fail)


def _refusing(
    status: int, text: Callable[[], str], headers: dict[str, str]
) -> Callable[[Exception], Response]:
    return lambda _error: send_message(status, text(), **headers)


def _refuse_answers(error: AnswersRefused) -> Response:
    return send_message(422, words.answers_refused(error.questions))


def _refuse_by_status(error: HTTPException) -> Response | HTTPException:
    code = error.code or 500
    if code < 400:
        return error
    kept = {name.replace("-", "_"): value for name, value in error.get_headers() if name in KEPT_HEADERS}
    return send_message(code, BY_STATUS.get(code, words.not_understood)(), **kept)


def _ask_again(error: Exception) -> Response:
    """Locked, full or away: nothing was stored, and sending again is right."""
    log_place(error)
    return send_message(503, words.try_again(), Retry_After="10")


def _fail(error: Exception) -> Response:
    log_place(error)
    return send_message(500, words.failed())
