"""Routes that paper can say: which shapes are read, what is said in fewer words, and what is left alone."""

from typing import Any

import pytest

from cmm.domain.questionnaire.expressions import parse
from cmm.domain.questionnaire.routes_in_words import Condition, Route, find_route
from tests.domain.questionnaire_builder import choices, question, questionnaire

FORM = questionnaire(
    question("first", "select_one often"),
    question("second", "select_one often"),
    question("ready", "select_one yes_no"),
    question("care", "select_multiple often"),
    question("trips", "integer"),
    question("city", "text"),
    question("on", "date"),
    question("sum", "calculate", calculation="1 + 1"),
    question("said", "note"),
    often=choices("once", "several", "never"),
)


def route(joint: str, *parts: Any) -> Route:
    return Route(joint, parts)  # type: ignore[arg-type]


def one(question_name: str, operator: str, *names: str) -> Condition:
    return Condition((question_name,), operator, names)  # type: ignore[arg-type]


SAID = {
    "${ready} = 'yes'": route("and", one("ready", "is", "yes")),
    "'yes' = ${ready}": route("and", one("ready", "is", "yes")),
    "${ready} != 'yes'": route("and", one("ready", "is_not", "yes")),
    "not(${ready} = 'yes')": route("and", one("ready", "is_not", "yes")),
    "not(not(${ready} = 'yes'))": route("and", one("ready", "is", "yes")),
    "selected(${care}, 'once')": route("and", one("care", "has", "once")),
    "not(selected(${care}, 'once'))": route("and", one("care", "has_not", "once")),
    "selected(${ready}, 'yes')": route("and", one("ready", "is", "yes")),
    "${city} != ''": route("and", one("city", "answered")),
    "${city} = ''": route("and", one("city", "empty")),
    "not(${city} = '')": route("and", one("city", "answered")),
    "${trips} > 2": route("and", one("trips", ">", "2")),
    "2 > ${trips}": route("and", one("trips", "<", "2")),
    "${trips} >= 1 and ${trips} <= 5": route("and", one("trips", ">=", "1"), one("trips", "<=", "5")),
    "${trips} = 0": route("and", one("trips", "is", "0")),
    "${first} = 'once' or ${first} = 'several'": route("and", one("first", "is", "once", "several")),
    "${first} = 'once' or ${second} = 'once' or ${first} = 'several' or ${second} = 'several'": route(
        "and", Condition(("first", "second"), "is", ("once", "several"))
    ),
    "${first} = 'once' or ${ready} = 'yes'": route(
        "or", one("first", "is", "once"), one("ready", "is", "yes")
    ),
    "${first} != 'once' and ${first} != 'never'": route("and", one("first", "is_not", "once", "never")),
    "not(${first} = 'once' or ${ready} = 'yes')": route(
        "and", one("first", "is_not", "once"), one("ready", "is_not", "yes")
    ),
    "${ready} = 'yes' and (${first} = 'once' or ${trips} > 2)": route(
        "and", one("ready", "is", "yes"), route("or", one("first", "is", "once"), one("trips", ">", "2"))
    ),
    "${ready} = 'yes' and (${first} = 'once' and ${trips} > 2)": route(
        "and", one("ready", "is", "yes"), one("first", "is", "once"), one("trips", ">", "2")
    ),
    "${first} != 'once' or ${second} != 'once'": route(
        "or", one("first", "is_not", "once"), one("second", "is_not", "once")
    ),
}
UNSAID = (
    "true()",
    "'yes'",
    "${ready} = 'perhaps'",
    "selected(${care}, 'perhaps')",
    "${care} = 'once'",
    "${ready} = ${first}",
    "${sum} = 2",
    "${sum} > 1 and ${ready} = 'yes'",
    "count-selected(${care}) > 1",
    "${trips} + 1 > 2",
    "${trips} > ${sum}",
    "not(${trips} > 2)",
    "${on} > date('2026-11-01')",
    "${on} = '2026-11-01'",
    "contains(${city}, 'a')",
    "${ready} = 'yes' and (${first} = 'once' or (${trips} > 2 and ${city} != ''))",
)


@pytest.mark.parametrize("expression", SAID)
def test_a_common_shape_is_read(expression: str) -> None:
    assert find_route(FORM, parse(expression)) == SAID[expression]


@pytest.mark.parametrize("expression", UNSAID)
def test_another_shape_is_left_to_a_general_sentence(expression: str) -> None:
    assert find_route(FORM, parse(expression)) is None
