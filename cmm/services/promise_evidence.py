"""Which published figure of a later round speaks about a request."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from cmm.domain.disclosure.policy import SMALLEST_GROUP
from cmm.domain.language import Translated
from cmm.domain.promises import Evidence, PublishedFigure, compare
from cmm.domain.snapshot import EVERYWHERE, Snapshot, indicator_figures, population
from cmm.domain.snapshot.equal_items import find_difference, find_indicator
from cmm.services.published import list_histories, read_publication
from cmm.store.promises import Promise

PLACES, FEW = "places", "few"
"""Why figures are not compared, beside DIFFERENCES of `cmm.domain.snapshot.equal_items`: the later round
shows other cities together, or has too few answers here.
"""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A later round that asked in these cities and cannot be compared: `reason` is PLACES, FEW or one of
    DIFFERENCES.
    """

    round_id: str
    title: Translated
    reason: str


def find_evidence(session: Session, promise: Promise, asked_on: date | None) -> Evidence | None:
    """The two figures, when a round that was opened after the request is public; the newest such round.

    None when there is no such round, or it says nothing about this place.
    """
    if asked_on is None:
        return None
    before = read_publication(session, promise.digest)
    for later in _list_later(session, promise, asked_on):
        found = _compare(promise, before, later)
        if found:
            return found
    return None


def find_obstacle(session: Session, promise: Promise, asked_on: date | None) -> Obstacle | None:
    """Why the newest later round with any of the cities says nothing; None when it does, or there is none."""
    if asked_on is None:
        return None
    before = read_publication(session, promise.digest)
    for later in _list_later(session, promise, asked_on):
        if not set(list_cities_of(later, EVERYWHERE)).isdisjoint(promise.city_ids):
            reason = _why_not(promise, before, later)
            return Obstacle(later.round_id, later.title, reason) if reason else None
    return None


def find_figure(snapshot: Snapshot, indicator: str, place: str) -> PublishedFigure | None:
    """The published share of an indicator in a unit or EVERYWHERE; None where nothing may be said."""
    described = find_indicator(snapshot.content, indicator)
    units = [unit for unit in snapshot.units if place in (unit.code, EVERYWHERE)]
    figure = indicator_figures(snapshot, described, place) if described and units else None
    if figure is None or figure.denominator < SMALLEST_GROUP:
        return None
    clients = population(snapshot, units)
    return PublishedFigure(figure.numerator, figure.denominator, len(units), clients)


def list_cities_of(snapshot: Snapshot, place: str) -> list[str]:
    """The cities that a place of a snapshot is made of; none when it has no such place."""
    return sorted(city for unit in snapshot.units if place in (unit.code, EVERYWHERE) for city in unit.cities)


def _list_later(session: Session, promise: Promise, asked_on: date) -> list[Snapshot]:
    """Rounds of the same questionnaire, opened after the request, the newest first."""
    newest = [history[0] for history in list_histories(session).values() if not history[0].withdrawn_on]
    read = [read_publication(session, each.digest) for each in newest]
    later = [
        snapshot
        for snapshot in read
        if snapshot.content["form_id"] == promise.form_id
        and snapshot.round_id != promise.round_id
        and date.fromisoformat(snapshot.content["opened_on"]) >= asked_on
    ]
    return sorted(later, key=lambda each: str(each.content["opened_on"]), reverse=True)


def _compare(promise: Promise, before: Snapshot, after: Snapshot) -> Evidence | None:
    figures = [find_figure(each, promise.indicator, promise.place) for each in (before, after)]
    old, new = figures
    asked = find_indicator(before.content, promise.indicator)
    if old is None or new is None or asked is None:
        return None
    less = asked["direction"] == "less_is_better"
    return Evidence(
        after.round_id,
        after.digest,
        date.fromisoformat(after.content["opened_on"]),
        (old.count, old.of),
        (new.count, new.of),
        _is_equal(promise, before, after),
        compare(old, new, less_is_better=less, target=promise.target),
    )


def _is_equal(promise: Promise, before: Snapshot, after: Snapshot) -> bool:
    """Whether the same was asked to the letter of the same cities, and counted in the same way."""
    return _why_not(promise, before, after) is None


def _why_not(promise: Promise, before: Snapshot, after: Snapshot) -> str | None:
    """What keeps the two figures from being compared; None when nothing does."""
    if list_cities_of(before, promise.place) != list_cities_of(after, promise.place):
        return PLACES
    difference = find_difference(before.content, after.content, promise.indicator)
    if difference is None and find_figure(after, promise.indicator, promise.place) is None:
        return FEW
    return difference
