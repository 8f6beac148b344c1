"""Words for readers about what was counted, as plain JSON for a snapshot."""

from collections.abc import Sequence
from typing import Any

from cmm.domain.disclosure.tables import NO_ANSWER, NOT_STATED
from cmm.domain.indicators.counted import WORDS, CountedQuestion
from cmm.domain.indicators.model import AnswerGroup, Indicator, IndicatorSet
from cmm.domain.indicators.tabulate import list_groups
from cmm.domain.language import Translated, in_language

NOT_STATED_WORDS = {
    "ru": "другие или не указали",
    "kk": "басқалар не көрсетпегендер",
    "en": "others, or did not say",
}


def describe_question(question: CountedQuestion) -> dict[str, Any]:
    """Name, type, label, answers with labels, whether it is a scale, and the label of its group."""
    answers = {**question.answers, NO_ANSWER: WORDS[NO_ANSWER]}
    return {
        "name": question.name,
        "type": question.question.type,
        "label": dict(question.label),
        "answers": [{"code": code, "label": dict(label)} for code, label in answers.items()],
        "likert": question.is_likert,
        "group": dict(question.group) if question.group else None,
    }


def describe_indicator(indicator: Indicator) -> dict[str, Any]:
    """All that the indicators file says about it."""
    return {
        "id": indicator.id,
        "label": dict(indicator.label),
        "question": indicator.question,
        "numerator": list(indicator.numerator),
        "excludes": list(indicator.excludes),
        "dimension": indicator.dimension,
        "direction": indicator.direction,
        "red_line": indicator.red_line,
        "numerator_words": dict(indicator.numerator_words),
        "denominator_words": dict(indicator.denominator_words),
        "standard": dict(indicator.standard) if indicator.standard else None,
    }


def describe_breakdown(
    question: CountedQuestion, indicator_set: IndicatorSet, languages: Sequence[str]
) -> dict[str, Any]:
    """The label of a breakdown and those of its groups by code."""
    groups = {
        group.code: _label(group, question, languages) for group in list_groups(question, indicator_set)
    }
    return {"label": dict(question.label), "groups": {**groups, NOT_STATED: NOT_STATED_WORDS}}


def _label(group: AnswerGroup, question: CountedQuestion, languages: Sequence[str]) -> Translated:
    """The group's own words, else those of its answers one after another."""
    words = [question.answers[answer] for answer in group.answers]
    joined = {code: ", ".join(in_language(each, code) for each in words) for code in languages}
    return {**joined, **group.label}
