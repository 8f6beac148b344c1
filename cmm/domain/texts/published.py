"""What of coded texts becomes part of a snapshot, as plain JSON."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cmm.domain.disclosure.tables import NO_ANSWER, ProtectedTable
from cmm.domain.disclosure.themes import MOST_WORDS, OTHER, WHOLE_ROUND
from cmm.domain.language import Translated

Json = dict[str, Any]

OTHER_WORDS = {"ru": "о другом", "kk": "басқа туралы", "en": "about something else"}
NO_THEME_WORDS = {
    "ru": "без текста или не для публикации",
    "kk": "мәтінсіз немесе жариялауға арналмаған",
    "en": "no text, or not for publication",
}
_KAZAKH = frozenset("әғқңөұүһі")


@dataclass(frozen=True, slots=True)
class WrittenWords:
    """Words that a person wrote for the public about one text. `level` is "paraphrase" or "quote"."""

    theme: str
    level: str
    words: str


def describe_themes(table: ProtectedTable, label: Translated, themes: Mapping[str, Translated]) -> Json:
    """A protected table of themes with its words; `themes` are labels by code."""
    known = {**themes, OTHER: OTHER_WORDS, NO_ANSWER: NO_THEME_WORDS}
    return {
        "question": table.question,
        "label": dict(label),
        "answers": [{"code": code, "label": dict(known[code])} for code in table.answers],
        "counts": list(table.counts[WHOLE_ROUND]),
        "of": table.of[WHOLE_ROUND],
    }


def choose_words(themes: Json, written: Iterable[WrittenWords], languages: Sequence[str]) -> Iterator[Json]:
    """Words for the listed themes of one question, theme by theme; which of many, and in which order, their
    hashes decide.
    """
    listed = [answer["code"] for answer in themes["answers"] if answer["code"] not in (OTHER, NO_ANSWER)]
    chosen = {each.words: each for each in sorted(written, key=lambda each: each.level)}
    for theme in listed:
        own = [each for each in chosen.values() if each.theme == theme and each.words]
        for each in sorted(own, key=_hash_of)[:MOST_WORDS]:
            yield {
                "question": themes["question"],
                "theme": theme,
                "kind": each.level,
                "words": each.words,
                "language": guess_language(each.words, languages),
            }


def guess_language(words: str, languages: Sequence[str]) -> str:
    """The language of a few sentences by their letters, among `languages`, the first of which is the usual
    one: so that a screen reader reads them aloud in the right one.
    """
    letters = set(words.casefold())
    cyrillic = any("а" <= letter <= "я" for letter in letters)
    guessed = "kk" if letters & _KAZAKH else "ru" if cyrillic else "en"
    return guessed if guessed in languages else languages[0]


def _hash_of(written: WrittenWords) -> bytes:
    return hashlib.sha256(written.words.encode()).digest()
