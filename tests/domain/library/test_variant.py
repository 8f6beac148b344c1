"""A variant of a questionnaire: a copy under another name, which loads at once."""

from pathlib import Path

import pytest

from cmm.domain.library.compare import list_equal_items
from cmm.domain.library.variant import VariantRefused, make_variant, rename_form
from cmm.domain.questionnaire.compile import load_questionnaire
from cmm.domain.questionnaire.survey_folder import read_survey
from cmm.paths import data_dir

OST = data_dir("surveys") / "ost-satisfaction"


def test_a_variant_asks_the_same_under_another_name(tmp_path: Path) -> None:
    made = make_variant(OST, "ost-short", tmp_path, "2027010101")
    assert made == tmp_path / "ost-short"
    survey, origin = read_survey(made), read_survey(OST)
    assert (survey.questionnaire.form_id, survey.questionnaire.version) == ("ost-short", "2027010101")
    assert survey.questionnaire.title == origin.questionnaire.title
    assert survey.indicators == origin.indicators
    names = [question.name for question in origin.questionnaire.questions() if question.type != "note"]
    assert list_equal_items(origin.questionnaire, survey.questionnaire) == names


def test_shared_questions_come_along_and_stay_if_they_are_there(tmp_path: Path) -> None:
    make_variant(OST, "one", tmp_path, "1")
    mark = tmp_path / "core" / "form.md"
    mark.write_text(mark.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    before = mark.read_bytes()
    make_variant(OST, "two", tmp_path, "1")
    assert mark.read_bytes() == before


@pytest.mark.parametrize("form_id", ["", "ОСТ", "Ost", "a b", "../x", "x/y", "-a"])
def test_a_name_that_no_folder_may_have_is_refused(tmp_path: Path, form_id: str) -> None:
    with pytest.raises(VariantRefused, match="small Latin letters"):
        make_variant(OST, form_id, tmp_path, "1")
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "ost-short").mkdir()
    with pytest.raises(VariantRefused, match="already there"):
        make_variant(OST, "ost-short", tmp_path, "1")


def test_only_a_survey_folder_has_variants(tmp_path: Path) -> None:
    with pytest.raises(VariantRefused, match="no survey folder"):
        make_variant(tmp_path, "ost-short", tmp_path, "1")


def test_a_settings_table_in_any_order_is_found(tmp_path: Path) -> None:
    text = (
        "| settings | version | form_id |\n| --- | --- | --- |\n|  | 1 | old |\n\n"
        "| survey | type | name | label |\n|  | text | a | Words \\| words |\n"
    )
    path = tmp_path / "form.md"
    path.write_text(rename_form(text, "new", "2"), encoding="utf-8")
    found = load_questionnaire(path)
    assert (found.form_id, found.version) == ("new", "2")
    assert rename_form(text, "old", "1").count("\\|") == 1


def test_a_form_without_settings_is_refused() -> None:
    with pytest.raises(VariantRefused, match="no settings table"):
        rename_form("| survey |\n| | type | name |\n| | text | a |\n", "new", "2")
