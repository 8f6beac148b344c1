"""Making batches of coupons and setting them aside."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cmm.domain.coupons import hash_code
from cmm.domain.round_state import RoundClosed
from cmm.services.coupons import (
    AlreadySetAside,
    BadCount,
    ReasonMissing,
    RoundTakesNoCoupons,
    SiteNotInCity,
    make_batch,
    set_aside,
)
from cmm.services.places import add_city, add_site
from cmm.services.rounds import close_round
from cmm.store.coupons import NoSuchBatch, get_batch, list_batches
from cmm.store.models import Coupon
from cmm.store.places import NoSuchSite
from cmm.store.rounds import CityNotInRound
from tests.factories import MONDAY, PEPPER, make_round


def make(session: Session, **changes: Any) -> list[str]:
    arguments = {"round_id": "autumn", "city_id": "almaty", "site_id": None, "count": 30, "pepper": PEPPER}
    return make_batch(session, **(arguments | changes))


def test_only_hashes_are_kept_and_their_order_tells_nothing_of_the_printed_order(session: Session) -> None:
    make_round(session, coupons_each=1)
    codes = make(session, batch_id="B")
    stored = session.scalars(select(Coupon.code_hash).where(Coupon.batch_id == "B")).all()
    hashes = [hash_code(code, PEPPER) for code in codes]
    assert set(stored) == set(hashes)
    assert hashes != sorted(hashes)
    assert get_batch(session, "B").given == 30


def test_a_batch_can_belong_to_a_site_of_its_city(session: Session) -> None:
    make_round(session, coupons_each=1)
    add_site(session, site_id="almaty-1", city_id="almaty", names={"ru": "Пункт"})
    make(session, site_id="almaty-1", batch_id="B")
    assert get_batch(session, "B").site_id == "almaty-1"
    with pytest.raises(SiteNotInCity):
        make(session, city_id="shymkent", site_id="almaty-1")
    with pytest.raises(NoSuchSite):
        make(session, site_id="almaty-9")


@pytest.mark.parametrize("count", [0, -1, 10_001])
def test_a_batch_has_a_sensible_size(session: Session, count: int) -> None:
    make_round(session)
    with pytest.raises(BadCount):
        make(session, count=count)


def test_coupons_are_for_cities_of_rounds_that_take_them(session: Session) -> None:
    first = make_round(session)
    make_round(session, access="link", round_id="spring", account_id=first.account_id)
    add_city(session, city_id="oral", names={"ru": "Орал"})
    with pytest.raises(CityNotInRound):
        make(session, city_id="oral")
    with pytest.raises(RoundTakesNoCoupons):
        make(session, round_id="spring")
    close_round(session, round_id="autumn", today=MONDAY)
    with pytest.raises(RoundClosed):
        make(session)


def test_a_batch_is_set_aside_once_for_a_reason(session: Session) -> None:
    make_round(session, coupons_each=1)
    batch_id = list_batches(session, "autumn")[0].batch_id
    with pytest.raises(ReasonMissing):
        set_aside(session, batch_id=batch_id, reason=" ")
    set_aside(session, batch_id=batch_id, reason=" photocopied ")
    assert get_batch(session, batch_id).set_aside_reason == "photocopied"
    with pytest.raises(AlreadySetAside):
        set_aside(session, batch_id=batch_id, reason="again")
    with pytest.raises(NoSuchBatch):
        set_aside(session, batch_id="none", reason="x")
