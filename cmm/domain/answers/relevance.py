"""Which questions are asked, and what is known once everything that was not asked is blank."""

import math
from collections import ChainMap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from cmm.domain.answers.plan import Plan
from cmm.domain.answers.typed import is_plain_text
from cmm.domain.answers.values import LONGEST_CALCULATION, MOST_INSTANCES, Answers
from cmm.domain.questionnaire.expressions import Record, Value, as_number, as_text, evaluate, is_true
from cmm.domain.questionnaire.model import Choice, Question, Questionnaire, Repeat, Tree


@dataclass(frozen=True, slots=True)
class Given:
    """Typed values by field name before relevance is known, and how many instances each repeat has."""

    values: Mapping[str, Value]
    counts: Mapping[str, int]


@dataclass(slots=True)
class Level:
    """The settled questions of the whole form or of one instance; `prefix` starts their field names."""

    prefix: str
    values: dict[str, Value]
    known: Mapping[str, Value]
    relevant: set[str]
    instances: dict[str, list["Level"]]

    def record(self, today: date, current: Value = None) -> Record:
        return Record(self.known, today, current)


def settle(plan: Plan, given: Given, *, today: date) -> Level:
    """Decide question by question what is asked; what is not counts as blank for all that depends on it.

    Calculations are worked out on the way. Only names of relevant questions and repeats are in `relevant`.
    """
    return _settle(plan, given, today, "", {})


def settle_question(
    question: Question, conditions: Sequence[Tree], given: Value, record: Record
) -> tuple[bool, Value]:
    """One question by itself: whether it is asked, and its value, None where it is not. `record` has what its
    conditions and its calculation look at.
    """
    if not _is_asked(conditions, record):
        return False, None
    return True, _value(question, given, record)


def settled_answers(plan: Plan, level: Level) -> Answers:
    """The answers of a settled form, without instances at the end of an open repeat that hold no answer."""
    repeats = {name: tuple(_instances(plan, name, level)) for name in level.instances}
    return Answers(level.values, {name: instances for name, instances in repeats.items() if instances})


def offered_choices(questionnaire: Questionnaire, question: Question, record: Record) -> tuple[Choice, ...]:
    """The choices of a select question that its choice filter leaves for `record`, in order."""
    choices = questionnaire.choices_of(question)
    if question.choice_filter is None:
        return choices
    return tuple(choice for choice in choices if _is_offered(question.choice_filter, choice, record))


def _settle(plan: Plan, given: Given, today: date, prefix: str, outside: dict[str, Value]) -> Level:
    values: dict[str, Value] = {}
    level = Level(prefix, values, ChainMap(values, outside), set(), {})
    record = level.record(today)
    for step in plan.settling:
        name = step.item.name
        if not _is_asked(step.conditions, record):
            continue
        level.relevant.add(name)
        if isinstance(step.item, Repeat):
            inner = plan.inner[name]
            prefixes = (f"{name}.{index}." for index in range(_count(step.item, given, record)))
            level.instances[name] = [_settle(inner, given, today, each, values) for each in prefixes]
        else:
            value = _value(step.item, given.values.get(prefix + name), record)
            values.update({} if value is None else {name: value})
    return level


def _is_asked(conditions: Sequence[Tree], record: Record) -> bool:
    return all(is_true(condition, record) for condition in conditions)


def _count(repeat: Repeat, given: Given, record: Record) -> int:
    if repeat.repeat_count is None:
        return given.counts.get(repeat.name, 0)
    wanted = as_number(evaluate(repeat.repeat_count, record))
    return 0 if math.isnan(wanted) else int(max(0, min(wanted, MOST_INSTANCES)))


def _value(question: Question, given: Value, record: Record) -> Value:
    if question.type == "calculate":
        return None if question.calculation is None else _calculate(question.calculation, record)
    return given


def _calculate(tree: Tree, record: Record) -> str | None:
    """The result as a text, as ODK stores it; what is no number and what is empty are blanks."""
    value = evaluate(tree, record)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    text = as_text(value)[:LONGEST_CALCULATION]
    return text if text and is_plain_text(text) else None


def _instances(plan: Plan, name: str, level: Level) -> list[dict[str, Value]]:
    repeat = next(step.item for step in plan.reading if step.item.name == name)
    asked = {
        question.name for question in plan.inner[name].questions.values() if question.type != "calculate"
    }
    values = [instance.values for instance in level.instances[name]]
    while (
        isinstance(repeat, Repeat)
        and repeat.repeat_count is None
        and values
        and not asked & values[-1].keys()
    ):
        values.pop()
    return values


def _is_offered(tree: Tree, choice: Choice, record: Record) -> bool:
    columns = {**choice.attributes, "name": choice.name}
    return is_true(tree, Record(record.values, record.today, record.current, columns))
