"""What a survey page shows: plain values for the template."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms.form import BaseForm

from cmm.domain.answers import MOST_INSTANCES
from cmm.domain.questionnaire.model import Group, Item, Question, Repeat
from cmm.web.collect.fields import FIELD_OF_TYPE, build_field
from cmm.web.collect.filling import Filling
from cmm.web.collect.sheet import question_name

Problems = Mapping[str, str]
"""What to say, by field name; "__coupon" and "__city" are ours, "" concerns the page as a whole."""

OWN_TARGETS = {"__coupon": "coupon", "__city": "city", "": ""}


@dataclass(frozen=True, slots=True)
class Part:
    """One piece of a page: a heading, a note, a question with its field, or "add" (one more of a repeat).

    On a whole page a "repeat" holds the parts of its first instance, and a heading names the questions it is
    `over`.
    """

    kind: str
    name: str
    label: str
    hint: str = ""
    field: Any = None
    required: bool = False
    looks: tuple[str, ...] = ()
    audio: str = ""
    parts: Sequence["Part"] = ()
    over: str = ""
    can_grow: bool = False


@dataclass(frozen=True, slots=True)
class PageView:
    """Everything the template needs. `carried` are hidden fields: all that was answered on other pages."""

    index: int
    of: int
    title: str
    parts: Sequence[Part]
    carried: Sequence[tuple[str, str]]
    problems: Problems
    summary: Sequence[tuple[str, str]]
    asks_city: bool
    asks_coupon: bool
    more: Sequence[tuple[str, str]] = ()

    @property
    def number(self) -> int:
        return self.index + 1


def build_page(
    filling: Filling, index: int, *, problems: Problems, more: frozenset[str] = frozenset()
) -> PageView:
    """The view of page `index`; `more` are fields that were not on it before."""
    page, survey = filling.pages[index], filling.survey
    title = filling.words(page.label) or filling.words(survey.titles)
    parts = _bound(
        filling, [part for part in _parts(filling, page.items, "", ()) if not _is_title(part, title)]
    )
    return PageView(
        index=index,
        of=len(filling.pages) + 1,
        title=title,
        parts=parts,
        carried=carried_pairs(filling, {part.name for part in parts}, first=index == 0),
        problems=problems,
        summary=[(_target(field, parts), text) for field, text in problems.items()],
        asks_city=index == 0 and survey.access == "link" and len(survey.cities) > 1,
        asks_coupon=index == 0 and survey.access == "coupon",
        more=[(_target(part.name, parts), part.label) for part in parts if part.name in more],
    )


def carried_pairs(filling: Filling, shown: set[str], *, first: bool) -> list[tuple[str, str]]:
    """All answers sent so far that are not on this page, as hidden fields; unknown ones are left behind."""
    known = {question.name for question in filling.survey.questionnaire.questions()}
    sheet = filling.sheet
    pairs = [
        (field, value)
        for field, values in sheet.answers.items()
        if field not in shown and question_name(field) in known
        for value in values
    ]
    pairs.append(("__version", filling.survey.questionnaire.version))
    if not first:
        pairs += [
            (name, value) for name, value in (("__coupon", sheet.coupon), ("__city", sheet.city)) if value
        ]
    return pairs


def _parts(filling: Filling, items: Sequence[Item], prefix: str, looks: tuple[str, ...]) -> Iterator[Part]:
    for item in items:
        if isinstance(item, Question):
            yield from _question_part(filling, item, prefix, looks)
        elif isinstance(item, Group):
            inner = list(_parts(filling, item.items, prefix, (*looks, *item.appearance)))
            if inner and item.label:
                yield Part("heading", "", filling.words(item.label, prefix), over=_names(inner))
            yield from inner
        else:
            yield from _repeat_parts(filling, item)


def _repeat_parts(filling: Filling, repeat: Repeat) -> Iterator[Part]:
    label = filling.words(repeat.label)
    if filling.whole:
        yield _repeat_part(filling, repeat, label)
        return
    count = _instances(filling, repeat)
    for index in range(count):
        prefix = f"{repeat.name}.{index}."
        inner = list(_parts(filling, repeat.items, prefix, repeat.appearance))
        if inner:
            yield Part("heading", "", f"{label} {index + 1}".strip())
        yield from inner
    if repeat.repeat_count is None and 0 < count < MOST_INSTANCES:
        yield Part("add", repeat.name, label)


def _repeat_part(filling: Filling, repeat: Repeat, label: str) -> Part:
    inner = list(_parts(filling, repeat.items, f"{repeat.name}.0.", repeat.appearance))
    parts = [Part("heading", "", f"{label} 1".strip(), over=_names(inner)), *inner]
    return Part("repeat", repeat.name, label, parts=parts, can_grow=repeat.repeat_count is None)


def _names(parts: Sequence[Part]) -> str:
    """The questions and notes among `parts`, for a heading that goes when they all do."""
    return " ".join(part.name for part in parts if part.kind in ("note", "question", "repeat"))


def _instances(filling: Filling, repeat: Repeat) -> int:
    """How often the repeat is asked on this page: as far as its relevant fields go."""
    parts = (field.split(".") for field in filling.visible if field.startswith(f"{repeat.name}."))
    return max((int(index) + 1 for _repeat, index, _name in parts), default=0)


def _question_part(
    filling: Filling, question: Question, prefix: str, looks: tuple[str, ...]
) -> Iterator[Part]:
    name = prefix + question.name
    if question.type == "calculate" or name not in filling.visible:
        return
    label, hint = filling.words(question.label, prefix), filling.words(question.hint, prefix)
    if question.type not in FIELD_OF_TYPE:
        yield Part("note", name, label, hint)
        return
    yield Part(
        kind="question",
        name=name,
        label=label,
        hint=hint,
        field=build_field(question, filling.choices(question, prefix)),
        required=filling.is_required(question, prefix),
        looks=(*looks, *question.appearance),
        audio=filling.audio(question),
    )


def _bound(filling: Filling, parts: Sequence[Part]) -> list[Part]:
    """The parts with their fields made by one WTForms form that holds what was sent."""
    form = BaseForm({part.name: part.field for part in _flat(parts) if part.field is not None})
    form.process(
        MultiDict([(name, value) for name, values in filling.sheet.answers.items() for value in values])
    )
    return _with_fields(parts, form)


def _flat(parts: Sequence[Part]) -> Iterator[Part]:
    for part in parts:
        yield part
        yield from _flat(part.parts)


def _with_fields(parts: Sequence[Part], form: BaseForm) -> list[Part]:
    return [
        replace(
            part,
            field=form[part.name] if part.field is not None else None,
            parts=_with_fields(part.parts, form),
        )
        for part in parts
    ]


def _is_title(part: Part, title: str) -> bool:
    return part.kind == "heading" and part.label == title


def _target(field: str, parts: Sequence[Part]) -> str:
    """Where the link of an error leads: the first control of the question."""
    if field in OWN_TARGETS:
        return OWN_TARGETS[field]
    found = next((part.field for part in parts if part.name == field and part.field is not None), None)
    if found is None:
        return ""
    return f"{found.id}-0" if found.type in ("RadioField", "SelectMultipleField") else str(found.id)
