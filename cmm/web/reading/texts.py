"""What people wrote in their own words, for the whole round: themes with their shares, and retold texts."""

from dataclasses import dataclass

from cmm.domain.snapshot import EVERYWHERE
from cmm.web.i18n import words
from cmm.web.reading.figures import Figures, Json
from cmm.web.reading.shares import Share, build_share

BESIDE_THEMES = 2
"""The last two answers of a table of themes: texts about something else, and people without a theme."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A sentence of one person, retold or quoted, in the language in which it was written down."""

    words: str
    language: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class ThemeRow:
    """One theme with its share of all who took part."""

    label: str
    share: Share
    voices: tuple[Voice, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The texts of one question. `of` is how many took part; the largest themes stand first."""

    name: str
    label: str
    of: int
    themes: tuple[ThemeRow, ...]
    others: tuple[ThemeRow, ...]

    @property
    def told(self) -> list[ThemeRow]:
        """Themes of which something is retold or quoted."""
        return [theme for theme in self.themes if theme.voices]


def list_own_words(figures: Figures) -> list[OwnWords]:
    """One entry for each question with published themes."""
    return [_own_words(figures, table) for table in figures.content.get("themes", ())]


def _own_words(figures: Figures, table: Json) -> OwnWords:
    of, population = table["of"], figures.population(EVERYWHERE)
    told = [text for text in figures.content.get("texts", ()) if text["question"] == table["question"]]
    rows = [
        ThemeRow(
            words(answer["label"]),
            build_share(count, of, population=population),
            tuple(_voice(text) for text in told if text["theme"] == answer["code"]),
        )
        for answer, count in zip(table["answers"], table["counts"], strict=True)
    ]
    themes = sorted(rows[:-BESIDE_THEMES], key=lambda row: -row.share.count)
    return OwnWords(table["question"], words(table["label"]), of, tuple(themes), tuple(rows[-BESIDE_THEMES:]))


def _voice(text: Json) -> Voice:
    return Voice(text["words"], text["language"], text["kind"] == "quote")
