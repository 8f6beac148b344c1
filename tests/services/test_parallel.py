"""Many at once: one coupon stores one response, whatever the threads do."""

from collections import Counter
from collections.abc import Callable
from datetime import date
from typing import Any

from cmm.services.mix import mix_round
from cmm.services.rounds import close_round
from cmm.services.submit_response import CouponRefused, RoundClosed
from cmm.store.database import Database
from cmm.store.envelopes import count_envelopes
from tests.factories import MadeRound, make_round, submit
from tests.parallel import run_all

AT_ONCE = 20


def prepare(database: Database, **options: Any) -> MadeRound:
    with database.session() as session:
        return make_round(session, **options)


def sender(database: Database, made: MadeRound, **changes: Any) -> Callable[[], None]:
    def send() -> None:
        with database.session() as session:
            submit(session, made, "almaty", **changes)

    return send


def outcomes_of(functions: list[Callable[[], object]]) -> Counter[object]:
    return Counter(type(each) if isinstance(each, BaseException) else each for each in run_all(functions))


def stored(database: Database) -> int:
    with database.session() as session:
        return sum(count_envelopes(session, "autumn").values())


def test_twenty_attempts_on_one_coupon_store_exactly_one(database: Database) -> None:
    made = prepare(database)
    code = made.coupons["almaty"][0]
    attempts = [sender(database, made, coupon=code, nonce=f"{n:032}") for n in range(AT_ONCE)]
    assert outcomes_of(attempts) == {None: 1, CouponRefused: AT_ONCE - 1}
    assert stored(database) == 1


def test_twenty_repeats_of_one_attempt_all_succeed_and_store_one(database: Database) -> None:
    made = prepare(database)
    code = made.coupons["almaty"][0]
    assert outcomes_of([sender(database, made, coupon=code, nonce="n" * 32)] * AT_ONCE) == {None: AT_ONCE}
    assert stored(database) == 1


def test_twenty_repeats_in_a_link_round_all_succeed_and_store_one(database: Database) -> None:
    made = prepare(database, access="link")
    assert outcomes_of([sender(database, made, nonce="n" * 32)] * AT_ONCE) == {None: AT_ONCE}
    assert stored(database) == 1


def test_twenty_people_at_once_are_all_stored(database: Database) -> None:
    made = prepare(database, coupons_each=AT_ONCE)
    attempts = [sender(database, made, coupon=code) for code in made.coupons["almaty"]]
    assert outcomes_of(attempts) == {None: AT_ONCE}
    assert stored(database) == AT_ONCE


def test_mixing_twice_while_people_send_loses_and_doubles_nothing(database: Database) -> None:
    made = prepare(database, coupons_each=40)
    early, late = made.coupons["almaty"][:20], made.coupons["almaty"][20:]
    for code in early:
        sender(database, made, coupon=code)()

    def mix() -> None:
        with database.session() as session:
            mix_round(session, "autumn")

    senders = [sender(database, made, coupon=code) for code in late[:8]]
    assert outcomes_of([*senders, mix, mix]) == {None: 10}
    assert stored(database) == 28


def test_a_round_that_closes_while_people_send_keeps_no_receipt_and_no_late_response(
    database: Database,
) -> None:
    made = prepare(database, coupons_each=12)

    def close() -> None:
        with database.session() as session:
            close_round(session, round_id="autumn", today=date(2026, 11, 20))

    senders = [sender(database, made, coupon=code) for code in made.coupons["almaty"]]
    outcomes = outcomes_of([*senders, close])
    assert set(outcomes) <= {None, RoundClosed}
    assert stored(database) == outcomes[None] - 1
    with database.session() as session:
        assert session.connection().exec_driver_sql("SELECT count(*) FROM receipt").scalar() == 0
