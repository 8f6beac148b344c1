"""What the pages over several rounds have in common: what they read, and that they are kept as bytes."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any

from flask import Response, render_template, url_for

from cmm.domain.language import Translated
from cmm.services.published import find_questionnaire
from cmm.services.published_places import PublicPlaces, list_public_places
from cmm.services.published_series import Series, list_series
from cmm.web.dashboard.cache import cached_page
from cmm.web.dashboard.social import build_social
from cmm.web.database import session
from cmm.web.i18n import current_language
from cmm.web.i18n import gettext as _
from cmm.web.pages import send_page
from cmm.web.reading.page import ALL_PLACES
from cmm.web.site import site_address


@dataclass(frozen=True, slots=True)
class Ground:
    """All rounds, and the places of which anything was published."""

    series: Series
    places: PublicPlaces

    @property
    def key(self) -> tuple[object, ...]:
        """Names everything that pages made of it depend on."""
        days = tuple((each.published_on, each.withdrawn_on) for each in self.series.rounds)
        return self.series.digests, len(self.series.withdrawn), days, self.places.mark

    def of_form(self, form_id: str) -> "Ground":
        """Only the rounds of one questionnaire: no other round makes pages of it anew."""
        return replace(self, series=self.series.of_form(form_id))

    def of_cities(self, cities: Collection[str]) -> "Ground":
        """Only the rounds in which any of the cities took part."""
        return replace(self, series=self.series.of_cities(cities))

    @property
    def forms(self) -> tuple[str, ...]:
        """Every questionnaire with a publication, the one asked last first."""
        rounds = (*self.series.rounds, *self.series.withdrawn)
        return tuple(dict.fromkeys(each.form_id for each in rounds))


def read_ground() -> Ground:
    series = list_series(session())
    rounds = (*series.rounds, *series.withdrawn)
    published = {city for each in rounds for city in each.cities}
    return Ground(series, list_public_places(session(), published))


def service_title(ground: Ground, form_id: str) -> Translated:
    """What the questionnaire is called; the title of its newest round when it is not kept any more."""
    of_form = ground.series.of_form(form_id)
    newest = (*of_form.rounds, *of_form.withdrawn)[0]
    asked = find_questionnaire(session(), newest.snapshot.content["questionnaire_digest"])
    return asked.title if asked else newest.title


def send_series_page(
    name: str, ground: Ground, build: Callable[[], dict[str, Any]], *also: object, **address: str
) -> Response:
    """The page `name` (its template, and its endpoint "show_" + name); made when it is not kept yet.

    `address` are the parts of its address, `also` what else it depends on.
    """
    key = (name, tuple(address.items()), ground.key, also, current_language(), site_address())
    return send_page(cached_page(key, lambda: _render(name, ground, address, build())))


def _render(name: str, ground: Ground, address: dict[str, str], context: dict[str, Any]) -> str:
    endpoint, about = f"dashboard.show_{name}", _("What clients say about their services")
    social = build_social(
        _title(context) or about, about, endpoint, address, image=_picture(ground, **address)
    )
    html = render_template(
        f"dashboard/{name}.html", endpoint=endpoint, address_values=address, social=social, **context
    )
    return "\n".join(line.strip() for line in html.splitlines() if line.strip())


def _title(context: dict[str, Any]) -> str:
    """What the page is about: a place, an indicator or a service; "" for the first page."""
    if "here" in context:
        return str(context["here"].view.label)
    return str(context.get("name") or (context["service"].title if "service" in context else ""))


def _picture(ground: Ground, *, form_id: str = "", city_id: str = "", **_address: str) -> str:
    """The share image of the newest round that the page shows: of the city's figures, or of all cities."""
    series = ground.series.of_form(form_id) if form_id else ground.series
    for newest in (series.of_cities({city_id}) if city_id else series).rounds[:1]:
        unit = newest.find_unit(city_id)
        return url_for(
            "dashboard.show_place_card",
            round_id=newest.round_id,
            number=newest.snapshot.number,
            place=unit.code if unit else ALL_PLACES,
        )
    return ""
