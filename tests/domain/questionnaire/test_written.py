"""What is written for other programs is read as the same questionnaire again."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmm.domain.questionnaire.adapter import write_xform
from cmm.domain.questionnaire.compile import compile_workbook, load_questionnaire
from cmm.domain.questionnaire.compiled import to_json
from cmm.domain.questionnaire.expressions import parse
from cmm.domain.questionnaire.expressions.grammar import ARITIES
from cmm.domain.questionnaire.expressions.written import write_expression
from cmm.domain.questionnaire.model import Tree
from cmm.domain.questionnaire.written import write_sheets
from tests.domain.questionnaire.forms import form_name, loadable_forms

OPERATIONS = ("=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod")


@pytest.mark.parametrize("path", loadable_forms(), ids=form_name)
def test_a_questionnaire_survives_being_written(path: Path) -> None:
    questionnaire = load_questionnaire(path)
    sheets = write_sheets(questionnaire, {"ru": "Русский", "kk": "Қазақша", "en": "English"})
    again = compile_workbook(sheets, lenient=True)
    assert [problem for problem in again.problems if not problem.warning] == []
    assert again.questionnaire
    title = {"title": {}}
    assert to_json(again.questionnaire) | title == to_json(questionnaire) | title
    assert write_xform(sheets).startswith("<?xml")


def trees() -> st.SearchStrategy[Tree]:
    words = st.text("abcя «»<&\n'", max_size=6) | st.text('abc “”"', max_size=6)
    numbers = st.integers(0, 10**6) | st.floats(0.001, 1000).map(lambda number: round(number, 3) + 0.0005)
    leaves = st.one_of(words, numbers, st.just(["."]), st.just(["$", "a-b"]), st.just(["@", "town"]))

    def wider(inner: st.SearchStrategy[Tree]) -> st.SearchStrategy[Tree]:
        calls = [
            st.tuples(st.just(name), *[inner] * (least if most is not None else least + 1))
            for name, (least, most) in ARITIES.items()
        ]
        return st.one_of(
            st.tuples(st.sampled_from(OPERATIONS), inner, inner),
            st.tuples(st.sampled_from(("and", "or")), inner, inner),
            st.tuples(st.just("neg"), inner),
            *calls,
        ).map(list)

    return st.recursive(leaves, wider, max_leaves=12)


@given(tree=trees())
def test_an_expression_survives_being_written(tree: Tree) -> None:
    assert _flat(parse(write_expression(tree))) == _flat(tree)


def test_a_text_with_both_quotation_marks_is_put_together() -> None:
    assert write_expression('it\'s "so"') == "concat('it', \"'\", 's \"so\"')"


def _flat(tree: Tree) -> Tree:
    """``and`` in ``and`` and ``or`` in ``or`` are one chain, whichever way they were written."""
    if not isinstance(tree, list):
        return float(tree) if isinstance(tree, int | float) and not isinstance(tree, bool) else tree
    parts: list[Tree] = []
    for part in (_flat(part) for part in tree[1:]):
        same = tree[0] in ("and", "or") and isinstance(part, list) and part[0] == tree[0]
        parts += part[1:] if same and isinstance(part, list) else [part]
    return [tree[0], *parts]
