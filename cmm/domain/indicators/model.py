"""The indicators file of a survey, read into plain values.

An indicator is a recode of one question: it only sums counts that are published anyway, so it never adds
anything that could betray a person.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from cmm.domain.language import Translated
from cmm.domain.questionnaire.problems import Problem

DIMENSIONS = ("availability", "accessibility", "acceptability", "affordability", "quality")
"""AAAAQ: availability, accessibility, acceptability and quality from General Comment 14 of the UN Committee
on Economic, Social and Cultural Rights; affordability, a part of accessibility there, stands alone here."""
DIRECTIONS = ("less_is_better", "more_is_better")
TEXTS = ("label", "numerator_words", "denominator_words")
SHEET = "indicators"


class IndicatorsRefused(Exception):
    """The indicators file cannot be read; `problems` holds all findings."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"{len(self.problems)} problems")


@dataclass(frozen=True, slots=True)
class AnswerGroup:
    """Answers of a breakdown question that are counted as one group. Without a label, the answers' labels
    serve.
    """

    code: str
    answers: tuple[str, ...]
    label: Translated = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator. `question` is a counted question: its name, or "question/choice" of a select_multiple.

    The numerator counts the answers in `numerator`; the denominator leaves out `excludes` and those who gave
    no answer. `red_line` is in percent. `standard` names an international indicator and its source.
    """

    id: str
    question: str
    numerator: tuple[str, ...]
    dimension: str
    direction: str
    excludes: tuple[str, ...] = ()
    red_line: int | None = None
    label: Translated = field(default_factory=dict)
    numerator_words: Translated = field(default_factory=dict)
    denominator_words: Translated = field(default_factory=dict)
    standard: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class IndicatorSet:
    """`bands`: lower edges by question, the last band is open. `breakdowns`: groups by question, empty = its
    answers.
    """

    bands: Mapping[str, tuple[int | float, ...]] = field(default_factory=dict)
    breakdowns: Mapping[str, tuple[AnswerGroup, ...]] = field(default_factory=dict)
    indicators: tuple[Indicator, ...] = ()


def parse_indicators(data: Mapping[str, Any]) -> IndicatorSet:
    """Read what `tomllib` gives for indicators.toml. Raises IndicatorsRefused with everything that is
    misshapen.
    """
    problems = [_problem("unknown_key", f"“{key}” is not a part of this file.") for key in set(data) - _PARTS]
    bands = {name: _bands(name, edges, problems) for name, edges in data.get("bands", {}).items()}
    breakdowns = {name: _groups(name, entry, problems) for name, entry in data.get("breakdowns", {}).items()}
    entries = enumerate(data.get("indicator", []), start=1)
    indicators = tuple(_indicator(number, entry, problems) for number, entry in entries)
    if problems:
        raise IndicatorsRefused(problems)
    return IndicatorSet(bands, breakdowns, tuple(each for each in indicators if each))


_PARTS = {"bands", "breakdowns", "indicator"}
_REQUIRED = {"id", "question", "numerator", "dimension", "direction"}
_OPTIONAL = {"excludes", "red_line", "standard", *TEXTS}


def _problem(code: str, message: str, row: int | None = None) -> Problem:
    return Problem(code, message, SHEET, row)


def _bands(name: str, edges: Any, problems: list[Problem]) -> tuple[int | float, ...]:
    numbers = isinstance(edges, list) and all(type(edge) in (int, float) for edge in edges)
    if not numbers or len(edges) < 2 or edges != sorted(set(edges)):
        problems.append(_problem("bands", f"The bands of “{name}” must be two or more rising numbers."))
        return ()
    return tuple(edges)


def _groups(name: str, entry: Any, problems: list[Problem]) -> tuple[AnswerGroup, ...]:
    try:
        return tuple(
            AnswerGroup(str(group["code"]), tuple(map(str, group["answers"])), group.get("label", {}))
            for group in entry.get("groups", [])
        )
    except (KeyError, TypeError, AttributeError):
        problems.append(_problem("groups", f"Each group of the breakdown “{name}” needs a code and answers."))
        return ()


def _indicator(number: int, entry: Mapping[str, Any], problems: list[Problem]) -> Indicator | None:
    found = [
        *(f"“{key}” is missing" for key in sorted(_REQUIRED - set(entry))),
        *(f"“{key}” is not known" for key in sorted(set(entry) - _REQUIRED - _OPTIONAL)),
        *(f"“{key}” must be a list" for key in ("numerator", "excludes") if not _is_list(entry.get(key, []))),
        *(f"“{key}” must be texts by language" for key in TEXTS if not isinstance(entry.get(key, {}), dict)),
    ]
    if not isinstance(entry.get("red_line", 0), int):
        found.append("“red_line” must be a whole percentage")
    problems += [_problem("indicator", f"Indicator {number}: {words}.", number) for words in found]
    if found:
        return None
    lists = {key: tuple(entry.get(key, ())) for key in ("numerator", "excludes")}
    return Indicator(**{**entry, **lists})


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)
