"""The whole chain as `deploy` describes it, for tests: nginx with TLS before gunicorn on a socket."""

import http.client
import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlencode

import pytest

from tests.rules.checkout import ROOT
from tests.rules.test_deploy import NGINX, ONION, make_certificate, temporary_folders
from tests.web.conftest import SECRET
from tests.web.serving import Instance, make_instance

NAME = "clients.example"
ONION_NAME = f"{'a2' * 28}.onion"


@dataclass(frozen=True)
class Site:
    """The site as a phone reaches it. `watch_port` is for programs on this machine that watch over it."""

    port: int
    watch_port: int
    folder: Path
    instance: Instance

    def open(self, name: str = NAME, source: str = "127.0.0.1") -> ssl.SSLSocket:
        """A line to the site, from an address of the loopback."""
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        line = socket.create_connection(("127.0.0.1", self.port), 20, (source, 0))
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

    def ask_by_onion(self, path: str, circuit: int = 7) -> bytes:
        """What a visitor of the onion address is sent; tor names the circuit first, as an address."""
        head = f"PROXY TCP6 fc00:dead:beef:4dad::0:{circuit} ::1 65535 80\r\n"
        request = f"GET {path} HTTP/1.1\r\nHost: {ONION_NAME}\r\nConnection: close\r\n\r\n"
        with socket.socket(socket.AF_UNIX) as line, line.makefile("rb") as answer:
            line.connect(str(self.folder / "onion.sock"))
            line.sendall((head + request).encode())
            return answer.read()

    def watch(self, path: str) -> http.client.HTTPResponse:
        """What a program on this machine is told."""
        connection = http.client.HTTPConnection("127.0.0.1", self.watch_port, timeout=20)
        connection.request("GET", path)
        answer = connection.getresponse()
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


@contextmanager
def served_behind_nginx(migrated: Path, folder: Path, coupons: int) -> Iterator[Site]:
    """A filled instance behind nginx and gunicorn, configured as in `deploy`; every file is in `folder`."""
    nginx = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
    if nginx is None:
        pytest.skip("nginx is not installed")
    instance = make_instance(migrated, folder / "instance", coupons)
    port, plain, watch = _free_port(), _free_port(), _free_port()
    make_certificate(folder)
    (folder / "nginx.conf").write_text(_configuration(folder, port, plain, watch), encoding="utf-8")
    with (folder / "server.log").open("wb") as log:
        gunicorn = _start_gunicorn(instance, folder / "web.sock", log.fileno())
        command = [nginx, "-p", str(folder), "-e", "/dev/null", "-c", str(folder / "nginx.conf")]
        proxy = subprocess.Popen([*command, "-g", "daemon off;"], stdout=log, stderr=log)
        try:
            _wait_for(folder / "web.sock", port)
            yield Site(port, watch, folder, instance)
        finally:
            for process in (proxy, gunicorn):
                process.terminate()
                process.wait(30)


def _configuration(folder: Path, port: int, plain: int, watch: int) -> str:
    """deploy/nginx.conf with the ports and folders of this test."""
    changes = {
        "/etc/ssl/cmm": str(folder),
        "/run/nginx.pid": str(folder / "pid"),
        "/run/cmm/web.sock": str(folder / "web.sock"),
        "user www-data;": "user root;" if os.geteuid() == 0 else "",
        "http {": f"http {{\n{temporary_folders(folder)}",
        "listen 80": f"listen 127.0.0.1:{plain}",
        "listen 443": f"listen 127.0.0.1:{port}",
        "listen 127.0.0.1:8091": f"listen 127.0.0.1:{watch}",
        "/dev/shm/cmm-packs": str(folder / "packs"),
        "/run/nginx-onion.sock": str(folder / "onion.sock"),
    }
    text = NGINX
    changes = {"include /etc/nginx/cmm-onion.conf*;": ONION, **changes}
    for old, new in changes.items():
        text = text.replace(old, new)
    return text


def _start_gunicorn(instance: Instance, path: Path, log: int) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        "CMM_INSTANCE": str(instance.folder),
        "CMM_SECRET_KEY": SECRET * 2,
        "CMM_TRUSTED_HOSTS": f"{NAME},{ONION_NAME}",
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
