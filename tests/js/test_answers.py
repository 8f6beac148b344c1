"""Whatever stands in a form, phone and server see the same questions, the same problems, the same answers."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cmm.domain.answers import read_answers, to_payload, visible
from cmm.domain.questionnaire.compile import load_questionnaire
from cmm.domain.questionnaire.model import Group, Item, Question, Questionnaire, Repeat
from cmm.domain.questionnaire.problems import QuestionnaireRefused
from cmm.web.collect.logic import build_logic
from tests.domain.questionnaire.forms import ZOO, form_name, loadable_forms
from tests.js.conftest import Ask

TODAY = date(2026, 5, 20)
SHARED = ZOO.parents[2] / "shared" / "forms"
"""Questionnaires of other projects, where somebody has put them beside the checkout."""

SPACES = st.sampled_from(["", "", "", " ", "\n", "\u00a0", "\u0085", "\ufeff"])
NUMBERS = ["0", "-0", "3", "12", "007", "2,5", "-1.50", "1e3", "+5", "1000000001", "0.3", "2.9999999999", "٣"]
DATES = ["2026-05-20", "2026-02-30", "1899-12-31", "2101-01-01", "2026-05", "2026", "0000-01-01"]
TEXTS = ["true", "OK", "да\r\nиә", "и\u0306", "a\x00b", "\ud800", "x" * 1001, "😀" * 1000, "9" * 31]
ODD = st.sampled_from([*NUMBERS, *DATES, *TEXTS]) | st.text(max_size=6)


def paths() -> list[Path]:
    """Ours, and those beside the checkout that we take."""
    return loadable_forms() + [path for path in sorted(SHARED.glob("*--*")) if loads(path)]


def loads(path: Path) -> bool:
    try:
        return bool(form(path))
    except QuestionnaireRefused:
        return False


@cache
def form(path: Path) -> Questionnaire:
    return load_questionnaire(path)


@cache
def logic(path: Path) -> dict[str, Any]:
    return build_logic(form(path), "ru", all_choices=True)


def fields(items: tuple[Item, ...], prefixes: tuple[str, ...] = ("",)) -> list[tuple[str, Question]]:
    found: list[tuple[str, Question]] = []
    for item in items:
        if isinstance(item, Question):
            found += [(prefix + item.name, item) for prefix in prefixes if item.type != "note"]
        elif isinstance(item, Group):
            found += fields(item.items, prefixes)
        elif isinstance(item, Repeat):
            found += fields(item.items, tuple(f"{item.name}.{index}." for index in (0, 1, 2)))
    return found


def texts(path: Path, question: Question) -> st.SearchStrategy[list[str]]:
    names = [choice.name for choice in form(path).choices_of(question)]
    fitting = {
        "select_one": st.sampled_from(names or [""]).map(lambda name: [name]),
        "select_multiple": st.lists(st.sampled_from(names or [""]), max_size=4),
        "integer": st.integers(-3, 60).map(lambda number: [str(number)]),
        "decimal": st.floats(-3, 60).map(lambda number: [f"{number:.3f}"]),
        "range": st.integers(-1, 12).map(lambda number: [str(number)]),
        "date": st.dates(date(2024, 1, 1), date(2027, 1, 1)).map(lambda day: [day.isoformat()]),
        "acknowledge": st.just(["true"]),
    }.get(question.type, st.sampled_from([["да"], ["a b"], ["7"]]))
    strange = st.lists(st.builds("{}{}{}".format, SPACES, ODD, SPACES), max_size=2)
    return st.one_of(fitting, fitting, fitting, strange)


def answered(path: Path) -> st.SearchStrategy[dict[str, list[str]]]:
    each = {field: texts(path, question) for field, question in fields(form(path).items)}
    return st.fixed_dictionaries({}, optional=each)


@pytest.mark.parametrize("path", paths(), ids=form_name)
@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_both_sides_agree_on_any_answers(ask: Ask, path: Path, data: st.DataObject) -> None:
    sent = data.draw(answered(path))
    answers, problems = read_answers(form(path), sent, today=TODAY)
    found = ask("read", form=logic(path), sent=sent, today=TODAY.isoformat())
    assert [(one["field"], one["code"]) for one in found["problems"]] == [
        (problem.field, problem.code) for problem in problems
    ]
    assert found["payload"] == to_payload(answers)
    repeats = {item.name for item in form(path).items if isinstance(item, Repeat)}
    shown = visible(form(path), answers, today=TODAY)
    assert set(found["visible"]) - repeats == set(shown) - repeats


def test_the_message_of_the_author_comes_with_the_problem(ask: Ask) -> None:
    path = next(path for path in loadable_forms() if path.parent.name == "ost-satisfaction")
    sent = {"consent": ["no"]}
    (problem,) = ask("read", form=logic(path), sent=sent, today=TODAY.isoformat())["problems"]
    consent = next(question for question in form(path).questions() if question.name == "consent")
    assert problem["message"] == consent.constraint_message["ru"]


def test_texts_of_the_page_are_not_said_twice(ask: Ask) -> None:
    """Labels stand in the page; the logic has no word of them."""
    path = next(path for path in loadable_forms() if path.parent.name == "ost-satisfaction")
    labels = [question.label["ru"] for question in form(path).questions()]
    assert [label for label in labels if label in str(logic(path))] == []
