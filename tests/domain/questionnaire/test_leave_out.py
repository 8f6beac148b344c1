"""Foreign forms: the rest loads without the rows that cannot be taken, and each of those is named."""

from pathlib import Path

import pytest

from cmm.domain.questionnaire.leave_out import load_remainder
from cmm.domain.questionnaire.problems import QuestionnaireRefused
from tests.domain.questionnaire.forms import ZOO, write_form

HEADER = "| | type | name | label | relevant |"
FOREIGN = f"""{HEADER}
| | start | start | | |
| | geopoint | place | Where? | |
| | text | near | Near ${{place}}? | |
| | text | wish | Wish? | |
| | text | after | And then? | ${{near}} != '' |
| | text | odd | Odd? | pulldata('x', 'y') |
| | begin_repeat | outer | Outer | |
| | text | item | Item? | |
| | begin_repeat | inner | Inner | |
| | text | deep | Deep? | |
| | end_repeat | | | |
| | end_repeat | | | |
| | text | sum | Like ${{item}}? | |"""


def test_rows_go_with_all_that_depends_on_them_until_nothing_changes(tmp_path: Path) -> None:
    remainder = load_remainder(write_form(tmp_path, FOREIGN))
    assert [question.name for question in remainder.questionnaire.questions()] == ["wish", "item"]
    assert [(problem.row, problem.code) for problem in remainder.left_out] == [
        (2, "identifying_type"),
        (3, "identifying_type"),
        (4, "unknown_reference"),
        (6, "unknown_reference"),
        (7, "unsupported_expression"),
        (10, "nested_repeat"),
        (14, "reference_into_repeat"),
    ]


def test_a_form_without_such_rows_loses_nothing() -> None:
    remainder = load_remainder(ZOO / "repeat.md")
    assert remainder.left_out == ()


def test_missing_translations_are_remarks_for_a_foreign_form() -> None:
    remainder = load_remainder(ZOO / "refused-untranslated.md")
    assert remainder.left_out == ()
    assert {problem.code for problem in remainder.remarks} == {"untranslated"}


@pytest.mark.parametrize("name", ["choices", "misspelt-column", "names", "group-ends", "missing-list"])
def test_faults_of_the_form_itself_still_refuse_it(name: str) -> None:
    with pytest.raises(QuestionnaireRefused) as refused:
        load_remainder(ZOO / f"refused-{name}.md")
    assert any(not problem.warning for problem in refused.value.problems)


def test_a_form_of_which_nothing_remains_is_refused() -> None:
    with pytest.raises(QuestionnaireRefused) as refused:
        load_remainder(ZOO / "refused-identifying-types.md")
    assert "empty_survey" in {problem.code for problem in refused.value.problems}


def test_a_reference_that_never_existed_is_not_excused(tmp_path: Path) -> None:
    form = write_form(
        tmp_path, f"{HEADER}\n| | start | start | | |\n| | text | a | A? | ${{nowhere}} = 'x' |"
    )
    with pytest.raises(QuestionnaireRefused):
        load_remainder(form)
