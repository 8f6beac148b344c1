"""Survey folders: a form, its indicators, its method, found by form_id."""

from pathlib import Path

import pytest

from cmm.domain.questionnaire.survey_folder import SurveyUnreadable, find_survey, list_surveys, read_survey
from cmm.paths import DataFolderMissing, data_dir
from tests.domain.questionnaire.forms import SURVEYS, write_form


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    survey = tmp_path / "tiny"
    survey.mkdir()
    write_form(survey, "| | type | name | label |\n| | text | wish | Wish? |", settings="| | tiny | 2 |")
    (survey / "indicators.toml").write_text("[bands]\nwaiting = [0, 8]\n", encoding="utf-8")
    (survey / "method.ru.md").write_text("# Как это делается\n", encoding="utf-8")
    return tmp_path


def test_a_survey_is_read_with_indicators_and_method(folder: Path) -> None:
    survey = read_survey(folder / "tiny")
    assert survey.questionnaire.form_id == "tiny"
    assert survey.indicators == {"bands": {"waiting": [0, 8]}}
    assert survey.method == {"ru": "# Как это делается\n"}


def test_indicators_and_method_may_be_missing(folder: Path) -> None:
    for name in ("indicators.toml", "method.ru.md"):
        (folder / "tiny" / name).unlink()
    survey = read_survey(folder / "tiny")
    assert (survey.indicators, survey.method) == ({}, {})


def test_a_survey_is_found_by_its_form_id(folder: Path) -> None:
    found = find_survey(folder, "tiny")
    assert found is not None
    assert found.questionnaire.version == "2"
    assert find_survey(folder, "other") is None
    assert find_survey(folder, "../tiny") is None


def test_broken_indicators_are_named_with_their_folder(folder: Path) -> None:
    (folder / "tiny" / "indicators.toml").write_text("bands = [", encoding="utf-8")
    with pytest.raises(SurveyUnreadable, match="tiny"):
        read_survey(folder / "tiny")


@pytest.mark.parametrize("path", list_surveys(SURVEYS), ids=lambda path: path.name)
def test_our_own_surveys_are_named_after_their_form_id(path: Path) -> None:
    survey = read_survey(path)
    assert survey.questionnaire.form_id == path.name
    assert set(survey.method) >= set(survey.questionnaire.languages)


def test_data_folders_are_found_and_can_be_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CMM_SURVEYS", raising=False)
    assert data_dir("surveys").name == "surveys"
    monkeypatch.setenv("CMM_SURVEYS", str(tmp_path))
    assert data_dir("surveys") == tmp_path
    assert data_dir("migrations").name == "migrations"


def test_a_missing_data_folder_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CMM_SURVEYS", str(tmp_path / "none"))
    with pytest.raises(DataFolderMissing, match="none"):
        data_dir("surveys")
