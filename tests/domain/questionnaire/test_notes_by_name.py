"""A questionnaire says by the names of notes that it wants help shown, or a larger way out."""

import pytest

from cmm.domain.questionnaire.model import Item
from cmm.domain.questionnaire.notes_by_name import shows_help, warns_of_onlookers
from tests.domain.questionnaire_builder import group, question, questionnaire

FIRST, LAST = "first", "last"


def two_pages(first: Item, last: Item) -> tuple[Item, Item]:
    return group(FIRST, first, question("a")), group(LAST, last, question("b"))


def test_a_note_in_the_last_group_wants_help_shown() -> None:
    asked = questionnaire(*two_pages(question("hello", "note"), question("where_help", "note")))
    assert shows_help(asked)
    assert not warns_of_onlookers(asked)


def test_a_note_in_the_first_group_wants_a_larger_way_out() -> None:
    asked = questionnaire(*two_pages(question("safe_use", "note"), question("bye", "note")))
    assert warns_of_onlookers(asked)
    assert not shows_help(asked)


@pytest.mark.parametrize("kind", ["text", "select_one yes_no"])
def test_a_question_of_the_name_means_nothing(kind: str) -> None:
    asked = questionnaire(*two_pages(question("safe_use", kind), question("where_help", kind)))
    assert not shows_help(asked)
    assert not warns_of_onlookers(asked)


def test_the_notes_mean_nothing_in_the_other_place() -> None:
    asked = questionnaire(*two_pages(question("where_help", "note"), question("safe_use", "note")))
    assert not shows_help(asked)
    assert not warns_of_onlookers(asked)
