"""One tiny questionnaire for each feature: which load, and what is said of those that do not."""

from collections import Counter
from pathlib import Path

import pytest

from cmm.domain.questionnaire.adapter import build_pyxform_tree
from cmm.domain.questionnaire.compile import check_questionnaire, load_questionnaire
from cmm.domain.questionnaire.include import read_expanded
from cmm.domain.questionnaire.model import Group, Item, Question, Repeat
from cmm.domain.questionnaire.problems import QuestionnaireRefused
from tests.domain.questionnaire.forms import REFUSED, ZOO, form_name, loadable_forms

EXPECTED = {
    "choices": {
        "duplicate_choice": [3],
        "choice_name_with_space": [4],
        "missing_name": [5],
        "missing_list_name": [6],
        "missing_label": [7],
        "reserved_name": [8],
    },
    "circles": {"circular_reference": [2, 5, 6]},
    "duplicate-names": {"duplicate_name": [3, 5]},
    "empty-survey": {"empty_survey": [None]},
    "expressions": {
        "regex_not_anchored": [2],
        "broken_expression": [3],
        "bare_condition": [4],
        "unsupported_expression": [5, 6],
    },
    "filter-circle": {"circular_reference": [2], "unknown_column": [1]},
    "group-ends": {"unmatched_end": [2, 5], "unmatched_begin": [6]},
    "identifying-types": {"identifying_type": list(range(2, 25))},
    "misspelt-column": {"unknown_column": [1]},
    "misspelt-type": {"unknown_type": [2, 3, 4]},
    "missing-list": {"missing_list": [2, 3]},
    "missing-sheet": {"missing_sheet": [None]},
    "missing-words": {
        "missing_label": [2],
        "missing_name": [3],
        "missing_type": [4],
        "missing_calculation": [5],
    },
    "names": {"invalid_name": [2, 3, 7], "reserved_name": [4, 5], "name_too_long": [6]},
    "nested-repeat": {"nested_repeat": [3]},
    "range": {"bad_parameter": [2, 3]},
    "references": {
        "unknown_reference": [3, 3],
        "reference_into_repeat": [7, 7],
        "reference_without_value": [8, 9],
        "broken_reference": [8],
    },
    "settings": {"unknown_column": [1], "bad_form_id": [2], "unknown_language": [2]},
    "table-list": {"mixed_table": [4]},
    "tables": {"duplicate_sheet": [None], "duplicate_column": [1], "cell_without_column": [2]},
    "unsupported-types": {"unsupported_type": [2, 3, 4, 5]},
    "untranslated": {"untranslated": [1, 3, 3]},
}
"""Form (without "refused-") to the codes of its problems and the rows where they stand."""

OUR_TYPES = {
    "select one": "select_one",
    "select all that apply": "select_multiple",
    "int": "integer",
    "Q Int": "integer",
    "String": "text",
    "q calculate": "calculate",
}


@pytest.mark.parametrize("path", loadable_forms(), ids=form_name)
def test_good_forms_load_without_a_problem(path: Path) -> None:
    questionnaire = load_questionnaire(path)
    assert any(questionnaire.questions())
    assert [problem for problem in check_questionnaire(path) if not problem.warning] == []


@pytest.mark.parametrize("name", EXPECTED)
def test_faulty_forms_name_every_problem_with_its_row(name: str) -> None:
    with pytest.raises(QuestionnaireRefused) as refused:
        load_questionnaire(ZOO / f"{REFUSED}{name}.md")
    found: dict[str, list[int | None]] = {}
    for problem in refused.value.problems:
        if not problem.warning:
            found.setdefault(problem.code, []).append(problem.row)
    assert found == EXPECTED[name]


def test_every_faulty_form_of_the_zoo_is_expected() -> None:
    assert {path.stem.removeprefix(REFUSED) for path in ZOO.glob(f"{REFUSED}*.md")} == set(EXPECTED)


@pytest.mark.parametrize("path", sorted(ZOO.glob("refused-*.md")), ids=form_name)
def test_no_cell_is_reported_twice_for_the_same_reason(path: Path) -> None:
    found = Counter(
        (problem.code, problem.sheet, problem.row, problem.column, problem.message)
        for problem in check_questionnaire(path)
    )
    assert [finding for finding, times in found.items() if times > 1] == []


@pytest.mark.parametrize("path", loadable_forms(), ids=form_name)
def test_our_reading_agrees_with_the_reference_reader(path: Path) -> None:
    """pyxform's own tree holds the same questions, of the same types, in the same order."""
    tree = build_pyxform_tree(read_expanded(path))
    assert list(_names(load_questionnaire(path).items)) == list(_pyxform_names(tree["children"]))


def _names(items: tuple[Item, ...]) -> list[tuple[str, str]]:
    found = []
    for item in items:
        if isinstance(item, Question):
            found.append((item.type, item.name))
        else:
            found += [(_kind(item), item.name), *_names(item.items)]
    return found


def _kind(item: Group | Repeat) -> str:
    return "repeat" if isinstance(item, Repeat) else "group"


def _pyxform_names(children: list[dict[str, object]]) -> list[tuple[str, str]]:
    found = []
    for child in children:
        name, kind = str(child["name"]), str(child["type"])
        if name == "meta" or name.startswith(("generated_table", "reserved_name")):
            continue
        bind = child.get("bind")
        computed = isinstance(bind, dict) and "calculate" in bind
        found.append(("calculate" if computed else OUR_TYPES.get(kind, kind), name))
        inner = child.get("children")
        if isinstance(inner, list):
            found += _pyxform_names(inner)
    return found
