"""One indicator over all rounds of a service: its definition, its newest figures, trends, and the map."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cmm.domain.snapshot import EVERYWHERE, PublishedUnit
from cmm.domain.snapshot.equal_items import find_indicator
from cmm.services.published_places import PublicPlaces
from cmm.services.published_series import CurrentRound
from cmm.web.i18n import words
from cmm.web.reading.country_map import CountryMap, MapItem, build_map
from cmm.web.reading.figures import Figures, Json
from cmm.web.reading.indicators import IndicatorView, build_indicator, indicator_share, red_line
from cmm.web.reading.links import PUBLIC
from cmm.web.reading.scorecard import NO_LINE, SIGNS, SILENT, state_word
from cmm.web.reading.series import Trend, build_trend, cities_of, shared_cities
from cmm.web.reading.service_here import RoundHere, describe_round


@dataclass(frozen=True, slots=True)
class PlaceTrend:
    """The trend of one unit of the newest round."""

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
    asked = [one for one in rounds if find_indicator(one.snapshot.content, code)]
    if not asked:
        return None
    newest = asked[0]
    indicator = find_indicator(newest.snapshot.content, code) or {}
    figures = Figures(newest.snapshot)
    units = newest.snapshot.units
    everywhere = cities_of(units)
    cities = (everywhere & shared_cities(newest, asked[1]) if len(asked) > 1 else everywhere) or everywhere
    return IndicatorHere(
        describe_round(newest, units),
        build_indicator(figures, indicator, EVERYWHERE),
        build_trend(asked, indicator, cities),
        () if cities == everywhere else tuple(words(u.names) for u in units if cities.issuperset(u.cities)),
        tuple(_place_trends(asked, indicator, units)),
        build_map([_item(figures, indicator, unit, places) for unit in units], places.countries),
    )


def _place_trends(
    rounds: Sequence[CurrentRound], indicator: Json, units: Sequence[PublishedUnit]
) -> Iterator[PlaceTrend]:
    """Of the units with more than one round; the newest figures of all stand in a table of their own."""
    for unit in units:
        trend = build_trend(rounds, indicator, frozenset(unit.cities))
        if len(trend.points) > 1:
            yield PlaceTrend(words(unit.names), PUBLIC.address(rounds[0].round_id, unit.code), trend)


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
