"""Submissions that come together share a commit; each is kept or refused by itself, and none is lost."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy import event

from cmm.domain.refusal import Refusal
from cmm.services import submit_response as service
from cmm.services.submit_response import CouponRefused, StorageUnavailable
from cmm.store.database import Database
from cmm.store.envelopes import count_envelopes
from tests.factories import MadeRound, make_round, submit

SENDERS = 12


def send_all(database: Database, sends: list[Callable[[], None]]) -> list[type[Exception] | None]:
    """All wait while somebody else writes, then go."""
    outcomes: list[type[Exception] | None] = [None] * len(sends)

    def send(place: int) -> None:
        try:
            sends[place]()
        except Refusal as refusal:
            outcomes[place] = type(refusal)

    threads = [threading.Thread(target=send, args=(place,)) for place in range(len(sends))]
    with database.engine.connect().execution_options(sqlite_begin="BEGIN IMMEDIATE") as writing:
        writing.exec_driver_sql("SELECT 1")
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(0.1)
    for thread in threads:
        thread.join()
    return outcomes


def sending(database: Database, made: MadeRound, coupon: str) -> Callable[[], None]:
    def send() -> None:
        with database.session() as session:
            submit(session, made, "almaty", coupon=coupon)

    return send


def count_commits(database: Database) -> list[object]:
    commits: list[object] = []
    event.listen(database.engine, "commit", commits.append)
    return commits


def stored(database: Database) -> int:
    with database.session() as session:
        return count_envelopes(session, "autumn").get("almaty", 0)


@pytest.fixture
def made(sqlite_database: Database) -> MadeRound:
    with sqlite_database.session() as session:
        return make_round(session, coupons_each=SENDERS)


def test_few_commits_for_many_and_a_refusal_is_one_persons_own(
    sqlite_database: Database, made: MadeRound
) -> None:
    good = made.coupons["almaty"][: SENDERS - 2]
    coupons = [*good[:4], "WRONG-WRONG-WRONG", *good[4:], good[0]]
    commits = count_commits(sqlite_database)
    outcomes = send_all(sqlite_database, [sending(sqlite_database, made, each) for each in coupons])
    assert sorted(map(str, outcomes)) == sorted(map(str, [None] * len(good) + [CouponRefused] * 2))
    assert stored(sqlite_database) == len(good)
    assert len(commits) <= 4


def test_when_the_commit_fails_nobody_is_told_that_it_was_kept(
    sqlite_database: Database, made: MadeRound, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = service.envelopes.add_envelope

    def break_down(session: object, **row: object) -> None:
        real(session, **row)  # type: ignore[arg-type]
        monkeypatch.undo()
        session.connection().exec_driver_sql("SELECT no_such_function()")  # type: ignore[attr-defined]

    monkeypatch.setattr(service.envelopes, "add_envelope", break_down)
    sends = [sending(sqlite_database, made, each) for each in made.coupons["almaty"][:5]]
    outcomes = send_all(sqlite_database, sends)
    assert StorageUnavailable in outcomes
    assert stored(sqlite_database) == outcomes.count(None)
