"""The whole chain as `deploy` describes it: nginx before gunicorn on a socket; nothing is left anywhere."""

import http.client
import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlencode

import pytest

from tests.rules.checkout import ROOT
from tests.rules.test_deploy import NGINX, make_certificate, temporary_folders
from tests.web.conftest import SECRET
from tests.web.serving import Instance, make_instance

pytestmark = pytest.mark.slow

NAME = "clients.example"
HALF_OPEN = 55
"""Under the limit of connections of one address; each of them would hold a thread of gunicorn alone."""


@dataclass(frozen=True)
class Site:
    """The site as a phone reaches it."""

    port: int
    folder: Path
    instance: Instance

    def open(self, name: str = NAME) -> ssl.SSLSocket:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        line = socket.create_connection(("127.0.0.1", self.port), 20)
        try:
            return context.wrap_socket(line, server_hostname=name)
        except OSError:
            line.close()
            raise

    def ask(self, method: str, path: str, body: str = "", **headers: str) -> http.client.HTTPResponse:
        connection = http.client.HTTPConnection(NAME)
        connection.sock = self.open()
        sent = {"Host": NAME, "User-Agent": "CheapPhone/7", **headers}
        connection.request(method, path, body or None, sent)
        answer = connection.getresponse()
        answer.text = answer.read()  # type: ignore[attr-defined]
        connection.close()
        return answer

    def send(self, coupon: str) -> int:
        fields = {
            "__page": "1",
            "__step": "send",
            "__nonce": token_hex(16),
            "__coupon": coupon,
            "closed": "yes",
        }
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        return self.ask("POST", "/ru/s/autumn", urlencode(fields), **form).status


@pytest.fixture
def site(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Site]:
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        pytest.skip("nginx is not installed")
    instance = make_instance(migrated_sqlite, tmp_path / "instance", 40)
    port, plain = _free_port(), _free_port()
    make_certificate(tmp_path)
    (tmp_path / "nginx.conf").write_text(_configuration(tmp_path, port, plain), encoding="utf-8")
    with (tmp_path / "server.log").open("wb") as log:
        gunicorn = _start_gunicorn(instance, tmp_path / "web.sock", log.fileno())
        command = [nginx, "-p", str(tmp_path), "-e", "/dev/null", "-c", str(tmp_path / "nginx.conf")]
        proxy = subprocess.Popen([*command, "-g", "daemon off;"], stdout=log, stderr=log)
        try:
            _wait_for(tmp_path / "web.sock", port)
            yield Site(port, tmp_path, instance)
        finally:
            for process in (proxy, gunicorn):
                process.terminate()
                process.wait(30)


def test_answers_arrive_and_leave_nothing_in_any_file(site: Site) -> None:
    assert {site.send(coupon) for coupon in site.instance.coupons} == {303}
    assert site.send("ABCD-EFGH-JKMN") == 403
    assert site.ask("GET", "/ru/s/autumn").status == 200
    content = {
        path.name: path.read_bytes()
        for path in site.folder.rglob("*")
        if path.is_file() and path.name != "nginx.conf"
    }
    assert content["server.log"] == b""
    everything = b"".join(content.values())
    for secret in (b"CheapPhone", b"/s/autumn", b"__nonce", *(one.encode() for one in site.instance.coupons)):
        assert secret not in everything
    folders = [folder for folder in site.folder.rglob("*") if folder.is_dir()]
    assert len(folders) >= 5
    assert not [file for folder in folders if folder != site.instance.folder for file in folder.iterdir()]


def test_headers_stand_once_and_refusals_of_nginx_are_bare_and_honest(site: Site) -> None:
    for path in ("/ru/", "/ru/s/autumn", "/ru/office/sign-in", "/nowhere"):
        names = [name.lower() for name, _value in site.ask("GET", path).getheaders()]
        assert len(names) == len(set(names)), path
        assert {"content-security-policy", "strict-transport-security"} <= set(names)
    large = site.ask("POST", "/ru/s/autumn", "x" * 1_200_000)
    assert (large.status, large.getheader("Server")) == (413, "nginx")
    assert b"Too much at once" in large.text  # type: ignore[attr-defined]
    assert large.getheader("Content-Security-Policy")
    assert site.ask("TRACE", "/").status == 405
    with pytest.raises(OSError, match=r"(?i)unrecognized|alert|ssl"):
        site.open("evil.example")


def test_slow_connections_hold_nobody_up(site: Site) -> None:
    head = f"POST /ru/s/autumn HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: 500\r\n\r\nx"
    slow = [site.open() for _ in range(HALF_OPEN)]
    for line in slow:
        line.sendall(head.encode())
    began = time.monotonic()
    assert [site.ask("GET", "/ru/").status for _ in range(20)] == [200] * 20
    assert time.monotonic() - began < 10
    for line in slow:
        line.close()


def _configuration(folder: Path, port: int, plain: int) -> str:
    """deploy/nginx.conf with the ports and folders of this test."""
    changes = {
        "/etc/ssl/cmm": str(folder),
        "/run/nginx.pid": str(folder / "pid"),
        "/run/cmm-web.sock": str(folder / "web.sock"),
        "user www-data;": "user root;" if os.geteuid() == 0 else "",
        "http {": f"http {{\n{temporary_folders(folder)}",
        "listen 80": f"listen 127.0.0.1:{plain}",
        "listen 443": f"listen 127.0.0.1:{port}",
    }
    text = NGINX
    for old, new in changes.items():
        text = text.replace(old, new)
    return text


def _start_gunicorn(instance: Instance, path: Path, log: int) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "CMM_INSTANCE": str(instance.folder),
        "CMM_SECRET_KEY": SECRET * 2,
        "CMM_TRUSTED_HOSTS": NAME,
        "CMM_PROXIES": "1",
        "TMPDIR": str(instance.folder),
    }
    config = ROOT / "deploy" / "gunicorn.conf.py"
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        f"--config={config}",
        f"--bind=unix:{path}",
        "cmm:create_app()",
    ]
    return subprocess.Popen(command, env=environment, stdout=log, stderr=log)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _wait_for(path: Path, port: int) -> None:
    for _attempt in range(300):
        if path.exists():
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
            except OSError:
                pass
            else:
                return
        time.sleep(0.1)
    raise AssertionError("the site did not start")
