"""Opening and counting a large round against the bare opening of its envelopes.

Both use all cores and run one after the other. The answers are invented; every envelope is opened for real.
Sizes can be given: python -m bench.tabulate 10000 100000 1000000
"""

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import cycle, islice
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory

from sqlalchemy import insert
from sqlalchemy.orm import Session

from bench.publications import DAY, FIRST, ROUND, closed_round, invent_people, read_demo_survey
from cmm.domain.answers import to_payload
from cmm.domain.indicators import count_responses, parse_indicators
from cmm.domain.sealing import SUITE, ResponseOpener, make_key_pair, seal_response
from cmm.services.open_envelopes import PART, open_with_key
from cmm.store.models import Envelope

SIZES = (10_000, 100_000)
DISTINCT = 1_000
"""Envelopes that are really sealed; each stands in the table many times, and is opened each time."""
PLAIN = 1_800


def main() -> None:
    sizes = [int(text) for text in sys.argv[1:]] or SIZES
    print(f"{'responses':>10} {'bare opening':>13} {'open and count':>15} {'ratio':>6} {'per response':>13} {'memory':>8}")
    for size in sizes:
        with TemporaryDirectory() as folder:
            _compare(Path(folder), size)


def _compare(folder: Path, size: int) -> None:
    survey = read_demo_survey()
    pair = make_key_pair()
    people = list(islice(invent_people(survey, {city: DISTINCT // len(FIRST) + 1 for city in FIRST}), DISTINCT))
    sealed = [
        (city, seal_response({"answers": to_payload(answers)}, round_id=ROUND, public_key=pair.public, size=PLAIN))
        for city, answers in people
    ]
    bare = _time(lambda: _open_bare([envelope for _, envelope in sealed], size, pair.private))
    with closed_round(folder, survey) as (session, _account_id):
        _store(session, sealed, size)
        began = time.perf_counter()
        opened = open_with_key(session, round_id=ROUND, private_key=pair.private)
        counts = count_responses(survey.questionnaire, parse_indicators(survey.indicators), opened.responses)
        counts.tables()
        counts.cross_tables(list(survey.indicators["breakdowns"]))
        full = time.perf_counter() - began
    assert len(opened.responses) == size
    memory = (getrusage(RUSAGE_SELF).ru_maxrss + _workers() * getrusage(RUSAGE_CHILDREN).ru_maxrss) // 1024
    print(f"{size:10,} {bare:11.1f} s {full:13.1f} s {full / bare:6.2f} {full / size * 1e6:10.0f} us {memory:5} MB")


def _store(session: Session, sealed: Sequence[tuple[str, bytes]], size: int) -> None:
    rows = (
        {"envelope_key": os.urandom(16), "round_id": ROUND, "city_id": city, "week_of": DAY, "sealed": envelope}
        for city, envelope in islice(cycle(sealed), size)
    )
    while chunk := list(islice(rows, 5_000)):
        session.execute(insert(Envelope), chunk)
    session.commit()


def _open_bare(sealed: Sequence[bytes], size: int, private: bytes) -> None:
    """Nothing but the cryptography, in parts as large as the product's, by as many processes."""
    with ProcessPoolExecutor(_workers(), mp_context=get_context("spawn")) as pool:
        parts = [list(islice(cycle(sealed), min(PART, size - start))) for start in range(0, size, PART)]
        list(pool.map(decrypt_all, parts, [private] * len(parts)))


def decrypt_all(sealed: Sequence[bytes], private: bytes) -> None:
    """In a process of its own."""
    opener = ResponseOpener(ROUND, private)
    for envelope in sealed:
        SUITE.decrypt(envelope, opener._private, opener._info)


def _time(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _workers() -> int:
    return len(os.sched_getaffinity(0))


if __name__ == "__main__":
    main()
