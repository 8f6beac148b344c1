"""Answers that cannot both be true, as far as that can be seen from any questionnaire without knowing it.

Constraints of the questionnaire were checked when the envelopes were opened, and so was what is not asked.
What is left: "none of these" ticked beside other answers, and dates after the round was closed. Safe to tell:
over the whole round only, never for a city, and from SMALLEST_GROUP responses on.
"""

from collections.abc import Callable, Iterator
from datetime import date

from cmm.domain.answers import Value
from cmm.domain.disclosure.policy import SMALLEST_GROUP
from cmm.domain.quality.collection import Collection, answer_of
from cmm.domain.quality.findings import ROUND, QualityFinding, finding_about

NONE_NAMES = {"none", "none_of_these", "none_of_the_above", "nothing", "nobody", "no_one", "nowhere"}
"""Choices of these names exclude all others. (Names, not labels: they are the same in every language.)"""


def check_contradictions(collection: Collection) -> Iterator[QualityFinding]:
    """Questions whose answers contradict themselves in ten or more responses of the round."""
    for question in collection.questionnaire.questions():
        if question.type == "select_multiple":
            yield from _count(collection, question.name, "none_and_more", _has_none_and_more)
        elif question.type == "date":
            is_to_come = _is_after(collection.closed_on)
            yield from _count(collection, question.name, "date_to_come", is_to_come)


def _count(
    collection: Collection, question: str, code: str, is_wrong: Callable[[Value], bool]
) -> list[QualityFinding]:
    if question not in collection.responses.questions:  # in a repeat
        return []
    wrong = collection.responses.look_up(question, lambda state: is_wrong(answer_of(state)))
    count = int(wrong.sum())
    if count < SMALLEST_GROUP:
        return []
    return finding_about(code, (ROUND, ""), count, len(collection.responses), question=question)


def _has_none_and_more(value: Value) -> bool:
    return isinstance(value, tuple) and len(value) > 1 and bool(NONE_NAMES & set(value))


def _is_after(day: date) -> Callable[[Value], bool]:
    return lambda value: isinstance(value, date) and value > day
