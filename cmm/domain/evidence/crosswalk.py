"""From a finding to what can be asked for: indicator, grant module, line of a national programme, activity.

The priority is counted from published figures only, by one rule for everybody:

1. "high": the share is surely over the indicator's red line, or it surely went wrong for 25 of 100 people;
2. "middle": it surely went wrong for 10 of 100, or it is not sure that the share is within its red line;
3. "watch": neither; "unknown": fewer than 20 answers or none, so nothing is claimed.

"Surely" is the careful end of the interval that the pages show. Rows stand in the order of their priority,
then of the share that it surely went wrong for. The order ranks findings, never cities.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cmm.domain.disclosure.policy import WORDS_BELOW
from cmm.domain.evidence.indicator_rows import OVER, UNSURE, IndicatorRow, list_indicator_rows
from cmm.domain.evidence.table import Say, Table, text_column, whole_column
from cmm.domain.language import Translated, in_language
from cmm.domain.library.mappings import GrantModule, read_mappings
from cmm.domain.snapshot import EVERYWHERE, Snapshot

FILE = "crosswalk.toml"
HIGH, MIDDLE, WATCH, UNKNOWN = PRIORITIES = ("high", "middle", "watch", "unknown")
HIGH_FROM, MIDDLE_FROM = 25, 10
"""Of 100 people it surely went wrong for."""
COLUMNS = (
    text_column("priority", "high, middle, watch or unknown, by the rule in the about sheet"),
    text_column("indicator", "Code of the indicator"),
    text_column("finding", "What happened to people"),
    text_column("direction", "Whether less or more of it is better"),
    whole_column("numerator", "Published count of those to whom it happened; a multiple of 5"),
    whole_column("denominator", "Published count of those who are counted; a multiple of 5"),
    whole_column("percent", "Share in whole percents; empty where only words may be said"),
    text_column("share_words", "The share in words, where a percentage would claim too much"),
    whole_column("low", "Lower end of the 95 % interval in whole percents"),
    whole_column("high", "Upper end of the 95 % interval in whole percents"),
    text_column("module", "Module of the Global Fund's Modular Framework"),
    text_column("intervention", "Intervention in that module"),
    text_column("national_line", "Line of national programmes in general words"),
    text_column("national_line_check", "Compare the line with the text in force before using it"),
    text_column("activity", "Proposed activity"),
)

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Activity:
    """What would change a figure: of certain `indicators`, or of all others of a `dimension`."""

    line: Translated
    words: Translated
    indicators: frozenset[str]
    dimension: str


@dataclass(frozen=True, slots=True)
class CrosswalkPlan:
    """Everything that is not in a snapshot: grant modules and activities of the question library."""

    modules: tuple[GrantModule, ...]
    activities: tuple[Activity, ...]

    def find_activity(self, indicator: Json) -> Activity | None:
        """The first activity that names the indicator, else the one of its dimension."""
        named = (each for each in self.activities if indicator["id"] in each.indicators)
        others = (each for each in self.activities if each.dimension == indicator["dimension"])
        return next(named, None) or next(others, None)

    def list_modules(self, form_id: str, indicator: str) -> list[GrantModule]:
        """The modules that cover an indicator; one that covers everything only where no other does."""
        covering = [module for module in self.modules if module.covers(form_id, indicator)]
        narrow = [module for module in covering if module.forms or module.indicators]
        return narrow or covering


@dataclass(frozen=True, slots=True)
class CrosswalkRow:
    """One finding for the whole round. `line` and `activity` are empty where the library has none."""

    priority: str
    figures: IndicatorRow
    modules: tuple[GrantModule, ...]
    line: Translated
    activity: Translated


def read_crosswalk(folder: Path) -> CrosswalkPlan:
    """The plan of the question library in `folder`; without its files an empty one.

    Raises `tomllib.TOMLDecodeError` and KeyError for files that are not as they should be.
    """
    path = folder / FILE
    tables = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
    lines = {line["code"]: _words(line) for line in tables.get("line", ())}
    activities = tuple(_activity(table, lines) for table in tables.get("activity", ()))
    return CrosswalkPlan(tuple(read_mappings(folder)), activities)


def list_crosswalk(snapshot: Snapshot, plan: CrosswalkPlan) -> list[CrosswalkRow]:
    """One row for each indicator of the whole round, the most pressing first."""
    form_id = str(snapshot.content["form_id"])
    found = [row for row in list_indicator_rows(snapshot) if row.place == EVERYWHERE]
    rows = [_row(figures, form_id, plan) for figures in found]
    return sorted(rows, key=lambda row: (PRIORITIES.index(row.priority), -row.figures.surely))


def priority_of(row: IndicatorRow) -> str:
    """One of PRIORITIES, by the rule above."""
    if row.low is None or (row.denominator or 0) < WORDS_BELOW:
        return UNKNOWN
    if row.line == OVER or row.surely >= HIGH_FROM:
        return HIGH
    return MIDDLE if row.line == UNSURE or row.surely >= MIDDLE_FROM else WATCH


def crosswalk_table(rows: Sequence[CrosswalkRow], language: str, say: Say) -> Table:
    """`say` has words for priorities, shares, and "check_line": compare it with the text in force."""
    cells = [
        (
            say.get(row.priority, row.priority),
            row.figures.indicator["id"],
            in_language(row.figures.indicator["label"], language),
            say.get(row.figures.indicator["direction"], row.figures.indicator["direction"]),
            row.figures.numerator,
            row.figures.denominator,
            row.figures.percent,
            say.get(row.figures.words, row.figures.words) or None,
            row.figures.low,
            row.figures.high,
            "; ".join(dict.fromkeys(module.name for module in row.modules)),
            "; ".join(dict.fromkeys(module.intervention for module in row.modules)),
            in_language(row.line, language) or None,
            say.get("check_line", "check") if row.line else None,
            in_language(row.activity, language) or None,
        )
        for row in rows
    ]
    return Table("crosswalk", "From each finding to a proposed activity", COLUMNS, cells)


def _activity(table: Json, lines: Mapping[str, Translated]) -> Activity:
    named = frozenset(table.get("indicators", ()))
    return Activity(lines[table["line"]], _words(table), named, table.get("dimension", ""))


def _words(table: Json) -> Translated:
    return {language: words for language, words in table.items() if len(language) == 2}


def _row(figures: IndicatorRow, form_id: str, plan: CrosswalkPlan) -> CrosswalkRow:
    activity = plan.find_activity(figures.indicator)
    return CrosswalkRow(
        priority_of(figures),
        figures,
        tuple(plan.list_modules(form_id, figures.indicator["id"])),
        activity.line if activity else {},
        activity.words if activity else {},
    )
