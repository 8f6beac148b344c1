"""Requests per second of the survey page against a bare Flask view of the same bytes.

Both run under gunicorn with the same options; runs alternate, so that a slow minute of the machine hits both.
Absolute numbers depend on the machine, the ratio hardly.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.load import HOST, requests_per_second
from cmm.services.demo import BY_LINK

ROOT = Path(__file__).resolve().parent.parent
SURVEY = f"/ru/s/{BY_LINK}"
RUNS = 5
SECONDS = 3.0
CONNECTIONS = 16
STARTING = 20.0
"""Seconds a server may take to answer for the first time."""
SERVER = ["--workers", "1", "-k", "gthread", "--threads", "8", "--no-control-socket", "--log-level", "error"]


def main() -> None:
    with TemporaryDirectory() as folder:
        settings = os.environ | {"CMM_INSTANCE": folder}
        _run("flask", "--app", "cmm", "demo", "fill", settings=settings)
        with _serving("cmm:create_app()", settings) as product:
            page = Path(folder) / "page.html.gz"
            page.write_bytes(_read(product, SURVEY))
            with _serving("bench.bare:app", settings | {"BENCH_PAGE": str(page)}) as bare:
                _compare({"survey page": (product, SURVEY), "bare Flask": (bare, "/")}, page.stat().st_size)


def _compare(targets: Mapping[str, tuple[int, str]], size: int) -> None:
    speeds: dict[str, list[float]] = {name: [] for name in targets}
    for _ in range(RUNS):
        for name, (port, path) in targets.items():
            speed = requests_per_second(port, path, seconds=SECONDS, connections=CONNECTIONS)
            speeds[name].append(speed)
    medians = {name: median(found) for name, found in speeds.items()}
    print(
        f"One page of {size} bytes (gzip), {CONNECTIONS} connections, median of {RUNS} runs of {SECONDS:g} s:"
    )
    for name, speed in medians.items():
        print(f"  {name:12} {speed:7.0f} requests a second")
    print(f"  ratio        {medians['survey page'] / medians['bare Flask']:7.2f}")


@contextmanager
def _serving(application: str, settings: Mapping[str, str]) -> Iterator[int]:
    """Serve on a free port while the block runs."""
    port = _free_port()
    command = [sys.executable, "-m", "gunicorn", "--bind", f"{HOST}:{port}", *SERVER, application]
    server = subprocess.Popen(command, cwd=ROOT, env=dict(settings))
    try:
        _wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + STARTING
    while time.monotonic() < end and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) == 0:
                return
        time.sleep(0.1)
    raise TimeoutError("the server did not start")


def _read(port: int, path: str) -> bytes:
    request = urllib.request.Request(f"http://{HOST}:{port}{path}", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        return bytes(answer.read())


def _run(module: str, *arguments: str, settings: Mapping[str, str]) -> None:
    subprocess.run([sys.executable, "-m", module, *arguments], cwd=ROOT, env=dict(settings), check=True)


if __name__ == "__main__":
    main()
