"""Expressions: what can be read, what it is worth, and what an author is told.

`tests/forms/expressions.json` is the truth table that the server's and the phone's evaluator share. In its
records a list is the answer of a select_multiple, ``{"date": "2026-01-31"}`` a date, null a blank.
"""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmm.domain.questionnaire.expressions import (
    ExpressionRefused,
    Record,
    as_number,
    as_text,
    check_expression,
    columns,
    evaluate,
    is_true,
    parse,
    references,
)

TABLE = json.loads((Path(__file__).parents[2] / "forms" / "expressions.json").read_text(encoding="utf-8"))
TODAY = date(2026, 5, 20)


def _value(raw: Any) -> Any:
    if isinstance(raw, list):
        return tuple(raw)
    return date.fromisoformat(raw["date"]) if isinstance(raw, dict) else raw


def _record(raw: dict[str, Any]) -> Record:
    values = {name: _value(value) for name, value in raw["values"].items()}
    today = date.fromisoformat(raw["today"])
    return Record(values, today, _value(raw.get("current")), raw.get("choice", {}))


@pytest.mark.parametrize("case", TABLE, ids=[case["expression"] for case in TABLE])
def test_every_case_of_the_truth_table_has_its_result(case: dict[str, Any]) -> None:
    result = evaluate(parse(case["expression"]), _record(case["record"]))
    assert result == case["result"]
    assert isinstance(result, bool) == isinstance(case["result"], bool)


def test_the_truth_table_covers_every_operation() -> None:
    from cmm.domain.questionnaire.expressions.evaluate import _LAZY, _LOOKUPS, _STRICT

    used = json.dumps([parse(case["expression"]) for case in TABLE])
    assert len(TABLE) >= 120
    assert [head for head in (*_LOOKUPS, *_LAZY, *_STRICT) if json.dumps([head])[:-1] not in used] == []


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("${a}='x'", ["=", ["$", "a"], "x"]),
        ("${a}-1", ["-", ["$", "a"], 1]),
        ("${a} or ${b} or ${c}", ["or", ["$", "a"], ["$", "b"], ["$", "c"]]),
        ("region=${region}", ["=", ["@", "region"], ["$", "region"]]),
        ("selected(../fav_color, 'other')", ["selected", ["$", "fav_color"], "other"]),
        ('‘don"t’ = .', ["=", 'don"t', ["."]]),
        ("'don’t' = .", ["=", "don’t", ["."]]),
        ("-2.5", ["neg", 2.5]),
        ("date = 'x'", ["=", ["@", "date"], "x"]),
        ("'${a}'", "${a}"),
        ("'a == b && c'", "a == b && c"),
    ],
)
def test_a_text_becomes_a_tree(text: str, tree: object) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "code", "words"),
    [
        ("", "empty", "empty"),
        ("  \n", "empty", "empty"),
        ("selectd(${a}, 'x')", "unknown_function", "Did you mean selected()?"),
        ("pulldata('a', 'b')", "unknown_function", "Supported functions: coalesce"),
        ("now() > 1", "unknown_function", "use today()"),
        ("jr:choice-name(${a}, 'a')", "unknown_function", "jr:choice-name()"),
        ("if(1, 2)", "wrong_arguments", "3 values"),
        ("true(1)", "wrong_arguments", "0 values"),
        ("not()", "wrong_arguments", "1 value in"),
        ("concat()", "wrong_arguments", "1 or more"),
        ("${a} == 1", "syntax", "one equals sign"),
        ("${a} && ${b}", "syntax", "'and'"),
        ("${a} AND ${b}", "syntax", "small letters"),
        ("${a} = 'x", "syntax", "not closed"),
        ("${a b} = 1", "syntax", "${name}"),
        ("$a = 1", "syntax", "${name}"),
        ("{a} = 1", "syntax", "${name}"),
        ("concat(,1)", "syntax", "comma"),
        ("concat(1,)", "syntax", "comma"),
        ("１ + 1", "syntax", "digits 0 to 9"),
        ("1e3", "syntax", "cannot be read"),
        ("((1)", "syntax", "cannot be read"),
        ("1 = 1 = 1", "syntax", "cannot be read"),
        ("+5", "not_supported", "+"),
        ("//a", "not_supported", "//"),
        ("a[1]", "not_supported", "square brackets"),
        ("a | b", "not_supported", "|"),
        ("a/b", "not_supported", "path"),
        ("${a}/2", "not_supported", "'div'"),
        ("../a/../b", "not_supported", "path"),
        ("/a", "not_supported", "${name}"),
        ("..", "not_supported", "${name}"),
        ("@a", "not_supported", "${name}"),
        ("9999999999999999", "number_too_large", "too large"),
        ("(" * 100 + "1" + ")" * 100, "too_deep", "calculate"),
        ("(" * 4000 + "1" + ")" * 4000, "too_deep", "calculate"),
        ("1" + " + 1" * 100, "too_deep", "calculate"),
        ("1" + " or 1" * 4000, "too_long", "10000"),
    ],
)
def test_what_is_not_supported_is_refused_in_words_for_the_author(text: str, code: str, words: str) -> None:
    with pytest.raises(ExpressionRefused) as refused:
        parse(text)
    assert refused.value.code == code
    assert words in refused.value.message


