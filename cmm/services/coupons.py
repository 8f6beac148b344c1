"""Coupons: made in batches, printed once, set aside as a whole when a batch went wrong."""

import secrets

from sqlalchemy.orm import Session

from cmm.domain.coupons import ALPHABET, draw_codes, hash_code
from cmm.domain.refusal import Refusal
from cmm.domain.round_state import RoundClosed
from cmm.services.audit import note
from cmm.services.places import CodeTaken
from cmm.services.transaction import transaction
from cmm.store import coupons as store
from cmm.store.coupons import CouponBatch
from cmm.store.places import get_site
from cmm.store.rounds import get_city_of_round, get_round

LARGEST_BATCH = 10_000


class RoundTakesNoCoupons(Refusal):
    """Access to this round is by link."""


class SiteNotInCity(Refusal):
    """The site is in another city."""


class BadCount(Refusal):
    """A batch has 1 to LARGEST_BATCH coupons."""


class ReasonMissing(Refusal):
    """A batch is set aside for a stated reason."""


class AlreadySetAside(Refusal):
    """The batch was set aside before."""


@transaction
def make_batch(
    session: Session,
    *,
    round_id: str,
    city_id: str,
    site_id: str | None,
    count: int,
    pepper: bytes,
    batch_id: str | None = None,
    by: str | None = None,
) -> list[str]:
    """Make coupons and return their codes in random order: the only time they exist in clear.

    Raises NoSuchRound, RoundClosed, RoundTakesNoCoupons, CityNotInRound, NoSuchSite, SiteNotInCity, BadCount.
    """
    _check_round(session, round_id, city_id)
    if site_id is not None and get_site(session, site_id).city_id != city_id:
        raise SiteNotInCity(site_id)
    if not 1 <= count <= LARGEST_BATCH:
        raise BadCount(str(LARGEST_BATCH))
    batch_id = batch_id or draw_batch_id()
    if store.find_batch(session, batch_id):
        raise CodeTaken(batch_id)
    codes = draw_codes(count)
    batch = CouponBatch(batch_id=batch_id, round_id=round_id, city_id=city_id, site_id=site_id, given=count)
    store.add_batch(session, batch, [hash_code(code, pepper) for code in codes])
    note(session, by, "coupons_made", round_id, city=city_id, count=count)
    return codes


@transaction
def set_aside(session: Session, *, batch_id: str, reason: str, by: str | None = None) -> None:
    """Leave the responses of a batch out of the results, and refuse its unused coupons from now on.

    Raises NoSuchBatch, ReasonMissing, AlreadySetAside.
    """
    batch = store.get_batch(session, batch_id)
    if not reason.strip():
        raise ReasonMissing
    if batch.set_aside_reason is not None:
        raise AlreadySetAside(batch_id)
    batch.set_aside_reason = reason.strip()
    note(session, by, "coupons_set_aside", batch.round_id, city=batch.city_id)


def draw_batch_id() -> str:
    """A new random id for a batch, short enough to write on an envelope of coupons."""
    return "".join(secrets.choice(ALPHABET) for _ in range(8))


def _check_round(session: Session, round_id: str, city_id: str) -> None:
    survey_round = get_round(session, round_id, lock="read")
    if survey_round.state == "closed":
        raise RoundClosed
    if survey_round.access != "coupon":
        raise RoundTakesNoCoupons
    get_city_of_round(session, round_id, city_id)
