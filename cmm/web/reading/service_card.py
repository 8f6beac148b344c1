"""One service on the front of the country: what it is, its newest round, and where to read more."""

from collections.abc import Collection
from dataclasses import dataclass

from cmm.domain.language import Translated
from cmm.domain.snapshot import known_clients
from cmm.services.published_series import CurrentRound, Series
from cmm.web.i18n import words
from cmm.web.reading.figures import Figures
from cmm.web.reading.links import PUBLIC
from cmm.web.reading.page import describe_period
from cmm.web.reading.series import cities_of, units_within


@dataclass(frozen=True, slots=True)
class RoundLine:
    """One round in a list; `answered` and `known_clients` are of the units in the place alone."""

    title: str
    address: str
    period: str
    answered: int
    known_clients: int | None
    cities: int
    invented: bool


@dataclass(frozen=True, slots=True)
class ServiceCard:
    """`rounds` from the newest on; `withdrawn` are titles and addresses of rounds that were taken back."""

    form_id: str
    title: str
    rounds: tuple[RoundLine, ...]
    withdrawn: tuple[tuple[str, str], ...]


def build_card(
    series: Series, form_id: str, title: Translated, place: Collection[str] | None = None
) -> ServiceCard:
    """The card of a questionnaire, with the figures of the cities in `place` (None: of all)."""
    of_form = series.of_form(form_id)
    return ServiceCard(
        form_id,
        words(title),
        tuple(_line(one, place) for one in of_form.rounds),
        tuple((words(one.title), PUBLIC.address(one.round_id)) for one in of_form.withdrawn),
    )


def _line(one: CurrentRound, place: Collection[str] | None) -> RoundLine:
    units = units_within(Figures(one.snapshot), None if place is None else frozenset(place))
    return RoundLine(
        title=words(one.title),
        address=PUBLIC.address(one.round_id),
        period=describe_period(one.snapshot.content),
        answered=sum(unit.answered for unit in units),
        known_clients=known_clients(units),
        cities=len(cities_of(units)),
        invented=one.snapshot.content["invented"],
    )
