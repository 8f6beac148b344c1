"""/health and /metrics: true, silent about people, and shown to nobody who comes from outside."""

import logging
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy.orm import Session

from cmm.app import create_app
from cmm.cli.rounds import rounds
from cmm.config import Config
from cmm.services.watch import BACKED_UP, MIXED, note, seconds_since
from cmm.store.database import Database, downgrade
from cmm.store.tasks import RUNNING, OfficeTask, add_task
from tests.factories import make_round, submit
from tests.web.conftest import SECRET
from tests.web.inspecting import InspectingClient

PATHS = ("/health", "/metrics")
MOVING = ("cmm_last_mix_age_seconds", "cmm_last_backup_age_seconds", "cmm_oldest_task_seconds")
"""Gauges that follow the clock."""
GAUGES = {"cmm_up", "cmm_healthy", "cmm_database_bytes", "cmm_rounds", *MOVING}


def app_on(url: str, instance: Path) -> Flask:
    return create_app(Config(secret_key=SECRET * 2, database_url=url, instance=instance, https=False))


def asked(app: Flask, path: str, address: str = "127.0.0.1", **headers: str) -> tuple[int, str]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    answer = app.test_client().get(path, headers=named, environ_base={"REMOTE_ADDR": address})
    return answer.status_code, answer.get_data(as_text=True)


def gauges(app: Flask) -> dict[str, float]:
    """The value of each gauge; of `cmm_rounds` for each state."""
    families = text_string_to_metric_families(asked(app, "/metrics")[1])
    return {
        ":".join((sample.name, *sample.labels.values())): sample.value
        for family in families
        for sample in family.samples
    }


def test_health_is_ok_where_the_database_answers_and_has_the_tables(
    database: Database, tmp_path: Path
) -> None:
    app = app_on(database.engine.url.render_as_string(hide_password=False), tmp_path)
    assert asked(app, "/health") == (200, "ok\n")
    assert gauges(app)["cmm_healthy"] == 1
    app.extensions["database"].engine.dispose()


def test_health_names_missing_migrations_and_metrics_say_so(database_url: str, tmp_path: Path) -> None:
    downgrade(database_url, "0003")
    app = app_on(database_url, tmp_path)
    assert asked(app, "/health") == (503, "migrations\n")
    assert gauges(app) == {"cmm_up": 1, "cmm_healthy": 0}
    app.extensions["database"].engine.dispose()


def test_an_empty_database_lacks_its_migrations(empty_database_url: str, tmp_path: Path) -> None:
    app = app_on(empty_database_url, tmp_path)
    assert asked(app, "/health") == (503, "migrations\n")
    app.extensions["database"].engine.dispose()