def test_a_misspelt_function_has_a_suggestion() -> None:
    with pytest.raises(ExpressionRefused) as refused:
        parse("count_selected(${a}) > 1")
    assert refused.value.suggestion == "count-selected"


def test_long_chains_of_alternatives_are_read() -> None:
    tree = parse(" or ".join(f"${{q}} = {number}" for number in range(300)))
    assert is_true(tree, Record({"q": 299.0}, TODAY))


def test_references_and_columns_are_listed_once() -> None:
    tree = parse("region = ${a} and (${b} > 1 or not(${a} = 'x')) and city = .")
    assert references(tree) == {"a", "b"}
    assert columns(tree) == {"region", "city"}
    assert references("a") == set()


TYPES = {"n": "integer", "d": "date", "s": "select_one", "t": "text"}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("${n} > 5 and ${d} <= today()", []),
        ("regex(., '^[0-9]{4}$')", []),
        ("regex(., '^(ab|cd)$')", []),
        ("${s} = '5' and ${n} = '' and ${d} != ''", []),
        ("${s}", ["bare_condition"]),
        (".", ["bare_condition"]),
        ("'yes'", ["bare_condition"]),
        ("1", ["bare_condition"]),
        ("not(${s}) or ${t} = 'x'", ["bare_condition"]),
        ("if(${s}, true(), false())", ["bare_condition"]),
        ("${n} = '5'", ["number_as_text"]),
        ("'5' < ${n}", ["number_as_text"]),
        ("string-length(.) > '3'", ["number_as_text"]),
        ("${d} > '2026-01-01'", ["date_as_text"]),
        ("'2026-01-01' < today()", ["date_as_text"]),
        ("regex(., 'abc')", ["regex_not_anchored"]),
        ("regex(., '^abc')", ["regex_not_anchored"]),
        ("regex(., '^a|b$')", ["regex_not_anchored"]),
        (r"regex(., '^[\w-\.]+$')", ["regex_not_portable"]),
        ("regex(., '^(?P<x>a)$')", ["regex_not_portable"]),
        ("regex(., '^(a$')", ["regex_not_portable"]),
        ("regex(., '^a++$')", ["regex_not_portable"]),
        ("regex(., '^(?=a)*$')", ["regex_not_portable"]),
        ("regex(., '^[[a]$')", ["regex_not_portable"]),
        ("regex(., '^a{,5}$')", ["regex_not_portable"]),
        (r"regex(., '^(a)\1$')", ["regex_not_portable"]),
        ("regex(., ${t})", ["regex_not_text"]),
        ("concat('${t}', 1) = 'x'", ["quoted_reference"]),
        ("${s} = yes", ["bare_word"]),
    ],
)
def test_authors_are_warned_where_programs_disagree(text: str, codes: list[str]) -> None:
    findings = check_expression(parse(text), types=TYPES, current_type="text", condition=True)
    assert [code for code, _ in findings] == codes


def test_a_bare_reference_is_fine_where_no_condition_is_asked_for() -> None:
    assert check_expression(parse("${n}"), types=TYPES) == []


def test_a_choice_filter_may_use_the_columns_it_has() -> None:
    tree = parse("region = ${s} and kind = 'x'")
    findings = check_expression(tree, types=TYPES, condition=True, columns={"region"})
    assert [code for code, _ in findings] == ["bare_word"]
    assert "kind" in findings[0][1]


def test_the_current_answer_has_the_type_of_its_question() -> None:
    findings = check_expression(parse(". > '2026-01-01'"), types=TYPES, current_type="date", condition=True)
    assert [code for code, _ in findings] == ["date_as_text"]


