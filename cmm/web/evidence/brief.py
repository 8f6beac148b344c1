"""The brief: one page for people who have five minutes."""

from collections.abc import Iterator

from cmm.domain.snapshot import EVERYWHERE
from cmm.web.evidence.asks import list_asks
from cmm.web.evidence.blocks import Beside, Block, Callout, Document, Facts, Heading, Items, Paragraph, Told
from cmm.web.evidence.material import (
    Material,
    author_name,
    invented_banner,
    make_foot,
    tell_answers,
    tell_publication,
    tell_spread,
)
from cmm.web.evidence.promise_words import counted_on_words, counters_words, list_pressing
from cmm.web.i18n import current_language, words
from cmm.web.i18n import gettext as _
from cmm.web.reading.claims import Claims
from cmm.web.reading.findings import build_finding
from cmm.web.reading.indicators import IndicatorView

CLAIMS = 3
"""Sentences about what may and what may not be said, on one page."""


def build_brief(material: Material, *, ledger: bool = True) -> Document:
    """One page about the whole round; with `ledger` also where earlier requests stand."""
    return Document(
        shape="brief",
        title=material.title,
        over=_("Brief: what clients say about their services"),
        language=current_language(),
        author=author_name(),
        subject=tell_publication(material),
        made_on=material.source.published.published_on,
        foot=make_foot(material),
        blocks=tuple(_blocks(material, ledger)),
        one_page=True,
    )


def who_where_when(material: Material) -> Facts:
    """Who collected, where, when, how many of how many."""
    places = ", ".join(words(unit.names) for unit in material.figures.units.values())
    answers = tell_answers(material, material.answered, material.figures.known_clients(EVERYWHERE))
    return Facts(
        (
            (_("Who asked"), _("People who use these services asked each other. The staff did not ask.")),
            (_("Where"), places),
            (_("When"), material.period),
            (_("Answers"), answers),
        )
    )


def list_findings(material: Material) -> list[Told]:
    """What stands out, each with its interval and how far the cities lie apart."""
    return [_finding(view) for view in material.standing_out]


def may_and_may_not(claims: Claims, most: int | None = None) -> Beside:
    """What may be said with figures, and what may not."""
    return Beside(
        (
            Callout(_("What may be said"), claims.may[:most], listed=True),
            Callout(_("What may not be said"), claims.may_not[:most], "cannot", listed=True),
        )
    )


def _finding(view: IndicatorView) -> Told:
    return Told(view.label, f"{build_finding(view).sentence} {tell_spread(view)}".strip())


def _blocks(material: Material, ledger: bool) -> Iterator[Block]:
    if material.invented:
        yield invented_banner()
    yield who_where_when(material)
    yield Heading(_("What stands out"))
    if material.standing_out:
        yield Items(list_findings(material), numbered=True)
        yield Heading(_("What we ask for"))
        yield Items(list_asks(material), numbered=True)
    else:
        yield Paragraph(_("There are too few answers to name what stands out."))
    if ledger and material.source.promises:
        yield from _asked_before(material)
    yield Heading(_("What these figures can carry"))
    yield Paragraph(material.claims.basis)
    yield may_and_may_not(material.claims, CLAIMS)
    yield Paragraph(_how_to_check(material), "quiet")


def _asked_before(material: Material) -> Iterator[Block]:
    yield Heading(_("What was asked, and what came of it"))
    yield Paragraph(counters_words(material))
    pressing = list_pressing(material)
    if pressing:
        yield Items(pressing)
    yield Paragraph(counted_on_words(material), "quiet")


def _how_to_check(material: Material) -> str:
    told = _("All figures, the method and a way to check this page: %(address)s") % {
        "address": material.address
    }
    return f"{told}\n{tell_publication(material)}"
