"""Whether an indicator of two rounds rests on the same question, so that its figures may be compared.

Only what is equal to the letter is compared: the text of the question, its answers, who was asked, and how it
is counted. A changed word can change what people answer, and nobody could tell that from a real change.
"""

from collections.abc import Mapping
from typing import Any

from cmm.domain.language import Translated

NOT_ASKED, QUESTION, ANSWERS, ASKED, COUNTING = DIFFERENCES = (
    "not_asked",
    "question",
    "answers",
    "asked",
    "counting",
)
"""What is different: the indicator is not in both, the text of the question, the answers to choose from, who
was asked, or what is counted.
"""

Json = Mapping[str, Any]


def find_difference(one: Json, other: Json, indicator: str) -> str | None:
    """The first difference of DIFFERENCES between two contents of snapshots; None when the indicator (its id)
    is the same in both.

    Texts are compared in every language that both have, and there must be one.
    """
    first, second = find_indicator(one, indicator), find_indicator(other, indicator)
    if first is None or second is None:
        return NOT_ASKED
    question, asked_before = _question(one, first), _question(other, second)
    if question["type"] != asked_before["type"] or not same_words(question["label"], asked_before["label"]):
        return QUESTION
    if not _same_answers(question, asked_before):
        return ANSWERS
    if not same_words(first["denominator_words"], second["denominator_words"]):
        return ASKED
    return None if _counted(first) == _counted(second) else COUNTING


def find_indicator(content: Json, indicator: str) -> Json | None:
    """The indicator with this id."""
    return next((each for each in content["indicators"] if each["id"] == indicator), None)


def same_words(one: Translated, other: Translated) -> bool:
    """Equal in every language that both have; texts without a common language are not equal."""
    common = one.keys() & other.keys()
    return bool(common) and all(one[language] == other[language] for language in common)


def _question(content: Json, indicator: Json) -> Json:
    return next(each for each in content["questions"] if each["name"] == indicator["question"])


def _same_answers(one: Json, other: Json) -> bool:
    """The same codes with the same words in the same order: the order too moves what people choose."""
    pairs = list(zip(one["answers"], other["answers"], strict=False))
    return len(one["answers"]) == len(other["answers"]) and all(
        first["code"] == second["code"] and same_words(first["label"], second["label"])
        for first, second in pairs
    )


def _counted(indicator: Json) -> tuple[object, ...]:
    """Where "less is better" became "more is better" the same numbers would be praised and blamed."""
    return sorted(indicator["numerator"]), sorted(indicator["excludes"]), indicator["direction"]
