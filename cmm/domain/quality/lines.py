"""Straight lines: the same place of the scale ticked all through a battery of questions.

Safe to tell: neither the battery nor the place of the scale is named, only from FEWEST responses on, and
never how many more than half did it, so that nobody's other answers follow from one of them.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from cmm.domain.coded import CodedResponses, Found, State
from cmm.domain.quality.collection import Collection
from cmm.domain.quality.findings import QualityFinding, finding_about
from cmm.domain.questionnaire.model import Group, Item, Question, Questionnaire

FEWEST_QUESTIONS = 5
"""A battery has at least so many questions, and a line at least so many answers."""
LIKELY = 0.1
"""Where the line of an answer that nearly everybody gives is as likely as this by chance, it says nothing."""
TIMES_CHANCE = 3
"""People who are content with one thing are with another, so only clearly more lines than by chance count."""
FROM_SHARE = 0.1
"""Lines are told from this share of a place's responses on; some people do feel the same about everything."""


@dataclass(frozen=True, slots=True)
class Battery:
    """Questions of one group with the same answers. `places` maps an answer of a question to its place."""

    places: Mapping[str, Mapping[str, int]]

    @property
    def length(self) -> int:
        """How many places its scale has."""
        return max(len(answers) for answers in self.places.values())

    def answers_of(self, responses: CodedResponses) -> Found:
        """The place of each response's answer, one column per question; -1 for a blank."""
        columns = [responses.look_up(name, partial(_place, known)) for name, known in self.places.items()]
        return np.array(columns, dtype=np.int64).reshape(len(columns), len(responses)).T


def check_lines(collection: Collection) -> Iterator[QualityFinding]:
    """Places in which many responses are a straight line in some battery, more than chance makes."""
    batteries = find_batteries(collection.questionnaire)
    for place, responses in collection.by_place().items():
        lined = np.zeros(len(responses), dtype=bool)
        for battery in batteries:
            lined |= _find_lines(battery, responses)
        count = int(lined.sum())
        if count >= FROM_SHARE * len(responses):
            yield from finding_about("straight_lines", place, count, len(responses))


def find_batteries(questionnaire: Questionnaire) -> list[Battery]:
    """Questions with one answer each in one group, of the same choice list, or scales of the same length."""
    found: dict[tuple[str, str], list[Question]] = defaultdict(list)
    for question, group in _with_groups(questionnaire.items, ""):
        if question.type == "select_one":
            scale = "likert" in question.appearance
            length = len(questionnaire.choices_of(question))
            found[group, f"scale of {length}" if scale else f"list {question.list_name}"].append(question)
    return [_battery(questionnaire, each) for each in found.values() if len(each) >= FEWEST_QUESTIONS]


def _with_groups(items: Sequence[Item], group: str) -> Iterator[tuple[Question, str]]:
    for item in items:
        if isinstance(item, Question):
            yield item, group
        elif isinstance(item, Group):
            yield from _with_groups(item.items, item.name)


def _battery(questionnaire: Questionnaire, questions: Sequence[Question]) -> Battery:
    places = {
        question.name: {choice.name: at for at, choice in enumerate(questionnaire.choices_of(question))}
        for question in questions
    }
    return Battery(places)


def _place(known: Mapping[str, int], state: State) -> int:
    return known[state.value] if isinstance(state.value, str) and state.value else -1


def _find_lines(battery: Battery, responses: CodedResponses) -> Found:
    """Which of the responses are a line, where there are more lines than chance explains."""
    given = battery.answers_of(responses)
    chances = _chances(given, battery.length)
    first = given.max(axis=1, initial=-1)
    is_line = ((given >= 0).sum(axis=1) >= FEWEST_QUESTIONS) & ((given == first[:, None]) | (given < 0)).all(
        axis=1
    )
    telling = [place for place, chance in chances.items() if chance < LIKELY]
    found: Found = is_line & np.isin(first, telling)
    expected = len(given) * sum(chances[place] for place in telling)
    return found if found.sum() > TIMES_CHANCE * expected else np.zeros(len(given), dtype=bool)


def _chances(given: Found, length: int) -> dict[int, float]:
    """For each place of the scale, how likely its line is if every question were answered by itself."""
    counts = np.array([np.bincount(column[column >= 0], minlength=length) for column in given.T])
    answered = counts[counts.sum(axis=1) > 0]
    likely = (answered / answered.sum(axis=1, keepdims=True)).prod(axis=0)
    return {int(place): float(likely[place]) for place in np.flatnonzero(answered.sum(axis=0))}
