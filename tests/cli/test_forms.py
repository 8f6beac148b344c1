"""``flask forms`` as a person at the command line meets it."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cmm.cli.forms import forms
from cmm.cli.outline import expression_text
from cmm.domain.questionnaire.compile import load_questionnaire
from cmm.domain.questionnaire.expressions import parse
from cmm.domain.questionnaire.model import Tree
from tests.domain.questionnaire.forms import ZOO


def run(*words: str | Path) -> Result:
    result = CliRunner().invoke(forms, [str(word) for word in words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_a_good_form_is_ok_with_its_questions_and_languages() -> None:
    result = run("check", ZOO / "three-languages.md")
    assert result.exit_code == 0
    assert "OK (2 questions; ru, kk, en)" in result.output


def test_a_faulty_form_is_refused_with_one_line_per_problem() -> None:
    result = run("check", ZOO / "refused-choices.md")
    lines = result.output.splitlines()
    assert result.exit_code == 1
    assert lines[0].endswith("refused, 6 problems")
    assert "sheet choices, row 3, column name" in lines[1]
    assert lines[1].endswith("[duplicate_choice]")
    assert len(lines) == 7


def test_remarks_can_be_silenced() -> None:
    assert "remark:" in run("check", ZOO / "no-settings.md").output
    assert "remark:" not in run("check", "--quiet", ZOO / "no-settings.md").output


def test_a_folder_is_searched_and_other_texts_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("| file | source |\n| --- | --- |\n| a | b |\n")
    (tmp_path / "answers.csv").write_text("a,b,c,d,e\n1,2,3,4,5\n")
    (tmp_path / "~$open.xlsx").write_bytes(b"lock")
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner" / "form.md").write_bytes((ZOO / "text.md").read_bytes())
    result = run("check", tmp_path)
    assert result.exit_code == 0
    assert "no survey table, passed over: 2\n" in result.output
    assert result.output.count("OK (1 question; en)") == 1


def test_an_empty_folder_is_said_in_words(tmp_path: Path) -> None:
    result = run("check", tmp_path)
    assert (result.exit_code, "no forms in this folder" in result.output) == (0, True)


def test_a_text_named_on_the_command_line_is_checked_and_refused(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_text("Only words.")
    result = run("check", path)
    assert (result.exit_code, "[missing_sheet]" in result.output) == (1, True)


@pytest.mark.parametrize("data", [b"", b"\x00\xff" * 50, b"PK\x03\x04", b"| survey |"])
@pytest.mark.parametrize("ending", [".md", ".xlsx", ".xls", ".csv", ".pdf"])
def test_no_file_brings_a_traceback(tmp_path: Path, data: bytes, ending: str) -> None:
    path = tmp_path / f"form{ending}"
    path.write_bytes(data)
    for command in (("check", path), ("check", "--leave-out", path), ("show", path)):
        assert run(*command).exit_code == 1


def test_rows_left_out_are_listed_with_their_reason() -> None:
    result = run("check", "--leave-out", ZOO / "refused-untranslated.md")
    assert (result.exit_code, "0 rows left out" in result.output) == (0, True)
    refused = run("check", "--leave-out", ZOO / "refused-identifying-types.md")
    assert (refused.exit_code, "[empty_survey]" in refused.output) == (1, True)


def test_a_row_left_out_is_named_with_its_reason(tmp_path: Path) -> None:
    path = tmp_path / "form.md"
    path.write_text("| survey |\n| | type | name | label |\n| | start | start | |\n| | text | a | A? |\n")
    result = run("check", "--leave-out", path)
    assert "OK (1 question; en), 1 row left out" in result.output
    assert "left out: sheet survey, row 2, column type: The type 'start' is refused" in result.output


def test_show_prints_pages_questions_answers_and_routes() -> None:
    output = run("show", ZOO / "pages.md").output
    assert output.startswith("Pages (pages, version 1; en)\n")
    assert "Page 2. More about it" in output
    assert "asked if: ${polite} = 'no'" in output
    assert "- yes: Yes" in output


def test_show_speaks_the_language_that_was_asked_for() -> None:
    assert "Неше күн?" in run("show", "--lang", "kk", ZOO / "three-languages.md").output
    assert "Сколько дней?" in run("show", ZOO / "three-languages.md").output


def test_show_says_how_often_a_repeat_is_asked_and_what_is_computed() -> None:
    assert "[repeat trip, ${trips} times] A trip" in run("show", ZOO / "repeat.md").output
    computed = run("show", ZOO / "calculate.md").output
    assert "computed as: coalesce(${came}, 0) + coalesce(${shut}, 0)" in computed


def test_our_surveys_can_be_named_by_their_form_id(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "tiny").mkdir()
    (tmp_path / "tiny" / "form.md").write_bytes((ZOO / "text.md").read_bytes())
    monkeypatch.setenv("CMM_SURVEYS", str(tmp_path))
    assert run("show", "tiny").output.startswith("Text (text, version 1; en)")
    assert run("show", tmp_path / "tiny").output.startswith("Text (text, version 1; en)")
    monkeypatch.setenv("CMM_SURVEYS", str(tmp_path / "none"))
    assert run("show", "tiny").exit_code == 1


def test_to_xlsx_writes_a_workbook_that_loads(tmp_path: Path) -> None:
    target = tmp_path / "form.xlsx"
    assert run("to-xlsx", ZOO / "repeat.md", target).exit_code == 0
    assert load_questionnaire(target) == load_questionnaire(ZOO / "repeat.md")


def test_to_xlsx_refuses_another_ending_a_faulty_form_and_a_missing_folder(tmp_path: Path) -> None:
    assert run("to-xlsx", ZOO / "repeat.md", tmp_path / "form.ods").exit_code == 1
    assert run("to-xlsx", ZOO / "refused-names.md", tmp_path / "form.xlsx").exit_code == 1
    assert run("to-xlsx", ZOO / "repeat.md", tmp_path / "none" / "form.xlsx").exit_code == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "text",
    [
        "${a} = 'x' and (${b} > 3 or not(selected(${c}, 'd')))",
        ". >= 0 and . <= 31",
        "(${a} + 2) * 3 div 4",
        "-${a} mod 2",
        "if(${a} = '', 'none', concat(${a}, ' days'))",
        "region = ${region}",
        "${a} - (${b} - ${c})",
        "(${a} = 'x') = true()",
    ],
)
def test_expressions_are_shown_so_that_they_can_be_read_back(text: str) -> None:
    tree: Tree = parse(text)
    assert parse(expression_text(tree)) == tree
