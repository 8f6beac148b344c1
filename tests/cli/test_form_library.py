"""``flask forms new | compare | document``, as a person at the command line meets them."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cmm.cli.forms import forms
from cmm.paths import data_dir

SURVEYS = data_dir("surveys")
OST = SURVEYS / "ost-satisfaction"


def run(*words: str | Path) -> Result:
    result = CliRunner().invoke(forms, [str(word) for word in words])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_a_questionnaire_is_started_from_another_and_checked(tmp_path: Path) -> None:
    made = run("new", "ost-satisfaction", "ost-short", "--to", tmp_path)
    assert (made.exit_code, "made: " in made.output) == (0, True)
    checked = run("check", tmp_path)
    assert checked.exit_code == 0
    assert "remark" not in checked.output
    again = run("new", OST, "ost-short", "--to", tmp_path)
    assert (again.exit_code, "already there" in again.output) == (1, True)


def test_what_changed_is_told_item_by_item(tmp_path: Path) -> None:
    run("new", OST, "ost-short", "--to", tmp_path)
    path = tmp_path / "ost-short" / "form.md"
    text = path.read_text(encoding="utf-8")
    rows = [row for row in text.splitlines() if "| travel_cost |" not in row or "select_one" not in row]
    kept = "\n".join(rows).replace("Do you have naloxone now?", "Have you got naloxone now?")
    path.write_text("\n".join(row for row in kept.splitlines() if "| travel_cost |" not in row) + "\n")
    result = run("compare", "ost-satisfaction", path)
    assert result.exit_code == 0
    assert "the same but for words: naloxone_have (label: en)" in result.output
    assert "gone: travel_cost" in result.output
    assert result.output.splitlines()[-1] == "34 the same, 1 the same but for words, 1 gone"


def test_a_form_with_problems_is_not_compared(tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_text("| survey |\n| | type | name |\n| | nonsense | a |\n")
    result = run("compare", "ost-satisfaction", tmp_path / "bad.md")
    assert (result.exit_code, "has problems" in result.output) == (1, True)


def test_the_outline_ends_with_the_minutes() -> None:
    assert (
        run("show", "ost-satisfaction", "--lang", "kk")
        .output.splitlines()[-1]
        .startswith("Takes about 7 min")
    )


def test_a_module_is_checked_as_one() -> None:
    result = run("check", SURVEYS / "core")
    assert "to be included by others" in result.output
    assert "remark" not in result.output


def test_mistaken_indicators_are_told_with_the_form(tmp_path: Path) -> None:
    run("new", OST, "ost-short", "--to", tmp_path)
    path = tmp_path / "ost-short" / "indicators.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"missed_closed"', '"missed_clothes"'))
    result = run("check", tmp_path / "ost-short")
    assert result.exit_code == 1
    assert "“missed_clothes” is not a counted question" in result.output


def test_documents_of_the_library_are_up_to_date() -> None:
    """If this fails: flask --app cmm forms document"""
    result = run("document", "--check")
    assert (result.exit_code, result.output) == (0, "")


def test_documents_are_written_again_where_they_are_stale(tmp_path: Path) -> None:
    library = tmp_path / "surveys"
    shutil.copytree(SURVEYS, library)
    (library / "ITEMS.md").write_text("old", encoding="utf-8")
    stale = run("document", "--surveys", library, "--check")
    assert (stale.exit_code, "out of date: " in stale.output) == (1, True)
    assert run("document", "--surveys", library).exit_code == 0
    assert (library / "ITEMS.md").read_bytes() == (SURVEYS / "ITEMS.md").read_bytes()
    assert (tmp_path / "docs" / "indicators" / "ost-satisfaction.md").is_file()
    assert run("document", "--surveys", library, "--check").exit_code == 0


def test_a_readme_without_its_marks_is_said_in_words(tmp_path: Path) -> None:
    library = tmp_path / "surveys"
    shutil.copytree(SURVEYS, library)
    (library / "README.md").write_text("# Ours\n", encoding="utf-8")
    result = run("document", "--surveys", library)
    assert (result.exit_code, "has no part" in result.output) == (1, True)


@pytest.mark.parametrize("name", ["core", "nowhere"])
def test_a_copy_needs_a_questionnaire_with_settings(tmp_path: Path, name: str) -> None:
    assert run("new", SURVEYS / name, "mine", "--to", tmp_path).exit_code == 1
