"""Straight lines: the same place of the scale ticked all through a battery of questions.

Safe to tell: neither the battery nor the place of the scale is named, only from FEWEST responses on, and
never how many more than half did it, so that nobody's other answers follow from one of them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod

from cmm.domain.quality.collection import Collected, Collection, answer_to
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

    questions: tuple[str, ...]
    places: Mapping[str, Mapping[str, int]]

    def answers_of(self, response: Collected) -> dict[str, int]:
        """Places of the given answers by question."""
        given = ((name, answer_to(response, name)) for name in self.questions)
        return {name: self.places[name][value] for name, value in given if isinstance(value, str)}


def check_lines(collection: Collection) -> Iterator[QualityFinding]:
    """Places in which many responses are a straight line in some battery, more than chance makes."""
    batteries = find_batteries(collection.questionnaire)
    for place, responses in collection.by_place().items():
        lined: set[int] = set()
        for battery in batteries:
            lined |= _find_lines(battery, responses)
        if len(lined) >= FROM_SHARE * len(responses):
            yield from finding_about("straight_lines", place, len(lined), len(responses))


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
    return Battery(tuple(places), places)


def _find_lines(battery: Battery, responses: Sequence[Collected]) -> set[int]:
    """Which of the responses are a line, by number, where there are more lines than chance explains."""
    given = [battery.answers_of(response) for response in responses]
    chances = _chances(battery, given)
    lines = {
        number: min(answers.values())
        for number, answers in enumerate(given)
        if len(answers) >= FEWEST_QUESTIONS and len(set(answers.values())) == 1
    }
    telling = {place for place, chance in chances.items() if chance < LIKELY}
    found = {number for number, place in lines.items() if place in telling}
    expected = len(given) * sum(chances[place] for place in telling)
    return found if len(found) > TIMES_CHANCE * expected else set()


def _chances(battery: Battery, given: Sequence[Mapping[str, int]]) -> dict[int, float]:
    """For each place of the scale, how likely its line is if every question were answered by itself."""
    counts = {
        name: Counter(answers[name] for answers in given if name in answers) for name in battery.questions
    }
    answered = [each for each in counts.values() if each]
    places = {place for each in answered for place in each}
    return {place: prod(each[place] / each.total() for each in answered) for place in places}
