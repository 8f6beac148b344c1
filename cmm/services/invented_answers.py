"""Invented answers to any questionnaire: for the demo and for trials, never published as real.

They follow relevance and constraints, and they hang together: every city has its own troubles by theme, every
invented person more or fewer of them. The same seed gives the same answers.
"""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random

from cmm.domain.answers import MOST_INSTANCES, Answers, offered_choices, read_answers
from cmm.domain.questionnaire.expressions import Record, Value, as_number, as_text, evaluate, is_true
from cmm.domain.questionnaire.included_tables import read_sample_weights
from cmm.domain.questionnaire.model import Choice, Group, Item, Question, Questionnaire, Repeat
from cmm.services.invented_values import draw_plain

PERSON_SPREAD, CITY_SPREAD = 0.5, 0.8
TRIES = 40
"""Values drawn for a question until one meets its constraint."""
MOST_REPEATS = 3
DEFAULT_BLANK = 0.03


class AnswersNotInvented(Exception):
    """No answers were found that the questionnaire accepts; carries the names of the questions in the way."""

    def __init__(self, fields: set[str]) -> None:
        super().__init__("no accepted answer was found for: " + ", ".join(sorted(fields)))


@dataclass(frozen=True, slots=True)
class QuestionWeights:
    """How one question is answered.

    `weights` by choice (or raw value): relative for a single choice, a chance up to 1 for each of several.
    `lean` says how much likelier (or, below 0, less likely) a choice gets by one step of trouble in `theme`.
    """

    theme: str = ""
    blank: float = DEFAULT_BLANK
    weights: Mapping[str, float] = field(default_factory=dict)
    lean: Mapping[str, float] = field(default_factory=dict)


SampleWeights = Mapping[str, QuestionWeights]
"""By question name; questions that are not in it get weights from their place in the questionnaire."""


def read_weights(folder: Path) -> SampleWeights:
    """The weights beside a form, and those of the questions it includes; empty when there are none.

    Raises TypeError for a table we do not know, `QuestionnaireRefused` for a form that includes what is not
    there.
    """
    return {name: QuestionWeights(**table) for name, table in read_sample_weights(folder).items()}


def invent_answers(
    questionnaire: Questionnaire,
    sizes: Mapping[str, int],
    *,
    weights: SampleWeights,
    seed: str,
    today: date,
    crowd: str = "",
    more_trouble: Mapping[str, float] | None = None,
) -> Iterator[tuple[str, Answers]]:
    """Yield (city, answers): for every city as many as `sizes` says. Raises AnswersNotInvented.

    Another `crowd` are other people in the same cities; `more_trouble` moves all themes of a city, by steps
    of trouble.
    """
    for city, size in sizes.items():
        more = (more_trouble or {}).get(city, 0)
        for number in range(size):
            person = _Person(questionnaire, weights, seed, city, f"{crowd}{number}", today, more)
            yield city, person.answer()


