"""The cells of the type column: a question with its list, or the begin or end of a group or repeat."""

import re
from dataclasses import dataclass
from typing import Literal

from cmm.domain.questionnaire.columns import nearest
from cmm.domain.questionnaire.question_types import find_question_type, list_spellings
from cmm.domain.questionnaire.refused_types import find_identifying, find_unsupported

_CONTAINER = re.compile(r"(begin|end)[\s_]+(group|repeat|lgroup|looped[\s_]group)", re.IGNORECASE)
_OR_OTHER = re.compile(r"\s+(?:or specify other|or[_ ]other)$", re.IGNORECASE)
_BEGINNINGS = ["begin_group", "end_group", "begin_repeat", "end_repeat"]


@dataclass(frozen=True, slots=True)
class TypeCell:
    """What a type cell says. `name` is ours: "select_one", "group"; `list_name` and `or_other` belong to
    selects.
    """

    kind: Literal["question", "begin", "end"]
    name: str
    list_name: str | None = None
    or_other: bool = False


@dataclass(frozen=True, slots=True)
class TypeFault:
    """Why a type cell is not taken: a problem's code and words for the author."""

    code: str
    message: str


def read_type(cell: str) -> TypeCell | TypeFault:
    """Read a type cell in any of XLSForm's spellings."""
    text = " ".join(cell.split())
    container = _CONTAINER.fullmatch(text)
    if container:
        kind: Literal["begin", "end"] = "begin" if container.group(1).lower() == "begin" else "end"
        return TypeCell(kind, "group" if container.group(2).lower() == "group" else "repeat")
    plain = find_question_type(text)
    if plain and not plain.has_choices:
        return TypeCell("question", plain.name)
    return _refused(text) or _select(text) or _unknown(text)


def _refused(text: str) -> TypeFault | None:
    reason = find_identifying(text)
    if reason:
        words = f"The type {text!r} is refused because {reason}. Delete this row."
        return TypeFault("identifying_type", words)
    instead = find_unsupported(text)
    return (
        TypeFault("unsupported_type", f"The type {text!r} is not supported: {instead}.") if instead else None
    )


def _select(text: str) -> TypeCell | TypeFault | None:
    without = _OR_OTHER.sub("", text)
    command, _, list_name = without.rpartition(" ")
    entry = find_question_type(command) if command else None
    if entry is None or not entry.has_choices:
        bare = find_question_type(without)
        if bare is None or not bare.has_choices:
            return None
        words = f"Write the choice list after the type, for example '{bare.name} yes_no'."
        return TypeFault("missing_list", words)
    if "${" in list_name:
        words = "Choices made from earlier answers are not supported. Write them on the choices sheet."
        return TypeFault("unsupported_type", words)
    return TypeCell("question", entry.name, list_name, or_other=without != text)


def _unknown(text: str) -> TypeFault:
    first, _, rest = text.partition(" ")
    container = nearest(text.replace(" ", "_"), _BEGINNINGS, cutoff=0.8)
    whole = container or nearest(text, list_spellings(), cutoff=0.8)
    command = nearest(first, list_spellings())
    meant = whole or (f"{command} {rest}".strip() if command else "")
    return TypeFault(
        "unknown_type", f"There is no type {text!r}." + (f" Did you mean {meant!r}?" if meant else "")
    )