@pytest.mark.parametrize(
    "url", ["sqlite:////nowhere/at/all", "postgresql+psycopg://nobody@/none?host=/nowhere"]
)
def test_health_says_that_the_database_is_away_and_writes_nothing_down(
    url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    app = app_on(url, tmp_path)
    with caplog.at_level(logging.DEBUG, "cmm"):
        assert asked(app, "/health") == (503, "database\n")
        assert gauges(app) == {"cmm_up": 1, "cmm_healthy": 0}
    assert caplog.records == []


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize(
    ("address", "headers"),
    [
        ("203.0.113.7", {}),
        ("2001:db8::1", {}),
        ("unix:", {}),
        ("127.0.0.1", {"X_Forwarded_For": "203.0.113.7"}),
        ("127.0.0.1", {"X_Forwarded_For": "127.0.0.1"}),
        ("", {"X_Forwarded_For": "unix:"}),
        ("127.0.0.1", {"Forwarded": "for=127.0.0.1"}),
    ],
)
def test_whoever_comes_from_outside_finds_no_such_page(
    app: Flask, path: str, address: str, headers: dict[str, str]
) -> None:
    assert asked(app, path, address, **headers)[0] == 404


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.9", "::1", ""])
def test_this_machine_is_answered_through_loopback_and_socket(app: Flask, address: str) -> None:
    assert [asked(app, path, address)[0] for path in PATHS] == [200, 200]


def test_a_proxy_that_is_trusted_does_not_make_a_visitor_local(
    sqlite_database: Database, tmp_path: Path
) -> None:
    url = str(sqlite_database.engine.url)
    app = create_app(Config(secret_key=SECRET * 2, database_url=url, instance=tmp_path, proxies=1))
    assert asked(app, "/metrics", "", X_Forwarded_For="127.0.0.1")[0] == 404
    assert asked(app, "/metrics", "")[0] == 200
    app.extensions["database"].engine.dispose()


def test_metrics_name_rounds_tasks_size_and_ages_and_nothing_else(
    app: Flask, db: Session, tmp_path: Path
) -> None:
    made, now = make_round(db), int(time.time())
    for name, began_at in (("t1", now - 90), ("t2", now - 10)):
        add_task(db, running_task(name, made.account_id, began_at))
    db.commit()
    note(tmp_path, MIXED)
    note(tmp_path, BACKED_UP)
    os.utime(tmp_path / BACKED_UP, (now - 3600, now - 3600))
    found = gauges(app)
    assert {name.partition(":")[0] for name in found} == GAUGES
    assert [found[f"cmm_rounds:{state}"] for state in ("draft", "open", "paused", "closed")] == [0, 1, 0, 0]
    assert found["cmm_database_bytes"] == 64 * 1024 * 1024
    assert 90 <= found["cmm_oldest_task_seconds"] < 150
    assert 3600 <= found["cmm_last_backup_age_seconds"] < 3660
    assert found["cmm_last_mix_age_seconds"] < 60


def running_task(task_id: str, account_id: str, began_at: int) -> OfficeTask:
    place = {"kind": "prepare", "round_id": "autumn", "account_id": account_id, "state": RUNNING}
    return OfficeTask(
        task_id=task_id, **place, step="open", done=0, total=0, began_at=began_at, beat_at=began_at
    )


def looked_at(client: InspectingClient) -> None:
    for address in ("/ru/", "/ru/s/autumn", "/en/office/sign-in", "/nowhere"):
        client.get(address)


def refused(client: InspectingClient) -> None:
    data = {
        "__step": "send",
        "__nonce": "ab" * 16,
        "__coupon": "ABCD-EFGH-JKMN",
        "__page": "1",
        "closed": "yes",
    }
    assert client.post("/en/s/autumn", data=data).status_code == 403


@pytest.mark.parametrize("visit", [looked_at, refused])
def test_no_gauge_moves_when_somebody_visits(
    app: Flask, client: InspectingClient, db: Session, visit: Callable[[InspectingClient], None]
) -> None:
    make_round(db, cities=("almaty",))
    before = gauges(app)
    visit(client)
    assert gauges(app) == before


def test_no_gauge_moves_when_responses_arrive(database: Database, tmp_path: Path) -> None:
    """Thirty are more than the pages of the file that stand free: the size itself grows."""
    app = app_on(database.engine.url.render_as_string(hide_password=False), tmp_path)
    with database.session() as session:
        made = make_round(session, cities=("almaty",), coupons_each=30)
        before = gauges(app)
        for coupon in made.coupons["almaty"]:
            submit(session, made, "almaty", coupon=coupon)
            assert gauges(app) == before
    app.extensions["database"].engine.dispose()


def test_the_timer_that_mixes_notes_when(app: Flask, db: Session, tmp_path: Path) -> None:
    make_round(db)
    assert seconds_since(tmp_path, MIXED, now=int(time.time())) is None
    assert app.test_cli_runner().invoke(rounds, ["mix", "--all"]).exit_code == 0
    assert (tmp_path / MIXED).read_bytes() == b""
    assert gauges(app)["cmm_last_mix_age_seconds"] < 60


def test_what_cannot_be_noted_stops_nothing(tmp_path: Path) -> None:
    note(tmp_path / "nowhere", MIXED)
    assert seconds_since(tmp_path / "nowhere", MIXED, now=0) is None
