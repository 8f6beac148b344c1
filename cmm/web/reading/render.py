"""The finished HTML of a page of figures."""

from flask import render_template

from cmm.domain.snapshot import EVERYWHERE
from cmm.services.published import PublishedSnapshot
from cmm.web.reading.figures import Figures
from cmm.web.reading.links import Links
from cmm.web.reading.page import build_page


def render_figures(
    published: PublishedSnapshot, place: str, links: Links, panel: object = None
) -> str | None:
    """The page of a unit or EVERYWHERE; None when the snapshot has no such unit. `panel` is what a preview
    shows above the page.
    """
    figures = Figures(published.snapshot, links)
    if place != EVERYWHERE and place not in figures.units:
        return None
    unit = None if place == EVERYWHERE else place
    html = render_template(
        "dashboard/unit.html" if unit else "dashboard/round.html",
        endpoint=links.endpoint(unit),
        address_values=links.values(published.round_id, unit),
        page=build_page(published, figures, place),
        panel=panel,
    )
    return "\n".join(line.strip() for line in html.splitlines() if line.strip())  # a third is indentation
