"""Memory of a process and of those it started: shared pages are divided among those who share them (PSS)."""

import time
from collections.abc import Callable
from pathlib import Path

EVERY = 0.2


def watch_memory(pid: int, is_alive: Callable[[], bool]) -> int:
    """Megabytes at the highest, looking until it has ended."""
    most = 0
    while is_alive():
        most = max(most, memory_of(pid))
        time.sleep(EVERY)
    return most


def memory_of(pid: int) -> int:
    """Megabytes of a process and of all below it; one that has ended meanwhile counts nothing."""
    return sum(_kilobytes(each) for each in family_of(pid)) // 1024


def family_of(pid: int) -> list[int]:
    """A process and all below it."""
    found = [pid]
    for each in found:
        try:
            children = Path(f"/proc/{each}/task/{each}/children").read_text(encoding="ascii").split()
            threads = Path(f"/proc/{each}/task").iterdir()
            more = [(one / "children").read_text(encoding="ascii").split() for one in threads]
        except OSError:
            continue
        found += sorted(
            {int(child) for child in (*children, *(one for part in more for one in part))} - {*found}
        )
    return found


def _kilobytes(pid: int) -> int:
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0)
