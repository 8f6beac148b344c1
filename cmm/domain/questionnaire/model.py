"""A compiled questionnaire: our own small, versioned form of an XLSForm, the same on server and phone.

Expressions are JSON trees (see `expressions`): a literal is a JSON string, number or boolean; all else is
a list whose first item names the operation: ``["and", ["=", ["$", "on_ost"], "yes"], [">", ["."], 3]]``.
``["$", name]`` is another question's value, ``["."]`` the value being checked, ``["@", column]`` a column of
the choice being filtered.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cmm.domain.language import Translated

FORMAT = 1
"""Version of the compiled JSON; raised when an older reader would misunderstand it."""

Tree = str | int | float | bool | list["Tree"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One row of the choices sheet; `attributes` are the columns that choice filters look at."""

    name: str
    label: Translated
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Question:
    """One row of the survey sheet that shows, asks or computes something.

    `type` is the XLSForm type without its list: select_one, select_multiple, integer, decimal, range, text,
    date, note, calculate, acknowledge. `required` is a tree; `parameters` are a range's
    start, end and step as numbers. A month-only date has the appearance ``month-year``.
    """

    name: str
    type: str
    label: Translated = field(default_factory=dict)
    hint: Translated = field(default_factory=dict)
    guidance_hint: Translated = field(default_factory=dict)
    list_name: str | None = None
    required: Tree | None = None
    required_message: Translated = field(default_factory=dict)
    relevant: Tree | None = None
    constraint: Tree | None = None
    constraint_message: Translated = field(default_factory=dict)
    calculation: Tree | None = None
    choice_filter: Tree | None = None
    appearance: tuple[str, ...] = ()
    parameters: Mapping[str, float] = field(default_factory=dict)
    audio: Translated = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that belong together; with the appearance ``field-list`` they are one page."""

    name: str
    items: tuple["Item", ...]
    label: Translated = field(default_factory=dict)
    relevant: Tree | None = None
    appearance: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Repeat:
    """Questions asked once for each of several things (one level only). `repeat_count` fixes how many."""

    name: str
    items: tuple["Item", ...]
    label: Translated = field(default_factory=dict)
    relevant: Tree | None = None
    repeat_count: Tree | None = None
    appearance: tuple[str, ...] = ()


Item = Question | Group | Repeat


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """A questionnaire that passed every check.

    `languages` are codes ("ru"), the default one first. `choices` maps list names to their choices in order.
    """

    form_id: str
    version: str
    title: Translated
    languages: tuple[str, ...]
    items: tuple[Item, ...]
    choices: Mapping[str, tuple[Choice, ...]]

    @property
    def default_language(self) -> str:
        return self.languages[0]

    def questions(self) -> Iterator[Question]:
        """Every question in reading order, those inside groups and repeats included."""
        yield from iterate_questions(self.items)

    def choices_of(self, question: Question) -> tuple[Choice, ...]:
        """The whole choice list of a select question, before any choice filter; empty for other types."""
        return self.choices.get(question.list_name or "", ())


def iterate_repeats(items: tuple[Item, ...]) -> Iterator[Repeat]:
    """Every repeat under `items`; a repeat holds no other."""
    for item in items:
        if isinstance(item, Repeat):
            yield item
        elif isinstance(item, Group):
            yield from iterate_repeats(item.items)


def iterate_questions(items: tuple[Item, ...]) -> Iterator[Question]:
    """Every question under `items`, depth first."""
    for item in items:
        if isinstance(item, Question):
            yield item
        else:
            yield from iterate_questions(item.items)
