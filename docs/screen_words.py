"""The role {ui}`...` for words of a button, a link, a field or a page, exactly as they stand on the screen.

They must be in the catalogue of the page's language. Words that are not are a warning, and `make docs` treats
warnings as errors, so the books cannot speak of a button that is called otherwise by now.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from docutils import nodes
from page_language import language_of
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxRole

CATALOGUES = Path(__file__).parents[1] / "cmm" / "translations"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
LEAST_LETTERS = 2
"""Texts with fewer letters beside their placeholders, like "%(number)s.", would match nearly anything."""

logger = logging.getLogger(__name__)


class ScreenWords(SphinxRole):
    """Bold words; unknown ones are reported with their place."""

    def run(self) -> tuple[list[nodes.Node], list[nodes.system_message]]:
        language = language_of(self.env.docname)
        if not is_on_screen(self.text, language):
            place = f"not on any screen in {language!r}: {self.text!r}"
            logger.warning(place, location=self.get_location(), type="screen_words")
        return [nodes.strong(self.rawtext, self.text, classes=["ui"])], []


def is_on_screen(words: str, language: str) -> bool:
    """Whether a text of the program says exactly this in `language`; a placeholder stands for anything."""
    known, patterns = read_texts(language)
    plain = _plain(words)
    return plain in known or any(pattern.fullmatch(plain) for pattern in patterns)


@cache
def read_texts(language: str) -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """The texts of the program without placeholders, and patterns of those with."""
    file = CATALOGUES / ("ru" if language == "en" else language) / "LC_MESSAGES" / "messages.po"
    with file.open("rb") as opened:
        texts = {_plain(text) for message in read_po(opened) for text in _texts(message, language) if text}
    with_places = [text for text in texts if PLACEHOLDER.search(text)]
    spoken = [text for text in with_places if _letters(PLACEHOLDER.sub("", text)) >= LEAST_LETTERS]
    return frozenset(texts), tuple(_pattern(text) for text in spoken)


def _texts(message: Message, language: str) -> tuple[str, ...]:
    """English texts are the names of the messages; all plural forms count."""
    said = message.id if language == "en" else message.string
    return (said,) if isinstance(said, str) else tuple(said or ())


def _plain(text: str) -> str:
    return " ".join(text.split())


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _pattern(text: str) -> re.Pattern[str]:
    fixed = [re.escape(part.replace("%%", "%")) for part in PLACEHOLDER.split(text)]
    return re.compile(".+?".join(fixed))


def setup(app: Sphinx) -> dict[str, Any]:
    """Called by Sphinx."""
    app.add_role("ui", ScreenWords())
    return {"parallel_read_safe": True, "parallel_write_safe": True}
