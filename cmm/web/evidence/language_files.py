"""The folder of one language in a pack: documents, figures, tables for spreadsheets, questionnaire,
record.
"""

from flask import render_template

from cmm.domain.evidence.crosswalk import CrosswalkPlan
from cmm.domain.evidence.csv_file import write_csv
from cmm.domain.evidence.table import Table
from cmm.domain.evidence.workbook import Sheet, write_workbook
from cmm.domain.snapshot import EVERYWHERE
from cmm.web.drawing import FigureSource, draw_indicator, draw_question, make_png
from cmm.web.evidence.documents import build_documents
from cmm.web.evidence.files import Files, all_tables, permanent_page
from cmm.web.evidence.readme import tell_about, tell_record
from cmm.web.evidence.source import PackSource
from cmm.web.evidence.words import column_titles, say_codes, sheet_titles
from cmm.web.i18n import current_language, speaking, words
from cmm.web.paper.sheet import build_paper
from cmm.web.pdf import make_pdf
from cmm.web.reading.figures import Figures
from cmm.web.reading.page import describe_period

PNG_WIDTH = 960
"""Pixels: one and a half times the drawing. Wider ones would make most of the pack."""


def write_language_files(source: PackSource, plan: CrosswalkPlan, language: str) -> Files:
    """Everything in the folder of a language, by its name there. Raises PrintingUnavailable."""
    with speaking(language):
        return {
            **build_documents(source, language),
            **_write_figures(source),
            **write_tables(source, plan),
            "questionnaire.pdf": _print_questionnaire(source),
            "validation.txt": tell_record(source).encode("utf-8-sig"),
        }


def write_tables(source: PackSource, plan: CrosswalkPlan) -> Files:
    """All tables in the language that is spoken now: each as CSV for Excel, and together as a workbook."""
    tables = all_tables(source, plan, current_language(), say_codes())
    titles = column_titles()
    sheets = [*(_sheet(table, titles) for table in tables), _about(source)]
    title = words(source.published.snapshot.title)
    files = {
        f"{table.name}-excel.csv": write_csv([_heading(table, titles), *table.rows], excel=True)
        for table in tables
    }
    made_on = source.published.published_on
    return files | {"tables.xlsx": write_workbook(sheets, title=title, made_on=made_on)}


def _write_figures(source: PackSource) -> Files:
    """Each indicator for the whole round as a drawing and as a picture, each question as a drawing
    alone, so that the pack stays as large as it was: PNG files of questions are on their pages.
    """
    figures = Figures(source.published.snapshot)
    origin = _figure_source(source)
    files: Files = {}
    for indicator in figures.content["indicators"]:
        svg = draw_indicator(figures, indicator, EVERYWHERE, source=origin)
        files[f"figures/{indicator['id']}.svg"] = svg.encode()
        files[f"figures/{indicator['id']}.png"] = make_png(svg, width=PNG_WIDTH)
    for name in figures.snapshot.tables:
        svg = draw_question(figures, figures.questions[name], EVERYWHERE, source=origin)
        files[f"figures/questions/{name.replace('/', '-')}.svg"] = svg.encode()
    return files


def _figure_source(source: PackSource) -> FigureSource:
    published = source.published
    content = published.content
    return FigureSource(
        title=words(published.snapshot.title),
        period=describe_period(content),
        address=permanent_page(source, current_language()),
        published_on=published.published_on,
        number=published.number,
        invented=bool(content["invented"]),
    )


def _sheet(table: Table, titles: dict[str, str]) -> Sheet:
    return Sheet(sheet_titles()[table.name], _heading(table, titles), table.rows)


def _heading(table: Table, titles: dict[str, str]) -> list[str]:
    return [titles[name] for name in table.heading]


def _about(source: PackSource) -> Sheet:
    return Sheet(sheet_titles()["about"], (), [(line,) for line in tell_about(source)])


def _print_questionnaire(source: PackSource) -> bytes:
    """The questionnaire on paper, as it was asked."""
    content = source.published.content
    cities = [city for unit in content["units"] for city in unit["cities"]]
    paper = build_paper(
        source.questionnaire,
        titles=content["title"],
        cities=[(city["code"], city["names"]) for city in (*cities, *content["cities_without_figures"])],
        access=content["access"],
        invented=content["invented"],
    )
    return make_pdf(render_template("print/paper.html", paper=paper), "css/paper.css").content
