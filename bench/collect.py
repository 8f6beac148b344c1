"""Requests per second of the survey page against a bare Flask view of the same bytes and against nginx.

The product and the bare view run under gunicorn as it is deployed, nginx sends the page as a file; runs
alternate, so that a slow minute of the machine hits all of them. Whoever asks needs more of the machine than
nginx does, so nginx is faster than it looks here.
"""

import urllib.request
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.chain import PRODUCT, find_nginx, gunicorn, static_nginx
from bench.load import HOST, requests_per_second
from bench.report import Table
from bench.running import demo_settings
from cmm.services.demo import BY_LINK

SURVEY = f"/ru/s/{BY_LINK}"
RUNS = 5
SECONDS = 3.0
CONNECTIONS = 16
PRODUCT_NAME, BARE, STATIC = "survey page", "bare Flask, same page", "nginx, same page as a file"


def measure() -> list[Table]:
    with TemporaryDirectory() as name, ExitStack() as servers:
        folder = Path(name)
        settings = demo_settings(folder)
        product = servers.enter_context(gunicorn(PRODUCT, settings))
        page = folder / "page.html.gz"
        page.write_bytes(_read(product, SURVEY))
        bare = servers.enter_context(gunicorn("bench.bare:app", {**settings, "BENCH_PAGE": str(page)}))
        targets = {PRODUCT_NAME: (product, SURVEY), BARE: (bare, "/")}
        if find_nginx():
            folder.chmod(0o755)
            targets[STATIC] = (servers.enter_context(static_nginx(page, folder)), "/")
        return [_compare(targets, page.stat().st_size)]


def _compare(targets: dict[str, tuple[int, str]], size: int) -> Table:
    speeds: dict[str, list[float]] = {name: [] for name in targets}
    for _ in range(RUNS):
        for name, (port, path) in targets.items():
            speeds[name].append(requests_per_second(port, path, seconds=SECONDS, connections=CONNECTIONS))
    medians = {name: median(found) for name, found in speeds.items()}
    rows = [(name, f"{speed:.0f}", f"{medians[PRODUCT_NAME] / speed:.2f}") for name, speed in medians.items()]
    about = (
        f"One page of {size / 1000:.1f} KB (gzip), {CONNECTIONS} connections, median of {RUNS} runs of "
        f"{SECONDS:g} s."
    )
    return Table(about, ("what", "requests a second", "survey page against it"), rows)


def _read(port: int, path: str) -> bytes:
    request = urllib.request.Request(f"http://{HOST}:{port}{path}", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        return bytes(answer.read())
