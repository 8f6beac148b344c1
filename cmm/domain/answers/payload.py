"""Answers as JSON and back, and how large they can get: what is sealed into an envelope."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from cmm.domain.answers.plan import Plan, plan_of
from cmm.domain.answers.reading import read_answers
from cmm.domain.answers.values import (
    LONGEST_CALCULATION,
    LONGEST_TEXT,
    MOST_INSTANCES,
    AnswerProblem,
    Answers,
)
from cmm.domain.questionnaire.expressions import Value, as_text
from cmm.domain.questionnaire.model import Question, Questionnaire, Repeat, Tree
from cmm.domain.questionnaire.question_types import get_question_type

_ARITHMETIC = {
    "+",
    "-",
    "*",
    "div",
    "mod",
    "neg",
    "number",
    "int",
    "round",
    "count-selected",
    "string-length",
}
_YES_OR_NO = {"and", "or", "not", "true", "false", "=", "!=", "<", "<=", ">", ">=", "selected", "contains"}
_SHORT = _ARITHMETIC | _YES_OR_NO | {"starts-with", "regex", "today", "date"}
_BYTES_PER_SIGN = 4  # the longest code point in UTF-8; what JSON escapes among plain text takes two
_LARGEST_INT = 10**30


def to_payload(answers: Answers) -> dict[str, Any]:
    """``{"values": {name: value}, "repeats": {name: [{name: value}]}}`` with ISO dates, lists for tuples."""
    repeats = {name: [_plain(values) for values in instances] for name, instances in answers.repeats.items()}
    return {"values": _plain(answers.values), "repeats": repeats}


def from_payload(
    questionnaire: Questionnaire, payload: Mapping[str, Any], *, today: date
) -> tuple[Answers, list[AnswerProblem]]:
    """Read a payload with the checks of `read_answers`; calculations are worked out again.

    Values may also be texts as a form sends them. Keys besides "values" and "repeats" are the caller's.
    """
    sent: dict[str, list[str]] = {}
    problems: list[AnswerProblem] = []
    for field, value in _payload_fields(payload):
        texts = read_sent(value)
        if texts is None:
            problems.append(AnswerProblem(field[:100], "not_text"))
        elif texts:
            sent[field] = texts
    answers, found = read_answers(questionnaire, sent, today=today)
    return answers, [*problems, *found]


def read_sent(value: Any) -> list[str] | None:
    """A JSON value as a form would send it; None if no form sends such a thing."""
    if value is None:
        return []
    if isinstance(value, list):
        return list(value) if all(isinstance(text, str) for text in value) else None
    if isinstance(value, int) and abs(value) > _LARGEST_INT:
        return None
    return [as_text(value)] if isinstance(value, str | bool | int | float) else None


def largest_payload(questionnaire: Questionnaire) -> int:
    """An upper bound, in bytes of canonical JSON in UTF-8, for the payload of any accepted response."""
    plan = plan_of(questionnaire)
    repeats = sum(_repeat_bytes(questionnaire, plan, name) for name in plan.inner)
    return len('{"repeats":{},"values":{}}') + _level_bytes(questionnaire, plan) + repeats


def _plain(values: Mapping[str, Value]) -> dict[str, Any]:
    return {name: _plain_value(value) for name, value in values.items() if value is not None}


def _plain_value(value: Value) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _payload_fields(payload: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    yield from _items(payload.get("values", {}))
    for repeat, instances in _items(payload.get("repeats", {})):
        if not isinstance(instances, list):
            yield repeat, None if instances is None else {}
            continue
        for index, values in enumerate(instances):
            for name, value in _items(values):
                yield f"{repeat}.{index}.{name}", value


def _items(values: Any) -> Iterator[tuple[str, Any]]:
    """The members of an object; what should be an object and is not becomes a field without a name."""
    if isinstance(values, Mapping):
        yield from ((str(name), value) for name, value in values.items())
    else:
        yield "", {}


def _level_bytes(questionnaire: Questionnaire, plan: Plan) -> int:
    questions = (question for question in plan.questions.values() if question.type != "note")
    return sum(
        _json_bytes(question.name) + len(":,") + _value_bytes(questionnaire, question)
        for question in questions
    )


def _repeat_bytes(questionnaire: Questionnaire, plan: Plan, name: str) -> int:
    repeat = next(step.item for step in plan.reading if step.item.name == name)
    count = repeat.repeat_count if isinstance(repeat, Repeat) else None
    most = count if isinstance(count, int) and 0 <= count <= MOST_INSTANCES else MOST_INSTANCES
    instance = len("{},") + _level_bytes(questionnaire, plan.inner[name])
    return _json_bytes(name) + len(":[],") + most * instance


def _value_bytes(questionnaire: Questionnaire, question: Question) -> int:
    names = [_json_bytes(choice.name) for choice in questionnaire.choices_of(question)]
    match get_question_type(question.type).stores:
        case "choice":
            return max(names, default=0)
        case "choices":
            return len("[]") + sum(names) + len(names)
        case "text":
            return len('""') + LONGEST_TEXT * _BYTES_PER_SIGN
        case "computed":
            return _computed_bytes(question.calculation)
        case _:
            return len("-1000000000.1234567890123456789012")


def _computed_bytes(tree: Tree | None) -> int:
    """Texts of numbers, dates and truth values are plain ASCII; other texts may be anything."""
    head = tree[0] if isinstance(tree, list) else None
    if head in _SHORT:
        return len('""') + LONGEST_CALCULATION
    return len('""') + LONGEST_CALCULATION * _BYTES_PER_SIGN


def _json_bytes(text: str) -> int:
    return len(json.dumps(text, ensure_ascii=False).encode("utf-8"))
