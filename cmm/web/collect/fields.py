"""One WTForms field for each question type. The domain checks; fields only show and keep what was sent."""

from collections.abc import Callable, Sequence
from typing import Any

from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from cmm.domain.questionnaire.model import Question
from cmm.web.i18n import gettext as _

Labels = Sequence[tuple[str, str]]
"""Choice names with their labels in the language of the page."""

RADIO_STEPS = 11
"""A range with at most so many steps is a row of buttons; a longer one is typed."""


def build_field(question: Question, labels: Labels) -> Any:
    """The unbound WTForms field of `question`; `labels` are its choices."""
    return FIELD_OF_TYPE[question.type](question, labels)


def range_steps(question: Question) -> list[str]:
    """The values of a range question as text, from start to end."""
    start, end, step = (
        question.parameters.get(key, value) for key, value in (("start", 1), ("end", 10), ("step", 1))
    )
    count = int((end - start) / step + 1e-9) + 1
    return [f"{start + index * step:g}" for index in range(max(count, 0))]


def _offered(labels: Labels) -> list[SelectChoice]:
    return [SelectChoice(value=name, label=label) for name, label in labels]


def _select_one(question: Question, labels: Labels) -> Any:
    if "minimal" in question.appearance:
        return SelectField(choices=_offered([("", _("Choose")), *labels]), validate_choice=False)
    return RadioField(choices=_offered(labels), validate_choice=False)


def _select_multiple(_question: Question, labels: Labels) -> Any:
    return SelectMultipleField(
        choices=_offered(labels), validate_choice=False, widget=ListWidget(), option_widget=CheckboxInput()
    )


def _acknowledge(question: Question, _labels: Labels) -> Any:
    return _select_multiple(question, [("true", _("I confirm"))])


def _text(question: Question, _labels: Labels) -> Any:
    render = {"maxlength": "1000", "autocomplete": "off"}
    if "multiline" in question.appearance:
        return TextAreaField(render_kw={**render, "rows": "4"})
    return StringField(render_kw=render)


def _typed(**render: str) -> Callable[[Question, Labels], Any]:
    return lambda _question, _labels: StringField(render_kw={"autocomplete": "off", **render})


def _range(question: Question, _labels: Labels) -> Any:
    steps = range_steps(question)
    if len(steps) <= RADIO_STEPS:
        return RadioField(choices=_offered([(step, step) for step in steps]), validate_choice=False)
    return StringField(render_kw={"inputmode": "decimal", "autocomplete": "off"})


def _date(question: Question, _labels: Labels) -> Any:
    kind = "month" if "month-year" in question.appearance else "date"
    return StringField(render_kw={"type": kind, "autocomplete": "off"})


FIELD_OF_TYPE: dict[str, Callable[[Question, Labels], Any]] = {
    "select_one": _select_one,
    "select_multiple": _select_multiple,
    "acknowledge": _acknowledge,
    "integer": _typed(inputmode="numeric"),
    "decimal": _typed(inputmode="decimal"),
    "range": _range,
    "text": _text,
    "date": _date,
}
