"""The language of a page: it is part of the address, and texts come from the catalogues in ``translations``.

The ``.po`` files are compiled in memory at start, so there is no build step and no stale ``.mo`` file.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.dates import format_date, format_skeleton
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations
from flask import Flask, g, has_app_context, has_request_context, request
from werkzeug.routing import BaseConverter

from cmm.domain.language import SCREEN_LANGUAGES, Translated, in_language

LANGUAGE_NAMES = {"ru": "Русский", "kk": "Қазақша", "en": "English"}
CATALOGUES = Path(__file__).resolve().parent.parent / "translations"


class LanguageConverter(BaseConverter):
    """The ``<lang:language>`` part of an address."""

    regex = "|".join(SCREEN_LANGUAGES)
    part_isolating = True


def init_i18n(app: Flask) -> None:
    """Give the application its language converter, template functions and address defaults."""
    app.url_map.converters["lang"] = LanguageConverter
    app.url_value_preprocessor(_take_language)
    app.url_defaults(_give_language)
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.filters.update(words=words, day=day, short_day=short_day, number=number)
    app.jinja_env.globals.update(current_language=current_language, LANGUAGE_NAMES=LANGUAGE_NAMES)


def current_language() -> str:
    """The language of this page, or of what is being written: from the address (an unknown one, too) or
    `speaking`, else the best that the browser asks for, else Russian.
    """
    if not has_app_context() or ("language" not in g and not has_request_context()):
        return SCREEN_LANGUAGES[0]
    if "language" not in g:
        g.language = _language_of_path() or request.accept_languages.best_match(
            SCREEN_LANGUAGES, SCREEN_LANGUAGES[0]
        )
    return str(g.language)


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Texts in `language` for a while, whatever the address says: for sheets that speak several languages."""
    before = current_language()
    g.language = language
    try:
        yield
    finally:
        g.language = before


def gettext(message: str) -> str:
    """`message` in the language of this page."""
    return str(catalogue(current_language()).ugettext(message))


def ngettext(singular: str, plural: str, count: int) -> str:
    """The right plural form for the whole number `count`."""
    return str(catalogue(current_language()).ungettext(singular, plural, count))


def words(text: Translated) -> str:
    """Template filter: a translated text in the language of this page."""
    return in_language(text, current_language())


def day(value: date | str) -> str:
    """Template filter: a date written out, "22 ноября 2026". Without the Russian "г.": at the end of a
    sentence it would stand before another full stop.
    """
    return (
        str(format_date(_moment(value), format="long", locale=current_language())).removesuffix("г.").strip()
    )


def period(first: date | str, last: date | str) -> str:
    """Two days and what is between them, the year once: "11 октября – 8 ноября 2026", one day alone."""
    begin, end = _moment(first), _moment(last)
    if begin == end:
        return day(end)
    whole, year_leads = (day(begin), day(end)), day(end).startswith(str(end.year))
    if begin.year != end.year:
        return " – ".join(whole)
    return f"{whole[0]} – {_month_day(end)}" if year_leads else f"{_month_day(begin)} – {whole[1]}"


def short_day(value: date) -> str:
    """Template filter: day and month, "16 нояб."."""
    return str(format_date(value, format="d MMM", locale=current_language()))


def number(value: int) -> str:
    """Template filter: a whole number with the thousands separator of the language."""
    return str(format_decimal(value, locale=current_language()))


@cache
def catalogue(language: str) -> NullTranslations:
    """The compiled catalogue of `language`; English is the language of the source and has none."""
    path = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    if not path.is_file():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as source:
        write_mo(compiled, read_po(source, locale=language))
    compiled.seek(0)
    return Translations(compiled)


def _moment(value: date | str) -> date:
    return date.fromisoformat(value) if isinstance(value, str) else value


def _month_day(value: date) -> str:
    return str(format_skeleton("MMMMd", value, locale=current_language()))


def _language_of_path() -> str:
    """The language in which an address begins; "" where it begins otherwise."""
    first = request.path.removeprefix("/").partition("/")[0]
    return first if first in SCREEN_LANGUAGES else ""


def _take_language(_endpoint: str | None, values: dict[str, object] | None) -> None:
    if values and "language" in values:
        g.language = values.pop("language")


def _give_language(endpoint: str, values: dict[str, object]) -> None:
    from flask import current_app

    if "language" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "language"):
        values["language"] = current_language()
