"""Questionnaires as JSON and as workbooks: what comes back is what went in."""

import copy
from pathlib import Path
from typing import Any

import pytest

from cmm.domain.questionnaire.compile import load_questionnaire
from cmm.domain.questionnaire.compiled import CompiledUnreadable, canonical_bytes, digest, from_json, to_json
from cmm.domain.questionnaire.problems import QuestionnaireRefused
from cmm.domain.questionnaire.workbook import write_workbook
from tests.domain.questionnaire.forms import ZOO, form_name, loadable_forms, write_form


def compiled(name: str) -> dict[str, Any]:
    return to_json(load_questionnaire(ZOO / f"{name}.md"))


@pytest.mark.parametrize("path", loadable_forms(), ids=form_name)
def test_json_comes_back_as_the_same_questionnaire(path: Path) -> None:
    questionnaire = load_questionnaire(path)
    again = from_json(to_json(questionnaire))
    assert again == questionnaire
    assert digest(again) == digest(questionnaire)


@pytest.mark.parametrize("path", loadable_forms(), ids=form_name)
def test_a_form_and_its_workbook_compile_to_the_same(path: Path, tmp_path: Path) -> None:
    # The form's name is its file's where the settings give none.
    target = tmp_path / f"{path.stem}.xlsx"
    write_workbook(path, target)
    assert load_questionnaire(target) == load_questionnaire(path)


def test_a_csv_form_becomes_a_workbook_with_its_header_on_top(tmp_path: Path) -> None:
    source = tmp_path / "form.csv"
    source.write_text("survey\n,type,name,label\n,text,a,A?\nsettings\n,form_id,version\n,x,1\n")
    write_workbook(source, tmp_path / "form.xlsx")
    assert load_questionnaire(tmp_path / "form.xlsx") == load_questionnaire(source)


def test_the_same_form_gives_the_same_workbook_bytes(tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        write_workbook(ZOO / "three-languages.md", tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_cell_that_looks_like_a_formula_stays_a_text(tmp_path: Path) -> None:
    form = write_form(tmp_path, "| | type | name | label |\n| | text | a | =1+1 |")
    write_workbook(form, tmp_path / "form.xlsx")
    question = next(load_questionnaire(tmp_path / "form.xlsx").questions())
    assert question.label == {"en": "=1+1"}


def test_a_workbook_cannot_be_written_into_nowhere(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"form\.xlsx"):
        write_workbook(ZOO / "text.md", tmp_path / "missing" / "form.xlsx")


def test_an_unreadable_source_is_refused(tmp_path: Path) -> None:
    with pytest.raises(QuestionnaireRefused):
        write_workbook(tmp_path / "none.md", tmp_path / "form.xlsx")


def test_the_digest_changes_with_any_word() -> None:
    changed = compiled("text")
    changed["items"][0]["label"]["en"] += "!"
    assert digest(from_json(changed)) != digest(load_questionnaire(ZOO / "text.md"))


def test_canonical_bytes_hold_no_point_zero_and_no_spaces() -> None:
    text = canonical_bytes(load_questionnaire(ZOO / "range.md")).decode()
    assert '"parameters":{"end":10,"start":0,"step":1}' in text


@pytest.mark.parametrize("damage", ["format", "items", "title", "choices", "kind", "extra"])
def test_json_that_is_not_ours_is_refused(damage: str) -> None:
    found = copy.deepcopy(compiled("select-one"))
    if damage == "format":
        found["format"] = 999
    elif damage == "kind":
        found["items"][0]["kind"] = "page"
    elif damage == "extra":
        found["items"][0]["colour"] = "red"
    else:
        del found[damage]
    with pytest.raises(CompiledUnreadable):
        from_json(found)


@pytest.mark.parametrize("found", [[], None, "text", {"format": 1, "form_id": 1}])
def test_anything_else_is_refused(found: Any) -> None:
    with pytest.raises(CompiledUnreadable):
        from_json(found)
