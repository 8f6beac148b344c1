"""Two machines over one PostgreSQL: nothing that matters is kept in a process or in a folder of a machine."""

import os
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.cookiejar import CookieJar
from pathlib import Path
from secrets import token_hex
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, HTTPRedirectHandler, Request, build_opener

import pytest
from lxml import html
from sqlalchemy import text

from cmm.config import Config
from cmm.services.coupons import make_batch
from cmm.services.rounds import close_round
from cmm.store.database import Database
from cmm.store.envelopes import count_envelopes
from tests.factories import MONDAY, PASSPHRASE, PASSWORD, MadeRound, make_account, make_round
from tests.parallel import run_all
from tests.web.conftest import SECRET
from tests.web.serving import Instance, Server, served

pytestmark = [pytest.mark.slow, pytest.mark.postgresql]

ROUND = "/en/office/rounds/autumn"
COUPONS = 16


@pytest.fixture(scope="module")
def database(request: pytest.FixtureRequest) -> Iterator[Database]:
    """One on PostgreSQL."""
    server = request.getfixturevalue("postgresql_server")
    name = f"hosts_{token_hex(6)}"
    server.execute(f"CREATE DATABASE {name} TEMPLATE {request.getfixturevalue('migrated_postgresql')}")
    opened = Database(server.url_of(name))
    yield opened
    opened.engine.dispose()
    server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def made(database: Database) -> MadeRound:
    with database.session() as session:
        holder = make_account(session, "aigerim").account_id
        return make_round(session, cities=("almaty",), coupons_each=1, account_id=holder)


@pytest.fixture
def coupons(database: Database, made: MadeRound) -> list[str]:
    pepper = Config(secret_key=SECRET * 2, database_url="", instance=Path()).pepper
    with database.session() as session:
        place = {"round_id": "autumn", "city_id": "almaty", "site_id": None}
        return make_batch(session, **place, count=COUPONS, pepper=pepper)


@pytest.fixture(scope="module")
def hosts(
    database: Database, made: MadeRound, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Server]]:
    """Two servers, each with an instance folder of its own. The last test kills one of them."""
    tmp_path = tmp_path_factory.mktemp("hosts")
    url = database.engine.url.render_as_string(hide_password=False)
    settings = f"CMM_DATABASE_URL={url}\nCMM_SECOND_FACTOR=off\n"
    with ExitStack() as stack:
        started = []
        for name in ("north", "south"):
            (tmp_path / name).mkdir()
            (tmp_path / name / "cmm.env").write_text(settings, encoding="utf-8")
            instance = Instance(tmp_path / name, made, [])
            started.append(stack.enter_context(served(instance, "--workers=1")))
        yield started


class Browser:
    """A browser that comes to this or that machine, as a load balancer sends it."""

    def __init__(self) -> None:
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()), _StayHere())

    def get(self, host: Server, path: str) -> tuple[int, str, str]:
        return self._ask(host, path, None)

    def post(self, host: Server, path: str, fields: dict[str, str]) -> tuple[int, str, str]:
        """Status, text and Location."""
        return self._ask(host, path, urlencode(fields).encode())

    def press(self, host: Server, page: str, action: str, **fields: str) -> tuple[int, str, str]:
        """Send the form of a page whose address ends like this."""
        forms = html.fromstring(self.get(host, page)[1]).forms
        form = next(each for each in forms if (each.get("action") or page).endswith(action))
        known = {name: str(value) for name, value in form.form_values() if value is not None}
        return self.post(host, form.get("action") or page, known | fields)

    def _ask(self, host: Server, path: str, body: bytes | None) -> tuple[int, str, str]:
        request = Request(f"http://127.0.0.1:{host.port}{path}", body)
        try:
            with self._opener.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode(), answer.headers.get("Location", "")
        except HTTPError as refused:
            with refused:
                return refused.code, refused.read().decode(), refused.headers.get("Location", "")


class _StayHere(HTTPRedirectHandler):
    def redirect_request(self, *_arguments: object) -> None:
        """Where an answer leads to is for the test to say."""


