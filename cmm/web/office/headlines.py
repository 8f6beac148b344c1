"""Above a preview: the worst headline somebody could write, what can be answered, and what goes well."""

from collections.abc import Iterator
from dataclasses import dataclass

from cmm.domain.snapshot import EVERYWHERE, Snapshot, by_open_link, find_worst, list_praised
from cmm.services.signed_in import SignedIn
from cmm.services.validation import CityValidation, RoundValidation
from cmm.web.i18n import gettext as _
from cmm.web.i18n import ngettext, words
from cmm.web.reading.figures import Figures
from cmm.web.reading.indicators import IndicatorView, build_indicator
from cmm.web.reading.links import PREVIEW


@dataclass(frozen=True, slots=True)
class Headline:
    """The indicator of a place that looks worst, as a line somebody could write; `address` is its page."""

    place: str
    address: str
    line: str
    indicator: str


@dataclass(frozen=True, slots=True)
class Panel:
    """What stands above a preview. `best` are labels, shares in words and intervals; `cities` those whose
    meetings concern the page, and `own` the codes of those that the reader works for.
    """

    round_id: str
    whole: bool
    worst: Headline | None
    answers: tuple[str, ...]
    by_unit: tuple[Headline, ...]
    best: tuple[tuple[str, str, str], ...]
    cities: tuple[CityValidation, ...]
    own: frozenset[str]


def build_panel(
    snapshot: Snapshot, validation: RoundValidation | None, account: SignedIn, place: str
) -> Panel:
    """The panel of a unit of the snapshot or EVERYWHERE."""
    figures, whole = Figures(snapshot, PREVIEW), place == EVERYWHERE
    worst = _find_worst_view(figures, place)
    units = [code for code in figures.units if whole]
    return Panel(
        round_id=snapshot.round_id,
        whole=whole,
        worst=_headline(figures, place, worst) if worst else None,
        answers=tuple(_answers(figures, place, worst)) if worst else (),
        by_unit=tuple(
            _headline(figures, code, view) for code in units if (view := _find_worst_view(figures, code))
        ),
        best=tuple(_best(figures, place)),
        cities=tuple(
            city for city in (validation.cities if validation else ()) if whole or city.unit == place
        ),
        own=frozenset(
            city.city_id
            for city in (validation.cities if validation else ())
            if account.works_for([city.city_id])
        ),
    )


def _find_worst_view(figures: Figures, place: str) -> IndicatorView | None:
    indicator = find_worst(figures.snapshot, place)
    return build_indicator(figures, indicator, place) if indicator else None


def _headline(figures: Figures, place: str, view: IndicatorView) -> Headline:
    whole = place == EVERYWHERE
    name = _("All cities") if whole else words(figures.units[place].names)
    told = _told(view, bad="more_is_better")
    address = figures.links.address(figures.snapshot.round_id, None if whole else place)
    return Headline(name, address, f"{name}: {view.label} – {told}", view.code)


def _best(figures: Figures, place: str) -> Iterator[tuple[str, str, str]]:
    for indicator in list_praised(figures.snapshot, place):
        view = build_indicator(figures, indicator, place)
        yield view.label, _told(view, bad="less_is_better"), view.share.between


def _told(view: IndicatorView, *, bad: str) -> str:
    """The share in words, with "only" where a small share is what is told."""
    only = view.direction == bad and view.share.count > 0
    return _("only %(share)s") % {"share": view.share.text} if only else view.share.text


def _answers(figures: Figures, place: str, view: IndicatorView) -> Iterator[str]:
    """Sentences that can be said to somebody who writes the headline."""
    share = view.share
    yield ngettext("It rests on %(num)s answer.", "It rests on %(num)s answers.", share.of) % {
        "num": share.of
    }
    known = figures.known_clients(place)
    if known:
        yield _("Known clients there: %(count)s.") % {"count": known}
    if share.between:
        yield _range_words(figures) % {"between": share.between}
    else:
        yield _("There are too few answers for a percentage. A few other answers would change it.")
    if view.line:
        yield view.line.text + "."
    if view.beside and view.beside.known:
        yield _("In all cities together: %(share)s.") % {"share": view.beside.text}
    yield _(
        "The figures say what happened and how often. They do not say why, and they accuse no single person."
    )


def _range_words(figures: Figures) -> str:
    if by_open_link(figures.snapshot):
        return _("Chance and rounding may have moved the share as far as this: %(between)s.")
    return _("The true share of all clients most likely lies here: %(between)s.")
