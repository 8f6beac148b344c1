"""One indicator over all rounds of a service: its definition, its newest figures, trends, and the map."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import dropwhile

from cmm.domain.snapshot import EVERYWHERE, PublishedUnit
from cmm.domain.snapshot.equal_items import find_indicator
from cmm.services.published_places import PublicPlaces
from cmm.services.published_series import CurrentRound
from cmm.web.i18n import gettext as _
from cmm.web.i18n import words
from cmm.web.reading.country_map import CountryMap, MapItem, build_map
from cmm.web.reading.figures import Figures, Json
from cmm.web.reading.indicators import IndicatorView, build_indicator, indicator_share, red_line
from cmm.web.reading.links import PUBLIC
from cmm.web.reading.page import ALL_PLACES
from cmm.web.reading.scorecard import NO_LINE, SIGNS, SILENT, state_word
from cmm.web.reading.series import Cities, Trend, build_trend, cities_of, shared_cities
from cmm.web.reading.service_here import RoundHere, describe_round


@dataclass(frozen=True, slots=True)
class PlaceTrend:
    """The trend of one unit of the newest round; `code` stands for it in addresses."""

    code: str
    name: str
    address: str
    trend: Trend


@dataclass(frozen=True, slots=True)
class IndicatorHere:
    """`round` is the newest one that has it, whose figures stand in `view`. `whole` is the trend of the
    cities that the last two rounds show in the same way, `compared` their names when they are not all cities.
    """

    round: RoundHere
    view: IndicatorView
    whole: Trend
    compared: tuple[str, ...]
    places: tuple[PlaceTrend, ...]
    map: CountryMap


def build_indicator_here(
    rounds: Sequence[CurrentRound], code: str, places: PublicPlaces
) -> IndicatorHere | None:
    """The page of an indicator of a questionnaire whose `rounds` are given newest first; None if no round has
    it.
    """
    asked = [one for one in rounds if code in one.outline.indicators]
    if not asked:
        return None
    newest = asked[0]
    indicator = find_indicator(newest.snapshot.content, code) or {}
    figures = Figures(newest.snapshot)
    units = newest.snapshot.units
    cities, everywhere = _compared_cities(asked), cities_of(units)
    return IndicatorHere(
        describe_round(newest, units),
        build_indicator(figures, indicator, EVERYWHERE),
        build_trend(asked, indicator, cities),
        () if cities == everywhere else tuple(words(u.names) for u in units if cities.issuperset(u.cities)),
        tuple(_place_trends(asked, indicator, units)),
        build_map([_item(figures, indicator, unit, places) for unit in units], places.countries),
    )


def find_place_trend(rounds: Sequence[CurrentRound], code: str, place: str) -> PlaceTrend | None:
    """The trend of an indicator in `place`: ALL_PLACES, or a unit, up to the last round that shows this unit.
    None where no round shows it.
    """
    asked = [one for one in rounds if code in one.outline.indicators]
    if place != ALL_PLACES:
        asked = list(dropwhile(lambda one: _find_unit(one, place) is None, asked))
    if not asked:
        return None
    unit = _find_unit(asked[0], place)
    cities = frozenset(unit.cities) if unit else _compared_cities(asked)
    indicator = find_indicator(asked[0].snapshot.content, code) or {}
    trend, name = build_trend(asked, indicator, cities), _name_cities(asked[0].snapshot.units, cities)
    return PlaceTrend(place, name, PUBLIC.address(asked[0].round_id, unit.code if unit else None), trend)


def _name_cities(units: Sequence[PublishedUnit], cities: Cities) -> str:
    named = [words(unit.names) for unit in units if cities.issuperset(unit.cities)]
    return _("All cities") if len(named) == len(units) > 1 else "; ".join(named)


def _compared_cities(asked: Sequence[CurrentRound]) -> Cities:
    """The cities that the last two rounds show in the same way; all of the last one where there are none."""
    everywhere = cities_of(asked[0].snapshot.units)
    return (everywhere & shared_cities(asked[0], asked[1]) if len(asked) > 1 else everywhere) or everywhere


def _find_unit(one: CurrentRound, code: str) -> PublishedUnit | None:
    return next((unit for unit in one.snapshot.units if unit.code == code), None)


def _place_trends(
    rounds: Sequence[CurrentRound], indicator: Json, units: Sequence[PublishedUnit]
) -> Iterator[PlaceTrend]:
    """Of the units with more than one round; the newest figures of all stand in a table of their own."""
    for unit in units:
        trend = build_trend(rounds, indicator, frozenset(unit.cities))
        if len(trend.points) > 1:
            address = PUBLIC.address(rounds[0].round_id, unit.code)
            yield PlaceTrend(unit.code, words(unit.names), address, trend)


def _item(figures: Figures, indicator: Json, unit: PublishedUnit, places: PublicPlaces) -> MapItem:
    share = indicator_share(figures, indicator, unit.code)
    line = red_line(indicator, share)
    state = line.state if line else NO_LINE if share.known else SILENT
    return MapItem(
        words(unit.names),
        PUBLIC.address(figures.content["round"], unit.code),
        tuple(_place(code, places) for code in unit.cities),
        state,
        SIGNS[state] if line else "",
        state_word(state, indicator["direction"]) if line else "",
    )


def _place(code: str, places: PublicPlaces) -> tuple[str, tuple[float, float] | None]:
    city = places.find_city(code)
    return (words(city.names), city.at) if city else (code, None)
