"""The language of a page, told by its place (`secretaries/ru/...`, `keys.ru.md`), for browsers and voices."""

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any

from sphinx.application import Sphinx

THEME_WORDS = {
    "ru": {
        "Back to top": "Наверх",
        "Home": "Начало",
        "Next": "Дальше",
        "On this page": "На этой странице",
        "Previous": "Назад",
        "Search": "Поиск",
        "Skip to content": "Перейти к содержанию",
    },
    "kk": {
        "Back to top": "Жоғарыға",
        "Home": "Басы",
        "Next": "Әрі қарай",
        "On this page": "Осы бетте",
        "Previous": "Артқа",
        "Search": "Іздеу",
        "Skip to content": "Мазмұнға өту",
    },
}
"""What the theme itself says on every page; the rest of it stays English."""


def language_of(page: str) -> str:
    """The language of a page named without its ending: "ru", "kk", or "en" where its name says nothing."""
    path = PurePosixPath(page)
    named = {*path.parts[:-1], path.suffix.removeprefix(".")}
    return next((language for language in THEME_WORDS if language in named), "en")


def speak(_app: Sphinx, page: str, _template: str, context: dict[str, Any], _tree: object) -> None:
    """Give the page its `lang`, and the words of the theme in this language."""
    language = language_of(page)
    context["language"] = language
    if language in THEME_WORDS:
        context["_"] = context["gettext"] = _translating(THEME_WORDS[language])


def _translating(words: dict[str, str]) -> Callable[..., str]:
    """A gettext for the templates; Jinja gives a {% trans %} its variables by name."""

    def translate(text: str, **variables: object) -> str:
        said = words.get(text.strip(), text)
        return said % variables if variables else said

    return translate


def setup(app: Sphinx) -> dict[str, Any]:
    """Called by Sphinx."""
    app.connect("html-page-context", speak)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
