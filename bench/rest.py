"""What the server needs when nothing happens: memory at rest, and the time from starting to its first answer.

gunicorn as it is deployed, with two workers, over the demo. At rest: every kind of page was asked for, then
nobody asks. The floor is gunicorn with the same settings and a Flask application of one view.
"""

import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.chain import PRODUCT, started_gunicorn
from bench.crowd import HOST
from bench.memory import memory_of
from bench.report import Table
from bench.running import demo_settings
from cmm.services.demo import BY_LINK, PUBLISHED

RUNS = 3
RESTING = 3.0
PAGES = (f"/ru/s/{BY_LINK}", f"/ru/r/{PUBLISHED}", "/ru/", "/kk/", "/ru/office/sign-in")
"""Each is asked for several times, so that every worker has answered."""


def measure() -> list[Table]:
    with TemporaryDirectory() as name:
        settings = demo_settings(Path(name))
        page = Path(name) / "page"
        page.write_bytes(b"a page")
        bare_settings = {**settings, "BENCH_PAGE": str(page)}
        found: dict[str, list[tuple[float, int]]] = {"bare Flask": [], "product": []}
        for _ in range(RUNS):
            found["bare Flask"].append(_start("bench.bare:app", bare_settings, ("/",)))
            found["product"].append(_start(PRODUCT, settings, PAGES))
    rows = [
        (
            what,
            f"{median(first for first, _ in runs):.2f} s",
            f"{median(memory for _, memory in runs):.0f} MB",
        )
        for what, runs in found.items()
    ]
    about = (
        f"gunicorn as deployed (two workers with eight threads each), median of {RUNS} starts; memory of all "
        "its processes (PSS)."
    )
    return [Table(about, ("what", "start to first answer", "memory at rest"), rows)]


def _start(application: str, settings: Mapping[str, str], pages: tuple[str, ...]) -> tuple[float, int]:
    began = time.perf_counter()
    with started_gunicorn(application, settings) as (port, pid):
        _read(port, pages[0])
        first = time.perf_counter() - began
        for page in pages * 6:
            _read(port, page)
        time.sleep(RESTING)
        return first, memory_of(pid)


def _read(port: int, path: str) -> None:
    with urllib.request.urlopen(f"http://{HOST}:{port}{path}") as answer:
        answer.read()
