"""The columns parameters and appearance: numbers of a range, words that change how a question looks."""

import re

from cmm.domain.questionnaire.columns import nearest
from cmm.domain.questionnaire.form import Form, FormRow
from cmm.domain.questionnaire.problems import Problem
from cmm.domain.questionnaire.question_types import get_question_type

MOST_STEPS = 1000
"""Values that a range may offer."""

_PAIR = re.compile(r"([\w-]+)\s*=\s*([^\s,;]+)")
_RANGE = {"start": 1.0, "end": 10.0, "step": 1.0}
_NUMBER = re.compile(r"-?\d{1,9}(?:\.\d{1,6})?")
_APPEARANCES = (
    "field-list table-list likert label list-nolabel list minimal quick quickcompact compact horizontal "
    "horizontal-compact columns columns-pack columns-flex no-buttons multiline numbers month-year year "
    "no-calendar "
    "rating picker vertical no-ticks autocomplete search signature thousands-sep url masked image-map "
    "randomized"
)


def read_parameters(row: FormRow) -> dict[str, float]:
    """The numbers of a question's parameters cell; a range has start, end and step, else 1, 10, 1."""
    found = dict(_PAIR.findall(row.cells.get("parameters", "")))
    defaults = _RANGE if row.kind == "range" else {}
    known = get_question_type(row.kind).parameters
    numbers = {name: float(text) for name, text in found.items() if name in known and _NUMBER.fullmatch(text)}
    return {**defaults, **numbers}


def read_appearance(row: FormRow) -> tuple[str, ...]:
    """The words of an appearance cell."""
    return tuple(row.cells.get("appearance", "").lower().split())


def check_parameters(form: Form) -> list[Problem]:
    """Parameters that are no numbers, ranges that cannot be stepped through, words that have no effect."""
    problems = []
    for row in form.questions():
        known = get_question_type(row.kind).parameters
        for name, text in _PAIR.findall(row.cells.get("parameters", "")):
            if name not in known:
                words = f"The parameter {name!r} has no effect on the type {row.kind}."
                problems.append(form.warning("parameter_without_effect", words, row, "parameters"))
            elif not _NUMBER.fullmatch(text):
                words = f"The parameter {name!r} must be a number, not {text!r}."
                problems.append(form.problem("bad_parameter", words, row, "parameters"))
        if row.kind == "range":
            problems += _check_range(form, row)
    return problems


def check_appearances(form: Form) -> list[Problem]:
    """Appearances that are nearly, but not quite, one that XLSForm knows."""
    problems = []
    for row in form.survey:
        for word in read_appearance(row):
            meant = nearest(word, _APPEARANCES.split(), cutoff=0.8)
            if meant and word not in _APPEARANCES.split() and not re.fullmatch(r"w\d+|columns-\d+", word):
                words = f"There is no appearance {word!r}. Did you mean {meant!r}?"
                problems.append(form.warning("unknown_appearance", words, row, "appearance"))
    return problems


def _check_range(form: Form, row: FormRow) -> list[Problem]:
    numbers = read_parameters(row)
    start, end, step = numbers["start"], numbers["end"], numbers["step"]
    if step > 0 and start < end and step <= end - start and (end - start) / step <= MOST_STEPS:
        return []
    words = (
        f"A range from {start:g} to {end:g} in steps of {step:g} cannot be offered: it goes upwards in "
        "at least one "
        f"and at most {MOST_STEPS} steps."
    )
    return [form.problem("bad_parameter", words, row, "parameters")]
