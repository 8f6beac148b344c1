"""What a questionnaire wants of the pages around it, told by the names of two of its notes."""

from cmm.domain.questionnaire.model import Question, Questionnaire
from cmm.domain.questionnaire.pages import split_pages

WHERE_HELP = "where_help"
"""A note in the last group: after sending, the page shows where people find help."""
SAFE_USE = "safe_use"
"""A note in the first group: who may see the screen. The way out of every page is larger then."""


def shows_help(questionnaire: Questionnaire) -> bool:
    """Whether the page after sending shows where people find help in the cities of the round."""
    return _has_note(questionnaire, WHERE_HELP, -1)


def warns_of_onlookers(questionnaire: Questionnaire) -> bool:
    """Whether people answer this questionnaire who must be able to leave it in a moment."""
    return _has_note(questionnaire, SAFE_USE, 0)


def _has_note(questionnaire: Questionnaire, name: str, page: int) -> bool:
    pages = split_pages(questionnaire)
    if not pages or name not in pages[page].question_names():
        return False
    return any(_is_note(question, name) for question in questionnaire.questions())


def _is_note(question: Question, name: str) -> bool:
    return question.name == name and question.type == "note"
