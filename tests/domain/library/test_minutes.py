"""How long a questionnaire takes: words to read, answers to give, and who is asked what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmm.domain.library.minutes import SECONDS, estimate_longest, estimate_minutes
from cmm.domain.questionnaire.model import Choice, Group, Item, Question, Questionnaire

YES_NO = (Choice("yes", {"en": "Yes", "kk": "Иә"}), Choice("no", {"en": "No", "kk": "Жоқ"}))
BEHIND = ["=", ["$", "consent"], "yes"]


def form(*items: Item) -> Questionnaire:
    return Questionnaire("tiny", "1", {"en": "Tiny"}, ("en", "kk"), items, {"yes_no": YES_NO})


def question(name: str, words: int = 0, relevant: list[object] | None = None) -> Question:
    label = {"en": "word " * words, "kk": "сөз " * words}
    return Question(name, "select_one", label, list_name="yes_no", relevant=relevant)


def test_reading_200_english_words_takes_a_minute_and_kazakh_ones_longer() -> None:
    note = form(Question("note", "note", {"en": "word " * 200, "kk": "сөз " * 200}))
    assert estimate_minutes(note, "en") == pytest.approx(1)
    assert estimate_minutes(note, "kk") == pytest.approx(200 / 150)


def test_an_answer_takes_its_seconds_and_a_known_list_is_only_glanced_at() -> None:
    first = estimate_minutes(form(question("a")), "en")
    assert first == pytest.approx((SECONDS["choice"] + 2 * 60 / 200) / 60)
    second = estimate_minutes(form(question("a"), question("b")), "en") - first
    assert SECONDS["choice"] / 60 < second < first


def test_a_question_of_some_people_counts_half_and_the_door_does_not() -> None:
    everybody = estimate_minutes(form(question("a", 20)), "en")
    assert estimate_minutes(form(question("a", 20, BEHIND)), "en") == pytest.approx(everybody / 2)
    behind_the_door = Group("page", (question("a", 20),), relevant=BEHIND)
    assert estimate_minutes(form(behind_the_door), "en") == pytest.approx(everybody)
    inner = Group("page", (Group("inner", (question("a", 20),), relevant=BEHIND),))
    assert estimate_minutes(form(inner), "en") == pytest.approx(everybody / 2)


def test_the_promise_is_that_of_the_slowest_language() -> None:
    assert estimate_longest(form(Question("note", "note", {"en": "word " * 300, "kk": "сөз " * 300}))) == 2


@given(st.lists(st.integers(0, 60), min_size=1, max_size=8), st.integers(1, 60))
def test_more_words_never_take_less_time(words: list[int], more: int) -> None:
    shorter = form(*(question(f"q{at}", count) for at, count in enumerate(words)))
    longer = form(*(question(f"q{at}", count + more * (at == 0)) for at, count in enumerate(words)))
    assert estimate_minutes(longer, "en") > estimate_minutes(shorter, "en")
