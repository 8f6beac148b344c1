"""Above a page stand links to the same page in the other languages, where there is one."""

from html import escape
from pathlib import PurePosixPath
from typing import Any

from page_language import language_of
from sphinx.application import Sphinx

NAMES = {"ru": "Русский", "kk": "Қазақша", "en": "English"}


def link(app: Sphinx, page: str, _template: str, context: dict[str, Any], _tree: object) -> None:
    """Put the links before the text of the page."""
    if "body" not in context:
        return
    found = {language_of(each): each for each in app.env.found_docs if _subject(each) == _subject(page)}
    if len(found) > 1:
        links = [_link(app, page, language, found[language]) for language in NAMES if language in found]
        context["body"] = f'<p class="languages">{" · ".join(links)}</p>{context["body"]}'


def _subject(page: str) -> tuple[str, ...]:
    """What a page is about: its name without what tells the language."""
    path = PurePosixPath(page)
    plain = path.with_suffix("") if path.suffix.removeprefix(".") in NAMES else path
    return tuple(part for part in plain.parts if part not in NAMES)


def _link(app: Sphinx, page: str, language: str, other: str) -> str:
    if other == page:
        return f"<strong>{NAMES[language]}</strong>"
    address = escape(app.builder.get_relative_uri(page, other))
    return f'<a href="{address}" hreflang="{language}" lang="{language}">{NAMES[language]}</a>'


def setup(app: Sphinx) -> dict[str, Any]:
    """Called by Sphinx."""
    app.connect("html-page-context", link)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
