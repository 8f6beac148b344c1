"""Seconds that the intruder needs for the demo's 13 cities with all tables and three breakdowns, twice.

Most of the time of a preparation is the intruder's. Up to two insiders pool their answers.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.publications import Published, publish_twice


def main() -> None:
    with TemporaryDirectory() as folder:
        for published in publish_twice(Path(folder), _show_progress):
            print(f"\r{_describe(published)}")


def _describe(published: Published) -> str:
    content = published.content
    crossed = sum(len(breakdown["tables"]) for breakdown in content["breakdowns"])
    return (
        f"intruder: publication {content['number']}, {sum(published.sizes.values())} responses, "
        f"{len(content['units'])} units of {len(published.sizes)} cities, {len(content['tables'])} tables, "
        f"{len(content['breakdowns'])} breakdowns with {crossed} tables: {published.seconds:.1f} s"
    )


def _show_progress(done: int, total: int) -> None:
    if sys.stdout.isatty():
        print(f"\r{done} of {total} parts", end="", flush=True)


if __name__ == "__main__":
    main()
