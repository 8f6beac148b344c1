"""Figures of two rounds are compared only when the question is the same to the letter."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmm.domain.snapshot.equal_items import DIFFERENCES, find_difference, same_words

CONTENT: dict[str, Any] = {
    "questions": [
        {
            "name": "closed",
            "type": "select_one",
            "label": {"ru": "Пункт был закрыт?", "en": "Was the site closed?"},
            "group": {"en": "Last month"},
            "answers": [
                {"code": "yes", "label": {"ru": "Да", "en": "Yes"}},
                {"code": "no", "label": {"ru": "Нет", "en": "No"}},
                {"code": "", "label": {"ru": "Нет ответа", "en": "No answer"}},
            ],
            "likert": False,
        }
    ],
    "indicators": [
        {
            "id": "site_closed",
            "question": "closed",
            "label": {"en": "The site was closed"},
            "numerator": ["yes"],
            "excludes": [],
            "direction": "less_is_better",
            "red_line": None,
            "numerator_words": {"en": "yes"},
            "denominator_words": {"ru": "все", "en": "everybody"},
            "standard": None,
        }
    ],
}
WORDS = st.dictionaries(st.sampled_from(["ru", "kk", "en"]), st.sampled_from(["one", "two"]))


def changed(path: list[Any], value: Any) -> dict[str, Any]:
    content = deepcopy(CONTENT)
    place = content
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return content


@pytest.mark.parametrize(
    ("path", "value", "difference"),
    [
        (["indicators", 0, "id"], "another", "not_asked"),
        (["questions", 0, "label", "ru"], "Пункт был закрыт", "question"),
        (["questions", 0, "type"], "select_multiple", "question"),
        (["questions", 0, "answers", 0, "label", "en"], "yes", "answers"),
        (["questions", 0, "answers", 1, "code"], "never", "answers"),
        (["questions", 0, "answers"], CONTENT["questions"][0]["answers"][:2], "answers"),
        (["questions", 0, "answers"], CONTENT["questions"][0]["answers"][::-1], "answers"),
        (["indicators", 0, "denominator_words", "en"], "everybody who came", "asked"),
        (["indicators", 0, "numerator"], ["yes", "no"], "counting"),
        (["indicators", 0, "excludes"], ["no"], "counting"),
        (["indicators", 0, "direction"], "more_is_better", "counting"),
    ],
)
def test_one_changed_letter_breaks_the_trend(path: list[Any], value: Any, difference: str) -> None:
    other = changed(path, value)
    assert find_difference(CONTENT, other, "site_closed") == difference
    assert find_difference(other, CONTENT, "site_closed") == difference
    assert difference in DIFFERENCES


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["indicators", 0, "label", "en"], "A better label"),
        (["indicators", 0, "red_line"], 10),
        (["indicators", 0, "numerator_words", "en"], "said yes"),
        (["questions", 0, "group"], {"en": "Another heading"}),
        (["questions", 0, "label", "kk"], "Пункт жабық болды ма?"),
        (["questions", 0, "label"], {"en": "Was the site closed?"}),
    ],
)
def test_what_nobody_was_asked_in_other_words_may_change(path: list[Any], value: Any) -> None:
    assert find_difference(CONTENT, changed(path, value), "site_closed") is None


def test_a_text_without_a_common_language_is_another_question() -> None:
    other = changed(["questions", 0, "label"], {"kk": "Пункт жабық болды ма?"})
    assert find_difference(CONTENT, other, "site_closed") == "question"


@given(WORDS, WORDS)
def test_texts_are_compared_both_ways_alike_in_the_languages_they_share(
    one: dict[str, str], other: dict[str, str]
) -> None:
    assert same_words(one, other) == same_words(other, one)
    common = one.keys() & other.keys()
    differs = any(one[language] != other[language] for language in common)
    assert same_words(one, other) == (bool(common) and not differs)


@given(WORDS, WORDS, WORDS)
def test_the_order_of_rounds_and_new_languages_never_hide_a_change(
    one: dict[str, str], other: dict[str, str], more: dict[str, str]
) -> None:
    first = changed(["questions", 0, "label"], one)
    second = changed(["questions", 0, "label"], other)
    added = changed(["questions", 0, "label"], {**more, **other})
    found = find_difference(first, second, "site_closed")
    assert find_difference(second, first, "site_closed") == found
    if found and one.keys() & other.keys():
        assert find_difference(first, added, "site_closed") == found
