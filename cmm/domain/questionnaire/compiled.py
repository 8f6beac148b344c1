"""A questionnaire as JSON and back: what the store keeps, what a phone receives, and its digest."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from cmm.domain.questionnaire.model import FORMAT, Choice, Group, Item, Question, Questionnaire, Repeat

_KINDS: Mapping[str, type[Item]] = {"question": Question, "group": Group, "repeat": Repeat}
_TEXTS = ("label", "hint", "guidance_hint", "required_message", "constraint_message", "audio")


class CompiledUnreadable(Exception):
    """The JSON is not a compiled questionnaire, or of a format that this version does not know."""


def to_json(questionnaire: Questionnaire) -> dict[str, Any]:
    """The questionnaire as plain JSON values. What is empty is left out."""
    return {
        "format": FORMAT,
        "form_id": questionnaire.form_id,
        "version": questionnaire.version,
        "title": dict(questionnaire.title),
        "languages": list(questionnaire.languages),
        "items": [_item_to_json(item) for item in questionnaire.items],
        "choices": {
            name: [_choice_to_json(choice) for choice in choices]
            for name, choices in questionnaire.choices.items()
        },
    }


def from_json(compiled: Mapping[str, Any]) -> Questionnaire:
    """The questionnaire that `to_json` wrote. Raises `CompiledUnreadable`."""
    if not isinstance(compiled, Mapping) or compiled.get("format") != FORMAT:
        raise CompiledUnreadable(f"not a compiled questionnaire of format {FORMAT}")
    try:
        return Questionnaire(
            form_id=compiled["form_id"],
            version=compiled["version"],
            title=dict(compiled["title"]),
            languages=tuple(compiled["languages"]),
            items=tuple(_item_from_json(item) for item in compiled["items"]),
            choices={
                name: tuple(_choice_from_json(choice) for choice in choices)
                for name, choices in compiled["choices"].items()
            },
        )
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
        raise CompiledUnreadable("the compiled questionnaire is damaged") from error


def canonical_bytes(questionnaire: Questionnaire) -> bytes:
    """The one way to write a questionnaire as bytes: sorted keys, no spaces, UTF-8."""
    text = json.dumps(to_json(questionnaire), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def digest(questionnaire: Questionnaire) -> str:
    """SHA-256 of the canonical bytes, in hexadecimal."""
    return hashlib.sha256(canonical_bytes(questionnaire)).hexdigest()


def _item_to_json(item: Item) -> dict[str, Any]:
    kind = next(kind for kind, cls in _KINDS.items() if isinstance(item, cls))
    found: dict[str, Any] = {"kind": kind}
    for entry in fields(item):
        value = getattr(item, entry.name)
        if entry.name == "items":
            found["items"] = [_item_to_json(inner) for inner in value]
        elif value is not None and value not in ({}, ()):
            found[entry.name] = _plain(value)
    return found


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return list(value)
    if isinstance(value, Mapping):
        return {key: _whole(inner) for key, inner in value.items()}
    return value


def _whole(value: Any) -> Any:
    """Whole numbers without ".0", so that every language writes the same bytes."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _item_from_json(found: Mapping[str, Any]) -> Item:
    cls = _KINDS[found["kind"]]
    known = {entry.name: entry for entry in fields(cls)}
    unknown = set(found) - set(known) - {"kind"}
    if unknown:
        raise ValueError(f"unknown keys {sorted(unknown)}")
    return cls(**{name: _field_from_json(name, found[name]) for name in known if name in found})


def _field_from_json(name: str, value: Any) -> Any:
    if name == "items":
        return tuple(_item_from_json(inner) for inner in value)
    if name == "appearance":
        return tuple(value)
    if name == "parameters":
        return {key: float(number) for key, number in value.items()}
    return dict(value) if name in _TEXTS else value


def _choice_to_json(choice: Choice) -> dict[str, Any]:
    found: dict[str, Any] = {"name": choice.name, "label": dict(choice.label)}
    return {**found, "attributes": dict(choice.attributes)} if choice.attributes else found


def _choice_from_json(found: Mapping[str, Any]) -> Choice:
    return Choice(found["name"], dict(found["label"]), dict(found.get("attributes", {})))
