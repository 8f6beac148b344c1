"""What became of each item: only those that ask the same in the same words may stand in one trend."""

from dataclasses import replace

import pytest

from cmm.domain.library.compare import compare_questionnaires, list_equal_items
from cmm.domain.questionnaire.model import Choice, Group, Question, Questionnaire

CHOICES = {
    "yes_no": (Choice("yes", {"en": "Yes", "ru": "Да"}), Choice("no", {"en": "No", "ru": "Нет"})),
}
Q = Question("q", "select_one", {"en": "Was it open?", "ru": "Было открыто?"}, list_name="yes_no")


def form(*questions: Question, relevant: object = None, choices: object = None) -> Questionnaire:
    page = Group("page", questions, relevant=relevant)  # type: ignore[arg-type]
    return Questionnaire("f", "1", {"en": "F"}, ("en", "ru"), (page,), choices or CHOICES)  # type: ignore[arg-type]


def verdict(later: Questionnaire) -> tuple[str, tuple[str, ...]]:
    (item,) = compare_questionnaires(form(Q), later)
    return item.verdict, item.what


def test_a_questionnaire_is_equal_to_itself() -> None:
    assert verdict(form(Q)) == ("same", ())
    assert list_equal_items(form(Q), form(Q)) == ["q"]


def test_white_space_is_no_difference() -> None:
    assert verdict(form(replace(Q, label={"en": "Was  it open? ", "ru": "Было открыто?"})))[0] == "same"


def test_other_words_are_told_with_their_languages() -> None:
    later = form(replace(Q, label={**Q.label, "ru": "Работало?"}))
    assert verdict(later) == ("words", ("label: ru",))
    assert list_equal_items(form(Q), later) == []


def test_other_words_of_an_answer_are_told_with_its_code() -> None:
    renamed = {"yes_no": (CHOICES["yes_no"][0], Choice("no", {"en": "Never", "ru": "Нет"}))}
    assert verdict(form(Q, choices=renamed)) == ("words", ("answer no: en",))


@pytest.mark.parametrize(
    ("later", "what"),
    [
        (form(replace(Q, type="select_multiple")), "type: select_one, now select_multiple"),
        (form(Q, relevant=["=", ["$", "x"], "1"]), "asked of other people"),
        (form(replace(Q, relevant=["=", ["$", "x"], "1"])), "asked of other people"),
        (form(Q, choices={"yes_no": CHOICES["yes_no"][:1]}), "answers gone: no"),
        (form(Q, choices={"yes_no": (*CHOICES["yes_no"], Choice("x", {}))}), "answers new: x"),
        (form(Q, choices={"yes_no": CHOICES["yes_no"][::-1]}), "answers in another order"),
        (form(replace(Q, constraint=["=", ["."], "yes"])), "takes other answers"),
    ],
)
def test_what_changes_the_meaning_is_a_change(later: Questionnaire, what: str) -> None:
    assert verdict(later) == ("changed", (what,))


def test_new_and_gone_items_are_told_and_notes_are_none() -> None:
    other = replace(Q, name="other")
    note = Question("hello", "note", {"en": "Hello"})
    found = compare_questionnaires(form(Q, note), form(other))
    assert [(item.name, item.verdict) for item in found] == [("other", "new"), ("q", "gone")]
