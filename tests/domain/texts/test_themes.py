"""Themes are published like any count, rare ones together, and the intruder proves nothing from them."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmm.domain.disclosure.intruder.texts import find_unexplained_texts
from cmm.domain.disclosure.intruder.whole_round import attack_whole_round
from cmm.domain.disclosure.lottery import Lottery
from cmm.domain.disclosure.policy import nearest_five
from cmm.domain.disclosure.tables import NO_ANSWER, ProtectedTable
from cmm.domain.disclosure.themes import MOST_WORDS, OTHER, WHOLE_ROUND, protect_themes, room_needed
from cmm.domain.texts.published import WrittenWords, choose_words, describe_themes, guess_language

LOTTERY = Lottery(b"secret", "autumn")
LABELS = {"a": {"ru": "Очереди"}, "b": {"ru": "Часы"}}

themes = st.dictionaries(st.sampled_from(["a", "b", "c", "d", OTHER]), st.integers(0, 40), max_size=5)


@settings(max_examples=60, deadline=None)
@given(themes, st.integers(0, 60), st.binary(min_size=1, max_size=4))
def test_whatever_is_published_is_a_proper_draw(counts: dict[str, int], others: int, secret: bytes) -> None:
    responses = sum(counts.values()) + others
    table = protect_themes("comment", counts, responses, Lottery(secret, "r"))
    if table is None:
        return
    shown = table.counts[WHOLE_ROUND]
    assert sum(shown) == table.of[WHOLE_ROUND] == nearest_five(responses) >= 30
    assert all(number % 5 == 0 for number in shown)
    assert table.answers[-2:] == (OTHER, NO_ANSWER)
    assert all(number >= 10 for number in shown[:-2])
    assert shown[-1] >= 10
    listed = set(table.answers[:-2])
    folded = sum(count for code, count in counts.items() if code not in listed)
    assert abs(shown[-2] * responses - folded * table.of[WHOLE_ROUND]) < 5 * responses


@pytest.mark.parametrize(
    ("counts", "responses"),
    [({"a": 10}, 30), ({"a": 18}, 30), ({"a": 7, "b": 12, OTHER: 2}, 35), ({"a": 20, "b": 12, "c": 3}, 295)],
)
def test_the_intruder_proves_nothing_from_themes(counts: dict[str, int], responses: int) -> None:
    for secret in range(5):
        table = protect_themes("comment", counts, responses, Lottery(bytes([secret]), "r"))
        assert table is None or attack_whole_round(table, responses) == []


def test_the_intruder_does_prove_what_a_table_without_the_rule_tells() -> None:
    """Sixty as the base of twelve people: every five is one person."""
    table = ProtectedTable("comment", ("a", OTHER, NO_ANSWER), {WHOLE_ROUND: (5, 25, 30)}, {WHOLE_ROUND: 60})
    assert attack_whole_round(table, 12) != []


def test_a_rare_theme_is_counted_with_the_others() -> None:
    table = protect_themes("comment", {"a": 30, "b": 2}, 100, LOTTERY)
    assert table
    assert table.answers == ("a", OTHER, NO_ANSWER)


def test_nothing_is_told_of_a_small_round_or_when_nearly_everybody_has_a_theme() -> None:
    assert protect_themes("comment", {"a": 15}, 27, LOTTERY) is None
    assert protect_themes("comment", {"a": 39}, 40, LOTTERY) is None
    assert protect_themes("comment", {"a": 2, "b": 3}, 100, LOTTERY) is None
    assert protect_themes("comment", {"a": 50}, 100, LOTTERY, room=room_needed(10, 5)) is None
    assert protect_themes("comment", {"a": 30}, 100, LOTTERY, room=room_needed(10, 5)) is not None


def described(counts: dict[str, int] | None = None, responses: int = 100) -> dict[str, Any]:
    table = protect_themes("comment", counts or {"a": 30, "b": 20}, responses, LOTTERY)
    assert table
    return describe_themes(table, {"ru": "Что добавить?"}, LABELS)


def test_of_each_listed_theme_five_are_told_in_an_order_that_means_nothing() -> None:
    written = [WrittenWords("a", "paraphrase", f"Слова {number}") for number in range(12)]
    written += [WrittenWords(OTHER, "quote", "О другом"), WrittenWords("rare", "quote", "Редкое")]
    told = list(choose_words(described(), written, ("ru", "kk")))
    assert len(told) == MOST_WORDS
    assert {text["theme"] for text in told} == {"a"}
    assert list(choose_words(described(), list(reversed(written)), ("ru", "kk"))) == told


def test_words_carry_the_language_they_are_written_in() -> None:
    languages = ("ru", "kk", "en")
    assert [guess_language(words, languages) for words in ("Очереди", "Кезек ұзақ", "Queues")] == [
        "ru",
        "kk",
        "en",
    ]
    assert guess_language("Queues", ("ru", "kk")) == "ru"


def content(**changes: Any) -> dict[str, Any]:
    text = {"question": "comment", "theme": "a", "kind": "quote", "words": "Слова", "language": "ru"}
    table = described()
    return {"tables": [], "themes": [table | changes.pop("table", {})], "texts": [text | changes]}


def test_only_what_the_rule_makes_is_explained() -> None:
    assert list(find_unexplained_texts(content())) == []
    assert list(find_unexplained_texts({"tables": []})) == []
    for change in ({"theme": OTHER}, {"theme": "z"}, {"kind": "count"}, {"words": 3}, {"question": "other"}):
        assert list(find_unexplained_texts(content(**change))), change
    for change in ({"counts": [31, 20, 0, 49]}, {"of": 25}, {"counts": [5, 45, 0, 50]}, {"counts": [50, 50]}):
        assert list(find_unexplained_texts(content(table=change))), change
    many = content()
    many["texts"] *= MOST_WORDS + 1
    assert list(find_unexplained_texts(many))
    assert list(find_unexplained_texts(content() | {"tables": [{"question": "comment"}]}))
