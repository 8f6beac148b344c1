"""How a questionnaire falls into pages: one for each group, as XLSForm's `field-list` appearance says."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from cmm.domain.language import Translated
from cmm.domain.questionnaire.model import Group, Item, Question, Questionnaire, Repeat, iterate_questions


@dataclass(frozen=True, slots=True)
class Page:
    """What is shown at once: a group, a repeat, or neighbouring questions that stand in no group."""

    items: tuple[Item, ...]
    label: Translated

    def question_names(self) -> frozenset[str]:
        """Names of the questions on the page, without repeat numbers."""
        return frozenset(question.name for question in iterate_questions(self.items))


def split_pages(questionnaire: Questionnaire) -> tuple[Page, ...]:
    """The pages of a questionnaire in reading order; every question stands on exactly one."""
    return tuple(_pages(questionnaire.items, {}))


def _pages(items: tuple[Item, ...], label: Translated) -> Iterator[Page]:
    for is_question, run in groupby(items, key=lambda item: isinstance(item, Question)):
        neighbours = tuple(run)
        if is_question:
            yield Page(neighbours, label)
            continue
        for item in neighbours:
            yield from _pages_of_group(item)


def _pages_of_group(item: Item) -> Iterator[Page]:
    if isinstance(item, Group) and _is_split_further(item):
        yield from _pages(item.items, item.label)
    elif isinstance(item, Group | Repeat):
        yield Page((item,), item.label)


def _is_split_further(group: Group) -> bool:
    """A group that is not a page itself but holds groups that are."""
    if {"field-list", "table-list"} & set(group.appearance):
        return False
    return any(isinstance(item, Group | Repeat) for item in group.items)
