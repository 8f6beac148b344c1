"""What was collected, in memory, as the rules of quality look at it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from cmm.domain.answers import Value
from cmm.domain.coded import CodedResponses, State
from cmm.domain.disclosure.policy import SMALLEST_GROUP
from cmm.domain.indicators import IndicatorSet, build_counting
from cmm.domain.quality.findings import CITY, SMALL_CITIES
from cmm.domain.questionnaire.model import Question, Questionnaire

Place = tuple[str, str]
"""A kind of place and its code."""


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
    responses: CodedResponses = field(repr=False)
    known_clients: Mapping[str, int | None]
    batches: Sequence[Batch]
    closed_on: date

    def by_place(self) -> dict[Place, CodedResponses]:
        """Responses of each city with enough of them; those of all smaller cities are one place together,
        or none.
        """
        sizes = self.responses.sizes()
        large = sorted(city for city, size in sizes.items() if size >= SMALLEST_GROUP)
        city = self.responses.look_up_origin(lambda origin: origin.city_id)
        places = {(CITY, name): self.responses.part(city == name) for name in large}
        small = self.responses.part(~np.isin(city, large))
        return {**places, (SMALL_CITIES, ""): small} if len(small) >= SMALLEST_GROUP else places

    def by_batch(self) -> dict[str, CodedResponses]:
        """Responses of each batch with enough of them."""
        batches = sorted({origin.batch_id for origin in self.responses.origins if origin.batch_id})
        batch = self.responses.look_up_origin(lambda origin: origin.batch_id or "")
        parts = {name: self.responses.part(batch == name) for name in batches}
        return {name: part for name, part in parts.items() if len(part) >= SMALLEST_GROUP}

    def asked_of_all(self) -> list[Question]:
        """The counted questions that everybody is asked who answers at all."""
        counted = build_counting(self.questionnaire, self.indicator_set).questions
        asked = {each.question.name: each.question for each in counted if not each.is_routed}
        return list(asked.values())


def answer_of(state: State) -> Value:
    """The answer, or None for every way of leaving it blank."""
    return None if state.value is False or state.value in ((), "") else state.value
