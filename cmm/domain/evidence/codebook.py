"""The codebook: every variable of the questionnaire and every answer code, in all languages of the
questionnaire.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cmm.domain.evidence.table import Cell, Column, Table, text_column
from cmm.domain.language import SCREEN_LANGUAGES
from cmm.domain.questionnaire.model import Group, Item, Question, Questionnaire, Repeat, Tree
from cmm.domain.questionnaire.question_types import get_question_type

Json = Mapping[str, Any]
Asked = Mapping[str, Mapping[str, str]]
"""Who was asked, by language and question; a question that is missing was put to everybody."""

COUNTED, BREAKDOWN, NOT_PUBLISHED = "counted", "groups", "not_published"


def codebook_table(questionnaire: Questionnaire, content: Json, asked: Asked) -> Table:
    """One row for each variable, then one for each of its answer codes. `content` is the snapshot's.

    `use` is "counted" (its answers are in the data), "groups" (makes groups of people) or "not_published".
    """
    counted = {question["name"]: question for question in content["questions"]}
    groups = {breakdown["question"]: breakdown for breakdown in content["breakdowns"]}
    rows = [
        row
        for question in questionnaire.questions()
        if get_question_type(question.type).stores != "nothing"
        for row in _rows(questionnaire, question, (counted, groups), asked)
    ]
    return Table("codebook", "Every variable and every answer code", _columns(), rows)


def conditions_of(questionnaire: Questionnaire) -> dict[str, tuple[Tree, ...]]:
    """By question, the conditions under which it is asked: of the groups around it, then its own."""
    return dict(_conditions(questionnaire.items, ()))


def _columns() -> tuple[Column, ...]:
    return (
        text_column("variable", "Name of the question"),
        text_column("code", "Code of the answer; empty in the row of the question itself"),
        text_column("type", "XLSForm type of the question"),
        text_column("use", "counted: in the data; groups: makes groups of people; not_published: neither"),
        *(text_column(f"label_{code}", f"Question or answer ({code})") for code in SCREEN_LANGUAGES),
        *(text_column(f"asked_{code}", f"Who was asked ({code}); empty: all") for code in SCREEN_LANGUAGES),
    )


def _rows(
    questionnaire: Questionnaire, question: Question, published: tuple[Json, Json], asked: Asked
) -> Iterator[tuple[Cell, ...]]:
    counted, groups = published
    name = question.name
    use = COUNTED if name in counted else BREAKDOWN if name in groups else NOT_PUBLISHED
    who = (asked.get(code, {}).get(name) or None for code in SCREEN_LANGUAGES)
    yield name, None, question.type, use, *_labels(question.label), *who
    for code, label in _answers(questionnaire, question, counted.get(name)):
        yield name, code, question.type, use, *_labels(label), *(None for _ in SCREEN_LANGUAGES)


def _answers(
    questionnaire: Questionnaire, question: Question, counted: Json | None
) -> Sequence[tuple[str, Mapping[str, str]]]:
    """As they were counted, bands and "no answer" included; else as they were offered."""
    if counted is not None:
        return [(answer["code"], answer["label"]) for answer in counted["answers"]]
    return [(choice.name, choice.label) for choice in questionnaire.choices_of(question)]


def _labels(label: Mapping[str, str]) -> Iterator[str | None]:
    return (label.get(code) or None for code in SCREEN_LANGUAGES)


def _conditions(items: Sequence[Item], around: tuple[Tree, ...]) -> Iterator[tuple[str, tuple[Tree, ...]]]:
    for item in items:
        conditions = around if item.relevant is None else (*around, item.relevant)
        if isinstance(item, Group | Repeat):
            yield from _conditions(item.items, conditions)
        else:
            yield item.name, conditions
