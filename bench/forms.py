"""How long compiling a questionnaire takes: median of five runs, for every survey of the project."""

import time
from pathlib import Path
from statistics import median

from cmm.domain.questionnaire.compile import load_questionnaire
from cmm.paths import data_dir

RUNS = 5


def main() -> None:
    for form in sorted(data_dir("surveys").glob("*/form.md")):
        seconds = median(_seconds_to_load(form) for _ in range(RUNS))
        print(f"{form.parent.name}: compiled in {seconds * 1000:.0f} ms (median of {RUNS})")


def _seconds_to_load(form: Path) -> float:
    started = time.perf_counter()
    load_questionnaire(form)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
