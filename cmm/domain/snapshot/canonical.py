"""One content, one sequence of bytes: so a digest names what was published, and anyone can check it."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

FORMAT = 1
"""Version of the snapshot JSON; raised when an older reader would misunderstand it."""

_OF_THE_PUBLICATION = ("number", "supersedes", "prepared_on")


class NotCanonical(Exception):
    """A snapshot holds something that has no single spelling: a float, or a value JSON does not know."""


def canonical_bytes(content: Mapping[str, Any]) -> bytes:
    """Sorted keys, no spaces, UTF-8, whole numbers only. Raises NotCanonical."""
    _check(content)
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def digest_of(content: bytes) -> str:
    """SHA-256 of the canonical bytes, in hex."""
    return hashlib.sha256(content).hexdigest()


def same_figures(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two contents differ in nothing but the number and date of their publication."""
    return _without_publication(one) == _without_publication(other)


def _check(value: Any) -> None:
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise NotCanonical("key")
        for inner in value.values():
            _check(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _check(inner)
    elif not (value is None or isinstance(value, str | int)):
        raise NotCanonical(type(value).__name__)


def _without_publication(content: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in content.items() if key not in _OF_THE_PUBLICATION}
