"""ODK's own engine on the truth table of expressions that our server and our phone share.

Where the two differ the reason stands below; which side is ours, and why, is said beside the code in
`cmm/domain/questionnaire/expressions/evaluate.py`.
"""

import json
import re
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from cmm.domain.questionnaire.expressions import ExpressionRefused, as_text, iterate_nodes, parse
from cmm.domain.questionnaire.expressions.written import write_expression
from cmm.domain.questionnaire.model import Tree
from tests.openrosa.conftest import Engine

TABLE = json.loads((Path(__file__).parents[1] / "forms" / "expressions.json").read_text(encoding="utf-8"))
ELSEWHERE = {".", "@", "today"}
"""What needs an answer being checked, a choice, or another day than this."""
KNOWN = {
    "a question by itself is true because it exists, not because it has an answer": {
        "${a} = true()",
        "${a} = false()",
        "${a} != true()",
        "not(${a})",
        "${a} or false()",
        "if(${a}, 'y', 'n')",
    },
    "texts that look like dates are ordered as dates, not as numbers": {"'2026-03-01' > '2026-01-01'"},
    "a number and a text are compared as texts": {"${a} = '5.0'"},
    "JavaScript counts and writes in its own way": {
        "string(0.0000001)",
        "string(number('1e3'))",
        "string(number('+5'))",
        "string(number('0x10'))",
        "string(number('Infinity'))",
    },
    "negative halves are rounded away from zero": {"round(-2.5)"},
    "a pattern may match a part; hyphens beside classes": {
        "regex(${a}, '[0-9]{3}')",
        "regex(${a}, 'b')",
        r"regex(${a}, '^[\w-\.]+$')",
    },
    "what is no date is an error, or the words Invalid Date": {
        "date('2026-02-30')",
        "date('01.02.2026')",
        "date(1 div 0)",
    },
}


def test_the_differences_of_the_two_engines_are_these(engine: Engine) -> None:
    rows = [(row, tree) for row in TABLE if (tree := _tree(row)) is not None]
    different = {row["expression"] for row, tree in rows if not _agree(engine, row, tree)}
    assert different == set().union(*KNOWN.values())
    assert len(rows) > 200


def _tree(row: dict[str, Any]) -> Tree | None:
    """The expression as a tree; None where another engine cannot be asked."""
    try:
        tree = parse(row["expression"])
    except ExpressionRefused:
        return None
    given = [row["record"]["values"].get(name) for name in _names(tree)]
    asked = {str(node[0]) for node in iterate_nodes(tree)}
    return None if asked & ELSEWHERE or any(isinstance(value, bool) for value in given) else tree


def _agree(engine: Engine, row: dict[str, Any], tree: Tree) -> bool:
    found = row["result"]
    ours = found["number"] if isinstance(found, dict) else found if isinstance(found, str) else as_text(found)
    theirs = engine("evaluate", xml=_form(tree, row["record"]["values"]))
    return bool(theirs == ours or (theirs, ours) == ("", "NaN"))


def _form(tree: Tree, values: dict[str, Any]) -> str:
    """A form that computes `tree` from answers that stand in it already."""
    given = {name: _typed(values.get(name)) for name in _names(tree)}
    fields = "".join(f"<{name}>{escape(text)}</{name}>" for name, (_kind, text) in given.items())
    binds = "".join(f'<bind nodeset="/data/{name}" type="{kind}"/>' for name, (kind, _text) in given.items())
    path = re.sub(r"\$\{([^}]*)\}", r" /data/\1 ", write_expression(tree))
    return (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml" '
        'xmlns:orx="http://openrosa.org/xforms"><h:head><h:title>t</h:title><model><instance><data id="t">'
        f"<result/>{fields}<orx:meta><orx:instanceID/></orx:meta></data></instance>{binds}"
        f'<bind nodeset="/data/result" type="string" calculate={quoteattr(path)}/>'
        "</model></h:head><h:body/></h:html>"
    )


def _names(tree: Tree) -> set[str]:
    return {str(node[1]) for node in iterate_nodes(tree) if node[0] == "$"}


def _typed(value: Any) -> tuple[str, str]:
    match value:
        case int():
            return "int", str(value)
        case float():
            return "decimal", str(value)
        case {"date": day}:
            return "date", day
        case list():
            return "string", " ".join(value)
    return "string", value or ""
