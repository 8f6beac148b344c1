"""The finished HTML of a page of figures."""

from collections.abc import Callable, Sequence

from flask import render_template

from cmm.domain.snapshot import EVERYWHERE
from cmm.services.published import PublishedSnapshot
from cmm.services.published_series import CurrentRound, make_current
from cmm.web.reading.changes import build_changes
from cmm.web.reading.figures import Figures
from cmm.web.reading.links import Links
from cmm.web.reading.page import FiguresPage, build_page
from cmm.web.reading.place_list import list_further
from cmm.web.reading.promises import PromiseView


def render_figures(
    published: PublishedSnapshot,
    place: str,
    links: Links,
    panel: object = None,
    describe: Callable[[FiguresPage], object] | None = None,
    earlier: CurrentRound | None = None,
    inlined: object = None,
    promises: Sequence[PromiseView] = (),
) -> str | None:
    """The page of a unit or EVERYWHERE; None when the snapshot has no such unit. `panel` is what a preview
    shows above the page, `describe` makes what is shown where a link to the page is shared; with `earlier`
    the page says what changed since that round. `inlined` are styles that travel in the page,
    `promises` what was asked because of such figures.
    """
    figures = Figures(published.snapshot, links)
    if place != EVERYWHERE and place not in figures.units:
        return None
    unit = None if place == EVERYWHERE else place
    page = build_page(published, figures, place)
    html = render_template(
        "dashboard/unit.html" if unit else "dashboard/round.html",
        endpoint=links.endpoint(unit),
        address_values=links.values(published.round_id, unit),
        page=page,
        panel=panel,
        inlined=inlined,
        promises=promises,
        social=describe(page) if describe else None,
        changes=build_changes(make_current(published.snapshot, published.published_on), earlier, place),
        further=list_further(published.snapshot, unit) if links.public else (),
    )
    return "\n".join(line.strip() for line in html.splitlines() if line.strip())  # a third is indentation