def test_texts_of_values_are_those_of_odk() -> None:
    assert [as_text(value) for value in (None, True, 5.0, 1e-7, -0.0, ("a", "b"), date(2026, 1, 2))] == [
        "",
        "true",
        "5",
        "0.0000001",
        "0",
        "a b",
        "2026-01-02",
    ]


PIECES = st.sampled_from(
    [
        *(
            "${a}",
            "${b-c}",
            ".",
            "..",
            "../a",
            "/x/a",
            "a",
            "city",
            "'x'",
            '"да"',
            "''",
            "'2026-01-01'",
            "1",
            "2.5",
        ),
        *(
            "0",
            "(",
            ")",
            ",",
            "=",
            "!=",
            "<",
            ">=",
            "+",
            "-",
            "*",
            " div ",
            " mod ",
            " and ",
            " or ",
            "/",
            "[",
            "]",
        ),
        *("selected(", "count-selected(", "not(", "true()", "false()", "if(", "coalesce(", "string-length("),
        *(
            "contains(",
            "starts-with(",
            "concat(",
            "string(",
            "number(",
            "int(",
            "round(",
            "regex(",
            "today()",
        ),
        *(
            "date(",
            "normalize-space(",
            "foo(",
            "$",
            "{",
            "’",
            "'",
            '"',
            "//",
            "@",
            "::",
            "|",
            "\n",
            "é",
            "１",
        ),
    ]
)
TEXTS = st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=40)


@given(TEXTS)
def test_reading_any_text_gives_a_tree_or_a_refusal(text: str) -> None:
    try:
        tree = parse(text)
    except ExpressionRefused as refused:
        tree = ["refused", refused.message]
    assert json.loads(json.dumps(tree)) == tree


LEAVES = st.sampled_from(
    [
        "${a}",
        "${b}",
        "${c}",
        ".",
        "city",
        "'x'",
        "''",
        "'[a'",
        "'2026-02-29'",
        "'a b'",
        "0",
        "1",
        "2.5",
        "999999999",
    ]
)
UNARY = (
    "not",
    "count-selected",
    "string-length",
    "string",
    "number",
    "int",
    "round",
    "date",
    "normalize-space",
)
BINARY = ("selected", "coalesce", "contains", "starts-with", "concat", "regex")
SIGNS = ("=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod", "and", "or")


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return (
        st.builds("{}({})".format, st.sampled_from(UNARY), inner)
        | st.builds("{}({}, {})".format, st.sampled_from(BINARY), inner, inner)
        | st.builds("(({}) {} ({}))".format, inner, st.sampled_from(SIGNS), inner)
        | st.builds("if({}, {}, {})".format, inner, inner, inner)
        | st.builds("-({})".format, inner)
    )


EXPRESSIONS = st.recursive(LEAVES | st.just("today()"), _larger, max_leaves=8)
VALUES = (
    st.none()
    | st.text(max_size=8)
    | st.floats()
    | st.integers()
    | st.just(10**400)
    | st.booleans()
    | st.dates()
    | st.lists(st.text(max_size=3), max_size=3).map(tuple)
)


@given(EXPRESSIONS, st.fixed_dictionaries({"a": VALUES, "b": VALUES, "c": VALUES}), VALUES, st.dates())
def test_every_tree_has_a_value_for_every_record(text: str, values: Any, current: Any, today: date) -> None:
    tree = parse(text)
    record = Record(values, today, current, {"city": "almaty"})
    assert isinstance(evaluate(tree, record), str | float | bool)
    check_expression(tree, types=TYPES, condition=True)


@given(st.integers(-(10**9), 10**9) | st.floats(-1e9, 1e9).map(lambda number: number + 0.0))
def test_a_number_survives_being_written_as_text(number: float) -> None:
    assert as_number(as_text(number)) == number


@given(VALUES, VALUES)
def test_unequal_is_the_opposite_of_equal(left: Any, right: Any) -> None:
    record = Record({"a": left, "b": right}, TODAY)
    assert is_true(parse("${a} = ${b}"), record) != is_true(parse("${a} != ${b}"), record)


@given(VALUES)
def test_no_answer_is_larger_or_smaller_than_a_blank(value: Any) -> None:
    record = Record({"a": value}, TODAY)
    assert not any(is_true(parse(f"${{a}} {sign} ${{blank}}"), record) for sign in ("<", "<=", ">", ">="))
