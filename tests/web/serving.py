"""A real server for tests: gunicorn as it is deployed, on a loopback port, over a filled instance."""

import http.client
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from cmm.config import Config
from cmm.services.coupons import make_batch
from cmm.store.database import Database
from tests.factories import MadeRound, make_round
from tests.rules.checkout import ROOT
from tests.web.conftest import SECRET


@dataclass(frozen=True)
class Instance:
    """A folder with a filled database: one round "autumn" in one city, and unused `coupons`."""

    folder: Path
    made: MadeRound
    coupons: list[str]

    @property
    def file(self) -> Path:
        return self.folder / "cmm.sqlite"

    @property
    def url(self) -> str:
        return f"sqlite:///{self.file}"


@dataclass(frozen=True)
class Server:
    """A running server; `pid` is gunicorn's master."""

    port: int
    pid: int
    log: Path

    def workers(self) -> list[int]:
        """The processes that serve requests now."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text(encoding="ascii")
        return [int(child) for child in children.split()]

    def send(self, coupon: str, nonce: str, timeout: float = 60) -> int:
        """Send the last page of the survey; its status. OSError or HTTPException when the line breaks."""
        fields = {"__page": "1", "__step": "send", "__nonce": nonce, "__coupon": coupon, "closed": "yes"}
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request("POST", "/ru/s/autumn", urlencode(fields), headers)
            return connection.getresponse().status
        finally:
            connection.close()


def make_instance(migrated: Path, folder: Path, coupons: int) -> Instance:
    folder.mkdir()
    shutil.copy(migrated, folder / "cmm.sqlite")
    url = f"sqlite:///{folder / 'cmm.sqlite'}"
    pepper = Config(secret_key=SECRET * 2, database_url=url, instance=folder).pepper
    database = Database(url)
    with database.session() as session:
        made = make_round(session, cities=("almaty",), coupons_each=1)
        codes = make_batch(
            session, round_id="autumn", city_id="almaty", site_id=None, count=coupons, pepper=pepper
        )
    database.engine.dispose()
    return Instance(folder, made, codes)


@contextmanager
def served(instance: Instance, *options: str) -> Iterator[Server]:
    """Serve the instance with the configuration of `deploy`; `options` are gunicorn's."""
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
    config = ROOT / "deploy" / "gunicorn.conf.py"
    command = [sys.executable, "-m", "gunicorn", f"--config={config}", f"--bind=127.0.0.1:{port}", *options]
    log = instance.folder / "server.log"
    with log.open("wb") as target:
        server = subprocess.Popen(
            [*command, "cmm:create_app()"], env=environment, stdout=target, stderr=target
        )
        try:
            _wait_for(port)
            yield Server(port, server.pid, log)
        finally:
            server.terminate()
            server.wait(30)


def _wait_for(port: int) -> None:
    for _attempt in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise AssertionError("the server did not start")
