"""Opening, counting and preparing a large round against the bare opening of its envelopes.

The floor decrypts as many envelopes by as many processes, from memory, and does nothing with what comes out.
The product works in a process of its own, so that the memory is its own: the largest sum of the shares
(PSS) of that process and those it starts. The answers are invented; every envelope is opened for real.
"""

import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import cycle, islice
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from bench.bare_opening import begin, decrypt
from bench.memory import watch_memory
from bench.publications import DAY, FIRST, ROUND, closed_round, invent_people, read_demo_survey
from bench.report import Table
from cmm.domain.answers import to_payload
from cmm.domain.indicators import count_responses, parse_indicators
from cmm.domain.questionnaire.survey_folder import Survey
from cmm.domain.sealing import make_key_pair, seal_response
from cmm.services.open_envelopes import PART, open_with_key
from cmm.services.prepare_snapshot import prepare_content
from cmm.store.database import Database
from cmm.store.models import Envelope

SIZES, LARGE = (10_000, 100_000), (1_000_000,)
DISTINCT = 1_000
"""Envelopes that are really sealed; each stands in the table many times, and is opened each time."""
PLAIN = 1_800
HEADS = (
    "responses",
    "bare opening",
    "opened and counted",
    "ratio",
    "whole preparation",
    "opened and counted, each",
    "peak memory, all processes",
)


@dataclass(frozen=True, slots=True)
class Found:
    """Seconds of the steps, one after another, and megabytes."""

    opened: float
    prepared: float
    memory: int = 0


def measure() -> list[Table]:
    return [_table(SIZES)]


def measure_large() -> list[Table]:
    return [_table(LARGE)]


def _table(sizes: Sequence[int]) -> Table:
    rows = []
    for size in sizes:
        with TemporaryDirectory() as folder:
            bare, found = _compare(Path(folder), size)
        each = f"{found.opened / size * 1e6:.0f} us"
        ratio = f"{found.opened / bare:.2f}"
        whole = f"{found.opened + found.prepared:.1f} s"
        rows.append(
            (f"{size:,}", f"{bare:.1f} s", f"{found.opened:.1f} s", ratio, whole, each, f"{found.memory} MB")
        )
    about = (
        f"A round of the demo's questionnaire in {len(FIRST)} cities. Wanted for 1,000,000: a ratio of at "
        "most 1.5 and less than 1,000 MB."
    )
    return Table(about, HEADS, rows)


def _compare(folder: Path, size: int) -> tuple[float, Found]:
    survey, pair = read_demo_survey(), make_key_pair()
    sealed = _seal(survey, pair.public)
    with closed_round(folder, survey) as (session, _account_id):
        _store(session, sealed, size)
    bare = _time(lambda: _open_bare([envelope for _, envelope in sealed], size, pair.private))
    context = get_context("spawn")
    receiver, sender = context.Pipe(duplex=False)
    url = f"sqlite:///{folder / 'cmm.sqlite'}"
    product = context.Process(target=open_and_prepare, args=(url, pair.private, size, sender))
    product.start()
    memory = watch_memory(product.pid or 0, product.is_alive)
    product.join()
    opened, prepared = receiver.recv()
    return bare, Found(opened, prepared, memory)


def open_and_prepare(url: str, private: bytes, size: int, told: Any) -> None:
    """In a process of its own."""
    survey, database = read_demo_survey(), Database(url)
    with database.session() as session:
        began = time.perf_counter()
        opened = open_with_key(session, round_id=ROUND, private_key=private)
        counts = count_responses(survey.questionnaire, parse_indicators(survey.indicators), opened.responses)
        assert len(counts.tables()[0].counts) == len(FIRST)
        assert counts.cross_tables(list(survey.indicators["breakdowns"]))
        assert len(opened.responses) == size
        between = time.perf_counter()
        prepare_content(session, opened, today=DAY)
        told.send((between - began, time.perf_counter() - between))


def _seal(survey: Survey, public: bytes) -> list[tuple[str, bytes]]:
    people = invent_people(survey, {city: DISTINCT // len(FIRST) + 1 for city in FIRST})
    return [
        (city, seal_response(payload, round_id=ROUND, public_key=public, size=PLAIN))
        for city, answers in people[:DISTINCT]
        for payload in [{"answers": to_payload(answers)}]
    ]


def _store(session: Session, sealed: Sequence[tuple[str, bytes]], size: int) -> None:
    """In the order of their keys, as they stand after mixing."""
    keys = iter(sorted(os.urandom(16) for _ in range(size)))
    same = {"round_id": ROUND, "week_of": DAY}
    rows = (
        same | {"envelope_key": key, "city_id": city, "sealed": envelope}
        for key, (city, envelope) in zip(keys, cycle(sealed), strict=False)
    )
    while chunk := list(islice(rows, PART)):
        session.execute(insert(Envelope), chunk)
    session.commit()


def _open_bare(sealed: Sequence[bytes], size: int, private: bytes) -> None:
    processes = len(os.sched_getaffinity(0))
    context = get_context("spawn")
    with ProcessPoolExecutor(
        processes, mp_context=context, initializer=begin, initargs=(sealed, private, ROUND)
    ) as pool:
        for each in [pool.submit(decrypt, PART) for _ in range(size // PART)]:
            each.result()


def _time(work: Callable[[], None]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
