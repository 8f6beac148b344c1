"""What the scripts of a survey page need to know: which questions are asked, what fits.

Expressions travel as the trees that the server evaluates. The settling order is worked out here, so that the
phone does not have to. Texts are in the language of the page; labels and choices stand in the page itself.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from cmm.domain.answers.plan import Plan, Step, plan_of
from cmm.domain.language import Translated, in_language
from cmm.domain.questionnaire.model import Question, Questionnaire, Repeat, Tree
from cmm.domain.questionnaire.question_types import get_question_type
from cmm.web.collect.browser_trees import for_browsers

GRID = (("start", 1), ("end", 10), ("step", 1))
PARTS = {"month-year": "month", "year": "year"}
"""Appearances of a date of which only a part is asked."""


def build_logic(questionnaire: Questionnaire, language: str, *, all_choices: bool = False) -> dict[str, Any]:
    """``{"steps": [...], "order": indexes or None, "inner": {repeat: the same}}``, nothing empty in a step.

    The step of a question has "name", "stores" (see QuestionType) and, where they apply, "asked" (all must
    hold), "required", "constraint", "filter", "calculation", messages, "grid" (start, end, step) and "part".
    With a filter, or with `all_choices`, it has "choices" and "columns". A step without "stores" is a repeat;
    "count" says how often, if that is fixed.
    """
    return _level(plan_of(questionnaire), questionnaire, language, all_choices)


def _level(plan: Plan, questionnaire: Questionnaire, language: str, all_choices: bool) -> dict[str, Any]:
    places = {step.item.name: place for place, step in enumerate(plan.reading)}
    order = [places[step.item.name] for step in plan.settling]
    return {
        "steps": [_step(step, questionnaire, language, all_choices) for step in plan.reading],
        "order": order if order != sorted(order) else None,
        "inner": {
            name: _level(inner, questionnaire, language, all_choices) for name, inner in plan.inner.items()
        },
    }


def _step(step: Step, questionnaire: Questionnaire, language: str, all_choices: bool) -> dict[str, Any]:
    item = step.item
    known: dict[str, Any] = {"name": item.name, "asked": [for_browsers(tree) for tree in step.conditions]}
    if isinstance(item, Repeat):
        known["count"] = _tree(item.repeat_count)
    else:
        known |= _question(item, questionnaire, language)
        if item.choice_filter is not None or (all_choices and get_question_type(item.type).has_choices):
            known |= _choices(item, questionnaire)
    return {name: value for name, value in known.items() if value not in (None, [], {})}


def _question(question: Question, questionnaire: Questionnaire, language: str) -> dict[str, Any]:
    def words(text: Translated) -> str | None:
        return in_language(text, language, questionnaire.default_language) or None

    return {
        "stores": get_question_type(question.type).stores,
        "required": _tree(question.required),
        "requiredMessage": words(question.required_message),
        "constraint": _tree(question.constraint),
        "constraintMessage": words(question.constraint_message),
        "calculation": _tree(question.calculation),
        "filter": _tree(question.choice_filter),
        "grid": [question.parameters.get(*edge) for edge in GRID] if question.type == "range" else None,
        "part": next((PARTS[look] for look in question.appearance if look in PARTS), None),
    }


def _choices(
    question: Question, questionnaire: Questionnaire
) -> dict[str, Sequence[str] | Mapping[str, Any]]:
    choices = questionnaire.choices_of(question)
    return {
        "choices": list(dict.fromkeys(choice.name for choice in choices)),
        "columns": {choice.name: choice.attributes for choice in choices if choice.attributes},
    }


def _tree(tree: Tree | None) -> Tree | None:
    return None if tree is None else for_browsers(tree)
