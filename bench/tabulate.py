"""Opening and counting a large round against the bare opening of its envelopes.

Both use all cores, one after the other. The answers are invented; every envelope is opened for real. Other
sizes: python -m bench.tabulate 1000000
"""

import os
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from itertools import cycle, islice
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from tempfile import TemporaryDirectory

from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import insert
from sqlalchemy.orm import Session

from bench.publications import DAY, FIRST, ROUND, closed_round, invent_people, read_demo_survey
from cmm.domain.answers import to_payload
from cmm.domain.indicators import count_responses, parse_indicators
from cmm.domain.questionnaire.survey_folder import Survey
from cmm.domain.sealing import CURVE, SUITE, make_key_pair, seal_response
from cmm.services.open_envelopes import PART, open_with_key
from cmm.store.models import Envelope

SIZES = (10_000, 100_000)
DISTINCT = 1_000
"""Envelopes that are really sealed; each stands in the table many times, and is opened each time."""
PLAIN = 1_800
INFO = b"cmm response 1|" + ROUND.encode()
HEADS = ("responses", "bare opening", "open and count", "ratio", "each", "memory here")


def main() -> None:
    print("".join(f"{head:>16}" for head in HEADS))
    for size in [int(text) for text in sys.argv[1:]] or SIZES:
        with TemporaryDirectory() as folder:
            _compare(Path(folder), size)


def _compare(folder: Path, size: int) -> None:
    survey, pair = read_demo_survey(), make_key_pair()
    sealed = _seal(survey, pair.public)
    bare = _time(lambda: _open_bare([envelope for _, envelope in sealed], size, pair.private))
    with closed_round(folder, survey) as (session, _account_id):
        _store(session, sealed, size)
        full = _time(lambda: _open_and_count(session, survey, pair.private, size))
    memory = getrusage(RUSAGE_SELF).ru_maxrss // 1024
    told = (f"{size:,}", f"{bare:.1f} s", f"{full:.1f} s", f"{full / bare:.2f}")
    print("".join(f"{each:>16}" for each in (*told, f"{full / size * 1e6:.0f} us", f"{memory} MB")))


def _seal(survey: Survey, public: bytes) -> list[tuple[str, bytes]]:
    people = invent_people(survey, {city: DISTINCT // len(FIRST) + 1 for city in FIRST})
    return [
        (city, seal_response(payload, round_id=ROUND, public_key=public, size=PLAIN))
        for city, answers in people[:DISTINCT]
        for payload in [{"answers": to_payload(answers)}]
    ]


def _store(session: Session, sealed: Sequence[tuple[str, bytes]], size: int) -> None:
    same = {"round_id": ROUND, "week_of": DAY}
    rows = (
        same | {"envelope_key": os.urandom(16), "city_id": city, "sealed": envelope}
        for city, envelope in islice(cycle(sealed), size)
    )
    while chunk := list(islice(rows, PART)):
        session.execute(insert(Envelope), chunk)
    session.commit()


def _open_and_count(session: Session, survey: Survey, private: bytes, size: int) -> None:
    opened = open_with_key(session, round_id=ROUND, private_key=private)
    counts = count_responses(survey.questionnaire, parse_indicators(survey.indicators), opened.responses)
    assert len(counts.tables()[0].counts) == len(FIRST)
    assert counts.cross_tables(list(survey.indicators["breakdowns"]))
    assert len(opened.responses) == size


def _open_bare(sealed: Sequence[bytes], size: int, private: bytes) -> None:
    """Nothing but the cryptography, in parts as large as the product's, by as many processes."""
    processes = len(os.sched_getaffinity(0))
    part = list(islice(cycle(sealed), PART))
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        parts = [pool.submit(decrypt_all, part, private) for _ in range(size // PART)]
        for each in parts:
            each.result()


def decrypt_all(sealed: Sequence[bytes], private: bytes) -> None:
    """In a process of its own."""
    key = ec.derive_private_key(int.from_bytes(private, "big"), CURVE)
    for envelope in sealed:
        SUITE.decrypt(envelope, key, INFO)


def _time(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
