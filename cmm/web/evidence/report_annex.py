"""The end of the report: every question with all its answers, the words it uses, how to check it."""

from collections.abc import Iterator

from cmm.domain.snapshot import EVERYWHERE
from cmm.web.evidence.blocks import Block, Facts, Heading, Items, PageBreak, Paragraph, Table
from cmm.web.evidence.material import Material
from cmm.web.i18n import current_language, ngettext, number
from cmm.web.i18n import gettext as _
from cmm.web.reading.questions import QuestionView, list_questions


def annex(material: Material) -> Iterator[Block]:
    """All questions for the whole round, glossary, checking."""
    yield PageBreak()
    yield Heading(_("Annex: every question with all answers"))
    yield Paragraph(
        _(
            "For the whole round. The same for every city stands on the pages of the cities and in the data "
            "files of the evidence pack."
        )
    )
    group = ""
    for view in list_questions(material.figures, EVERYWHERE):
        if view.group and view.group != group:
            group = view.group
            yield Heading(group, 2)
        yield from _question(view)
    yield from _glossary(material)
    yield from _checking(material)


def _question(view: QuestionView) -> Iterator[Block]:
    yield Heading(view.label, 3)
    if view.reason:
        yield Paragraph(view.reason)
        return
    asked = ngettext("%(num)s person was asked", "%(num)s people were asked", view.of) % {
        "num": number(view.of)
    }
    rows = tuple((row.label, row.share.text, row.share.between) for row in view.rows)
    yield Table(asked, (_("Answer"), _("Share"), _("Range")), rows)


def _glossary(material: Material) -> Iterator[Block]:
    yield Heading(_("Words used here"))
    yield Facts(
        (
            (_("Indicator"), _("A rule of counting: which answers count, out of which.")),
            (
                _("Range"),
                material.claims.open_range
                or _(
                    "“Between … and … of 100”: where the true share of all clients most likely lies. It "
                    "covers chance and rounding."
                ),
            ),
            (
                _("Red line"),
                _("A limit that countries agreed on: for example, under 10 of 100 people may meet stigma."),
            ),
            (
                _("Response rate"),
                _("How many of the known clients answered. The higher, the more the figures can carry."),
            ),
            (
                _("Availability, accessibility, acceptability, affordability, quality"),
                _("Five sides of the right to health, by which the findings are ordered."),
            ),
            (
                _("Publication"),
                _("Frozen figures with a number. A correction gets a new number; the old one stays visible."),
            ),
            (
                "SHA-256",
                _("A fingerprint of a file: if one letter of the file changes, the fingerprint is another."),
            ),
        )
    )


def _checking(material: Material) -> Iterator[Block]:
    yield Heading(_("How to check this report"))
    yield Items(
        (
            _("Open %(address)s: the same figures stand there.") % {"address": material.address},
            _("Give the whole evidence pack to this page; it says whether the pack is genuine: %(address)s")
            % {"address": _verify_address(material)},
            _(
                "Or by yourself: the SHA-256 of the file snapshot.json in the pack is %(digest)s, and every "
                "figure here is in it or is computed from it."
            )
            % {"digest": material.digest},
        ),
        numbered=True,
    )


def _verify_address(material: Material) -> str:
    return f"{material.source.address}/{current_language()}/verify"
