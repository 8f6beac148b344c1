"""Codes and names of places, checked before they are kept."""

import re

from cmm.domain.language import Translated
from cmm.domain.refusal import Refusal

CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
"""Codes stand in addresses and file names; "+" and ":" are left free for merged cities and for commands."""


class BadCode(Refusal):
    """A code has small Latin letters, digits, "-" and "_" only, at most 40."""


class CodeTaken(Refusal):
    """Something else has this code."""


class NameMissing(Refusal):
    """At least one language must have a name."""


def check_code(code: str) -> None:
    """Raises BadCode."""
    if not CODE.fullmatch(code):
        raise BadCode(code)


def checked_names(names: Translated) -> dict[str, str]:
    """The names that say something, trimmed. Raises NameMissing when none does."""
    kept = {language: words.strip() for language, words in names.items() if words.strip()}
    if not kept:
        raise NameMissing
    return kept
