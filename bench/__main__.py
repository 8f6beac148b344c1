"""Measure, print, and write the tables into docs/performance.md: all benches, or those that are named.

A bench is a module with `measure`. One after another, so that none disturbs another.
"""

import sys
import time
from collections.abc import Callable, Sequence

from bench import collect, dashboard, forms, intruder, opening, phone, readers, rest, submissions
from bench.report import Table, as_text, write_section

BENCHES: dict[str, Callable[[], list[Table]]] = {
    "forms": forms.measure,
    "rest": rest.measure,
    "submissions": submissions.measure,
    "survey": collect.measure,
    "phone": phone.measure,
    "dashboard": dashboard.measure,
    "readers": readers.measure,
    "intruder": intruder.measure,
    "opening": opening.measure,
}
LARGE = {"opening-large": opening.measure_large}
"""Only when they are named."""


def main(names: Sequence[str]) -> None:
    """Raises SystemExit for a name that is none."""
    known = BENCHES | LARGE
    if unknown := [name for name in names if name not in known]:
        raise SystemExit(f"No such bench: {', '.join(unknown)}. There are: {', '.join(known)}")
    for name in names or BENCHES:
        began = time.monotonic()
        tables = known[name]()
        print(f"\n{name} ({time.monotonic() - began:.0f} s)", *map(as_text, tables), sep="\n")
        if tables:
            write_section(name, tables)


if __name__ == "__main__":
    main(sys.argv[1:])
