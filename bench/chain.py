"""The servers as `deploy` describes them, on this machine: gunicorn alone, or behind nginx with HTTPS."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bench.crowd import HOST, NAME

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
PRODUCT = "cmm:create_app()"
STARTING = 30.0
BODIES = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


def find_nginx() -> str | None:
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


@contextmanager
def gunicorn(application: str, settings: Mapping[str, str], bind: str = "") -> Iterator[int]:
    """gunicorn with the configuration of `deploy`, on a free port or at `bind`; the port."""
    with started_gunicorn(application, settings, bind) as (port, _pid):
        yield port


@contextmanager
def started_gunicorn(
    application: str, settings: Mapping[str, str], bind: str = ""
) -> Iterator[tuple[int, int]]:
    """The same; the port and the number of its first process."""
    port = _free_port()
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        f"--config={DEPLOY / 'gunicorn.conf.py'}",
        f"--bind={bind or f'{HOST}:{port}'}",
        application,
    ]
    server = subprocess.Popen(command, cwd=ROOT, env=dict(settings))
    try:
        _wait_for(port if not bind else Path(bind.removeprefix("unix:")), server)
        yield port, server.pid
    finally:
        server.terminate()
        server.wait()


@contextmanager
def chain(application: str, settings: Mapping[str, str], folder: Path) -> Iterator[int]:
    """nginx with the configuration of `deploy` before gunicorn on a socket; the port of HTTPS."""
    port, program = _free_port(), find_nginx()
    assert program
    _make_certificate(folder)
    path = folder / "web.sock"
    (folder / "nginx.conf").write_text(_configuration(folder, port, path), encoding="utf-8")
    trusting = {"CMM_TRUSTED_HOSTS": NAME, "CMM_PROXIES": "1"}
    server = gunicorn(application, {**settings, **trusting}, f"unix:{path}")
    with server, _nginx(program, folder / "nginx.conf", port):
        yield port


@contextmanager
def static_nginx(page: Path, folder: Path) -> Iterator[int]:
    """nginx that sends one packed file at "/", with as many processes as there are cores."""
    port, program = _free_port(), find_nginx()
    assert program
    kept = "".join(f"{name}_temp_path {folder / name};\n" for name in BODIES)
    user = "user root;\n" if os.geteuid() == 0 else ""
    serving = (
        f"location = / {{ root {page.parent}; try_files /{page.name} =404; default_type text/html; "
        "add_header Content-Encoding gzip; }"
    )
    text = (
        f"{user}worker_processes auto;\npid {folder / 'static.pid'};\nevents {{}}\n"
        f"http {{\n{kept}access_log off;\nkeepalive_requests 1000000;\n"
        f"types {{}}\nserver {{ listen {HOST}:{port}; {serving} }}\n}}\n"
    )
    file = folder / "static.conf"
    file.write_text(text, encoding="utf-8")
    with _nginx(program, file, port):
        yield port


@contextmanager
def _nginx(program: str, configuration: Path, port: int) -> Iterator[None]:
    """nginx with this configuration, in the folder where it stands, as soon as it answers."""
    command = [program, "-p", str(configuration.parent), "-e", "/dev/null", "-c", str(configuration)]
    proxy = subprocess.Popen([*command, "-g", "daemon off;"])
    try:
        _wait_for(port, proxy)
        yield
    finally:
        proxy.terminate()
        proxy.wait()


def _configuration(folder: Path, port: int, path: Path) -> str:
    kept = "".join(f"{name}_temp_path {folder / name};\n" for name in BODIES)
    changes = {
        "/etc/ssl/cmm": str(folder),
        "/run/nginx.pid": str(folder / "pid"),
        "/run/cmm/web.sock": str(path),
        "user www-data;": "user root;" if os.geteuid() == 0 else "",
        "http {": f"http {{\n{kept}",
        "listen 80": f"listen {HOST}:{_free_port()}",
        "listen 443": f"listen {HOST}:{port}",
        "listen 127.0.0.1:8091": f"listen {HOST}:{_free_port()}",
        "/etc/nginx/cmm-site.conf": str(DEPLOY / "cmm-site.conf"),
        "include /etc/nginx/cmm-onion.conf*;": "",
    }
    text = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for old, new in changes.items():
        text = text.replace(old, new)
    return text


def _make_certificate(folder: Path) -> None:
    files = ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"]
    subprocess.run(["openssl", "req", *kind, "-subj", f"/CN={NAME}", *files], check=True, capture_output=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait_for(place: int | Path, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + STARTING
    while time.monotonic() < end and server.poll() is None:
        with socket.socket(socket.AF_INET if isinstance(place, int) else socket.AF_UNIX) as probe:
            if probe.connect_ex((HOST, place) if isinstance(place, int) else str(place)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("the server did not start")
