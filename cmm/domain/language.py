"""Languages of texts that people read: codes, fallback order, one translated text.

A translated text is a plain mapping ``{"ru": "...", "kk": "...", "en": "..."}``; any number of languages.
"""

from collections.abc import Mapping

Translated = Mapping[str, str]

SCREEN_LANGUAGES = ("ru", "kk", "en")
"""The languages the pages themselves speak, in the order they are offered."""


def in_language(text: Translated, language: str, default: str = "en") -> str:
    """Return `text` in `language`, else in `default`, else in any language it has, else ""."""
    for code in (language, default, *SCREEN_LANGUAGES):
        if text.get(code):
            return text[code]
    return next((words for words in text.values() if words), "")
