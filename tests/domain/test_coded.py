"""A row says the same of a response as reading it in the ordinary way, whatever was sent."""

import json
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

import pytest

from cmm.domain.answers import from_payload, visible
from cmm.domain.answers.plan import plan_of
from cmm.domain.coded import (
    CodedResponses,
    Origin,
    Refused,
    ResponseCoder,
    code_responses,
    join,
)
from cmm.domain.questionnaire.compile import load_questionnaire
from cmm.domain.questionnaire.model import Question, Questionnaire
from cmm.domain.questionnaire.problems import QuestionnaireRefused
from cmm.domain.questionnaire.survey_folder import read_survey
from cmm.paths import data_dir
from tests.rules.checkout import ROOT

TODAY = date(2026, 11, 2)
ODD = (
    None,
    "",
    " ",
    "nonsense",
    "-1",
    "0",
    "1,5",
    "99999999999",
    True,
    1,
    2.5,
    [],
    ["nonsense"],
    {},
    [1],
    10**40,
)
PER_FORM = 60


@cache
def list_forms() -> dict[str, Questionnaire]:
    """Our questionnaires, and those of the zoo that can be read."""
    surveys = {
        folder.name: read_survey(folder).questionnaire
        for folder in sorted(data_dir("surveys").iterdir())
        if (folder / "form.md").is_file() and folder.name != "core"
    }
    return surveys | dict(_zoo())


def _zoo() -> Iterator[tuple[str, Questionnaire]]:
    for path in sorted((ROOT / "tests" / "forms").rglob("*.md")):
        try:
            yield str(path.relative_to(ROOT)), load_questionnaire(path)
        except QuestionnaireRefused:
            continue


def invent_payload(form: Questionnaire, luck: Random) -> dict[str, Any]:
    """Mostly sensible, sometimes not at all."""
    questions = [each for each in plan_of(form).questions.values() if each.type != "note"]
    nonsense = luck.choice((0, 0, 0.03, 0.3))
    values = {
        each.name: luck.choice(ODD) if luck.random() < nonsense else invent_value(form, each, luck)
        for each in questions
        if luck.random() > 0.1
    }
    if luck.random() < 0.05:
        values["no_such_question"] = "yes"
    return luck.choice(({"values": values}, {"values": values, "repeats": {}}))


def invent_value(form: Questionnaire, question: Question, luck: Random) -> Any:
    names = [choice.name for choice in form.choices_of(question)]
    if question.type == "select_one" and names:
        return luck.choice(names)
    if question.type == "select_multiple" and names:
        return luck.sample(names, luck.choice((0, 1, 1, 1, 1, 1, min(2, len(names)))))
    if question.type in ("integer", "range"):
        return luck.choice((luck.randint(0, 12), str(luck.randint(0, 90))))
    if question.type == "decimal":
        return luck.choice((luck.randint(0, 20) / 2, "2.5", 3))
    if question.type == "date":
        return (TODAY - timedelta(days=luck.randint(-30, 9000))).isoformat()
    return luck.choice(("OK", "true", "да, был", " Два  слова\r\nи ещё ", "нет\u0007"))


def in_words(form: Questionnaire, payload: dict[str, Any]) -> Any:
    """What the ordinary way says: the code of the first problem, or what each question is, and the texts."""
    answers, problems = from_payload(form, payload, today=TODAY)
    if problems:
        return problems[0].code
    shown = visible(form, answers, today=TODAY)
    coder = ResponseCoder(form, today=TODAY)
    states = {name: (name in shown, answers.values.get(name)) for name in coder.questions}
    texts = {
        name: value for name, value in answers.values.items() if plan_of(form).questions[name].type == "text"
    }
    return states, texts


def in_code(form: Questionnaire, coder: ResponseCoder, payload: dict[str, Any]) -> Any:
    coded = coder.code(payload)
    if isinstance(coded, Refused):
        return coded.code
    states = {
        name: tuple(states[number])
        for name, states, number in zip(coder.questions, coder.states, coded.row, strict=True)
    }
    kept = coded.texts.values if coded.texts else {}
    return states, {name: kept[name] for name in kept if plan_of(form).questions[name].type == "text"}


@pytest.mark.parametrize("name", sorted(list_forms()))
def test_a_row_says_what_the_ordinary_reading_says(name: str) -> None:
    form, luck = list_forms()[name], Random(name)
    coder = ResponseCoder(form, today=TODAY)
    for _ in range(PER_FORM):
        payload = json.loads(json.dumps(invent_payload(form, luck)))
        assert in_code(form, coder, payload) == in_words(form, payload), payload


def test_payloads_that_are_none_are_refused_and_never_an_error() -> None:
    form = list_forms()["ost-satisfaction"]
    coder = ResponseCoder(form, today=TODAY)
    for payload in (
        {},
        {"values": []},
        {"values": None},
        {"values": {}, "repeats": []},
        {"repeats": {"a": 1}},
    ):
        assert in_code(form, coder, payload) == in_words(form, payload)


def test_parts_joined_in_any_order_are_the_whole() -> None:
    form, luck = list_forms()["ost-satisfaction"], Random("parts")
    origins = [Origin(city, batch, TODAY) for city in ("almaty", "semey") for batch in (None, "b1")]
    sent = [(luck.choice(origins), json.loads(json.dumps(invent_payload(form, luck)))) for _ in range(300)]
    whole = code(form, sent)
    parts = [code(form, sent[start::7]) for start in range(7)]
    luck.shuffle(parts)
    joined = join(parts)
    assert len(joined) == len(whole) > 50
    assert (joined.sizes(), joined.rejected) == (whole.sizes(), whole.rejected)
    assert sorted(in_full(joined)) == sorted(in_full(whole))
    assert len(joined.texts) == len(whole.texts)


def test_a_round_without_responses_has_none() -> None:
    form = list_forms()["ost-satisfaction"]
    joined = join([code(form, []), code(form, [])])
    assert (len(joined), joined.sizes(), joined.texts) == (0, {}, ())


def code(form: Questionnaire, sent: list[tuple[Origin, Any]]) -> CodedResponses:
    return code_responses(ResponseCoder(form, today=TODAY), sent)


def in_full(coded: CodedResponses) -> list[str]:
    """Every row in words."""
    return [
        repr(
            (
                coded.origins[origin],
                [states[number] for states, number in zip(coded.states, row, strict=True)],
            )
        )
        for origin, row in zip(coded.origin.tolist(), coded.rows.tolist(), strict=True)
    ]
