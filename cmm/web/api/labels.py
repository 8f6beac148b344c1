"""Texts of a snapshot in the languages that were asked for: always an object, language by language."""

from collections.abc import Callable, Mapping

from cmm.domain.language import Translated, in_language
from cmm.web.api.asking import Asked
from cmm.web.i18n import speaking


def label(text: Translated, asked: Asked) -> Mapping[str, str]:
    """All languages there are, or the one that was asked for; where it is missing, in another language."""
    return {asked.language: in_language(text, asked.language)} if asked.language else dict(text)


def said(tell: Callable[[], str], asked: Asked) -> Mapping[str, str]:
    """What `tell` says in each language of the pages, or in the one that was asked for."""
    texts = {}
    for language in asked.spoken:
        with speaking(language):
            texts[language] = tell()
    return texts
