"""Which published figure of a later round speaks about a request."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from cmm.domain.disclosure.policy import SMALLEST_GROUP
from cmm.domain.library.compare import list_equal_items
from cmm.domain.promises import Evidence, PublishedFigure, compare
from cmm.domain.snapshot import EVERYWHERE, Snapshot, indicator_figures
from cmm.services.published import find_questionnaire, list_histories, read_publication
from cmm.store.promises import Promise

Json = Mapping[str, Any]

_COUNTED = ("question", "numerator", "excludes", "direction")
"""What decides how an indicator is counted; its words may be made clearer."""


def find_evidence(session: Session, promise: Promise, asked_on: date | None) -> Evidence | None:
    """The two figures, when a round that was opened after the request is public; the newest such round.

    None when there is no such round, or it says nothing about this place.
    """
    if asked_on is None:
        return None
    before = read_publication(session, promise.digest)
    for later in _list_later(session, promise, asked_on):
        found = _compare(session, promise, before, later)
        if found:
            return found
    return None


def find_indicator(snapshot: Snapshot, indicator: str) -> Json | None:
    """One indicator of a snapshot by its id."""
    return next((each for each in snapshot.content["indicators"] if each["id"] == indicator), None)


def find_figure(snapshot: Snapshot, indicator: str, place: str) -> PublishedFigure | None:
    """The published share of an indicator in a unit or EVERYWHERE; None where nothing may be said."""
    described = find_indicator(snapshot, indicator)
    units = [unit for unit in snapshot.units if place in (unit.code, EVERYWHERE)]
    figure = indicator_figures(snapshot, described, place) if described and units else None
    if figure is None or figure.denominator < SMALLEST_GROUP:
        return None
    known = [unit.known_clients for unit in units]
    population = None if None in known else sum(number or 0 for number in known)
    return PublishedFigure(figure.numerator, figure.denominator, len(units), population)


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


def _compare(session: Session, promise: Promise, before: Snapshot, after: Snapshot) -> Evidence | None:
    figures = [find_figure(each, promise.indicator, promise.place) for each in (before, after)]
    old, new = figures
    asked = find_indicator(before, promise.indicator)
    if old is None or new is None or asked is None:
        return None
    less = asked["direction"] == "less_is_better"
    return Evidence(
        after.round_id,
        after.digest,
        date.fromisoformat(after.content["opened_on"]),
        (old.count, old.of),
        (new.count, new.of),
        _is_equal(session, promise, before, after),
        compare(old, new, less_is_better=less, target=promise.target),
    )


def _is_equal(session: Session, promise: Promise, before: Snapshot, after: Snapshot) -> bool:
    """Whether the same was asked in the same words of the same cities, and counted in the same way."""
    ways = [find_indicator(each, promise.indicator) for each in (before, after)]
    counted = [[each and each[part] for part in _COUNTED] for each in ways]
    places = [list_cities_of(each, promise.place) for each in (before, after)]
    question = str(counted[0][0]).split("/")[0]
    return (
        counted[0] == counted[1]
        and places[0] == places[1]
        and question in _list_equal_questions(session, before, after)
    )


def _list_equal_questions(session: Session, before: Snapshot, after: Snapshot) -> list[str]:
    digests = [str(each.content["questionnaire_digest"]) for each in (before, after)]
    earlier, later = (find_questionnaire(session, digest) for digest in digests)
    return list_equal_items(earlier, later) if earlier and later else []
