"""From sent fields to accepted answers: types, relevance, required, choice filter, constraint."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from cmm.domain.answers.plan import Plan, plan_of
from cmm.domain.answers.relevance import Given, Level, offered_choices, settle, settled_answers
from cmm.domain.answers.typed import ValueRefused, read_value
from cmm.domain.answers.values import MOST_INSTANCES, AnswerProblem, Answers, Sent
from cmm.domain.questionnaire.expressions import Value, is_true
from cmm.domain.questionnaire.model import Question, Questionnaire

_MOST_UNKNOWN = 20
_LONGEST_FIELD = 100
_IN_REPEAT = re.compile(r"(.+)\.(0|[1-9][0-9]?)\.(.+)")


def read_answers(
    questionnaire: Questionnaire, sent: Sent, *, today: date
) -> tuple[Answers, list[AnswerProblem]]:
    """The typed, relevant answers in `sent`, and every problem in reading order; none means accepted.

    What was sent for questions that are not relevant is dropped without a word, and sent calculations and
    instances beyond a repeat_count are, too. Unreadable values count as blank.
    """
    plan = plan_of(questionnaire)
    given, refused, unknown = _read_fields(questionnaire, plan, sent)
    level = settle(plan, given, today=today)
    found = _Check(questionnaire, refused, today).level(plan, level)
    return settled_answers(plan, level), [*found, *unknown]


def visible(questionnaire: Questionnaire, answers: Answers, *, today: date) -> frozenset[str]:
    """Field names of the relevant questions and notes, and names of relevant repeats; no calculations.

    A repeat without repeat_count and without answers shows its first instance.
    """
    plan = plan_of(questionnaire)
    counts = {name: max(1, len(answers.repeats.get(name, ()))) for name in plan.inner}
    level = settle(plan, Given(_fields(answers), counts), today=today)
    return frozenset(_shown(plan, level))


def find_problems(
    questionnaire: Questionnaire, question: Question, values: Mapping[str, Value], *, today: date
) -> list[AnswerProblem]:
    """What is wrong with an asked question outside repeats, when `values` are all settled answers."""
    level = Level("", dict(values), values, {question.name}, {})
    return list(_Check(questionnaire, {}, today).question(question, level))


def _fields(answers: Answers) -> dict[str, Value]:
    inner = {
        f"{repeat}.{index}.{name}": value
        for repeat, instances in answers.repeats.items()
        for index, values in enumerate(instances)
        for name, value in values.items()
    }
    return {**answers.values, **inner}


def _shown(plan: Plan, level: Level) -> Iterator[str]:
    for name in level.relevant:
        if name in plan.inner or plan.questions[name].type != "calculate":
            yield level.prefix + name
    for name, instances in level.instances.items():
        for instance in instances:
            yield from _shown(plan.inner[name], instance)


def _read_fields(
    questionnaire: Questionnaire, plan: Plan, sent: Sent
) -> tuple[Given, dict[str, AnswerProblem], list[AnswerProblem]]:
    """What each field says by itself: values, problems of values, and fields that no question has."""
    values: dict[str, Value] = {}
    refused: dict[str, AnswerProblem] = {}
    unknown: list[AnswerProblem] = []
    for field, texts in sent.items():
        question, code = _find_question(plan, field)
        if question is None:
            unknown.append(AnswerProblem(field[:_LONGEST_FIELD], code))
        elif question.type != "calculate":
            try:
                values[field] = read_value(question, questionnaire.choices_of(question), texts)
            except ValueRefused as error:
                refused[field] = AnswerProblem(field, error.code, {}, error.parameters)
    filled = {field for field, value in values.items() if value is not None} | refused.keys()
    return Given(values, _count_instances(plan, filled)), refused, unknown[:_MOST_UNKNOWN]


def _find_question(plan: Plan, field: str) -> tuple[Question | None, str]:
    """The question of a field, or None and the code of the problem."""
    question = plan.questions.get(field)
    match = _IN_REPEAT.fullmatch(field)
    if question is None and match and match[1] in plan.inner:
        question = plan.inner[match[1]].questions.get(match[3])
        if question is not None and int(match[2]) >= MOST_INSTANCES:
            return None, "too_many"
    return (None if question is None or question.type == "note" else question), "unknown_field"


def _count_instances(plan: Plan, filled: set[str]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for field in filled - plan.questions.keys():
        match = _IN_REPEAT.fullmatch(field)
        if match:
            counts[match[1]] = max(counts.get(match[1], 0), int(match[2]) + 1)
    return counts


class _Check:
    """Looks at the settled questions in reading order; `refused` are the values that could not be read."""

    def __init__(
        self, questionnaire: Questionnaire, refused: Mapping[str, AnswerProblem], today: date
    ) -> None:
        self._questionnaire, self._refused, self._today = questionnaire, refused, today

    def level(self, plan: Plan, level: Level) -> Iterator[AnswerProblem]:
        for step in plan.reading:
            if step.item.name not in level.relevant:
                continue
            if isinstance(step.item, Question):
                yield from self.question(step.item, level)
            for instance in level.instances.get(step.item.name, ()):
                yield from self.level(plan.inner[step.item.name], instance)

    def question(self, question: Question, level: Level) -> Iterator[AnswerProblem]:
        field = level.prefix + question.name
        value = level.values.get(question.name)
        if field in self._refused:
            yield self._refused[field]
        elif question.type in ("note", "calculate"):
            return
        elif value is None:
            yield from self._blank(question, field, level)
        else:
            yield from self._answer(question, field, value, level)

    def _blank(self, question: Question, field: str, level: Level) -> Iterator[AnswerProblem]:
        if question.required is not None and is_true(question.required, level.record(self._today)):
            yield AnswerProblem(field, "required", question.required_message)

    def _answer(self, question: Question, field: str, value: Value, level: Level) -> Iterator[AnswerProblem]:
        record = level.record(self._today, value)
        if question.choice_filter is not None:
            offered = {choice.name for choice in offered_choices(self._questionnaire, question, record)}
            if not offered.issuperset(value if isinstance(value, tuple) else (str(value),)):
                yield AnswerProblem(field, "not_a_choice")
        if question.constraint is not None and not is_true(question.constraint, record):
            yield AnswerProblem(field, "constraint", question.constraint_message)
