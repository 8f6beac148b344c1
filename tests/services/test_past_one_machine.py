"""A round is opened here, by processes and by a cluster: the same bytes, also when one of them is killed."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from secrets import token_hex

import pytest
from sqlalchemy.orm import Session

from cmm.config import ConfigRefused, read_config
from cmm.domain.coded import CodedResponses, Opening
from cmm.domain.questionnaire.compiled import to_json
from cmm.domain.sealing import make_key_pair
from cmm.services import open_envelopes as opening
from cmm.services.cluster import Cluster, ClusterUnavailable, map_on_cluster
from cmm.services.envelope_ranges import Range, Source, list_ranges, open_range
from cmm.services.open_envelopes import OpenedRound, open_with_key
from cmm.services.partitions import map_parts
from cmm.services.publish import build_candidate
from cmm.services.rounds import close_round
from cmm.services.transaction import StorageUnavailable
from cmm.store.envelopes import LAST_KEY, add_envelope, list_envelopes
from tests.factories import (
    MONDAY,
    PASSPHRASE,
    MadeRound,
    make_answers,
    make_questionnaire,
    make_round,
    submit,
)
from tests.services.dask_cluster import RunningCluster, running_cluster

on_postgresql = pytest.mark.parametrize(
    "database_url", [pytest.param("postgresql", marks=pytest.mark.postgresql)], indirect=True
)
MANY = 400
PARTS = 20


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningCluster]:
    with running_cluster(tmp_path_factory.mktemp("dask")) as running, pytest.MonkeyPatch.context() as patch:
        patch.setattr("cmm.services.cluster.ANSWERING", 120)  # a busy machine starts workers slowly
        yield running


@pytest.fixture
def made(session: Session) -> MadeRound:
    """Twenty envelopes, each many times, and one that nobody can open; closed."""
    made = make_round(session, access="link")
    for number in range(20):
        answers = make_answers(closed="yes" if number % 3 else "no", more=f"Слова {number}")
        submit(session, made, "almaty" if number % 2 else "shymkent", answers=answers)
    stored = list_envelopes(session, "autumn")
    for number in range(MANY - len(stored)):
        again = stored[number % len(stored)]
        sealed = again.sealed if number else b"\0" * len(again.sealed)
        same = {"city_id": again.city_id, "batch_id": None, "week_of": again.week_of}
        add_envelope(session, round_id="autumn", sealed=sealed, **same)
    session.commit()
    close_round(session, round_id="autumn", today=MONDAY)
    return made


def open_in_parts(
    session: Session,
    key: bytes,
    parts: int,
    monkeypatch: pytest.MonkeyPatch,
    *,
    cluster: Cluster | None = None,
    after_first: Callable[[], None] = lambda: None,
) -> OpenedRound:
    monkeypatch.setattr(opening, "PART", -(-MANY // parts))
    told: list[int] = []

    def tell(_step: str, done: int, _total: int) -> None:
        told.append(done)
        if len(told) == 1:
            after_first()

    opened = open_with_key(session, round_id="autumn", private_key=key, tell=tell, cluster=cluster)
    assert len(told) == parts
    assert told[-1] == MANY
    return opened


def bytes_of(coded: CodedResponses) -> list[object]:
    """Everything there is, in its order."""
    numbers = [(each.dtype.str, each.shape, each.tobytes()) for each in (coded.rows, coded.origin)]
    texts = [answers.values for answers in coded.texts]
    return [*numbers, coded.questions, coded.states, coded.origins, texts, coded.rejected]


def snapshot_of(session: Session, made: MadeRound, opened: OpenedRound) -> bytes:
    return build_candidate(session, opened, account_id=made.account_id, today=MONDAY).content


def key_of(session: Session, made: MadeRound) -> bytes:
    return opening.open_round_key(
        session, round_id="autumn", account_id=made.account_id, passphrase=PASSPHRASE
    )


@on_postgresql
def test_here_in_a_pool_and_on_a_cluster_the_bytes_are_the_same(
    session: Session,
    made: MadeRound,
    cluster: RunningCluster,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    key = key_of(session, made)
    here = open_in_parts(session, key, 1, monkeypatch)
    assert here.responses.rejected == {"unreadable": 1}
    assert len(here.responses) == MANY - 1
    pooled = open_in_parts(session, key, PARTS, monkeypatch, after_first=kill_one_of_the_pool)
    assert "a process was lost" in caplog.text
    assert bytes_of(pooled.responses) == bytes_of(here.responses)
    assert cluster.cluster.address.startswith("tls://")
    spread = open_in_parts(
        session, key, PARTS, monkeypatch, cluster=cluster.cluster, after_first=cluster.kill_a_worker
    )
    assert cluster.workers[0].poll() == -signal.SIGKILL
    assert bytes_of(spread.responses) == bytes_of(here.responses)
    contents = {snapshot_of(session, made, each) for each in (here, pooled, spread)}
    assert len(contents) == 1


def kill_one_of_the_pool() -> None:
    os.kill(multiprocessing.active_children()[0].pid or 0, signal.SIGKILL)


def test_logs_of_a_cluster_hold_neither_the_key_nor_the_password(cluster: RunningCluster) -> None:
    key = make_key_pair().private
    source = Source(
        "postgresql+psycopg://cmm:very-secret@127.0.0.1:1/none",
        Opening("autumn", to_json(make_questionnaire()), frozenset(), MONDAY, key),
    )
    with pytest.raises(StorageUnavailable) as failed:
        list(map_on_cluster(cluster.cluster, open_range, source, [Range(b"", LAST_KEY)]))
    written = cluster.log.read_text(encoding="utf-8", errors="replace") + str(failed.value) + repr(source)
    assert "open_range" in written, "a failed part is told about"
    for secret in ("very-secret", key.hex(), repr(key)[2:-1], "select_one"):
        assert secret not in written


def test_a_cluster_that_does_not_answer_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("cmm.services.cluster.ANSWERING", 1)
    nobody = Cluster("tcp://127.0.0.1:1", tmp_path)
    with pytest.raises(ClusterUnavailable):
        list(map_parts(divide, 1, [1, 2, 3, 4], cluster=nobody))


def divide(dividend: int, divisor: int) -> float:
    return dividend / divisor


@pytest.mark.parametrize("count", [1, 2, 3, 7, 200])
def test_ranges_are_all_keys_once(count: int) -> None:
    ranges = list_ranges(count)
    assert len(ranges) == count
    assert (ranges[0].after, ranges[-1].upto) == (b"", LAST_KEY)
    assert all(one.upto == next_.after for one, next_ in pairwise(ranges))


REMOTE, HERE = "tls://scheduler.example:8786", "tcp://127.0.0.1:8786"
POSTGRESQL = {"CMM_DATABASE_URL": "postgresql+psycopg://cmm@db.example/cmm"}


def read_scheduler(folder: Path, address: str, **more: str) -> str:
    given = {"CMM_SECRET_KEY": token_hex(32), "CMM_INSTANCE": str(folder), "CMM_DASK_SCHEDULER": address}
    return read_config(given | more).dask_scheduler


def test_a_cluster_on_another_machine_needs_encryption_and_postgresql(tmp_path: Path) -> None:
    with pytest.raises(ConfigRefused, match="needs the files") as refused:
        read_scheduler(tmp_path, REMOTE)
    assert "PostgreSQL" in str(refused.value)
    (tmp_path / "dask").mkdir()
    for name in ("ca.pem", "cert.pem", "key.pem"):
        (tmp_path / "dask" / name).touch()
    assert read_scheduler(tmp_path, REMOTE, **POSTGRESQL) == REMOTE
    assert read_scheduler(tmp_path, HERE) == HERE
    assert read_scheduler(tmp_path, "") == ""


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("tcp://scheduler.example:8786", "tls://"),
        ("tcp://127.evil.example:8786", "tls://"),
        ("scheduler.example:8786", "must be like"),
        ("tls://scheduler.example", "must be like"),
    ],
)
def test_a_wrong_address_of_a_scheduler_is_named(tmp_path: Path, address: str, why: str) -> None:
    with pytest.raises(ConfigRefused, match=why):
        read_scheduler(tmp_path, address, **POSTGRESQL)


def test_a_scheduler_needs_its_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cmm.config.find_spec", lambda _name: None)
    with pytest.raises(ConfigRefused, match="pip install"):
        read_scheduler(tmp_path, HERE)
