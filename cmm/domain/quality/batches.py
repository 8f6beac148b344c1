"""Batches of coupons that differ from the others: too alike, all in one week, more responses than coupons.

Safe to tell: how alike responses are says nothing about what is in them; the week is not named, and is known
to the office for the whole city anyway; how many coupons were given and used is not secret. Only batches
with SMALLEST_GROUP responses are looked at.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from statistics import median

import numpy as np

from cmm.domain.coded import CodedResponses, Found
from cmm.domain.quality.collection import Collection
from cmm.domain.quality.findings import BATCH, QualityFinding
from cmm.domain.quality.repeats import answer_numbers

FEWEST_BATCHES = 3
"""To be unlike the others takes others."""
MORE_ALIKE = 0.15
"""By how much more often two responses of a batch agree than is usual in this round's batches."""
TIMES_SPREAD = 4
"""And by how many times the usual difference between batches."""
ONE_WEEK, OTHERS_WEEK = 0.9, 0.6
"""Share of a batch in its fullest week, while of all other responses at most so many came in one week."""


def check_batches(collection: Collection) -> Iterator[QualityFinding]:
    """Batches that somebody should be asked about."""
    for batch in collection.batches:
        if batch.used > batch.given:
            yield QualityFinding("batch_overused", BATCH, batch.batch_id)
    batches = collection.by_batch()
    for batch_id in _find_alike(batches):
        yield QualityFinding("batch_alike", BATCH, batch_id)
    for batch_id, responses in batches.items():
        others = collection.responses.part(~_is_of(batch_id, collection.responses))
        if len(others) and _fullest_week(responses) >= ONE_WEEK and _fullest_week(others) <= OTHERS_WEEK:
            yield QualityFinding("batch_one_week", BATCH, batch_id)


def _find_alike(batches: Mapping[str, CodedResponses]) -> Iterator[str]:
    if len(batches) < FEWEST_BATCHES:
        return
    agreements = {batch_id: _agreement(responses) for batch_id, responses in batches.items()}
    usual = median(agreements.values())
    spread = median(abs(each - usual) for each in agreements.values())
    for batch_id, agreement in agreements.items():
        if agreement - usual > max(MORE_ALIKE, TIMES_SPREAD * spread):
            yield batch_id


def _agreement(responses: CodedResponses) -> float:
    """How often two responses that both answered a question gave the same answer, over all questions."""
    same = pairs = 0
    for question in responses.questions:
        counts = np.bincount(answer_numbers(responses, question))[1:]
        answered = int(counts.sum())
        same += int((counts * (counts - 1)).sum())
        pairs += answered * (answered - 1)
    return same / pairs if pairs else 0.0


def _is_of(batch_id: str, responses: CodedResponses) -> Found:
    return responses.look_up_origin(lambda origin: origin.batch_id == batch_id).astype(bool)


def _fullest_week(responses: CodedResponses) -> float:
    counts = np.bincount(responses.origin, minlength=len(responses.origins))
    weeks: Counter[date] = Counter()
    for origin, count in zip(responses.origins, counts, strict=True):
        weeks[origin.week_of] += int(count)
    return max(weeks.values()) / len(responses)
