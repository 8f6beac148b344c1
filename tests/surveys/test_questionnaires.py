"""Every questionnaire of the library: complete, plain, short enough, each question asked of somebody."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from itertools import islice, product

import pytest

from cmm.domain.answers import Answers, visible
from cmm.domain.library.minutes import estimate_minutes
from cmm.domain.library.reading_ease import ReadingEase, measure_reading_ease
from cmm.domain.questionnaire.compile import check_questionnaire
from cmm.domain.questionnaire.expressions import references
from cmm.domain.questionnaire.model import Item, Question, Questionnaire
from cmm.domain.questionnaire.modules import FORM_FILE
from tests.surveys.library import FORMS, LANGUAGES, SURVEYS, list_texts, questionnaire

TODAY = date(2026, 11, 22)
HARDEST = {
    "ru": ReadingEase(sentence=8, longest=20, word=5.3),
    "kk": ReadingEase(sentence=7.5, longest=18, word=6.4),
    "en": ReadingEase(sentence=10, longest=26, word=4.4),
}
"""Somewhat above what ost-satisfaction has; meant for people with about six years of school."""
TERMS = tomllib.loads((SURVEYS / "terms.toml").read_text(encoding="utf-8"))


def test_the_library_has_the_services_of_the_field() -> None:
    wanted = {"ost-satisfaction", "harm-reduction", "hiv-hepatitis-tb", "rights-and-stigma", "crisis-centre"}
    assert wanted | {"social-services", "women-and-family", "problem-report"} <= set(FORMS)


@pytest.mark.parametrize("form_id", FORMS)
def test_nothing_is_to_be_said_of_the_form(form_id: str) -> None:
    assert check_questionnaire(SURVEYS / form_id / FORM_FILE) == []


@pytest.mark.parametrize("form_id", FORMS)
def test_every_text_stands_in_every_language(form_id: str) -> None:
    form = questionnaire(form_id)
    assert set(form.languages) == set(LANGUAGES)
    assert [
        (place, language)
        for place, text in list_texts(form)
        for language in LANGUAGES
        if not text.get(language, "").strip()
    ] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form_id", FORMS)
def test_it_takes_less_than_nine_minutes(form_id: str, language: str) -> None:
    assert 1 < estimate_minutes(questionnaire(form_id), language) < 9


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form_id", FORMS)
def test_sentences_and_words_are_short(form_id: str, language: str) -> None:
    found, hardest = measure_reading_ease(questionnaire(form_id), language), HARDEST[language]
    assert found.sentence <= hardest.sentence
    assert found.longest <= hardest.longest
    assert found.word <= hardest.word


@pytest.mark.parametrize("form_id", FORMS)
def test_every_question_is_asked_of_somebody(form_id: str) -> None:
    """For each question some answers to the questions before it make it appear."""
    form = questionnaire(form_id)
    assert [question.name for question in form.questions() if not _is_reachable(form, question.name)] == []


@pytest.mark.parametrize("form_id", FORMS)
def test_one_thing_has_one_word_in_each_language(form_id: str) -> None:
    found = [
        f"{place}: {term['en']} is not {term[language]} in {text[language]!r}"
        for place, text in list_texts(questionnaire(form_id))
        for term in TERMS["term"]
        if re.search(term["en"], text["en"])
        for language in ("ru", "kk")
        if not re.search(term[language], text[language], re.IGNORECASE)
    ]
    assert found == []


@pytest.mark.parametrize("form_id", FORMS)
def test_no_word_hurts(form_id: str) -> None:
    method = {path.suffixes[0][1:]: path.read_text() for path in (SURVEYS / form_id).glob("method.*.md")}
    texts = [*list_texts(questionnaire(form_id)), ("method", method)]
    assert [
        (place, word)
        for place, text in texts
        for language, words in TERMS["never"].items()
        for word in words
        if re.search(word, text.get(language, ""), re.IGNORECASE)
    ] == []


def _is_reachable(form: Questionnaire, name: str) -> bool:
    conditions = dict(_conditions(form.items, frozenset()))
    needed = _needed(conditions, name)
    asked = [question for question in form.questions() if question.name in needed]
    tries = product(*(_answers(form, question) for question in asked))
    return any(name in visible(form, _given(asked, values), today=TODAY) for values in islice(tries, 100_000))


def _conditions(items: tuple[Item, ...], around: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """Each question with the names that its own condition and those around it look at."""
    for item in items:
        here = around | (frozenset() if item.relevant is None else references(item.relevant))
        if isinstance(item, Question):
            yield item.name, here
        else:
            yield from _conditions(item.items, here)


def _needed(conditions: dict[str, frozenset[str]], name: str) -> set[str]:
    found: set[str] = set()
    waiting = set(conditions[name])
    while waiting:
        one = waiting.pop()
        found.add(one)
        waiting |= conditions[one] - found
    return found


def _answers(form: Questionnaire, question: Question) -> list[str | tuple[str, ...]]:
    names = [choice.name for choice in form.choices_of(question)]
    if question.type == "select_multiple":
        return [(), *((name,) for name in names)]
    return ["", *names] if names else ["", "1", "words"]


def _given(asked: list[Question], values: tuple[str | tuple[str, ...], ...]) -> Answers:
    return Answers({question.name: value for question, value in zip(asked, values, strict=True) if value}, {})
