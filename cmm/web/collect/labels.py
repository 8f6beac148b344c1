"""Labels as a person reads them: ``${name}`` filled with what was answered, choices by their words."""

import re
from collections.abc import Mapping
from datetime import date

from cmm.domain.answers import Value
from cmm.domain.language import in_language
from cmm.domain.questionnaire.model import Question, Questionnaire
from cmm.web.i18n import gettext as _

REFERENCE = re.compile(r"\$\{\s*([^}\s]+)\s*\}")


def fill_references(
    text: str, values: Mapping[str, Value], questionnaire: Questionnaire, language: str
) -> str:
    """`text` with every ``${name}`` replaced by that answer in words; "…" while there is none."""
    if "${" not in text:
        return text
    questions = {question.name: question for question in questionnaire.questions()}

    def words_of(match: re.Match[str]) -> str:
        name = match[1]
        if name not in questions:
            return "…"
        return value_in_words(values.get(name), questions[name], questionnaire, language) or "…"

    return REFERENCE.sub(words_of, text)


def value_in_words(value: Value, question: Question, questionnaire: Questionnaire, language: str) -> str:
    """One answer as text: the labels of choices, "yes" for an acknowledgement, "" for no answer."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    labels = {
        choice.name: in_language(choice.label, language, questionnaire.default_language)
        for choice in questionnaire.choices_of(question)
    }
    if isinstance(value, tuple):
        return ", ".join(labels.get(name, name) for name in value)
    if isinstance(value, date):
        return value.isoformat()[:7] if "month-year" in question.appearance else value.isoformat()
    return labels.get(str(value), f"{value:g}" if isinstance(value, float) else str(value))
