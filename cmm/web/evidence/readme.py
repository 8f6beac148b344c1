"""Plain texts of a pack, in the language that is spoken now: what it is, how it is checked, who confirmed
it.
"""

from collections.abc import Iterator
from textwrap import fill

from cmm.domain.evidence.archive import PUBLIC_KEY, SIGNATURE, SUMS
from cmm.domain.snapshot import by_open_link, known_clients_source
from cmm.web.evidence.files import FOLDER, permanent_page
from cmm.web.evidence.source import PackSource
from cmm.web.evidence.words import priority_rule
from cmm.web.i18n import current_language, day, words
from cmm.web.i18n import gettext as _
from cmm.web.reading.figures import Figures
from cmm.web.reading.page import describe_period
from cmm.web.reading.voices import CityVoices, list_voices

WIDTH = 78
COMMAND = "    "


def tell_readme(source: PackSource, public_key: str) -> str:
    """The README of a pack that `public_key` (hexadecimal) signed."""
    title = words(source.published.snapshot.title)
    parts = [
        [title, "=" * len(title)],
        _wrapped(_facts(source)),
        [_("What is inside"), ""],
        [line for name, about in list_contents() for line in _entry(name, about)],
        _wrapped([_general_words()]),
        [_("Is it genuine?"), ""],
        _wrapped(_checks(source, public_key)),
        [_("Licence"), ""],
        _wrapped([_licence()]),
    ]
    return "\n".join("\n".join(part).rstrip() + "\n" for part in parts)


def list_contents() -> list[tuple[str, str]]:
    """Files and folders of a pack with what they are for."""
    language = current_language()
    return [
        (
            f"{language}/brief.pdf, brief.docx",
            _("One page with the main findings; the second file can be edited"),
        ),
        (
            f"{language}/report.pdf, report.docx",
            _("The full report with method, limits and every question"),
        ),
        (f"{language}/figures/", _("A figure for each indicator: SVG for print, PNG for presentations")),
        (f"{language}/figures/questions/", _("All answers to each question as a figure, for print (SVG)")),
        (f"{language}/tables.xlsx", _("All figures, crosswalk and codebook as one workbook")),
        (
            f"{language}/*-excel.csv",
            _("The same tables one by one; a double click opens them in Excel"),
        ),
        (f"{language}/questionnaire.pdf", _("What was asked, word for word")),
        (f"{language}/validation.txt", _("What communities and providers said to the figures")),
        (
            f"{language}/promises-excel.csv, {FOLDER}/promises.csv",
            _("What was asked of offices, what they answered, what came of it; if anything was asked"),
        ),
        (f"{FOLDER}/", _("The same for programs: CSV with datapackage.json, HXL, DHIS2, SPSS")),
        ("CITATION.cff, citation.csl.json", _("How to cite, for programs")),
        ("snapshot.json", _("The publication itself, from which all else is made")),
        ("questionnaire.json, validation.json", _("Questionnaire and record for programs")),
        (f"{SUMS}, {SIGNATURE}, {PUBLIC_KEY}", _("By these anybody can check that nothing was changed")),
    ]


def tell_about(source: PackSource) -> list[str]:
    """The lines of the sheet "About"."""
    return [
        words(source.published.snapshot.title),
        *_facts(source),
        _("Counts are rounded to multiples of 5 by a rule that protects people; shares are made of them."),
        _("The range of a share covers chance and rounding. Fewer than 20 answers: words only."),
        *_population(source),
        _("Cities with fewer than ten answers are joined with another one."),
        *priority_rule(),
        _general_words(),
        _licence(),
    ]


def tell_record(source: PackSource) -> str:
    """The meetings of the communities and the replies of providers, city by city."""
    figures = Figures(source.published.snapshot)
    cities = [
        city
        for unit in source.published.snapshot.units
        for city in list_voices(figures, source.published.voices, unit)
    ]
    lines = [line for city in cities for line in _city(city)]
    nothing = [_("Nothing was recorded.")]
    head = [words(source.published.snapshot.title), _("What the community and the provider say"), ""]
    return "\n".join([*head, *_wrapped(lines or nothing)]) + "\n"


def _facts(source: PackSource) -> Iterator[str]:
    published = source.published
    if published.content["invented"]:
        yield _("Invented answers.") + " " + _("Nobody gave these answers; do not quote them.")
    yield _("Collected by the people who use these services, %(period)s.") % {
        "period": describe_period(published.content)
    }
    yield _("Publication %(number)s, %(day)s.") % {
        "number": published.number,
        "day": day(published.published_on),
    }
    yield f"SHA-256 {published.digest}"
    yield permanent_page(source, current_language())


def _population(source: PackSource) -> Iterator[str]:
    """Who counted the clients, and whether the ranges count on it."""
    snapshot = source.published.snapshot
    if known_clients_source(snapshot):
        yield _("The numbers of known clients come from: %(source)s") % {
            "source": known_clients_source(snapshot)
        }
    if by_open_link(snapshot):
        yield _("Answers came by an open link, so the ranges do not count on the number of known clients.")


def _checks(source: PackSource, public_key: str) -> list[str]:
    page = f"{source.address}/{current_language()}/verify"
    return [
        _("Open %(address)s and choose this zip. Nothing of it is kept.") % {"address": page},
        _("Or, on a computer with the program:"),
        f"{COMMAND}flask --app cmm snapshots verify FILE.zip --key {public_key}",
        _("Or with common tools, in the unpacked folder:"),
        f"{COMMAND}sha256sum -c {SUMS}",
        f"{COMMAND}openssl pkeyutl -verify -pubin -inkey {PUBLIC_KEY} -rawin -in {SUMS} -sigfile {SIGNATURE}",
        _("The public key of the site that published it is on the same page. It has to be this one:"),
        f"{COMMAND}{public_key}",
    ]


def _general_words() -> str:
    """About the crosswalk, wherever it is shown."""
    return _("Lines of national programmes are general words. Compare them with the current text.")


def _licence() -> str:
    return _("You may use, copy and change all of it if you say where it comes from (CC BY 4.0).")


def _city(city: CityVoices) -> Iterator[str]:
    if city.meeting:
        yield city.meeting
    if city.corrections:
        yield city.corrections
    if city.reply:
        replied = _("%(city)s: %(provider)s replied on %(day)s:") % {
            "city": city.city,
            "provider": city.reply.provider,
            "day": day(city.reply.replied_on),
        }
        yield f"{replied} {city.reply.words}"


def _entry(name: str, about: str) -> list[str]:
    return [name, fill(about, WIDTH, initial_indent="    ", subsequent_indent="    ")]


def _wrapped(lines: Iterator[str] | list[str]) -> list[str]:
    """Lines for a terminal; commands, which begin with COMMAND, stay whole."""
    return [
        line
        if line.startswith(COMMAND)
        else fill(line, WIDTH, break_long_words=False, break_on_hyphens=False)
        for line in lines
    ]
