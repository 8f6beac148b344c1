"""The results: every indicator, groups of people, and what people wrote in their own words."""

from collections.abc import Iterator

from cmm.domain.snapshot import EVERYWHERE
from cmm.web.drawing import draw_indicator
from cmm.web.evidence.blocks import Block, Cell, Facts, Heading, Paragraph, Picture, Quote, Table
from cmm.web.evidence.material import Material, share_cells, share_columns, tell_share
from cmm.web.i18n import gettext as _
from cmm.web.i18n import ngettext, number
from cmm.web.reading.breakdowns import BreakdownView, list_breakdowns
from cmm.web.reading.figures import Json
from cmm.web.reading.findings import build_finding, finding_sentence
from cmm.web.reading.indicators import Dimension, IndicatorView
from cmm.web.reading.scorecard import Score, build_scorecard
from cmm.web.reading.texts import OwnWords, list_own_words

FULL_PAGE = 7
"""From so many cities on an indicator with its figure and its table fills a page."""


def results(material: Material) -> Iterator[Block]:
    """Indicator by indicator, in the order of AAAAQ, events before satisfaction."""
    yield Heading(_("What happened to people"))
    yield Paragraph(_("First what happened to people in a stated time, then how satisfied they are."))
    yield from _scorecard(material)
    described = {each["id"]: each for each in material.figures.content["indicators"]}
    for dimension in material.dimensions:
        yield from _dimension(material, dimension, described)


def groups(material: Material) -> Iterator[Block]:
    """The breakdowns that were fixed before the round opened."""
    views = list_breakdowns(material.figures)
    if views:
        yield Heading(_("Groups of people"))
        yield Paragraph(_("For the whole round only: in one city a small group could be recognised."))
    for view in views:
        yield Heading(view.label, 2)
        yield Paragraph(view.reason) if view.reason else _groups_table(view)


def own_words(material: Material) -> Iterator[Block]:
    """Themes of the texts with their shares, and what was retold or quoted."""
    views = list_own_words(material.figures)
    if views:
        yield Heading(_("In people's own words"))
        yield Paragraph(
            _(
                "People of the forum read every text whose author allowed it and put it under a theme. Some "
                "are retold in other words; quoted is only what its author allowed to quote. Which of them "
                "stand here was left to chance. City, names, days and doses are taken out."
            )
        )
    for view in views:
        yield Heading(view.label, 2)
        yield _themes(view)
        yield from _voices(view)


def _scorecard(material: Material) -> Iterator[Block]:
    """Everything at a glance, a sign and a word beside each share."""
    head = (*share_columns(_("Indicator")), _("Red line"))
    for row in build_scorecard(material.dimensions).rows:
        rows = [(score.view.label, *_score_cells(score)) for score in row.scores]
        yield Table(_("At a glance: %(dimension)s") % {"dimension": row.title}, head, rows)


def _score_cells(score: Score) -> tuple[Cell, ...]:
    cells = share_cells(score.view.share)
    return (*cells, f"{score.sign} {score.word}") if score.view.share.known else cells


def _dimension(material: Material, dimension: Dimension, described: dict[str, Json]) -> Iterator[Block]:
    full_pages = len(material.figures.units) >= FULL_PAGE
    yield Heading(dimension.title, 2, fresh=full_pages)
    yield Paragraph(dimension.meaning, "kept")
    for place, view in enumerate(dimension.indicators):
        yield Heading(view.label, 3, fresh=full_pages and place > 0)
        yield from _indicator(material, view, described[view.code])


def _indicator(material: Material, view: IndicatorView, indicator: Json) -> Iterator[Block]:
    yield Paragraph(build_finding(view).sentence, "kept")
    if view.share.known:
        figure = draw_indicator(material.figures, indicator, EVERYWHERE, source=material.figure_source())
        yield Picture(figure, finding_sentence(view, _("All cities")))
    if any(row.share.known for row in view.units):
        rows = tuple((row.name, *share_cells(row.share)) for row in view.units)
        yield Table(_("Cities in the order of the list, not ranked"), share_columns(_("City")), rows)
    else:
        yield Paragraph(_("City by city there are too few answers to say."))
    yield Facts(tuple(_how_counted(view)))


def _how_counted(view: IndicatorView) -> Iterator[tuple[str, str]]:
    yield _("Counted"), view.numerator
    yield _("Out of"), view.denominator
    if view.missing:
        yield _("Not in the sum"), ", ".join(view.missing)
    if view.standard:
        source = view.standard.get("source")
        yield _("Standard"), f"{view.standard['name']} ({source})" if source else view.standard["name"]


def _groups_table(view: BreakdownView) -> Table:
    counts = (
        ngettext("%(num)s answer", "%(num)s answers", responses) % {"num": number(responses)}
        for _label, responses in view.groups
    )
    names = (f"{label}\n{count}" for (label, _responses), count in zip(view.groups, counts, strict=True))
    rows = tuple((row.label, *(tell_share(share) for share in row.shares)) for row in view.rows)
    caption = _("Whole round, by: %(question)s") % {"question": view.label}
    return Table(caption, (_("Indicator"), *names), rows)


def _themes(view: OwnWords) -> Table:
    rows = tuple((row.label, *share_cells(row.share)) for row in (*view.themes, *view.others))
    told = _("What the texts are about: share of all %(count)s who took part")
    return Table(told % {"count": number(view.of)}, share_columns(_("Theme")), rows)


def _voices(view: OwnWords) -> Iterator[Block]:
    for theme in view.told:
        yield Heading(theme.label, 3)
        for voice in theme.voices:
            note = _("quoted with permission") if voice.quoted else _("retold")
            yield Quote(f"«{voice.words}»" if voice.quoted else voice.words, note, voice.language)
