"""A thousand people answer a running server; afterwards its folder tells nothing about any of them."""

import http.client
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from base64 import b64encode
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlencode

import pytest

from cmm.cli.demo import SERVER_OPTIONS
from cmm.config import Config
from cmm.services.coupons import make_batch
from cmm.services.field_passes import make_pass
from cmm.store.database import Database
from cmm.store.envelopes import count_envelopes
from tests.factories import make_round
from tests.web.conftest import SECRET

SUBMISSIONS = 1000
BY_COLLECT = 100
"""Of them through the door of ODK Collect."""
DEVICE, TELEPHONE, USER = "collect:9f8e7d6c", "+77015550199", "gulnara-the-monitor"
AGENT = "CheapPhone/7.3 (Linux; Android 5; Tecno)"
WORDS = "the nurse shouted at me"
STARTED, INSTANCE, WRONG_PASS = "2026-11-21T23:58:59.123+05:00", "uuid:feedfacefeedface", "0000-1111-2222"
OF_A_PHONE = (DEVICE, TELEPHONE, USER, STARTED, INSTANCE, WRONG_PASS, "audit.csv")


@dataclass(frozen=True)
class Instance:
    """A folder with a filled database, ready to be served: unused `coupons`, and the pass of a phone."""

    folder: Path
    coupons: list[str]
    field_pass: str


@pytest.fixture
def instance(migrated_sqlite: Path, tmp_path: Path) -> Instance:
    folder = tmp_path / "instance"
    folder.mkdir()
    shutil.copy(migrated_sqlite, folder / "cmm.sqlite")
    url = f"sqlite:///{folder / 'cmm.sqlite'}"
    pepper = Config(secret_key=SECRET * 2, database_url=url, instance=folder).pepper
    database = Database(url)
    with database.session() as session:
        make_round(session, cities=("almaty",), coupons_each=1)
        coupons = make_batch(
            session, round_id="autumn", city_id="almaty", site_id=None, count=SUBMISSIONS, pepper=pepper
        )
        field_pass = make_pass(session, round_id="autumn", city_id="almaty", label="phone 1", pepper=pepper)
    database.engine.dispose()
    return Instance(folder, coupons, field_pass)


@contextmanager
def served(instance: Instance) -> Iterator[int]:
    """The port of the server that `make run` starts; its output and temporary files lie in the instance."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    environment = {
        **os.environ,
        "CMM_INSTANCE": str(instance.folder),
        "CMM_SECRET_KEY": SECRET * 2,
        "CMM_HTTPS": "no",
        "TMPDIR": str(instance.folder),
    }
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        *SERVER_OPTIONS,
        f"--bind=127.0.0.1:{port}",
        "cmm:create_app()",
    ]
    with (instance.folder / "server.log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            _wait_for(port)
            yield port
        finally:
            server.terminate()
            server.wait(20)


def test_nothing_of_a_thousand_people_is_left(instance: Instance) -> None:
    with served(instance) as port:
        began = time.time()
        by_collect, alone = instance.coupons[:BY_COLLECT], instance.coupons[BY_COLLECT:]
        with ThreadPoolExecutor(8) as people:
            statuses = set(people.map(lambda coupon: answer(port, coupon), alone))
            collected = set(people.map(lambda one: collect(port, one, instance.field_pass), by_collect))
        answer(port, "WRONG-CODE")
        refused = collect(port, "WRONG-CODE", instance.field_pass), collect(port, by_collect[0], WRONG_PASS)
        minutes = {
            time.strftime(pattern, clock(began + 60 * later)).encode()
            for later in range(int(time.time() - began) // 60 + 1)
            for pattern in ("T%H:%M", " %H:%M:")
            for clock in (time.gmtime, time.localtime)
        }
    assert (statuses, collected, refused) == ({303}, {201}, (403, 401))
    assert stored(instance) == SUBMISSIONS
    content = b"".join(path.read_bytes() for path in instance.folder.rglob("*") if path.is_file())
    log = (instance.folder / "server.log").read_bytes()
    lines = [line for line in log.splitlines() if b"[INFO]" not in line]
    assert lines == [], "the server says only that it starts and stops"
    for secret in (AGENT, WORDS, "/s/autumn", "/openrosa", "X-Forwarded", "203.0.113.", *OF_A_PHONE):
        assert secret.encode() not in content, secret
    assert instance.field_pass.encode() not in content
    used = [code.encode() for code in instance.coupons]
    assert not [code for code in used if code in content or code.replace(b"-", b"") in content]
    database = b"".join(path.read_bytes() for path in instance.folder.glob("cmm.sqlite*"))
    assert not [minute for minute in minutes if minute in database]
    assert not re.findall(rb"127\.0\.0\.1", database)


def answer(port: int, coupon: str) -> int:
    """Send the last page of a survey as a phone would, through a proxy that tells the address."""
    fields = {
        "__page": "1",
        "__step": "send",
        "__nonce": token_hex(16),
        "__coupon": coupon,
        "closed": "yes",
        "more": WORDS,
    }
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "User-Agent": AGENT,
        "X-Forwarded-For": "203.0.113.7",
    }
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("POST", "/ru/s/autumn", urlencode(fields), headers)
    status = connection.getresponse().status
    connection.close()
    return status


def collect(port: int, coupon: str, field_pass: str) -> int:
    """Send a filled-in form as ODK Collect does, with all that it can tell about a phone and its owner."""
    about = f"<deviceid>{DEVICE}</deviceid><phonenumber>{TELEPHONE}</phonenumber><username>{USER}</username>"
    xml = (
        f'<data id="small.autumn" version="1"><start>{STARTED}</start>{about}<__coupon>{coupon}</__coupon>'
        f"<closed>yes</closed><more>{WORDS}</more><meta><instanceID>{INSTANCE}{token_hex(16)}</instanceID>"
        f"<audit>audit.csv</audit><deviceID>{DEVICE}</deviceID></meta></data>"
    )
    part = 'Content-Disposition: form-data; name="xml_submission_file"; filename="2026.xml"'
    body = f"--edge\r\n{part}\r\nContent-Type: text/xml\r\n\r\n{xml}\r\n--edge--\r\n"
    headers = {
        "Authorization": "Basic " + b64encode(f"{USER}:{field_pass}".encode()).decode(),
        "Content-Type": "multipart/form-data; boundary=edge",
        "User-Agent": AGENT,
        "X-Forwarded-For": "203.0.113.7",
    }
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("POST", f"/openrosa/autumn/submission?deviceID={DEVICE}", body.encode(), headers)
    status = connection.getresponse().status
    connection.close()
    return status


def stored(instance: Instance) -> int:
    database = Database(f"sqlite:///{instance.folder / 'cmm.sqlite'}")
    with database.session() as session:
        count = sum(count_envelopes(session, "autumn").values())
    database.engine.dispose()
    return count


def _wait_for(port: int) -> None:
    for _attempt in range(200):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server did not start")
