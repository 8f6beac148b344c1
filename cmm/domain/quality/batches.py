"""Batches of coupons that differ from the others: too alike, all in one week, more responses than coupons.

Safe to tell: how alike responses are says nothing about what is in them; the week is not named, and is known
to the office for the whole city anyway; how many coupons were given and used is not secret. Only batches
with SMALLEST_GROUP responses are looked at.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from statistics import median

from cmm.domain.quality.collection import Collected, Collection, answer_to
from cmm.domain.quality.findings import BATCH, QualityFinding

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
    for batch_id in _find_alike(batches, collection.closed_questions()):
        yield QualityFinding("batch_alike", BATCH, batch_id)
    for batch_id, responses in batches.items():
        others = [each for each in collection.responses if each.batch_id != batch_id]
        if others and _fullest_week(responses) >= ONE_WEEK and _fullest_week(others) <= OTHERS_WEEK:
            yield QualityFinding("batch_one_week", BATCH, batch_id)


def _find_alike(batches: Mapping[str, Sequence[Collected]], questions: Sequence[str]) -> Iterator[str]:
    if len(batches) < FEWEST_BATCHES:
        return
    agreements = {batch_id: _agreement(responses, questions) for batch_id, responses in batches.items()}
    usual = median(agreements.values())
    spread = median(abs(each - usual) for each in agreements.values())
    for batch_id, agreement in agreements.items():
        if agreement - usual > max(MORE_ALIKE, TIMES_SPREAD * spread):
            yield batch_id


def _agreement(responses: Sequence[Collected], questions: Sequence[str]) -> float:
    """How often two responses that both answered a question gave the same answer, over all questions."""
    same = pairs = 0
    for question in questions:
        counts = Counter(value for each in responses if (value := answer_to(each, question)) is not None)
        same += sum(count * (count - 1) for count in counts.values())
        pairs += counts.total() * (counts.total() - 1)
    return same / pairs if pairs else 0.0


def _fullest_week(responses: Sequence[Collected]) -> float:
    return max(Counter(each.week_of for each in responses).values()) / len(responses)
