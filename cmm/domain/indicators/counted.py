"""Which questions are counted, and the categories of each.

Counted: select_one; every choice of a select_multiple as a question of its own ("question/choice", answers
"1" and "0"); acknowledge; range with at most 11 steps; integer, decimal and longer ranges with bands. Never:
free text, how a text may be used, dates, calculations, numbers without bands, what is inside a repeat.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from cmm.domain.answers import Value
from cmm.domain.disclosure.tables import NO_ANSWER
from cmm.domain.indicators.model import IndicatorSet
from cmm.domain.indicators.routes import Routes, find_routes
from cmm.domain.language import Translated, in_language
from cmm.domain.questionnaire.model import Group, Item, Question, Questionnaire
from cmm.domain.texts.consent import asks_for_use

MOST_STEPS = 11
"""A range with more steps (0 to 10 has 11) needs bands."""
USUAL_RANGE = {"start": 1, "end": 10, "step": 1}
"""What XLSForm takes for a range without parameters."""
CHOSEN, NOT_CHOSEN = "1", "0"
TICKED = "OK"
"""The answer to an acknowledge question."""

WORDS: Mapping[str, Translated] = {
    NO_ANSWER: {"ru": "нет ответа", "kk": "жауап жоқ", "en": "no answer"},
    CHOSEN: {"ru": "отмечено", "kk": "белгіленді", "en": "chosen"},
    NOT_CHOSEN: {"ru": "не отмечено", "kk": "белгіленбеді", "en": "not chosen"},
    TICKED: {"ru": "подтверждено", "kk": "расталды", "en": "confirmed"},
}


@dataclass(frozen=True, slots=True)
class CountedQuestion:
    """A question as it is counted.

    `answers` maps category codes to their words, NO_ANSWER not among them. `code_of` tells the category of a
    given answer that is not blank. `group` is the label of the innermost group with a label.
    """

    name: str
    question: Question
    label: Translated
    answers: Mapping[str, Translated]
    code_of: Callable[[Value], str]
    group: Translated | None
    is_routed: bool

    def place_of(self, value: Value) -> int:
        """The position in `answers` of a given answer that is not blank."""
        return list(self.answers).index(self.code_of(value))

    @property
    def is_likert(self) -> bool:
        return "likert" in self.question.appearance


@dataclass(frozen=True, slots=True)
class Counting:
    """Everything about a questionnaire that counting needs: the counted questions in reading order, and who
    is asked.

    The door is not counted: its one answer is what all other questions rest on.
    """

    questions: tuple[CountedQuestion, ...]
    routes: Routes


def build_counting(questionnaire: Questionnaire, indicator_set: IndicatorSet) -> Counting:
    """Find the counted questions, their categories and the routes to them."""
    found = [
        (question, group, categories)
        for question, group in _with_groups(questionnaire.items, None)
        if not asks_for_use(questionnaire, question.name)
        for categories in _categories(question, questionnaire, indicator_set)
    ]
    routes = find_routes(questionnaire, list(dict.fromkeys(question.name for question, _, _ in found)))
    questions = (
        CountedQuestion(name, question, label, answers, code_of, group, routes.is_routed(question.name))
        for question, group, (name, label, answers, code_of) in found
        if question.name != routes.door
    )
    return Counting(tuple(questions), routes)


_Categories = tuple[str, Translated, Mapping[str, Translated], Callable[[Value], str]]


def _with_groups(
    items: Sequence[Item], group: Translated | None
) -> Iterator[tuple[Question, Translated | None]]:
    for item in items:
        if isinstance(item, Question):
            yield item, group
        elif isinstance(item, Group):
            yield from _with_groups(item.items, item.label or group)


def _categories(
    question: Question, questionnaire: Questionnaire, indicator_set: IndicatorSet
) -> Iterator[_Categories]:
    if question.type == "select_multiple":
        for choice in questionnaire.choices_of(question):
            label = _joined(question.label, choice.label, questionnaire.languages)
            answers = {code: WORDS[code] for code in (CHOSEN, NOT_CHOSEN)}
            yield f"{question.name}/{choice.name}", label, answers, _choice_code(choice.name)
    elif found := _single_categories(question, questionnaire, indicator_set.bands.get(question.name)):
        yield question.name, question.label, *found


def _single_categories(
    question: Question, questionnaire: Questionnaire, edges: tuple[int | float, ...] | None
) -> tuple[Mapping[str, Translated], Callable[[Value], str]] | None:
    languages = questionnaire.languages
    if question.type == "select_one":
        return {choice.name: choice.label for choice in questionnaire.choices_of(question)}, str
    if question.type == "acknowledge":
        return {TICKED: WORDS[TICKED]}, lambda _value: TICKED
    if question.type in ("integer", "decimal", "range") and edges:
        codes = _band_codes(edges, whole=question.type == "integer")
        return _numbers(codes, languages), _band_code(edges, codes)
    if question.type == "range" and (steps := _steps(question.parameters)):
        return _numbers(steps, languages), lambda value: f"{value:g}"
    return None


def _choice_code(choice: str) -> Callable[[Value], str]:
    return lambda value: CHOSEN if isinstance(value, tuple) and choice in value else NOT_CHOSEN


def _band_codes(edges: tuple[int | float, ...], *, whole: bool) -> list[str]:
    """ "0-7", "8-30", "31+" for whole numbers; "0-<8", "8-<31", "31+" for others."""
    closed = [f"{low:g}-{high - 1:g}" if whole else f"{low:g}-<{high:g}" for low, high in pairwise(edges)]
    return [*closed, f"{edges[-1]:g}+"]


def _band_code(edges: tuple[int | float, ...], codes: list[str]) -> Callable[[Value], str]:
    """The first band also takes what is below its edge, which should be the least accepted."""

    def code_of(value: Value) -> str:
        number = value if isinstance(value, int | float) else edges[0]
        return codes[max(0, sum(edge <= number for edge in edges) - 1)]

    return code_of


def _steps(parameters: Mapping[str, float]) -> list[str]:
    start, end, step = (parameters.get(name, usual) for name, usual in USUAL_RANGE.items())
    count = round((end - start) / step) + 1
    return [f"{start + position * step:g}" for position in range(count)] if count <= MOST_STEPS else []


def _numbers(codes: Sequence[str], languages: Sequence[str]) -> dict[str, Translated]:
    return {code: {language: code.replace("-", "–") for language in languages} for code in codes}


def _joined(question: Translated, choice: Translated, languages: Sequence[str]) -> Translated:
    return {code: f"{in_language(question, code)}: {in_language(choice, code)}" for code in languages}
