"""Batches of coupons as the office sees them: how many were given and used, never a code."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from cmm.domain.language import Translated
from cmm.store.coupons import list_batches
from cmm.store.envelopes import count_used
from cmm.store.places import list_sites
from cmm.store.rounds import list_cities_of_round


@dataclass(frozen=True, slots=True)
class CouponPlace:
    """Where coupons are given out: a whole city (`site_id` None) or one of its sites."""

    city_id: str
    city_names: Translated
    site_id: str | None
    site_names: Translated


@dataclass(frozen=True, slots=True)
class BatchProgress:
    """One batch. `set_aside_reason` is None for a batch that counts."""

    batch_id: str
    place: CouponPlace
    given: int
    used: int
    set_aside_reason: str | None

    @property
    def left(self) -> int:
        """How many can still be used while the round is open."""
        return 0 if self.set_aside_reason is not None else self.given - self.used


@dataclass(frozen=True, slots=True)
class PlaceProgress:
    """The coupons of one city or site together, without batches that were set aside."""

    place: CouponPlace
    given: int
    used: int

    @property
    def left(self) -> int:
        return self.given - self.used


def sum_by_place(batches: Iterable[BatchProgress]) -> list[PlaceProgress]:
    """The batches of each place together, in the order in which the places come."""
    of_place: dict[tuple[str, str | None], list[BatchProgress]] = {}
    for batch in batches:
        if batch.set_aside_reason is None:
            of_place.setdefault((batch.place.city_id, batch.place.site_id), []).append(batch)
    return [
        PlaceProgress(own[0].place, sum(each.given for each in own), sum(each.used for each in own))
        for own in of_place.values()
    ]


def list_coupon_places(session: Session, round_id: str) -> list[CouponPlace]:
    """The cities of a round in order, each followed by its sites."""
    places = []
    for city in list_cities_of_round(session, round_id):
        places.append(CouponPlace(city.city_id, city.names, None, {}))
        for site in list_sites(session, city.city_id):
            places.append(CouponPlace(city.city_id, city.names, site.site_id, site.names))
    return places


def list_batch_progress(session: Session, round_id: str) -> list[BatchProgress]:
    """The batches of a round by city, then by id."""
    places = {(place.city_id, place.site_id): place for place in list_coupon_places(session, round_id)}
    used = count_used(session, round_id)
    return [
        BatchProgress(
            batch_id=batch.batch_id,
            place=places[batch.city_id, batch.site_id],
            given=batch.given,
            used=used.get(batch.batch_id, 0),
            set_aside_reason=batch.set_aside_reason,
        )
        for batch in list_batches(session, round_id)
    ]
