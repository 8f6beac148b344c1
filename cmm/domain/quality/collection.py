"""What was collected, in memory, as the rules of quality look at it."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from cmm.domain.answers import Answers, Value
from cmm.domain.disclosure.policy import SMALLEST_GROUP
from cmm.domain.indicators import IndicatorSet, build_counting
from cmm.domain.quality.findings import CITY, SMALL_CITIES
from cmm.domain.questionnaire.model import Question, Questionnaire

CLOSED_TYPES = ("select_one", "select_multiple", "acknowledge", "range", "integer", "decimal", "date")
"""Question types whose answers can be the same in two responses by more than chance."""

Place = tuple[str, str]
"""A kind of place and its code."""


@dataclass(frozen=True, slots=True)
class Collected:
    """One response that passed the checks. `week_of` is the Monday of the week in which it came."""

    city_id: str
    batch_id: str | None
    week_of: date
    answers: Answers = field(repr=False)


@dataclass(frozen=True, slots=True)
class Batch:
    """A batch of coupons that was not set aside: how many were given, and how many responses came with it."""

    batch_id: str
    city_id: str
    given: int
    used: int


@dataclass(frozen=True, slots=True)
class Collection:
    """Everything about a closed round that the rules need. `known_clients` by city, None if not known."""

    questionnaire: Questionnaire
    indicator_set: IndicatorSet
    responses: Sequence[Collected] = field(repr=False)
    known_clients: Mapping[str, int | None]
    batches: Sequence[Batch]
    closed_on: date

    def by_place(self) -> dict[Place, list[Collected]]:
        """Responses of each city with enough of them; those of all smaller cities are one place together,
        or none.
        """
        cities: dict[str, list[Collected]] = defaultdict(list)
        for response in self.responses:
            cities[response.city_id].append(response)
        places = {
            (CITY, city): found for city, found in sorted(cities.items()) if len(found) >= SMALLEST_GROUP
        }
        small = [each for found in cities.values() if len(found) < SMALLEST_GROUP for each in found]
        return {**places, (SMALL_CITIES, ""): small} if len(small) >= SMALLEST_GROUP else places

    def by_batch(self) -> dict[str, list[Collected]]:
        """Responses of each batch with enough of them."""
        batches: dict[str, list[Collected]] = defaultdict(list)
        for response in self.responses:
            if response.batch_id is not None:
                batches[response.batch_id].append(response)
        return {batch: found for batch, found in sorted(batches.items()) if len(found) >= SMALLEST_GROUP}

    def closed_questions(self) -> list[str]:
        """Names of the questions outside repeats whose answers can be compared."""
        return [question.name for question in self.questionnaire.questions() if question.type in CLOSED_TYPES]

    def asked_of_all(self) -> list[Question]:
        """The counted questions that everybody is asked who answers at all."""
        counted = build_counting(self.questionnaire, self.indicator_set).questions
        asked = {each.question.name: each.question for each in counted if not each.is_routed}
        return list(asked.values())


def answer_to(response: Collected, question: str) -> Value:
    """The answer, or None for every way of leaving it blank."""
    value = response.answers.values.get(question)
    return None if value is False or value in ((), "") else value
