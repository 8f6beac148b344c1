"""Whole responses that are the same in every answer.

Safe to tell: it says that responses resemble each other, not what is in them, and only from FEWEST responses
on. Two insiders who copy each other are two, with the one they copy three, so that no finding depends on
whether they guessed one person's answers.
"""

from collections.abc import Iterator
from math import comb, prod

import numpy as np

from cmm.domain.coded import CodedResponses, Found
from cmm.domain.quality.collection import Collection, answer_of
from cmm.domain.quality.findings import QualityFinding, finding_about

FEWEST_ANSWERS = 10
"""Shorter responses are the same too easily."""
TIMES_CHANCE = 3
"""People of one place are more alike than chance makes them, so only clearly more pairs count."""


def check_repeats(collection: Collection) -> Iterator[QualityFinding]:
    """Places in which more responses repeat each other than chance makes."""
    for place, responses in collection.by_place().items():
        patterns = _patterns(responses)
        _, counts = np.unique(patterns, axis=0, return_counts=True)
        pairs = sum(comb(int(count), 2) for count in counts)
        if pairs > TIMES_CHANCE * _expected_pairs(patterns):
            involved = int(counts[counts > 1].sum())
            yield from finding_about("repeated_responses", place, involved, len(responses))


def _patterns(responses: CodedResponses) -> Found:
    """All answers in order as numbers, 0 for a blank; without the responses with too few answers."""
    columns = [answer_numbers(responses, question) for question in responses.questions]
    patterns: Found = np.array(columns, dtype=np.int64).reshape(len(columns), len(responses)).T
    enough: Found = patterns[(patterns > 0).sum(axis=1) >= FEWEST_ANSWERS]
    return enough


def answer_numbers(responses: CodedResponses, question: str) -> Found:
    """A number for each response's answer to a question, the same for the same answer; 0 for a blank."""
    numbers: dict[object, int] = {None: 0}
    return responses.look_up(question, lambda state: numbers.setdefault(answer_of(state), len(numbers)))


def _expected_pairs(patterns: Found) -> float:
    """How many pairs would be the same if every question were answered by itself."""
    same = (float((np.bincount(column) ** 2).sum()) / len(patterns) ** 2 for column in patterns.T)
    return comb(len(patterns), 2) * prod(same) if len(patterns) else 0.0
