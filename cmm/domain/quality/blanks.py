"""Responses that left most of their questions blank.

Safe to tell: it does not say which questions, and "no answer" is a category of every published table anyway.
"""

from collections.abc import Iterator, Sequence

import numpy as np

from cmm.domain.coded import CodedResponses, Found, State
from cmm.domain.quality.collection import Collection, answer_of
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
        count = int(_are_mostly_blank(responses, asked).sum())
        if count >= FROM_SHARE * len(responses):
            yield from finding_about("many_blanks", place, count, len(responses))


def _are_mostly_blank(responses: CodedResponses, asked: Sequence[Question]) -> Found:
    """Those who stopped at the door were asked nothing, so they left nothing blank."""
    blank = np.zeros(len(responses), dtype=np.int64)
    asked_and_blank = np.zeros(len(responses), dtype=bool)
    for question in asked:
        blank += responses.look_up(question.name, _is_blank)
        asked_and_blank |= responses.look_up(question.name, lambda state: state.shown and _is_blank(state))
    return (blank > MOSTLY * len(asked)) & asked_and_blank


def _is_blank(state: State) -> bool:
    return answer_of(state) is None
