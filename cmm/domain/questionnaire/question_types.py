"""The registry of question types: one entry per XLSForm type that we take, with its other spellings.

Whatever depends on the type of a question (widgets, checks, tables) looks here, so a new type is one entry.
"""

from dataclasses import dataclass
from typing import Literal

Stores = Literal["choice", "choices", "whole_number", "number", "text", "date", "tick", "computed", "nothing"]


@dataclass(frozen=True, slots=True)
class QuestionType:
    """What a type means to us.

    `stores` says what an answer is; `is_asked` whether a person answers it; `is_tabulated` whether its
    answers are categories that can be counted as they are, `is_banded` whether bands make them so.
    `parameters` are the numbers that the parameters column may hold.
    """

    name: str
    stores: Stores
    aliases: tuple[str, ...] = ()
    is_asked: bool = True
    is_tabulated: bool = False
    is_banded: bool = False
    parameters: tuple[str, ...] = ()

    @property
    def has_choices(self) -> bool:
        return self.stores in ("choice", "choices")

    @property
    def needs_label(self) -> bool:
        return self.stores != "computed"


QUESTION_TYPES = {
    entry.name: entry
    for entry in (
        QuestionType(
            "select_one",
            "choice",
            aliases=(
                "add select one prompt using",
                "select one from",
                "select one using",
                "select1",
                "select one",
                "q select1",
            ),
            is_tabulated=True,
        ),
        QuestionType(
            "select_multiple",
            "choices",
            aliases=(
                "add select multiple prompt using",
                "select all that apply from",
                "select all that apply",
                "select multiple from",
                "select multiple using",
                "select multiple",
                "q select",
            ),
            is_tabulated=True,
        ),
        QuestionType("integer", "whole_number", ("int", "q int", "add integer prompt"), is_banded=True),
        QuestionType("decimal", "number", ("q decimal", "add decimal prompt"), is_banded=True),
        QuestionType("range", "number", is_banded=True, parameters=("start", "end", "step")),
        QuestionType("text", "text", ("string", "q string", "add text prompt"), parameters=("rows",)),
        QuestionType("date", "date", ("q date", "add date prompt")),
        QuestionType("note", "nothing", ("q note", "add note prompt"), is_asked=False),
        QuestionType("calculate", "computed", ("q calculate", "add calculate prompt"), is_asked=False),
        QuestionType("acknowledge", "tick", ("trigger", "q acknowledge", "add acknowledge prompt")),
    )
}

_SPELLINGS = {alias: entry for entry in QUESTION_TYPES.values() for alias in (entry.name, *entry.aliases)}


def get_question_type(name: str) -> QuestionType:
    """The entry of a type by its XLSForm name. Raises KeyError for a type that we do not take."""
    return QUESTION_TYPES[name]


def find_question_type(words: str) -> QuestionType | None:
    """The entry for a type as an author may write it ("select one from", "Q Int"); None if there is none."""
    plain = " ".join(words.lower().split())
    return (
        _SPELLINGS.get(plain)
        or _SPELLINGS.get(plain.replace("_", " "))
        or _SPELLINGS.get(plain.replace(" ", "_"))
    )


def list_spellings() -> list[str]:
    """Every spelling of every type, for "did you mean"."""
    return sorted(_SPELLINGS)
