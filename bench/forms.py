"""How long compiling a questionnaire takes: median of five runs, for every survey of the project."""

import time
from pathlib import Path
from statistics import median

from bench.report import Table
from cmm.domain.questionnaire.compile import load_questionnaire
from cmm.paths import data_dir

RUNS = 5


def measure() -> list[Table]:
    rows = [
        (form.parent.name, f"{median(_seconds_to_load(form) for _ in range(RUNS)) * 1000:.0f} ms")
        for form in sorted(data_dir("surveys").glob("*/form.md"))
    ]
    return [Table(f"Compiling a questionnaire, median of {RUNS} runs.", ("questionnaire", "time"), rows)]


def _seconds_to_load(form: Path) -> float:
    started = time.perf_counter()
    load_questionnaire(form)
    return time.perf_counter() - started
