"""What the documents of one publication are made of: the views of the public pages, nothing beside them."""

from collections.abc import Sequence
from dataclasses import dataclass

from cmm.domain.precision import response_rate
from cmm.domain.snapshot import EVERYWHERE
from cmm.web.drawing import FigureSource
from cmm.web.evidence.blocks import Callout, Cell, Told
from cmm.web.evidence.site_links import permanent_address, site_links
from cmm.web.evidence.source import PackSource
from cmm.web.i18n import day, number, words
from cmm.web.i18n import gettext as _
from cmm.web.reading.claims import Claims, build_claims
from cmm.web.reading.figures import Figures
from cmm.web.reading.indicators import Dimension, IndicatorView, list_dimensions, list_standing_out
from cmm.web.reading.page import describe_period
from cmm.web.reading.shares import Share, show_percent

SHORT_DIGEST = 16
"""Letters of the SHA-256 that are printed where the whole one has no room."""


@dataclass(frozen=True, slots=True)
class Material:
    """One publication in the language that is spoken now, for the whole round."""

    source: PackSource
    figures: Figures
    title: str
    period: str
    invented: bool
    dimensions: Sequence[Dimension]
    standing_out: Sequence[IndicatorView]
    claims: Claims
    address: str

    @property
    def number(self) -> int:
        return self.source.published.number

    @property
    def digest(self) -> str:
        return self.source.published.digest

    @property
    def answered(self) -> int:
        """How many answered, as published."""
        return sum(unit.answered for unit in self.figures.units.values())

    @property
    def cities(self) -> int:
        return sum(len(unit.cities) for unit in self.figures.units.values())

    def figure_source(self) -> FigureSource:
        """What a picture of these figures says about where it comes from."""
        published = self.source.published
        return FigureSource(
            self.title, self.period, self.address, published.published_on, self.number, self.invented
        )


def read_material(source: PackSource) -> Material:
    """Everything that the public pages show of the round."""
    figures = Figures(source.published.snapshot, site_links(source))
    dimensions = list_dimensions(figures, EVERYWHERE)
    return Material(
        source,
        figures,
        words(source.published.snapshot.title),
        describe_period(figures.content),
        bool(figures.content["invented"]),
        dimensions,
        list_standing_out(dimensions),
        build_claims(figures, EVERYWHERE),
        permanent_address(source),
    )


def invented_banner() -> Callout:
    """Stands at the top of everything that was made of invented answers."""
    told = _("This round shows how the pages look. Nobody gave these answers; do not quote them.")
    return Callout(_("Invented answers."), (told,), "invented")


def tell_share(share: Share) -> Cell:
    """A share as a cell of a table: what may be said, how sure it is, on how many answers it rests."""
    if not share.known:
        return share.text
    return Told(share.text, " · ".join(part for part in (share.between, share.base) if part))


def share_cells(share: Share) -> tuple[Cell, ...]:
    """The same in columns of its own: what may be said, the range, on how many answers. What is not known
    has one cell.
    """
    return (share.text, share.between, share.base) if share.known else (share.text,)


def share_columns(name: str) -> tuple[str, ...]:
    """The heads over `share_cells`, behind the head of the names."""
    return name, _("Share"), _("Range"), _("Rests on")


def tell_answers(material: Material, answered: int, known: int | None) -> Told:
    """How many answered, how many clients are known, and which part of them that is."""
    told = _("about %(count)s") % {"count": number(answered)}
    if known is None:
        return Told(told, _("How many clients there are is not known."))
    clients = _("of %(count)s known clients") % {"count": number(known)}
    rate = tell_rate(material, answered, known)
    part = (_("response rate: %(rate)s") % {"rate": rate},) if rate else ()
    return Told(told, " · ".join((clients, *part)))


def tell_rate(material: Material, answered: int, known: int | None) -> str:
    """The response rate; empty where none can be told. Answers by an open link may not come from clients."""
    rate = response_rate(answered, known)
    if rate is None or material.figures.content["access"] == "link":
        return ""
    return _("about %(percent)s") % {"percent": show_percent(rate)}


def tell_edition(material: Material) -> str:
    """Number and date of the publication."""
    published_on = day(material.source.published.published_on)
    return _("Publication %(number)s, %(day)s.") % {"number": material.number, "day": published_on}


def tell_publication(material: Material) -> str:
    """The same with a short digest."""
    return f"{tell_edition(material)} SHA-256 {material.digest[:SHORT_DIGEST]}…"


def make_foot(material: Material) -> str:
    """The bottom of every page: what this is and where it can be checked."""
    marked = (_("Invented answers."),) if material.invented else ()
    return " ".join((*marked, f"{material.title}.", tell_publication(material), material.address))


def author_name() -> str:
    """Who made the documents, for the properties of the files."""
    return _("The community of the people who use these services")


def tell_spread(view: IndicatorView) -> str:
    """The lowest and the highest share among cities with enough answers; empty where fewer than two have."""
    exact = sorted((row.share for row in view.units if row.share.exact), key=lambda share: share.size)
    if len(exact) < 2:
        return ""
    spread = _(
        "Lowest and highest of the cities with 20 answers or more: %(low)s; %(high)s. Cities are not ranked."
    )
    return spread % {"low": exact[0].text, "high": exact[-1].text}