def signed_in(host: Server) -> Browser:
    browser = Browser()
    status, _text, _to = browser.press(
        host, "/en/office/sign-in", "sign-in", name="aigerim", password=PASSWORD
    )
    assert status == 302
    return browser


def stored(database: Database) -> int:
    with database.session() as session:
        return sum(count_envelopes(session, "autumn").values())


def test_who_signed_in_on_one_machine_acts_on_the_other_and_signs_out_on_both(hosts: list[Server]) -> None:
    north, south = hosts
    browser = signed_in(north)
    assert browser.get(south, ROUND)[0] == 200
    assert browser.press(south, ROUND, "/sign-out")[0] == 302
    assert browser.get(north, ROUND)[2] == "/en/office/sign-in"


def test_a_pause_holds_on_every_machine_at_once(
    hosts: list[Server], coupons: list[str], database: Database
) -> None:
    north, south = hosts
    assert {host.send(coupons.pop(), token_hex(16)) for host in hosts} == {303}
    kept = stored(database)
    before = Browser().get(south, "/en/s/autumn")[1]
    browser = signed_in(north)
    assert browser.press(north, ROUND, "/pause")[0] == 302
    assert 303 not in {host.send(coupons[0], token_hex(16)) for host in hosts}
    wait_until(lambda: Browser().get(south, "/en/s/autumn")[1] != before)  # a page is trusted for a second
    assert stored(database) == kept
    assert browser.press(south, ROUND, "/opening")[0] == 302
    assert north.send(coupons[0], token_hex(16)) == 303


def test_a_coupon_sent_to_both_at_once_is_accepted_once(
    hosts: list[Server], coupons: list[str], database: Database
) -> None:
    kept = stored(database)

    def sender(host: Server, coupon: str, nonce: str) -> Callable[[], int]:
        return lambda: host.send(coupon, nonce)

    for coupon in coupons[:8]:
        attempts = [sender(host, coupon, token_hex(16)) for host in hosts]
        assert Counter(run_all(attempts)) == {303: 1, 403: 1}
    for coupon in coupons[8:]:
        nonce = token_hex(16)
        attempts = [sender(host, coupon, nonce) for host in hosts]
        assert Counter(run_all(attempts)) == {303: 2}, "the same attempt is told twice that it was kept"
    assert stored(database) == kept + COUPONS


def test_long_work_is_seen_everywhere_and_a_machine_that_dies_loses_none_of_it(
    hosts: list[Server], coupons: list[str], database: Database
) -> None:
    """The key of the round was in the memory of the dead machine, so a person begins the work anew."""
    north, south = hosts
    assert {hosts[place % 2].send(code, token_hex(16)) for place, code in enumerate(coupons)} == {303}
    with database.session() as session:
        close_round(session, round_id="autumn", today=MONDAY)
    browser = signed_in(south)
    with database.engine.connect() as holding:
        holding.execute(text("LOCK TABLE candidate IN EXCLUSIVE MODE"))  # so that it does not end
        status, _text, task = browser.press(north, ROUND, "/candidate", passphrase=PASSPHRASE)
        assert (status, browser.get(south, task)[0]) == (303, 200)
        kill(north)
    assert is_running(database)
    with database.session() as session:  # a minute later
        session.execute(text("UPDATE office_task SET beat_at = beat_at - 100"))
        session.commit()
    again = browser.press(south, ROUND, "/candidate", passphrase=PASSPHRASE)
    assert again[0] == 303
    assert again[2] != task
    wait_until(lambda: not is_running(database))
    assert states(database) == {"failed": 1, "done": 1}
    with database.session() as session:
        assert session.scalar(text("SELECT count(*) FROM candidate")) == 1


def kill(host: Server) -> None:
    """As if somebody pulled the plug."""
    for pid in (host.pid, *host.workers()):
        os.kill(pid, signal.SIGKILL)


def states(database: Database) -> dict[str, int]:
    with database.session() as session:
        counted = session.execute(text("SELECT state, count(*) FROM office_task GROUP BY state"))
        return dict(counted.all())


def is_running(database: Database) -> bool:
    return "running" in states(database)


def wait_until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.1)
