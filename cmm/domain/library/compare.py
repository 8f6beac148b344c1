"""What became of each item from one questionnaire to another: only equal items may be set side by side.

An item is a question that people answer. It is equal when its type, the codes of its answers, the conditions
under which it is asked and all its words in all languages are equal. Where only words differ, it is said
apart: a corrected comma does no harm to a trend, another sense does, and only a person can tell which it is.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from cmm.domain.language import Translated
from cmm.domain.questionnaire.model import Item, Question, Questionnaire
from cmm.domain.questionnaire.question_types import get_question_type

Verdict = Literal["same", "words", "changed", "new", "gone"]


@dataclass(frozen=True, slots=True)
class ComparedItem:
    """One item of two questionnaires. `what` says in short words what differs, "words" or "changed" only."""

    name: str
    verdict: Verdict
    what: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Asked:
    question: Question
    conditions: frozenset[str]
    choices: Mapping[str, Translated]


def compare_questionnaires(earlier: Questionnaire, later: Questionnaire) -> list[ComparedItem]:
    """Every item of both, in the order of the later one; those that are gone come last."""
    before, now = _items(earlier), _items(later)
    found = [
        _compare(name, before[name], item) if name in before else ComparedItem(name, "new")
        for name, item in now.items()
    ]
    return found + [ComparedItem(name, "gone") for name in before if name not in now]


def list_equal_items(earlier: Questionnaire, later: Questionnaire) -> list[str]:
    """The names of the items that ask the same in the same words, in the order of the later questionnaire."""
    return [item.name for item in compare_questionnaires(earlier, later) if item.verdict == "same"]


def _items(questionnaire: Questionnaire) -> dict[str, _Asked]:
    found = {}
    for question, conditions in _walk(questionnaire.items, frozenset()):
        if get_question_type(question.type).is_asked:
            choices = {choice.name: choice.label for choice in questionnaire.choices_of(question)}
            found[question.name] = _Asked(question, conditions, choices)
    return found


def _walk(items: tuple[Item, ...], around: frozenset[str]) -> Iterator[tuple[Question, frozenset[str]]]:
    for item in items:
        here = around if item.relevant is None else around | {json.dumps(item.relevant)}
        if isinstance(item, Question):
            yield item, here
        else:
            yield from _walk(item.items, here)


def _compare(name: str, before: _Asked, now: _Asked) -> ComparedItem:
    substance, words = tuple(_substance(before, now)), tuple(_words(before, now))
    if substance:
        return ComparedItem(name, "changed", substance + words)
    return ComparedItem(name, "words", words) if words else ComparedItem(name, "same")


def _substance(before: _Asked, now: _Asked) -> Iterator[str]:
    if before.question.type != now.question.type:
        yield f"type: {before.question.type}, now {now.question.type}"
    gone = [code for code in before.choices if code not in now.choices]
    new = [code for code in now.choices if code not in before.choices]
    if gone:
        yield f"answers gone: {', '.join(gone)}"
    if new:
        yield f"answers new: {', '.join(new)}"
    if not (gone or new) and list(before.choices) != list(now.choices):
        yield "answers in another order"
    if before.conditions != now.conditions:
        yield "asked of other people"
    if before.question.constraint != now.question.constraint:
        yield "takes other answers"


def _words(before: _Asked, now: _Asked) -> Iterator[str]:
    for part in ("label", "hint"):
        differing = _languages(getattr(before.question, part), getattr(now.question, part))
        if differing:
            yield f"{part}: {', '.join(differing)}"
    for code, label in now.choices.items():
        differing = _languages(before.choices.get(code, label), label)
        if differing:
            yield f"answer {code}: {', '.join(differing)}"


def _languages(before: Translated, now: Translated) -> list[str]:
    """The languages in which two texts differ, white space aside."""
    return [
        code
        for code in dict.fromkeys((*before, *now))
        if before.get(code, "").split() != now.get(code, "").split()
    ]