class _Person:
    """One invented person of a city, answering from the first question to the last."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        weights: SampleWeights,
        seed: str,
        city: str,
        number: str,
        today: date,
        more_trouble: float,
    ) -> None:
        self._questionnaire, self._weights, self._today = questionnaire, weights, today
        self._seed, self._city = seed, city
        self._random = Random(f"{seed}|{city}|{number}")
        self._mood = self._random.gauss(0, PERSON_SPREAD) + more_trouble
        self._values: dict[str, Value] = {}
        self._sent: dict[str, list[str]] = {}

    def answer(self) -> Answers:
        self._walk(self._questionnaire.items, "", "")
        answers, problems = read_answers(self._questionnaire, self._sent, today=self._today)
        if problems:
            raise AnswersNotInvented({problem.field for problem in problems})
        return answers

    def _walk(self, items: tuple[Item, ...], theme: str, prefix: str) -> None:
        for item in items:
            if item.relevant is not None and not is_true(item.relevant, self._record()):
                continue
            match item:
                case Question():
                    self._ask(item, theme, prefix)
                case Group():
                    self._walk(item.items, item.name, prefix)
                case Repeat():
                    self._repeat(item)

    def _repeat(self, repeat: Repeat) -> None:
        outside = dict(self._values)
        for index in range(self._times(repeat)):
            self._values = dict(outside)
            self._walk(repeat.items, repeat.name, f"{repeat.name}.{index}.")
        self._values = outside

    def _times(self, repeat: Repeat) -> int:
        if repeat.repeat_count is None:
            return self._random.randint(0, MOST_REPEATS)
        times = as_number(evaluate(repeat.repeat_count, self._record()))
        return int(max(0, min(times, MOST_INSTANCES))) if math.isfinite(times) else 0

    def _ask(self, question: Question, theme: str, prefix: str) -> None:
        if question.type == "calculate" and question.calculation is not None:
            self._values[question.name] = as_text(evaluate(question.calculation, self._record()))
            return
        value = self._find_value(question, self._weights_of(question, theme))
        if value is not None:
            self._values[question.name] = value
            self._sent[prefix + question.name] = list(value) if isinstance(value, tuple) else [value]

    def _find_value(self, question: Question, weights: QuestionWeights) -> str | tuple[str, ...] | None:
        """A value that meets the constraint; None leaves the question blank."""
        if question.type == "note":
            return None
        required = question.required is not None and is_true(question.required, self._record())
        if not required and self._random.random() < weights.blank:
            return None
        for _ in range(TRIES):
            value = self._draw(question, weights)
            if value is not None and self._is_allowed(question, value):
                return value
        return self._find_choice(question) if required else None

    def _find_choice(self, question: Question) -> str | tuple[str, ...] | None:
        """The first choice that meets the constraint by itself, however rarely it is drawn."""
        for choice in offered_choices(self._questionnaire, question, self._record()):
            value = choice.name if question.type == "select_one" else (choice.name,)
            if self._is_allowed(question, value):
                return value
        return None

    def _draw(self, question: Question, weights: QuestionWeights) -> str | tuple[str, ...] | None:
        if question.list_name is None:
            return draw_plain(
                question,
                weights.weights,
                required=bool(question.required),
                today=self._today,
                randomness=self._random,
            )
        choices = offered_choices(self._questionnaire, question, self._record())
        if not choices:
            return None
        trouble = self._mood + self._trouble(weights.theme)
        strengths = _strengths(choices, weights, trouble)
        if question.type == "select_one":
            return self._random.choices([choice.name for choice in choices], strengths)[0]
        picked = tuple(
            choice.name
            for choice, chance in zip(choices, strengths, strict=True)
            if self._random.random() < chance
        )
        return picked or None

    def _is_allowed(self, question: Question, value: Value) -> bool:
        return question.constraint is None or is_true(question.constraint, self._record(value))

    def _trouble(self, theme: str) -> float:
        """How much trouble a city has with a theme: the same for everybody there."""
        return Random(f"{self._seed}|{self._city}|{theme}").gauss(0, CITY_SPREAD)

    def _weights_of(self, question: Question, theme: str) -> QuestionWeights:
        given = self._weights.get(question.name)
        if given is None:
            return _default_weights(question, self._questionnaire.choices_of(question), theme)
        return given if given.theme else QuestionWeights(theme, given.blank, given.weights, given.lean)

    def _record(self, current: Value = None) -> Record:
        return Record(self._values, self._today, current)


def _strengths(choices: tuple[Choice, ...], weights: QuestionWeights, trouble: float) -> list[float]:
    """Relative weights, tilted by trouble. A choice without a weight is never drawn, unless none has one."""
    none_given = not any(choice.name in weights.weights for choice in choices)
    base = [1.0 if none_given else float(weights.weights.get(choice.name, 0)) for choice in choices]
    leans = [float(weights.lean.get(choice.name, 0)) for choice in choices]
    return [weight * math.exp(lean * trouble) for weight, lean in zip(base, leans, strict=True)]


def _default_weights(question: Question, choices: tuple[Choice, ...], theme: str) -> QuestionWeights:
    """Uneven weights from the names alone; the trouble moves answers along the order of the choices."""
    names = [choice.name for choice in choices]
    spread = max(len(names) - 1, 1)
    lean = {name: 2 * place / spread - 1 for place, name in enumerate(names)}
    several = question.type == "select_multiple"
    randomness = Random(question.name)
    weights = {
        name: randomness.uniform(0.1, 0.5) if several else randomness.expovariate(1) + 0.1 for name in names
    }
    return QuestionWeights(theme, DEFAULT_BLANK, weights, lean)
