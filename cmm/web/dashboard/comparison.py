"""Two places of a published round side by side."""

from dataclasses import dataclass

from flask import Response, render_template, request

from cmm.domain.snapshot import EVERYWHERE
from cmm.web.dashboard.blueprint import dashboard
from cmm.web.dashboard.rounds import get_published, show_withdrawn
from cmm.web.i18n import gettext as _
from cmm.web.i18n import words
from cmm.web.pages import ready_page, send_page
from cmm.web.reading.comparison import Comparison, Place, compare_places, list_places
from cmm.web.reading.figures import Figures


@dataclass(frozen=True, slots=True)
class _Choice:
    """What the reader asked for. Without a `comparison`, `advice` says what to do."""

    one: str
    other: str
    comparison: Comparison | None
    advice: str
    status: int = 200


@dashboard.get("/<lang:language>/r/<round_id>/compare")
def compare_places_of_round(round_id: str) -> Response:
    """Indicators of the places `one` and `other`: codes of units, or ALL."""
    published = get_published(round_id)
    if published.withdrawn:
        return show_withdrawn(published)
    figures = Figures(published.snapshot)
    places = {place.code: place for place in list_places(figures)}
    choice = _read_choice(figures, places)
    chosen = {"one": choice.one, "other": choice.other} if choice.comparison else {}
    html = render_template(
        "dashboard/compare.html",
        endpoint="dashboard.compare_places_of_round",
        address_values={"round_id": round_id, **chosen},
        round_id=round_id,
        title=words(published.snapshot.title),
        invented=published.content["invented"],
        places=list(places.values()),
        choice=choice,
    )
    return send_page(ready_page(html), status=choice.status)


def _read_choice(figures: Figures, places: dict[str, Place]) -> _Choice:
    one, other = request.args.get("one", ""), request.args.get("other", "")
    if not (one and other):  # a city and all cities are proposed, so that the button leads somewhere
        proposed = one or next(iter(figures.units), EVERYWHERE), other or EVERYWHERE
        return _Choice(*proposed, None, _("Choose two places, then press the button."))
    if one not in places or other not in places:
        return _Choice(one, other, None, _("This round has no such place. Choose two from the list."), 404)
    if one == other:
        return _Choice(one, other, None, _("This is the same place twice. Choose two different ones."))
    return _Choice(one, other, compare_places(figures, places[one], places[other]), "")
