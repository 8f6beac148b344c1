"""The catalogues hold every text of the pages, complete and fresh, in respectful words."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from tests.rules.checkout import PACKAGE, ROOT, list_files

TRANSLATIONS = PACKAGE / "translations"
LANGUAGES = ("ru", "kk")
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}
PLURAL_FORMS = {"ru": 3, "kk": 2}
ANOTHER_WORD = {
    "ru": {"—": ".", "запечат": "."},
    "kk": {"—": ".", "мөрле": ".", "өшір": r"\b(disable|revoke)"},
}
"""Words that stand in no translation, or in none of an English text like this; see `docs/glossary.md`."""
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|\{\w*\}|%[sd]")
DISRESPECTFUL = re.compile(
    r"нарко" + r"ман|нашақ" + r"ор|\baddict(?!ion)|\babus|\bjunk" + r"ie|злоупотреб" + r"л"
    r"|\b(?:stay|be|is|are|am|been|got|get) clean\b|\bclean (?:from|of|for)\b|\bчист\w* от наркот",
    flags=re.IGNORECASE,
)

Text = str | tuple[str, ...] | list[str] | None
"""One text, or its forms for one and for many; None where nothing is translated yet."""


@cache
def extracted() -> frozenset[Text]:
    """Every text that templates and Python mark for translation."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as config:
        methods, options = parse_mapping_cfg(config)  # type: ignore[no-untyped-call]
    found = extract_from_dir(ROOT, methods, options, keywords=KEYWORDS, directory_filter=_is_ours)
    return frozenset(message if isinstance(message, str) else tuple(message) for _, _, message, _, _ in found)


@cache
def catalogue(language: str) -> Catalog:
    with (TRANSLATIONS / language / "LC_MESSAGES" / "messages.po").open("rb") as source:
        return read_po(source, locale=language)


def messages(language: str) -> list[Message]:
    return [message for message in catalogue(language) if message.id]


def test_texts_are_found() -> None:
    assert "Skip to the content" in extracted()


@pytest.mark.parametrize("language", LANGUAGES)
def test_catalogue_is_fresh(language: str) -> None:
    known = {message.id for message in messages(language)}
    assert _names(extracted() - known) == [], "run `make translations`, then translate what is new"
    assert _names(known - extracted()) == [], "run `make translations`: no page says this any more"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_translated(language: str) -> None:
    assert _names(message.id for message in messages(language) if not all(_texts(message.string))) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_fuzzy_or_left_over(language: str) -> None:
    assert _names(message.id for message in messages(language) if message.fuzzy) == []
    assert list(catalogue(language).obsolete) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_plural_forms_are_complete(language: str) -> None:
    assert catalogue(language).num_plurals == PLURAL_FORMS[language]
    plural = [message for message in messages(language) if isinstance(message.id, tuple | list)]
    assert [message.id for message in plural if len(_texts(message.string)) != PLURAL_FORMS[language]] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_survive_translation(language: str) -> None:
    changed = [
        (message.id, text)
        for message in messages(language)
        for text in _texts(message.string)
        if text and _placeholders(text) != _placeholders(_texts(message.id)[-1])
    ]
    assert changed == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_thing_has_the_same_word(language: str) -> None:
    wrong = [
        (word, text)
        for message in messages(language)
        for word, where in ANOTHER_WORD[language].items()
        if re.search(where, " ".join(_texts(message.id)), flags=re.IGNORECASE)
        for text in _texts(message.string)
        if word in text.lower()
    ]
    assert wrong == []


def test_no_text_is_disrespectful() -> None:
    spoken = [path for path in list_files(".po", ".html", ".md", ".toml") if path.is_relative_to(PACKAGE)]
    surveys = [path for path in list_files(".md", ".toml") if path.is_relative_to(ROOT / "surveys")]
    surveys.remove(ROOT / "surveys" / "terms.toml")  # lists the words that nobody is to use
    found = [(_name(path), word) for path in spoken + surveys for word in _disrespectful(path)]
    assert found == []
    assert [text for text in map(str, extracted()) if DISRESPECTFUL.search(text)] == []


def _is_ours(folder: str) -> bool:
    return not Path(folder).name.startswith((".", "_")) and Path(folder).name not in {
        "static",
        "tests",
        "build",
    }


def _texts(value: Text) -> tuple[str, ...]:
    return (value or "",) if isinstance(value, str | None) else tuple(value)


def _placeholders(text: str) -> set[str]:
    return set(PLACEHOLDER.findall(text))


def _names(ids: Iterable[Text]) -> list[str]:
    return sorted(map(str, ids))


def _disrespectful(path: Path) -> list[str]:
    return [match.group() for match in DISRESPECTFUL.finditer(path.read_text(encoding="utf-8"))]


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))
