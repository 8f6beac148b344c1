"""The full report: everything that was published about a round, in the order in which people read."""

from collections.abc import Iterator

from cmm.web.evidence.asks import crosswalk, list_asks
from cmm.web.evidence.blocks import (
    Block,
    Callout,
    Contents,
    Document,
    Heading,
    Items,
    PageBreak,
    Paragraph,
)
from cmm.web.evidence.brief import list_findings, may_and_may_not, who_where_when
from cmm.web.evidence.material import (
    Material,
    author_name,
    invented_banner,
    make_foot,
    tell_edition,
    tell_publication,
)
from cmm.web.evidence.report_annex import annex
from cmm.web.evidence.report_method import method_statement, precision
from cmm.web.evidence.report_promises import promises
from cmm.web.evidence.report_record import limitations, record
from cmm.web.evidence.report_results import groups, own_words, results
from cmm.web.i18n import current_language
from cmm.web.i18n import gettext as _
from cmm.web.reading.page import list_silent


def build_report(material: Material) -> Document:
    """The whole round, every indicator, every question."""
    return Document(
        shape="report",
        title=material.title,
        over=_("Full report: what clients say about their services"),
        language=current_language(),
        author=author_name(),
        subject=tell_publication(material),
        made_on=material.source.published.published_on,
        foot=make_foot(material),
        blocks=tuple(_blocks(material)),
    )


def _blocks(material: Material) -> Iterator[Block]:
    yield from _cover(material)
    yield from _summary(material)
    yield from method_statement(material)
    yield from precision(material)
    yield from results(material)
    yield from groups(material)
    yield from own_words(material)
    yield from record(material)
    yield from promises(material)
    yield from crosswalk(material)
    yield from limitations(material)
    yield from annex(material)


def _cover(material: Material) -> Iterator[Block]:
    if material.invented:
        yield invented_banner()
    yield who_where_when(material)
    yield Callout(
        _("Who owns these figures"),
        (
            _("The answers and the figures belong to the community of the people who use these services."),
            _(
                "No clinic, ministry, police or donor sees single answers, and none of them decides what is "
                "published. Who pays for the work has no say in the result."
            ),
            _("These figures may be quoted with the name of the round, the range and the number of answers."),
        ),
    )
    yield Paragraph(material.address, "quiet")
    if material.source.contact:
        yield Paragraph(f"{_('Write to the forum')}: {material.source.contact}", "quiet")
    yield Paragraph(f"{tell_edition(material)}\nSHA-256 {material.digest}", "quiet")
    yield PageBreak()
    yield Contents(_("Contents"))
    yield PageBreak()


def _summary(material: Material) -> Iterator[Block]:
    yield Heading(_("Summary"))
    yield Paragraph(material.claims.basis, "lead")
    yield Heading(_("What stands out"), 2)
    if material.standing_out:
        yield Items(list_findings(material), numbered=True)
        yield Paragraph(
            _(
                "The problems that met the most people, counted at the careful end of each interval. "
                "The most frequent is not always the gravest: read the others too."
            ),
            "quiet",
        )
        yield Heading(_("What we ask for"), 2)
        yield Items(list_asks(material), numbered=True)
    else:
        yield Paragraph(_("There are too few answers to name what stands out."))
    yield Heading(_("What these figures can carry"), 2)
    yield may_and_may_not(material.claims)
    silent = _silent_cities(material)
    if silent:
        yield Heading(_("Cities without figures"), 2)
        yield Items(silent)


def _silent_cities(material: Material) -> list[str]:
    """Cities of the round that have no figures, each with the reason."""
    return [f"{name}: {reason}" for name, reason in list_silent(material.figures.content)]
