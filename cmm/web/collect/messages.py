"""What is said to a person when something cannot be accepted: what happened, and what to do."""

from collections.abc import Sequence

from cmm.domain.answers import AnswerProblem
from cmm.domain.coupons import normalise_code
from cmm.domain.questionnaire.question_types import get_question_type
from cmm.services.open_survey import OpenSurvey
from cmm.web.collect.filling import Filling
from cmm.web.collect.sheet import Sheet
from cmm.web.i18n import gettext as _


def problem_texts(filling: Filling, problems: Sequence[AnswerProblem]) -> dict[str, str]:
    """What to say, by field: the author's own message where there is one, else ours."""
    standard = _standard_texts()
    return {
        "" if problem.code == "unknown_field" else problem.field: filling.words(problem.message)
        or standard.get(problem.code, standard["constraint"])
        for problem in problems
    }


def own_problems(survey: OpenSurvey, sheet: Sheet) -> dict[str, str]:
    """What is missing besides answers: a coupon that can be one, a city of this round."""
    if survey.access == "coupon":
        return {} if normalise_code(sheet.coupon) else {"__coupon": coupon_missing()}
    codes = {code for code, _names in survey.cities}
    return {} if len(codes) == 1 or sheet.city in codes else {"__city": city_missing()}


CODES_OF: dict[str, tuple[str, ...]] = {
    "text": ("too_long", "not_text"),
    "whole_number": ("not_a_number", "not_whole", "out_of_range"),
    "number": ("not_a_number", "out_of_range"),
    "date": ("not_a_date", "out_of_range"),
}
"""What can be wrong with an answer that was typed, by what the question stores."""


def script_texts(survey: OpenSurvey) -> dict[str, str]:
    """What the scripts of a survey page may have to say that does not stand in the page itself."""
    kinds = {get_question_type(question.type).stores for question in survey.questionnaire.questions()}
    codes = {"required", "constraint", *(code for kind in kinds for code in CODES_OF.get(kind, ()))}
    return {code: text for code, text in _standard_texts().items() if code in codes} | {
        "no_answer": _("no answer"),
        "sealing": _("Your answers are being sealed and sent…"),
        "waiting": _(
            "There is no connection just now. Your answers are sealed on this page and will be sent as soon "
            "as it is back. Please keep the page open."
        ),
        "no_language": _(
            "The other language could not be loaded. Please try again when there is a connection."
        ),
    }


def _standard_texts() -> dict[str, str]:
    return {
        "required": _("Please answer this question before you continue."),
        "constraint": _("This answer does not fit the question. Please change it."),
        "not_a_choice": _("Please choose one of the answers shown."),
        "too_many": _("Please choose one answer only."),
        "not_a_number": _("Please write a number with digits, for example 12."),
        "not_whole": _("Please write a whole number, for example 12."),
        "out_of_range": _("This number is outside what is possible here. Please check it."),
        "not_a_date": _("Please give the date as year-month-day, for example 2026-11-22."),
        "too_long": _("This text is too long. Please shorten it to 1000 letters."),
        "not_text": _("This text has signs that cannot be read. Please write it again."),
        "unknown_field": _("Something was sent that is not part of these questions; it was left out."),
    }


def coupon_missing() -> str:
    return _("Please type the code from your coupon: 12 letters and digits.")


def coupon_refused() -> str:
    return _(
        "This code is not known or was already used. Check it letter by letter, or ask for a new coupon."
    )


def city_missing() -> str:
    return _("Please choose the city, so that your answers are counted in the right place.")


def round_closed() -> str:
    return _("The collection of answers has ended or is paused. Your answers were not sent.")


def questions_changed() -> str:
    return _("The questions have changed since you opened this page. Please look through your answers again.")


def envelope_refused() -> str:
    return _("The answers arrived damaged or belong to other questions. Please open the questions again.")


def no_sealed_file() -> str:
    return _("This is not a file of sealed answers from these questions.")


def try_again() -> str:
    return _("The service is busy; nothing was saved. Please press “Send my answers” again.")
