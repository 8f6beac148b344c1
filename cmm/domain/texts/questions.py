"""Which questions have texts that can be coded and counted by theme.

A text question is left out when it stands in a repeat, when only some people are asked it, or when other
questions depend on it: how many have a theme would then say something about counts that are drawn elsewhere.
"""

from collections.abc import Iterator

from cmm.domain.indicators import IndicatorSet, build_counting
from cmm.domain.questionnaire.expressions import references
from cmm.domain.questionnaire.model import Group, Item, Question, Questionnaire, Repeat
from cmm.domain.texts.consent import asks_for_use


def list_text_questions(questionnaire: Questionnaire, indicator_set: IndicatorSet) -> list[Question]:
    """The text questions that everybody past the door is asked, in reading order."""
    routes = build_counting(questionnaire, indicator_set).routes
    looked_at = set(_looked_at(questionnaire, questionnaire.items))
    return [
        question
        for question in _outside_repeats(questionnaire.items)
        if question.type == "text" and question.name not in looked_at and not routes.is_routed(question.name)
    ]


def _outside_repeats(items: tuple[Item, ...]) -> Iterator[Question]:
    for item in items:
        if isinstance(item, Question):
            yield item
        elif isinstance(item, Group):
            yield from _outside_repeats(item.items)


def _looked_at(questionnaire: Questionnaire, items: tuple[Item, ...]) -> Iterator[str]:
    """Names that decide whether something else is asked, or what; the question about a text's use apart."""
    for item in items:
        if isinstance(item, Question):
            trees = (item.relevant, item.calculation, item.choice_filter)
            if asks_for_use(questionnaire, item.name):
                continue
        else:
            trees = (item.relevant, item.repeat_count if isinstance(item, Repeat) else None, None)
            yield from _looked_at(questionnaire, item.items)
        for tree in trees:
            if tree is not None:
                yield from references(tree)
