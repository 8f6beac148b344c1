"""Which column of somebody else's table belongs to which question: names and labels, exact ones first."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from cmm.domain.questionnaire.model import Choice, Group, Item, Question, Questionnaire, Repeat

COMPUTED = ("calculate", "note")
"""Types whose columns are known but never read: nobody answered them."""

_INDEXED = (re.compile(r"^(.*)\[(\d+)\]([/-].*)$", re.S), re.compile(r"^([^.]+)\.(\d+)\.([^.]+)$", re.S))
_FORGIVEN = re.compile(r"[\s_]+")
_DASHES = str.maketrans("‐‑‒–—−", "------")


class AmbiguousName(Exception):
    """A header or value means several things; `names` are what it may mean."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        super().__init__("ambiguous")


@dataclass(frozen=True, slots=True)
class Target:
    """What a column holds: a question's value, or with `choice` whether that choice is selected (1 or 0).

    `field` is the name under which the value is sent; inside a repeat it is ``repeat.INDEX.question``.
    """

    question: Question
    field: str
    choice: str | None = None


@dataclass(frozen=True, slots=True)
class _Place:
    """A question with the names and labels of what stands around it."""

    question: Question
    around: tuple[Group | Repeat, ...]

    @property
    def path(self) -> str:
        return "/".join((*(item.name for item in self.around), self.question.name))

    @property
    def repeat(self) -> str | None:
        return next((item.name for item in self.around if isinstance(item, Repeat)), None)


class ColumnIndex:
    """Finds the question of a header, in any language of the questionnaire."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._stages: tuple[dict[str, dict[str, tuple[_Place, str | None]]], ...] = ({}, {}, {}, {})
        for place in _places(questionnaire.items, ()):
            self._add(place, questionnaire.choices_of(place.question))

    def find(self, header: str) -> Target | None:
        """The target of a header, or None. Raises AmbiguousName when several questions are called so."""
        name, index = _take_index(header)
        for number, stage in enumerate(self._stages):
            found = stage.get(_exact(name) if number < 2 else forgiven(name), {})
            fitting = {key: hit for key, hit in found.items() if (hit[0].repeat is None) == (index is None)}
            if len(fitting) > 1:
                raise AmbiguousName(sorted(fitting))
            if fitting:
                return _target(*next(iter(fitting.values())), index)
        return None

    def _add(self, place: _Place, choices: tuple[Choice, ...]) -> None:
        names, labels = _titles(place)
        hits: list[tuple[str | None, set[str], set[str]]] = [(None, names, labels)]
        if place.question.type == "select_multiple":
            hits += [(choice.name, *_choice_titles(names, labels, choice)) for choice in choices]
        for choice_name, by_name, by_label in hits:
            key = place.path if choice_name is None else f"{place.path}/{choice_name}"
            titles = (set(map(_exact, by_name)), set(map(_exact, by_label)))
            loose = tuple(set(map(forgiven, group)) for group in (by_name, by_label))
            for stage, texts in zip(self._stages, (*titles, *loose), strict=True):
                for text in texts:
                    stage.setdefault(text, {})[key] = (place, choice_name)


def forgiven(text: str) -> str:
    """A text without what people vary: case, spaces, underscores, kinds of dashes, closing punctuation."""
    plain = unicodedata.normalize("NFKC", text).translate(_DASHES).casefold()
    return _FORGIVEN.sub("", plain.replace("*", "")).rstrip("?:.!")


def find_choice(choices: Iterable[Choice], value: str) -> str | None:
    """The name of the choice that a value names, in any language, or None. Raises AmbiguousName."""
    given = tuple(choices)
    exact, loose = _exact(value), forgiven(value)
    for test in (
        lambda choice: choice.name == exact,
        lambda choice: exact in map(_exact, choice.label.values()),
        lambda choice: forgiven(choice.name) == loose,
        lambda choice: loose in map(forgiven, choice.label.values()),
    ):
        found = sorted({choice.name for choice in given if test(choice)})
        if len(found) > 1:
            raise AmbiguousName(found)
        if found:
            return found[0]
    return None


def _exact(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


def _places(items: tuple[Item, ...], around: tuple[Group | Repeat, ...]) -> Iterator[_Place]:
    for item in items:
        if isinstance(item, Question):
            yield _Place(item, around)
        else:
            yield from _places(item.items, (*around, item))


def _titles(place: _Place) -> tuple[set[str], set[str]]:
    """(names, labels) under which a question may stand: alone, and behind the groups around it."""
    names, labels = {place.question.name}, {label for label in place.question.label.values() if label}
    for depth in reversed(range(len(place.around))):
        groups = place.around[depth:]
        for sign in "/-":
            names.add(sign.join((*(_title(group) for group in groups), place.question.name)))
        labels |= _labels_behind(groups[0], labels)
    return names, labels


def _title(item: Group | Repeat) -> str:
    return f"{item.name}[]" if isinstance(item, Repeat) else item.name


def _labels_behind(group: Group | Repeat, labels: set[str]) -> set[str]:
    return {f"{above}/{label}" for above, label in product(group.label.values(), labels) if above}


def _choice_titles(names: set[str], labels: set[str], choice: Choice) -> tuple[set[str], set[str]]:
    texts = {label for label in choice.label.values() if label}
    by_name = {f"{name}/{choice.name}" for name in names}
    by_label = {f"{name}/{text}" for name, text in product(names | labels, texts)}
    return by_name, by_label | {f"{label}/{choice.name}" for label in labels}


def _take_index(header: str) -> tuple[str, int | None]:
    """(header without its index, index from 0): ``trip[2]/city`` counts from 1, ``trip.1.city`` from 0."""
    bracketed, dotted = (pattern.match(header) for pattern in _INDEXED)
    if bracketed and int(bracketed[2]) > 0:
        return f"{bracketed[1]}[]{bracketed[3]}", int(bracketed[2]) - 1
    if dotted:
        return f"{dotted[1]}[]/{dotted[3]}", int(dotted[2])
    return header, None


def _target(place: _Place, choice: str | None, index: int | None) -> Target:
    name = place.question.name
    return Target(place.question, name if index is None else f"{place.repeat}.{index}.{name}", choice)
