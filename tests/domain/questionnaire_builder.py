"""Small questionnaires for tests, with their expressions written as an author would."""

from typing import Any

from cmm.domain.questionnaire.expressions import parse
from cmm.domain.questionnaire.model import Choice, Group, Item, Question, Questionnaire, Repeat, Tree

EXPRESSIONS = ("required", "relevant", "constraint", "calculation", "choice_filter", "repeat_count")


def question(name: str, kind: str = "text", **attributes: Any) -> Question:
    """A question; a select is written with its list: ``question("q", "select_one yes_no")``."""
    type_name, _, list_name = kind.partition(" ")
    trees = _trees(attributes)
    return Question(name, type_name, {"en": name}, list_name=list_name or None, **{**attributes, **trees})


def group(name: str, *items: Item, **attributes: Any) -> Group:
    return Group(name, items, {"en": name}, **{**attributes, **_trees(attributes)})


def repeat(name: str, *items: Item, **attributes: Any) -> Repeat:
    return Repeat(name, items, {"en": name}, **{**attributes, **_trees(attributes)})


def choices(*names: str, **columns: dict[str, str]) -> tuple[Choice, ...]:
    """Choices in order; ``region={"astana": "north"}`` fills the column `region` of one of them."""
    return tuple(
        Choice(
            name, {"en": name}, {column: cells[name] for column, cells in columns.items() if name in cells}
        )
        for name in names
    )


def questionnaire(*items: Item, **lists: tuple[Choice, ...]) -> Questionnaire:
    """A questionnaire with a list `yes_no` besides the given ones."""
    known = {"yes_no": choices("yes", "no"), **lists}
    return Questionnaire("test", "1", {"en": "Test"}, ("en",), items, known)


def _trees(attributes: dict[str, Any]) -> dict[str, Tree]:
    return {name: parse(str(attributes[name])) for name in EXPRESSIONS if name in attributes}
