"""What changed since the round before: a change is called one only where the intervals do not overlap."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from cmm.domain.snapshot import EVERYWHERE
from cmm.domain.snapshot.equal_items import NOT_ASKED, find_difference, find_indicator
from cmm.services.published_series import CurrentRound
from cmm.web.i18n import gettext as _
from cmm.web.i18n import words
from cmm.web.reading.figures import Figures, Json
from cmm.web.reading.links import PUBLIC
from cmm.web.reading.page import describe_period
from cmm.web.reading.series import (
    BETTER,
    WORSE,
    Cities,
    difference_words,
    judge,
    share_of,
    shared_cities,
)
from cmm.web.reading.shares import Share


@dataclass(frozen=True, slots=True)
class Change:
    """An indicator whose two intervals do not overlap."""

    code: str
    label: str
    before: Share
    after: Share


@dataclass(frozen=True, slots=True)
class CityChanges:
    """How many changes one city (or joined cities) has, both ways."""

    name: str
    address: str
    better: int
    worse: int


@dataclass(frozen=True, slots=True)
class Changes:
    """One place in two rounds. `reason` says why nothing can be compared, else it is empty.

    `compared` names the cities in the comparison when they are not all of the place; `alike` is the number of
    indicators without a change that could be seen; `broken` are labels and why they are not compared.
    """

    form_id: str
    earlier_title: str
    earlier_period: str
    earlier_address: str
    reason: str = ""
    compared: tuple[str, ...] = ()
    better: tuple[Change, ...] = ()
    worse: tuple[Change, ...] = ()
    alike: int = 0
    broken: tuple[tuple[str, str], ...] = ()
    cities: tuple[CityChanges, ...] = ()


def build_changes(current: CurrentRound, earlier: CurrentRound | None, place: str) -> Changes | None:
    """The changes of `place` (a unit of the current round or EVERYWHERE); None when no round came before."""
    if earlier is None:
        return None
    figures, shared = Figures(current.snapshot), shared_cities(current, earlier)
    cities = frozenset(city for unit in figures.list_units(place) for city in unit.cities)
    return compare_rounds(current, earlier, cities & shared, cities, with_cities=place == EVERYWHERE)


def compare_rounds(
    current: CurrentRound, earlier: CurrentRound, cities: Cities, place: Cities, *, with_cities: bool = False
) -> Changes:
    """The changes in `cities`, which both rounds show in the same way; `place` is what was asked for."""
    facts = Changes(
        form_id=current.form_id,
        earlier_title=words(earlier.title),
        earlier_period=describe_period(earlier.snapshot.content),
        earlier_address=PUBLIC.address(earlier.round_id),
    )
    if not cities:
        return replace(facts, reason=_no_common_place(place))
    judged = list(_judge_all(current, earlier, cities))
    return replace(
        facts,
        compared=() if cities == place else tuple(_names(current, cities)),
        better=tuple(change for change, verdict in judged if verdict == BETTER),
        worse=tuple(change for change, verdict in judged if verdict == WORSE),
        alike=sum(1 for _change, verdict in judged if verdict not in (BETTER, WORSE)),
        broken=tuple(_list_broken(current, earlier)),
        cities=tuple(_list_cities(current, earlier, cities)) if with_cities else (),
    )


def _no_common_place(place: Cities) -> str:
    if len(place) == 1:
        return _("This city has no figures of its own in that round, so nothing can be compared.")
    return _("That round shows these cities in another way, so nothing can be compared.")


def _judge_all(current: CurrentRound, earlier: CurrentRound, cities: Cities) -> Iterator[tuple[Change, str]]:
    now, before = Figures(current.snapshot), Figures(earlier.snapshot)
    for indicator in current.snapshot.content["indicators"]:
        old = _equal_indicator(current, earlier, indicator)
        if old is None:
            continue
        after, first = share_of(now, indicator, cities), share_of(before, old, cities)
        verdict = judge(first.share, after.share, indicator["direction"])
        if verdict and after.cities == first.cities:
            label = words(indicator["label"])
            yield Change(indicator["id"], label, first.share, after.share), verdict


def _equal_indicator(current: CurrentRound, earlier: CurrentRound, indicator: Json) -> Json | None:
    if find_difference(earlier.snapshot.content, current.snapshot.content, indicator["id"]):
        return None
    return find_indicator(earlier.snapshot.content, indicator["id"])


def _list_broken(current: CurrentRound, earlier: CurrentRound) -> Iterator[tuple[str, str]]:
    """Indicators that both rounds have, and that are not equal."""
    for indicator in current.snapshot.content["indicators"]:
        found = find_difference(earlier.snapshot.content, current.snapshot.content, indicator["id"])
        if found and found != NOT_ASKED:
            yield words(indicator["label"]), difference_words(found)


def _list_cities(current: CurrentRound, earlier: CurrentRound, cities: Cities) -> Iterator[CityChanges]:
    for unit in current.snapshot.units:
        if cities.issuperset(unit.cities):
            verdicts = [verdict for _, verdict in _judge_all(current, earlier, frozenset(unit.cities))]
            better, worse = verdicts.count(BETTER), verdicts.count(WORSE)
            if better or worse:
                address = PUBLIC.address(current.round_id, unit.code)
                yield CityChanges(words(unit.names), address, better, worse)


def _names(current: CurrentRound, cities: Cities) -> Sequence[str]:
    return [words(unit.names) for unit in current.snapshot.units if cities.issuperset(unit.cities)]
