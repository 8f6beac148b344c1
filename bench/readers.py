"""A thousand readers at once: a published round, and the JSON interface, on servers set up as in `deploy`.

Readers, servers and nginx share the processors of this machine, so absolute numbers are lower than on a real
one. What counts: no error, the share of a bare Flask view with the same bytes, and that a round of 10,000
answers costs what one of 100 costs.
"""

import gzip
import sys
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from bench.chain import PRODUCT, chain, find_nginx, gunicorn
from bench.crowd import HOST, Seen, read_as_crowd
from bench.running import demo_settings
from bench.sizes import publish_sizes
from cmm.store.database import Database

READERS = 1000
SECONDS = 5.0
RUNS = 3
SIZES = (100, 1_000, 10_000)
MOST_APART = 1.3
"""The slowest size may take this many times what the fastest takes; more is not the noise of a machine."""


def main() -> None:
    faults = 0
    with TemporaryDirectory() as name:
        folder = Path(name)
        settings = demo_settings(folder)
        database = Database(f"sqlite:///{folder / 'cmm.sqlite'}")
        with database.session() as session:
            rounds = publish_sizes(session, SIZES)
        database.engine.dispose()
        pages = {size: f"/ru/r/{round_id}" for size, round_id in rounds.items()}
        interface = f"/api/v1/rounds/{rounds[SIZES[1]]}/publications/newest/indicators?language=ru"
        print(f"{READERS} readers at once, {SECONDS:g} s a run, median of {RUNS} runs, each side by side:")
        faults += _measure_directly(folder, settings, pages, interface)
        if find_nginx():
            faults += _measure_chain(folder, settings, pages[SIZES[1]], interface)
        else:
            print("nginx is not installed: the whole chain is not measured.")
    sys.exit(1 if faults else 0)


def _measure_directly(
    folder: Path, settings: Mapping[str, str], pages: Mapping[int, str], interface: str
) -> int:
    with gunicorn(PRODUCT, settings) as product:
        print("gunicorn alone")
        first = read_as_crowd(product, pages[SIZES[0]], readers=READERS, seconds=SECONDS)
        faults = _print_line("just started", [first])
        (folder / "page.gz").write_bytes(_read(product, pages[SIZES[1]]))
        with gunicorn("bench.bare:app", {**settings, "BENCH_PAGE": str(folder / "page.gz")}) as bare:
            targets = {
                **{f"round of {size} answers": (product, page) for size, page in pages.items()},
                "JSON interface": (product, interface),
                "bare Flask, same page": (bare, "/"),
            }
            found = _take_turns(targets)
        faults += sum(_print_line(name, seen) for name, seen in found.items())
    speeds = {name: median(each.speed for each in seen) for name, seen in found.items()}
    sizes = [speed for name, speed in speeds.items() if name.startswith("round")]
    apart = max(sizes) / min(sizes)
    print(f"  fastest size against slowest: {apart:.2f} (at most {MOST_APART:g})")
    print(f"  a round against bare Flask: {median(sizes) / speeds['bare Flask, same page']:.2f}")
    return faults + (apart > MOST_APART)


def _measure_chain(folder: Path, settings: Mapping[str, str], page: str, interface: str) -> int:
    with chain(PRODUCT, settings, folder) as port:
        print("nginx and gunicorn, HTTPS, every reader from an address of its own")
        found = {
            name: [
                read_as_crowd(port, path, readers=READERS, seconds=SECONDS, https=True) for _ in range(RUNS)
            ]
            for name, path in (("a round", page), ("JSON interface", interface))
        }
    return sum(_print_line(name, seen) for name, seen in found.items())


def _take_turns(targets: Mapping[str, tuple[int, str]]) -> dict[str, list[Seen]]:
    """Runs alternate, so that a slow minute of the machine hits all of them."""
    found: dict[str, list[Seen]] = {name: [] for name in targets}
    for _ in range(RUNS):
        for name, (port, path) in targets.items():
            found[name].append(read_as_crowd(port, path, readers=READERS, seconds=SECONDS))
    return found


def _print_line(name: str, runs: list[Seen]) -> int:
    """One line of the table; returns how many answers were wrong."""
    speed = median(seen.speed for seen in runs)
    waits = [median(seen.percentiles[place] for seen in runs) for place in range(3)]
    wrong = sum((seen.wrong for seen in runs[1:]), runs[0].wrong.copy())
    told = ", ".join(f"{count} x {what}" for what, count in wrong.items()) or "no error"
    half, most, nearly_all = (f"{wait:6.0f}" for wait in waits)
    print(f"  {name:24}{speed:6.0f} a second   p50{half}  p95{most}  p99{nearly_all} ms   {told}")
    return sum(wrong.values())


def _read(port: int, path: str) -> bytes:
    request = urllib.request.Request(f"http://{HOST}:{port}{path}", headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        packed = bytes(answer.read())
    assert gzip.decompress(packed)
    return packed


if __name__ == "__main__":
    main()
