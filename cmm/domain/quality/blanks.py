"""Responses that left most of their questions blank.

Safe to tell: it does not say which questions, and "no answer" is a category of every published table anyway.
"""

from collections.abc import Iterator, Sequence

from cmm.domain.answers import visible
from cmm.domain.quality.collection import Collected, Collection, answer_to
from cmm.domain.quality.findings import QualityFinding, finding_about
from cmm.domain.questionnaire.model import Question

MOSTLY = 0.5
"""A response is mostly blank when more than this share of what everybody is asked is blank."""
FROM_SHARE = 0.2
"""Mostly blank responses are told from this share of a place's responses on."""


def check_blanks(collection: Collection) -> Iterator[QualityFinding]:
    """Places in which many responses are mostly blank."""
    asked = collection.asked_of_all()
    for place, responses in collection.by_place().items():
        count = sum(_is_mostly_blank(collection, each, asked) for each in responses)
        if count >= FROM_SHARE * len(responses):
            yield from finding_about("many_blanks", place, count, len(responses))


def _is_mostly_blank(collection: Collection, response: Collected, asked: Sequence[Question]) -> bool:
    """Those who stopped at the door were asked nothing; finding that out takes time, so it comes last."""
    blank = [question.name for question in asked if answer_to(response, question.name) is None]
    if len(blank) <= MOSTLY * len(asked):
        return False
    shown = visible(collection.questionnaire, response.answers, today=collection.closed_on)
    return bool(shown & set(blank))
