"""A thousand readers at once: a published round, and the JSON interface, on servers set up as in `deploy`.

Readers, servers and nginx share the processors of this machine, so absolute numbers are lower than on a real
one. What counts: no error, the share of a bare Flask view with the same bytes, and that a round of 10,000
answers costs what one of 100 costs.
"""

import gzip
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.chain import PRODUCT, chain, find_nginx, gunicorn
from bench.crowd import HOST, Seen, read_as_crowd
from bench.report import Table
from bench.running import demo_settings
from bench.sizes import publish_sizes
from cmm.store.database import Database

READERS = 1000
SECONDS = 5.0
RUNS = 3
SIZES = (100, 1_000, 10_000)
BARE = "bare Flask, same page"
HEADS = (
    "what",
    "requests a second",
    "share of the bare view",
    "half within",
    "95 of 100",
    "99 of 100",
    "errors",
)


def measure() -> list[Table]:
    with TemporaryDirectory() as name:
        folder = Path(name)
        settings = demo_settings(folder)
        database = Database(f"sqlite:///{folder / 'cmm.sqlite'}")
        with database.session() as session:
            rounds = publish_sizes(session, SIZES)
        database.engine.dispose()
        pages = {size: f"/ru/r/{round_id}" for size, round_id in rounds.items()}
        interface = f"/api/v1/rounds/{rounds[SIZES[1]]}/publications/newest/indicators?language=ru"
        tables = [_measure_directly(folder, settings, pages, interface)]
        if find_nginx():
            tables.append(_measure_chain(folder, settings, pages[SIZES[1]], interface))
        else:
            print("nginx is not installed: the whole chain is not measured.")
    return tables


def _measure_directly(
    folder: Path, settings: Mapping[str, str], pages: Mapping[int, str], interface: str
) -> Table:
    with gunicorn(PRODUCT, settings) as product:
        first = read_as_crowd(product, pages[SIZES[0]], readers=READERS, seconds=SECONDS)
        (folder / "page.gz").write_bytes(_read(product, pages[SIZES[1]]))
        with gunicorn("bench.bare:app", {**settings, "BENCH_PAGE": str(folder / "page.gz")}) as bare:
            found = _take_turns(
                {
                    **{f"round of {size:,} answers": (product, page) for size, page in pages.items()},
                    "JSON interface": (product, interface),
                    BARE: (bare, "/"),
                }
            )
    floor = median(seen.speed for seen in found[BARE])
    rows = [_row("just started", [first], floor), *(_row(name, seen, floor) for name, seen in found.items())]
    about = f"gunicorn alone: {READERS:,} readers at once, median of {RUNS} runs of {SECONDS:g} s."
    return Table(about, HEADS, rows)


def _measure_chain(folder: Path, settings: Mapping[str, str], page: str, interface: str) -> Table:
    with chain(PRODUCT, settings, folder) as port:
        found = {
            name: [
                read_as_crowd(port, path, readers=READERS, seconds=SECONDS, https=True) for _ in range(RUNS)
            ]
            for name, path in (("a round", page), ("JSON interface", interface))
        }
    about = f"nginx and gunicorn, HTTPS: {READERS:,} readers at once, each from an address of its own."
    return Table(about, HEADS, [_row(name, seen) for name, seen in found.items()])


def _take_turns(targets: Mapping[str, tuple[int, str]]) -> dict[str, list[Seen]]:
    """Runs alternate, so that a slow minute of the machine hits all of them."""
    found: dict[str, list[Seen]] = {name: [] for name in targets}
    for _ in range(RUNS):
        for name, (port, path) in targets.items():
            found[name].append(read_as_crowd(port, path, readers=READERS, seconds=SECONDS))
    return found


def _row(name: str, runs: list[Seen], floor: float = 0.0) -> tuple[str, ...]:
    speed = median(seen.speed for seen in runs)
    waits = [median(seen.percentiles[place] for seen in runs) for place in range(3)]
    wrong = sum((seen.wrong for seen in runs[1:]), runs[0].wrong.copy())
    told = ", ".join(f"{count} x {what}" for what, count in wrong.items()) or "none"
    share = f"{speed / floor:.2f}" if floor else ""
    return name, f"{speed:.0f}", share, *(f"{wait:.0f} ms" for wait in waits), told


def _read(port: int, path: str) -> bytes:
    request = urllib.request.Request(f"http://{HOST}:{port}{path}", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        packed = bytes(answer.read())
    assert gzip.decompress(packed)
    return packed
