"""The evaluator of the phone gives what the server's gives."""

import json
import math
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cmm.domain.questionnaire.expressions import Record, evaluate, parse
from cmm.domain.questionnaire.expressions.grammar import ARITIES
from cmm.web.collect.browser_trees import for_browsers
from tests.js.conftest import Ask

TABLE = json.loads((Path(__file__).parents[1] / "forms" / "expressions.json").read_text(encoding="utf-8"))
TODAY = date(2026, 5, 20)

ODD = ["0", "-0", "5", "5.0", "1e3", "+5", ".5", "b", "false", "да", "2026-01-31", "2026-02-30", "0000-01-01"]
ODD_PATTERNS = ["[a-z]+", "^a|b$", "(a)?", "x{,2}", "😀"]
TEXTS = st.sampled_from([*ODD, *ODD_PATTERNS, "", " ", " 7\n", "a b", "a\u00a0b"]) | st.text(max_size=4)
NUMBERS = (
    st.integers(-20, 20) | st.sampled_from([0.1, -2.5, 1e-7, 1.5e21, 1e308, 20000.0, 3e6]) | st.floats(-9, 9)
)
LEAVES = (
    TEXTS | NUMBERS | st.sampled_from([["$", name] for name in "abcdef"] + [["."], ["@", "x"], ["today"]])
)
RECORD = {
    "values": {"a": "b", "b": ["a", "b"], "c": {"date": "2026-01-31"}, "d": True, "e": 2.5},
    "today": TODAY.isoformat(),
    "current": "a b",
    "choice": {"x": "7"},
}
PATTERNS = st.lists(
    st.sampled_from(
        ["a", "b", ".", "\\s", "\\S", "[^\\s]", "[\\S-]", "[.]", "\\.", "*", "?", "(", ")", "|", "5", "^"]
    )
).map("".join)
OPERATORS = dict.fromkeys(("and", "or", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod"), (2, 2))
FUNCTIONS = {
    **{name: arity for name, arity in ARITIES.items() if name != "today"},
    **OPERATORS,
    "neg": (1, 1),
}


def calls(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    def call(name: str) -> st.SearchStrategy[Any]:
        if name == "regex":  # a form with a pattern that is not a plain text does not load
            return st.builds(lambda value, pattern: [name, value, pattern], inner, TEXTS | PATTERNS)
        least, most = FUNCTIONS[name]
        return st.lists(inner, min_size=least, max_size=3 if most is None else least).map(
            lambda parts: [name, *parts]
        )

    return st.sampled_from(sorted(FUNCTIONS)).flatmap(call)


TREES = st.recursive(LEAVES, calls, max_leaves=6)


def typed(raw: Any) -> Any:
    if isinstance(raw, list):
        return tuple(raw)
    return date.fromisoformat(raw["date"]) if isinstance(raw, dict) else raw


def as_record(raw: dict[str, Any]) -> Record:
    values = {name: typed(value) for name, value in raw["values"].items()}
    return Record(values, date.fromisoformat(raw["today"]), typed(raw.get("current")), raw.get("choice", {}))


def same(answer: Any, expected: Any) -> bool:
    """Equal, of the same kind; numbers travel as texts, because JSON has no NaN."""
    if isinstance(expected, int | float) and not isinstance(expected, bool):
        number = float(answer["number"]) if isinstance(answer, dict) else math.nan
        return isinstance(answer, dict) and (
            number == expected or (math.isnan(number) and math.isnan(expected))
        )
    return type(answer) is type(expected) and answer == expected


@pytest.mark.parametrize("case", TABLE, ids=[case["expression"] for case in TABLE])
def test_every_case_of_the_truth_table_has_its_result(ask: Ask, case: dict[str, Any]) -> None:
    answer = ask("evaluate", tree=for_browsers(parse(case["expression"])), record=case["record"])
    assert same(answer, case["result"]), answer


@given(TREES)
@settings(max_examples=3000, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_both_evaluators_agree_on_any_tree(ask: Ask, tree: Any) -> None:
    expected = evaluate(tree, as_record(RECORD))
    answer = ask("evaluate", tree=for_browsers(tree), record=RECORD)
    assert same(answer, expected), (answer, expected)
