"""The columns of a sheet: XLSForm's name for each header, its language, and headers that mean nothing to
us.
"""

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from cmm.domain.questionnaire.adapter import split_header
from cmm.domain.questionnaire.problems import Problem
from cmm.domain.questionnaire.sheets import Sheet

TRANSLATED = ("label", "hint", "guidance_hint", "constraint_message", "required_message", "audio", "title")
"""Columns that people read or hear, so one per language."""

_SURVEY: Mapping[tuple[str, ...], str] = {
    ("type",): "type",
    ("name",): "name",
    ("label",): "label",
    ("hint",): "hint",
    ("guidance_hint",): "guidance_hint",
    ("bind", "required"): "required",
    ("bind", "jr:requiredmsg"): "required_message",
    ("bind", "relevant"): "relevant",
    ("bind", "constraint"): "constraint",
    ("bind", "jr:constraintmsg"): "constraint_message",
    ("bind", "calculate"): "calculation",
    ("control", "appearance"): "appearance",
    ("control", "jr:count"): "repeat_count",
    ("choice_filter",): "choice_filter",
    ("parameters",): "parameters",
    ("media", "audio"): "audio",
    ("disabled",): "disabled",
}
_CHOICES: Mapping[tuple[str, ...], str] = {
    ("list name",): "list_name",
    ("name",): "name",
    ("label",): "label",
    ("media", "image"): "image",
    ("media", "big-image"): "image",
}
_SETTINGS: Mapping[tuple[str, ...], str] = {
    ("title",): "title",
    ("id_string",): "form_id",
    ("version",): "version",
    ("default_language",): "default_language",
    ("style",): "style",
}
_KNOWN = {"survey": _SURVEY, "choices": _CHOICES, "settings": _SETTINGS}

_WITHOUT_EFFECT = {
    "survey": {"default", "trigger", "media", "bind", "control", "instance", "query", "intent", "actions"}
    | {"sms_field", "sms_option", "sms_separator", "accuracythreshold", "parent", "extra_data", "itemset"},
    "choices": {"media", "sms_option"},
    "settings": {"name", "instance_name", "instance_id", "public_key", "submission_url", "auto_send"}
    | {
        "auto_delete",
        "allow_choice_duplicates",
        "namespaces",
        "clean_text_values",
        "omit_instanceid",
        "prefix",
    }
    | {
        "delimiter",
        "attribute",
        "client_editable",
        "entity_version",
        "instance_xmlns",
        "sms_keyword",
        "flat",
    },
}
_SPELLINGS = {
    "survey": (
        "type name label hint guidance_hint required required_message relevant constraint constraint_message "
        "calculation appearance repeat_count choice_filter parameters default read_only trigger image "
        "audio video"
    ),
    "choices": "list_name name label image audio video",
    "settings": "form_title form_id version default_language style instance_name",
}
_PRIVATE = re.compile(
    r"^_|(?:^|[\W_])(?:notes?|comments?|remarks?|todo|memo|internal|private|draft|status|author|reviewer?|"
    r"заметк\w*|комментари\w*|примечани\w*|ескерт\w*)(?:$|[\W_])",
    re.IGNORECASE,
)


MOST_COMPARED = 500
"""Known words that a mistyped one is compared with, so that a huge form is still answered soon."""


class Use(Enum):
    """What we do with a column."""

    READ = "read"
    FILTER = "filter"
    WITHOUT_EFFECT = "without effect"
    PRIVATE = "private"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Column:
    """A header of a sheet: `name` is XLSForm's, `language` as written ("Русский (ru)") or None."""

    header: str
    name: str
    use: Use
    language: str | None = None


def read_columns(sheet: Sheet) -> tuple[Column, ...]:
    """What each header of a survey, choices or settings sheet stands for."""
    return tuple(_column(sheet, header) for header in sheet.headers)


def check_columns(sheet: Sheet, columns: tuple[Column, ...]) -> list[Problem]:
    """Headers that no reader of XLSForm knows, headers that have no effect here, and two headers for one
    thing.
    """
    problems = []
    for column in columns:
        if column.use is Use.UNKNOWN:
            problems.append(_unknown(sheet, column))
        elif column.use in (Use.WITHOUT_EFFECT, Use.PRIVATE):
            problems.append(_without_effect(sheet, column))
    return problems + _twice(sheet, columns)


def nearest(word: str, known: list[str], cutoff: float = 0.72) -> str | None:
    """The known word that `word` was probably meant to be, if any."""
    found = difflib.get_close_matches(word.lower(), known[:MOST_COMPARED], n=1, cutoff=cutoff)
    return found[0] if found else None


def nearest_header(sheet_name: str, header: str) -> str | None:
    """The standard header that an unknown one was probably meant to be: "relavant" is "relevant"."""
    first = "_".join(re.split(r":+", header)[0].split()).replace("-", "_")
    return nearest(first, _SPELLINGS[sheet_name].split())


def _column(sheet: Sheet, header: str) -> Column:
    kind = sheet.name.lower()
    tokens = split_header(sheet, header)
    for length in (2, 1):
        name = _KNOWN[kind].get(tuple(token.lower() for token in tokens[:length]))
        if name:
            return _known(header, name, tokens[length:])
    if tokens[0].lower() in _WITHOUT_EFFECT[kind]:
        return Column(header, tokens[0].lower(), Use.WITHOUT_EFFECT)
    if _PRIVATE.search(header):
        return Column(header, header, Use.PRIVATE)
    return Column(header, header, Use.FILTER if kind == "choices" else Use.UNKNOWN)


def _known(header: str, name: str, rest: tuple[str, ...]) -> Column:
    if not rest:
        return Column(header, name, Use.READ)
    if name in TRANSLATED and len(rest) == 1 and rest[0]:
        return Column(header, name, Use.READ, rest[0])
    return Column(header, header, Use.UNKNOWN)


def _unknown(sheet: Sheet, column: Column) -> Problem:
    kind = sheet.name.lower()
    meant = nearest_header(kind, column.header)
    filled = any(column.header in row.cells for row in sheet.rows)
    advice = (
        f"Did you mean {meant!r}?"
        if meant
        else "If it is your own note, let its header begin with an underscore."
    )
    return Problem(
        "unknown_column",
        f"XLSForm has no column {column.header!r}, so its cells would be lost. {advice}",
        kind,
        sheet.header_number,
        column.header,
        warning=not filled or (kind == "settings" and not meant),
    )


def _without_effect(sheet: Sheet, column: Column) -> Problem:
    private = column.use is Use.PRIVATE
    words = (
        "is taken for your own note and passed over" if private else "has no effect here and is passed over"
    )
    code = "private_column" if private else "column_without_effect"
    words = f"The column {column.header!r} {words}."
    return Problem(code, words, sheet.name.lower(), sheet.header_number, column.header, warning=True)


def _twice(sheet: Sheet, columns: tuple[Column, ...]) -> list[Problem]:
    seen: dict[tuple[str, str | None], Column] = {}
    problems = []
    for column in columns:
        first = seen.setdefault((column.name, column.language), column) if column.use is Use.READ else column
        if first.header != column.header and column.name != "image":
            words = f"The columns {first.header!r} and {column.header!r} mean the same. Keep one of them."
            kind = sheet.name.lower()
            problems.append(Problem("duplicate_column", words, kind, sheet.header_number, column.header))
    return problems
