"""Indicators and sample weights that come with included questions."""

from pathlib import Path

import pytest

from cmm.domain.questionnaire.included_tables import read_sample_weights
from cmm.domain.questionnaire.problems import QuestionnaireRefused
from cmm.domain.questionnaire.survey_folder import list_surveys, read_survey

MODULE = """
| survey |
| | type | name | label |
| | begin_group | reach | Reach |
| | integer | hours | How many hours? |
| | integer | way | How long is the way? |
| | end_group | | |
| | begin_group | people | People |
| | integer | age | Age? |
| | end_group | | |
"""
FORM = """
| survey |
| | type | name | label |
| | include | shared.reach.hours | |
| | include | shared.people | |
| | integer | own | Own? |
| settings |
| | form_id | version |
| | tiny | 1 |
"""
INDICATORS = """
[bands]
hours = [0, 8]
age = [0, 25]
[[indicator]]
id = "long"
question = "hours"
[[indicator]]
id = "far"
question = "way"
[[indicator]]
id = "old"
question = "age/1"
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, form, indicators, weights in (
        ("shared", MODULE, INDICATORS, "[hours]\nblank = 0.5\n[way]\nblank = 0.5\n[age]\nblank = 0.1\n"),
        ("tiny", FORM, "[bands]\nown = [0, 1]\nage = [0, 30]\n", "[age]\nblank = 0.9\n[own]\nblank = 0.2\n"),
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "form.md").write_text(form, encoding="utf-8")
        (tmp_path / name / "indicators.toml").write_text(indicators, encoding="utf-8")
        (tmp_path / name / "sample_weights.toml").write_text(weights, encoding="utf-8")
    return tmp_path / "tiny"


def include(folder: Path, value: str) -> dict[str, object]:
    path = folder / "indicators.toml"
    path.write_text(f"include = {value}\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    return dict(read_survey(folder).indicators)


def test_indicators_of_included_questions_come_and_those_of_others_do_not(folder: Path) -> None:
    found = include(folder, '["shared.reach", "shared.people"]')
    assert [each["id"] for each in found["indicator"]] == ["long", "old"]
    assert found["bands"] == {"hours": [0, 8], "age": [0, 30], "own": [0, 1]}
    assert "include" not in found


def test_only_the_groups_named_are_counted(folder: Path) -> None:
    found = include(folder, '["shared.people"]')
    assert [each["id"] for each in found["indicator"]] == ["old"]
    assert "hours" not in found["bands"]


def test_nothing_comes_unasked(folder: Path) -> None:
    assert read_survey(folder).indicators == {"bands": {"own": [0, 1], "age": [0, 30]}}


@pytest.mark.parametrize("value", ['["shared.rich"]', '["other.reach"]', '"shared.reach"', "[1]"])
def test_what_no_module_has_is_told_to_the_author(folder: Path, value: str) -> None:
    with pytest.raises(QuestionnaireRefused) as refused:
        include(folder, value)
    assert [(problem.code, problem.sheet) for problem in refused.value.problems] == [
        ("unknown_include", "indicators")
    ]


def test_sample_weights_of_included_questions_serve_where_the_form_has_none(folder: Path) -> None:
    weights = read_sample_weights(folder)
    assert {name: table["blank"] for name, table in weights.items()} == {"hours": 0.5, "age": 0.9, "own": 0.2}


def test_a_module_is_no_survey(folder: Path) -> None:
    assert [path.name for path in list_surveys(folder.parent)] == ["tiny"]
