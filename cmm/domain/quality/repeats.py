"""Whole responses that are the same in every answer.

Safe to tell: it says that responses resemble each other, not what is in them, and only from FEWEST responses
on. Two insiders who copy each other are two, with the one they copy three, so that no finding depends on
whether they guessed one person's answers.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from math import comb, prod

from cmm.domain.answers import Value
from cmm.domain.quality.collection import Collected, Collection, answer_to
from cmm.domain.quality.findings import QualityFinding, finding_about

FEWEST_ANSWERS = 10
"""Shorter responses are the same too easily."""
TIMES_CHANCE = 3
"""People of one place are more alike than chance makes them, so only clearly more pairs count."""

Pattern = tuple[Value, ...]


def check_repeats(collection: Collection) -> Iterator[QualityFinding]:
    """Places in which more responses repeat each other than chance makes."""
    questions = collection.closed_questions()
    for place, responses in collection.by_place().items():
        patterns = [pattern for each in responses if (pattern := _pattern(each, questions))]
        counts = Counter(patterns).values()
        pairs = sum(comb(count, 2) for count in counts)
        if pairs > TIMES_CHANCE * _expected_pairs(patterns):
            involved = sum(count for count in counts if count > 1)
            yield from finding_about("repeated_responses", place, involved, len(responses))


def _pattern(response: Collected, questions: Sequence[str]) -> Pattern | None:
    """All answers in order, None among them for a blank; nothing for a response with too few of them."""
    pattern = tuple(answer_to(response, question) for question in questions)
    return pattern if sum(value is not None for value in pattern) >= FEWEST_ANSWERS else None


def _expected_pairs(patterns: Sequence[Pattern]) -> float:
    """How many pairs would be the same if every question were answered by itself."""
    same = (
        sum(count**2 for count in Counter(column).values()) / len(patterns) ** 2
        for column in zip(*patterns, strict=True)
    )
    return comb(len(patterns), 2) * prod(same) if patterns else 0.0
