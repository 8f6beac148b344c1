"""Seconds that the intruder needs for the demo's 13 cities with all tables and three breakdowns, twice.

Most of the time of a preparation is the intruder's. Up to two insiders pool their answers.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.publications import Published, publish_twice
from bench.report import Table

HEADS = ("publication", "responses", "units", "tables", "time")


def measure() -> list[Table]:
    with TemporaryDirectory() as folder:
        rows = [_describe(published) for published in publish_twice(Path(folder), _show_progress)]
    return [Table("Preparing and attacking the figures of one round, twice.", HEADS, rows)]


def _describe(published: Published) -> tuple[str, ...]:
    content = published.content
    crossed = sum(len(breakdown["tables"]) for breakdown in content["breakdowns"])
    return (
        str(content["number"]),
        str(sum(published.sizes.values())),
        f"{len(content['units'])} of {len(published.sizes)} cities",
        f"{len(content['tables'])}, and {crossed} in {len(content['breakdowns'])} breakdowns",
        f"{published.seconds:.1f} s",
    )


def _show_progress(done: int, total: int) -> None:
    if sys.stdout.isatty():
        print(f"\r{done} of {total} parts", end="", flush=True)
