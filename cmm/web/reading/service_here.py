"""One service (a questionnaire) in one place over all its rounds, for pages of cities, regions, services."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from cmm.domain.language import Translated
from cmm.domain.precision import response_rate
from cmm.domain.snapshot import EVERYWHERE, PublishedUnit, by_open_link, known_clients
from cmm.services.published_series import CurrentRound, Series
from cmm.web.i18n import words
from cmm.web.reading.changes import Changes, compare_rounds
from cmm.web.reading.figures import Figures
from cmm.web.reading.indicators import list_dimensions
from cmm.web.reading.links import PUBLIC
from cmm.web.reading.page import describe_period
from cmm.web.reading.series import (
    Cities,
    Trend,
    build_trend,
    cities_of,
    shared_cities,
    units_within,
)


@dataclass(frozen=True, slots=True)
class RoundHere:
    """One line in the list of rounds. `answered` is None where the place has no figures in that round."""

    title: str
    address: str
    period: str
    published_on: date
    number: int
    invented: bool
    open_link: bool
    answered: int | None
    known_clients: int | None
    units: tuple[tuple[str, str, int], ...]

    @property
    def rate(self) -> int | None:
        """How many of 100 known clients answered; None where anybody could answer who had the link."""
        if self.open_link:
            return None
        return response_rate(self.answered or 0, self.known_clients)


@dataclass(frozen=True, slots=True)
class TrendGroup:
    """The trends of one AAAAQ dimension."""

    code: str
    title: str
    trends: tuple[Trend, ...]


@dataclass(frozen=True, slots=True)
class ServiceHere:
    """`rounds` from the newest on, of which `newest` is the first with figures of the place; None when there
    are none. `together` names the cities that its figures are about, when there are more than were asked for;
    `compared` those whose trends are shown, when they are not all.
    `withdrawn` are titles, addresses and days.
    """

    form_id: str
    title: str
    rounds: tuple[RoundHere, ...]
    newest: RoundHere | None
    together: str
    changes: Changes | None
    compared: tuple[str, ...]
    groups: tuple[TrendGroup, ...]
    withdrawn: tuple[tuple[str, str, date | None], ...]


def build_service_here(
    series: Series, title: Translated, form_id: str, *, place: Cities | None = None, joined: bool = False
) -> ServiceHere:
    """The view of the questionnaire's rounds in `series`. `place` is a set of cities, None for all of them.

    With `joined` the place is one city: its figures are those of the unit it is published in, whichever
    cities are joined with it.
    """
    told = [(one, _units(one, place, joined=joined)) for one in series.rounds]
    with_figures = [(one, units) for one, units in told if units]
    rounds = {one.round_id: describe_round(one, units) for one, units in told}
    newest = with_figures[0] if with_figures else None
    comparable = [one for one, _units_here in with_figures]
    cities = _compared_cities(comparable, newest[1], place) if newest else None
    return ServiceHere(
        form_id=form_id,
        title=words(title),
        rounds=tuple(rounds.values()),
        newest=rounds[newest[0].round_id] if newest else None,
        together=_together(newest[1], place) if newest and joined else "",
        changes=_changes(comparable, newest[1]) if newest else None,
        compared=_compared_names(newest[1], cities) if newest and cities else (),
        groups=tuple(_groups(comparable, cities)) if newest else (),
        withdrawn=tuple(
            (words(one.title), PUBLIC.address(one.round_id), one.withdrawn_on) for one in series.withdrawn
        ),
    )


def describe_round(one: CurrentRound, units: Sequence[PublishedUnit]) -> RoundHere:
    """One round as a line of a list; `units` are those of the place."""
    content = one.snapshot.content
    return RoundHere(
        title=words(one.title),
        address=PUBLIC.address(one.round_id, units[0].code if len(units) == 1 else None),
        period=describe_period(content),
        published_on=one.published_on,
        number=one.snapshot.number,
        invented=content["invented"],
        open_link=by_open_link(one.snapshot),
        answered=sum(unit.answered for unit in units) if units else None,
        known_clients=known_clients(units) if units else None,
        units=tuple(
            (words(unit.names), PUBLIC.address(one.round_id, unit.code), unit.answered) for unit in units
        ),
    )


def _units(one: CurrentRound, place: Cities | None, *, joined: bool) -> list[PublishedUnit]:
    if joined and place:
        return [unit for unit in one.snapshot.units if place & set(unit.cities)]
    return units_within(Figures(one.snapshot), place)


def _together(units: Sequence[PublishedUnit], place: Cities | None) -> str:
    return words(units[0].names) if place != cities_of(units) else ""


def _compared_cities(
    rounds: Sequence[CurrentRound], units: Sequence[PublishedUnit], place: Cities | None
) -> Cities:
    """Of one place its own cities; of all cities those that the last two rounds show in the same way."""
    here = cities_of(units)
    if place is not None or len(rounds) < 2:
        return here
    return here & shared_cities(rounds[0], rounds[1]) or here


def _compared_names(units: Sequence[PublishedUnit], cities: Cities) -> tuple[str, ...]:
    chosen = [unit for unit in units if cities.issuperset(unit.cities)]
    return tuple(words(unit.names) for unit in chosen) if len(chosen) < len(units) else ()


def _changes(rounds: Sequence[CurrentRound], units: Sequence[PublishedUnit]) -> Changes | None:
    if len(rounds) < 2:
        return None
    here = cities_of(units)
    shared = here & shared_cities(rounds[0], rounds[1])
    return compare_rounds(rounds[0], rounds[1], shared, here, with_cities=len(units) > 1)


def _groups(rounds: Sequence[CurrentRound], cities: Cities | None) -> list[TrendGroup]:
    indicators = {each["id"]: each for each in rounds[0].snapshot.content["indicators"]}
    return [
        TrendGroup(
            dimension.code,
            dimension.title,
            tuple(build_trend(rounds, indicators[view.code], cities) for view in dimension.indicators),
        )
        for dimension in list_dimensions(Figures(rounds[0].snapshot), EVERYWHERE)
    ]
