"""The order of arrival can be read from the database before mixing, and not after."""

from collections.abc import Callable
from pathlib import Path
from statistics import fmean, pstdev

import pytest
from scipy.stats import kendalltau
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from cmm.services.mix import mix_round
from cmm.services.rounds import close_round
from cmm.store.database import Database
from cmm.store.models import Envelope
from tests.factories import MONDAY, make_round, submit

RESPONSES = 60
MIXES = 200
HEAD, TAIL = slice(0, 40), slice(-40, None)
CHANCE = 0.0882
"""Standard deviation of Kendall's tau of 60 pairs without any relation: sqrt(2 (2n + 5) / (9 n (n - 1)))."""


def submit_in_order(session: Session) -> list[bytes]:
    """Sixty envelopes in the order of arrival."""
    made = make_round(session, access="link", cities=["almaty"])
    order: list[bytes] = []
    for _ in range(RESPONSES):
        submit(session, made)
        [newest] = set(session.scalars(select(Envelope.sealed))) - set(order)
        order.append(newest)
    session.rollback()
    return order


def tau(order: list[bytes], place_of: Callable[[bytes], float]) -> float:
    """Kendall's rank correlation between arrival and place."""
    return float(kendalltau(range(len(order)), [place_of(sealed) for sealed in order]).statistic)


def places_in_file(database: Database, part: slice) -> Callable[[bytes], int]:
    """Where a part of an envelope lies in the SQLite file."""
    path = database.engine.url.database
    assert path
    content = Path(path).read_bytes()
    return lambda sealed: content.index(sealed[part])


def places_in_heap(session: Session) -> Callable[[bytes], float]:
    rows = session.execute(
        text("SELECT sealed, (ctid::text::point)[0], (ctid::text::point)[1] FROM envelope")
    )
    places = {bytes(sealed): page * 10_000 + line for sealed, page, line in rows}
    session.rollback()
    return places.__getitem__


def assert_within_chance(taus: list[float]) -> None:
    """No single mix tells the order, all together do not lean to a side, and they vary as chance does."""
    assert max(map(abs, taus)) < 5.5 * CHANCE
    assert abs(fmean(taus)) < 4.5 * CHANCE / MIXES**0.5
    assert 0.7 * CHANCE < pstdev(taus) < 1.3 * CHANCE


@pytest.mark.slow
def test_on_sqlite_the_place_in_the_file_tells_the_order_only_before_mixing(
    sqlite_database: Database,
) -> None:
    with sqlite_database.session() as session:
        order = submit_in_order(session)
        # the tails lie on pages of their own, written one after the other
        assert tau(order, places_in_file(sqlite_database, TAIL)) > 0.5
        heads, tails = [], []
        for _ in range(MIXES):
            mix_round(session, "autumn")
            heads.append(tau(order, places_in_file(sqlite_database, HEAD)))
            tails.append(tau(order, places_in_file(sqlite_database, TAIL)))
    assert_within_chance(heads)
    assert_within_chance(tails)


def test_two_copies_of_the_file_around_a_mix_have_no_key_in_common_and_places_only_by_chance(
    sqlite_database: Database,
) -> None:
    """A rule that no envelope may keep its place would itself tell something; by chance about one does."""
    with sqlite_database.session() as session:
        order = submit_in_order(session)
        mix_round(session, "autumn")
        before = places_in_file(sqlite_database, HEAD)
        keys = keys_of(session)
        first = [before(sealed) for sealed in order]
        mix_round(session, "autumn")
        after = places_in_file(sqlite_database, HEAD)
        second = [after(sealed) for sealed in order]
        content = Path(str(sqlite_database.engine.url.database)).read_bytes()
        assert not keys & keys_of(session)
    assert not [key for key in keys if key in content], "the old keys are nowhere in the file"
    assert sum(a == b for a, b in zip(first, second, strict=True)) <= 10
    assert abs(kendalltau(first, second).statistic) < 5.5 * CHANCE


@pytest.mark.slow
@pytest.mark.postgresql
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_on_postgresql_place_and_transaction_tell_the_order_only_before_mixing(session: Session) -> None:
    order = submit_in_order(session)
    assert tau(order, places_in_heap(session)) == pytest.approx(1)
    assert transactions(session) == RESPONSES
    taus = []
    for _ in range(MIXES):
        mix_round(session, "autumn")
        taus.append(tau(order, places_in_heap(session)))
        assert transactions(session) == 1
    assert_within_chance(taus)


def keys_of(session: Session) -> set[bytes]:
    keys = set(session.scalars(select(Envelope.envelope_key)))
    session.rollback()
    return keys


def transactions(session: Session) -> int:
    """How many transaction numbers the envelopes carry."""
    count = session.scalar(text("SELECT count(DISTINCT xmin::text) FROM envelope"))
    session.rollback()
    return count or 0


def test_two_mixes_give_two_orders_and_closing_mixes_too(session: Session) -> None:
    submit_in_order(session)
    keys = select(Envelope.envelope_key, Envelope.sealed).order_by(Envelope.envelope_key)
    seen = [session.execute(keys).all()]
    mix_round(session, "autumn")
    seen.append(session.execute(keys).all())
    close_round(session, round_id="autumn", today=MONDAY)
    seen.append(session.execute(keys).all())
    orders = [tuple(sealed for _, sealed in each) for each in seen]
    assert len(set(orders)) == 3
    assert len({frozenset(each) for each in orders}) == 1
    assert len({frozenset(key for key, _ in each) for each in seen}) == 3
