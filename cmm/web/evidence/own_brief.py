"""A brief that an advocate puts together: published figures of some places, beside words of the advocate.

The words of the advocate stand in boxes that say so. No figure can be changed by them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from cmm.domain.snapshot import EVERYWHERE
from cmm.web.evidence.blocks import Block, Callout, Cell, Document, Facts, Heading, Items, Paragraph, Table
from cmm.web.evidence.brief import CLAIMS, may_and_may_not
from cmm.web.evidence.material import (
    Material,
    author_name,
    invented_banner,
    make_foot,
    read_material,
    share_cells,
    share_columns,
    tell_answers,
    tell_publication,
)
from cmm.web.evidence.promise_words import counted_on_words, list_promise_views, pressing_words
from cmm.web.evidence.source import PackSource
from cmm.web.i18n import current_language, words
from cmm.web.i18n import gettext as _
from cmm.web.reading.claims import Claims, build_claims
from cmm.web.reading.indicators import IndicatorView, build_indicator

MOST_PROMISES = 5


@dataclass(frozen=True, slots=True)
class OwnWords:
    """What the advocate wrote; each may be empty. `asks` has one request a line."""

    organisation: str = ""
    heading: str = ""
    introduction: str = ""
    asks: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class ChosenFigures:
    """Places (units or EVERYWHERE) and indicators of one publication, in the order of the publication."""

    source: PackSource
    places: Sequence[str]
    indicators: Sequence[str]


def build_own_brief(chosen: Sequence[ChosenFigures], own: OwnWords) -> Document:
    """The brief in the language that is spoken now. `chosen` has at least one publication."""
    materials = [read_material(each.source) for each in chosen]
    first = materials[0]
    return Document(
        shape="brief",
        title=own.heading or first.title,
        over=_("Brief with published figures: what clients say about their services"),
        language=current_language(),
        author=own.organisation or author_name(),
        subject=" ".join(tell_publication(material) for material in materials),
        made_on=max(each.source.published.published_on for each in chosen),
        foot=make_foot(first) if len(chosen) == 1 else " ".join(map(_short_source, materials)),
        blocks=tuple(_blocks(chosen, materials, own)),
        one_page=True,
    )


def _blocks(chosen: Sequence[ChosenFigures], materials: Sequence[Material], own: OwnWords) -> Iterator[Block]:
    if any(material.invented for material in materials):
        yield invented_banner()
    if own.heading or own.introduction or own.organisation:
        heading = (_("The heading is their own as well."),) if own.heading else ()
        yield _own_box(own, (*_paragraphs(own.introduction), *heading))
    for each, material in zip(chosen, materials, strict=True):
        yield from _publication(each, material)
    if own.asks:
        yield Callout(_("What we ask for"), _paragraphs(own.asks), "own", listed=True)
    if own.contact:
        yield Callout(_("Contact"), _paragraphs(own.contact), "own")
    yield Paragraph(_("Dashed boxes hold words of whoever made this brief, not of the publication."), "quiet")


def _own_box(own: OwnWords, texts: Sequence[str]) -> Callout:
    if own.organisation:
        title = _("In the words of %(organisation)s") % {"organisation": own.organisation}
    else:
        title = _("In the words of whoever made this brief")
    return Callout(title, texts, "own")


def _publication(each: ChosenFigures, material: Material) -> Iterator[Block]:
    yield Heading(material.title)
    yield Facts(tuple(_facts(each, material)))
    yield from _tables(each, material)
    yield from _promises(each, material)
    everywhere = _("All cities")
    yield Paragraph(f"{everywhere}. {material.claims.basis}")
    yield may_and_may_not(_strictest(each, material), CLAIMS)
    told = _("All figures, the method and a way to check this page: %(address)s")
    yield Paragraph(f"{told % {'address': material.address}}\n{tell_publication(material)}", "quiet")


def _strictest(each: ChosenFigures, material: Material) -> Claims:
    """What may be said of the chosen place with the fewest answers may be said of the others. Where several
    stand side by side, what may not be said of all cities holds as well: they are not ranked.
    """
    smallest = min(each.places, key=lambda place: _answered(material, place))
    claims = build_claims(material.figures, smallest)
    return claims if len(each.places) == 1 else replace(claims, may_not=material.claims.may_not)


def _answered(material: Material, place: str) -> int:
    return sum(unit.answered for unit in material.figures.list_units(place))


def _facts(each: ChosenFigures, material: Material) -> Iterator[tuple[str, Cell]]:
    yield (
        _("Who asked"),
        _("People who use these services asked each other. The staff did not ask."),
    )
    yield _("When"), material.period
    for place in each.places:
        told = tell_answers(material, _answered(material, place), material.figures.known_clients(place))
        yield _place_name(material, place), told


def _tables(each: ChosenFigures, material: Material) -> Iterator[Table]:
    """With one place a row for each indicator; with several a table for each, its places side by side."""
    described = {indicator["id"]: indicator for indicator in material.figures.content["indicators"]}
    views = [
        [build_indicator(material.figures, described[code], place) for place in each.places]
        for code in each.indicators
    ]
    if len(each.places) == 1:
        rows = [_row(view.label, view) for (view,) in views]
        name = _place_name(material, each.places[0])
        yield Table(name, (*share_columns(_("Indicator")), _("Direction")), rows)
        return
    for of_one in views:
        names = [_place_name(material, place) for place in each.places]
        rows = [_row(name, view) for name, view in zip(names, of_one, strict=True)]
        yield Table(of_one[0].label, (*share_columns(_("Place")), _("Direction")), rows)


def _promises(each: ChosenFigures, material: Material) -> Iterator[Block]:
    """Requests of the chosen places, the overdue ones first; nothing where nothing was asked."""
    units = [unit for place in each.places for unit in material.figures.list_units(place)]
    cities = {city for unit in units for city in unit.cities}
    promises = material.source.promises
    views = [
        view
        for promise, view in zip(promises, list_promise_views(material), strict=True)
        if not cities.isdisjoint(promise.city_ids)
    ]
    if not views:
        return
    yield Heading(_("What was asked, and what came of it"), 2)
    yield Items([pressing_words(view) for view in views[:MOST_PROMISES]])
    yield Paragraph(counted_on_words(material), "quiet")


def _row(name: str, view: IndicatorView) -> tuple[Cell, ...]:
    better = _("less is better") if view.direction == "less_is_better" else _("more is better")
    judged = view.line.text if view.line else better
    cells = share_cells(view.share)
    return (name, *cells, judged) if view.share.known else (name, *cells)


def _place_name(material: Material, place: str) -> str:
    return _("All cities") if place == EVERYWHERE else words(material.figures.units[place].names)


def _short_source(material: Material) -> str:
    return f"{tell_publication(material)} {material.address}"


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
