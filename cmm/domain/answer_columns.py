"""Which column of somebody else's table belongs to which question: names and labels, exact ones first.

KoboToolbox puts the groups before a name with a sign that its user chooses, ODK Central with "-", old tools
with ":"; a question with several answers has one column, one for each choice, or both.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product

from cmm.domain.questionnaire.model import Choice, Group, Item, Question, Questionnaire, Repeat

COMPUTED = ("calculate", "note")
"""Types whose columns are known but never read: nobody answered them."""

SIGNS = "/-.:"
"""What stands between groups, questions and choices in a header."""
EXACTLY = 2
"""Stages of the search in which a header is as it is written: by name, by label; then two forgiving ones."""

_INDEXED = (re.compile(r"^(.*)\[(\d+)\]([/.:-].*)$", re.S), re.compile(r"^([^.]+)\.(\d+)\.([^.]+)$", re.S))
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
class Found:
    """The target of a header, and how it was recognised: `by` is "name", "label", or "name_in_group" when
    groups stand before the name that the questionnaire does not have.
    """

    target: Target
    by: str
    is_exact: bool


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

    def find(self, header: str) -> Found | None:
        """The target of a header, or None. Raises AmbiguousName when several questions are called so."""
        name, index = _take_index(header)
        for number, stage in enumerate(self._stages):
            found = stage.get(_exact(name) if number < EXACTLY else forgiven(name), {})
            fitting = {key: hit for key, hit in found.items() if (hit[0].repeat is None) == (index is None)}
            if len(fitting) > 1:
                raise AmbiguousName(sorted(fitting))
            if fitting:
                target = _target(*next(iter(fitting.values())), index)
                return Found(target, "label" if number % EXACTLY else "name", number < EXACTLY)
        return None

    def find_in_unknown_group(self, header: str) -> Found | None:
        """The same, without the groups before a name: the forms there may have others than ours.

        Raises AmbiguousName.
        """
        for rest in _without_groups(header):
            found = self.find(rest)
            if found and found.by == "name":
                return Found(found.target, "name_in_group", found.is_exact)
        return None

    def find_called(self, name: str) -> Target | None:
        """The target that somebody names as "question", "question/choice" or "repeat[1]/question"."""
        try:
            found = self.find(name) or self.find_in_unknown_group(name)
        except AmbiguousName:
            return None
        return found.target if found else None

    def _add(self, place: _Place, choices: tuple[Choice, ...]) -> None:
        names, labels = _titles(place)
        hits: list[tuple[str | None, set[str], set[str]]] = [(None, names, labels)]
        if place.question.type == "select_multiple":
            hits += [(choice.name, *_choice_titles(names, place, choice)) for choice in choices]
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
    names = _behind_groups([_title(group) for group in place.around], place.question.name)
    return names, set().union(*(_labels_in(place, language) for language in place.question.label))


def _labels_in(place: _Place, language: str) -> set[str]:
    """Exports with labels are in one language, that of the groups included."""
    label = place.question.label.get(language)
    above = [group.label.get(language) or group.name for group in place.around]
    return _behind_groups(above, label) if label else set()


def _behind_groups(groups: Sequence[str], title: str) -> set[str]:
    """The title alone, behind the innermost group, behind the two innermost, ...; with every sign."""
    return {sign.join((*groups[depth:], title)) for depth, sign in product(range(len(groups) + 1), SIGNS)}


def _title(item: Group | Repeat) -> str:
    return f"{item.name}[]" if isinstance(item, Repeat) else item.name


def _choice_titles(names: set[str], place: _Place, choice: Choice) -> tuple[set[str], set[str]]:
    texts = [text for text in choice.label.values() if text]
    by_name = {f"{name}{sign}{choice.name}" for name, sign in product(names, SIGNS)}
    by_label = {f"{name}{sign}{text}" for name, sign, text in product(names, SIGNS, texts)}
    for language in place.question.label:
        said = [text for text in (choice.label.get(language), choice.name) if text]
        labels = _labels_in(place, language)
        by_label |= {f"{label}{sign}{text}" for label, sign, text in product(labels, SIGNS, said)}
    return by_name, by_label


def _without_groups(header: str) -> Iterator[str]:
    """What is left of a header without its first part, its first two, ...; sign by sign."""
    for sign in SIGNS:
        parts = header.split(sign)
        for first in range(1, len(parts)):
            yield sign.join(parts[first:]).strip()


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
