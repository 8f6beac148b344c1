"""What is counted from each questionnaire: indicators without a mistake, computable from sample answers."""

import re
from datetime import date
from functools import cache

import pytest

from cmm.domain.answers import Answers
from cmm.domain.disclosure.tables import NO_ANSWER, NOT_ASKED, FrequencyTable
from cmm.domain.indicators import (
    Indicator,
    IndicatorSet,
    build_counting,
    check_indicators,
    parse_indicators,
    tabulate,
)
from cmm.services.invented_answers import invent_answers, read_weights
from tests.surveys.library import FORMS, LANGUAGES, SURVEYS, questionnaire, survey

TODAY = date(2026, 11, 22)
PEOPLE = 400
EVERYONE = {"ru": "все ответившие", "kk": "сұраққа жауап бергендердің бәрі", "en": "everyone who answered"}
CORE = parse_indicators(survey("ost-satisfaction").indicators)


@cache
def samples(form_id: str) -> list[tuple[str, Answers]]:
    """Invented answers, each read and accepted as those of a person would be."""
    weights = read_weights(SURVEYS / form_id)
    return list(
        invent_answers(
            questionnaire(form_id), {"anywhere": PEOPLE}, weights=weights, seed="library", today=TODAY
        )
    )


def indicators(form_id: str) -> IndicatorSet:
    return parse_indicators(survey(form_id).indicators)


@pytest.mark.parametrize("form_id", FORMS)
def test_nothing_is_to_be_said_of_the_indicators(form_id: str) -> None:
    found = indicators(form_id)
    assert len(found.indicators) >= 3
    assert check_indicators(found, questionnaire(form_id)) == []


@pytest.mark.parametrize("form_id", FORMS)
def test_the_method_is_told_in_every_language(form_id: str) -> None:
    method = survey(form_id).method
    assert {language for language in LANGUAGES if len(method.get(language, "")) > 1000} == set(LANGUAGES)


@pytest.mark.parametrize("form_id", FORMS)
def test_weights_name_questions_and_answers_of_the_form(form_id: str) -> None:
    form = questionnaire(form_id)
    questions = {question.name: question for question in form.questions()}
    for name, weights in read_weights(SURVEYS / form_id).items():
        codes = {choice.name for choice in form.choices_of(questions[name])}
        assert set(weights.weights) | set(weights.lean) <= codes, name


@pytest.mark.parametrize("form_id", FORMS)
def test_sample_answers_reach_every_answer_that_an_indicator_counts(form_id: str) -> None:
    """Each indicator has a share: a denominator that is not empty, and a numerator that is a part of it."""
    found, tables = indicators(form_id), counted(form_id)
    assert len(samples(form_id)) == PEOPLE
    for indicator in found.indicators:
        numerator, denominator = share_of(indicator, tables[indicator.question])
        assert 0 < denominator <= PEOPLE, indicator.id
        assert 0 < numerator <= denominator, indicator.id


@pytest.mark.parametrize("form_id", FORMS)
def test_the_words_of_a_denominator_say_who_is_left_out(form_id: str) -> None:
    """“Not sure” is named where it is left out and only there; “everyone” is said of everyone only."""
    counting = build_counting(questionnaire(form_id), indicators(form_id))
    questions = {question.name: question for question in counting.questions}
    for indicator in indicators(form_id).indicators:
        question = questions[indicator.question]
        others = set(indicator.excludes) - {"not_sure"}
        for language in LANGUAGES:
            words = plain(indicator.denominator_words[language])
            if not_sure := question.answers.get("not_sure"):
                named = plain(not_sure[language]) in words
                assert named == ("not_sure" in indicator.excludes), (indicator.id, language, words)
            if others or question.is_routed:
                assert not words.startswith(EVERYONE[language]), (indicator.id, language, words)


@pytest.mark.parametrize("form_id", FORMS)
def test_shared_indicators_are_the_same_everywhere(form_id: str) -> None:
    known = {indicator.id: indicator for indicator in CORE.indicators}
    shared = survey_core_ids()
    for indicator in indicators(form_id).indicators:
        if indicator.id in shared and indicator.id in known:
            assert indicator == known[indicator.id]


def counted(form_id: str) -> dict[str, FrequencyTable]:
    tables = tabulate(questionnaire(form_id), indicators(form_id), samples(form_id), today=TODAY)
    return {table.question: table for table in tables}


def share_of(indicator: Indicator, table: FrequencyTable) -> tuple[int, int]:
    counts = dict(zip(table.answers, table.counts["anywhere"], strict=True))
    left_out = {*indicator.excludes, NO_ANSWER, NOT_ASKED}
    denominator = sum(count for code, count in counts.items() if code not in left_out)
    return sum(counts[code] for code in indicator.numerator), denominator


def plain(text: str) -> str:
    return " ".join(re.sub(r"[«»“”\"'.]", "", text).lower().replace("ё", "е").split())


def survey_core_ids() -> set[str]:
    text = (SURVEYS / "core" / "indicators.toml").read_text(encoding="utf-8")
    return set(re.findall(r'^id = "(\w+)"$', text, flags=re.MULTILINE))
