"""Questions that are shared: what an include row stands for, and what is said of a mistaken one."""

from pathlib import Path

import pytest

from cmm.domain.questionnaire.adapter import build_pyxform_tree, read_workbook
from cmm.domain.questionnaire.compile import check_questionnaire, load_questionnaire
from cmm.domain.questionnaire.include import list_includes, read_expanded
from cmm.domain.questionnaire.leave_out import load_remainder
from cmm.domain.questionnaire.model import Questionnaire
from cmm.domain.questionnaire.workbook import write_workbook

MODULE = """
| survey |
| | type | name | label::English (en) | label::Русский (ru) | relevant |
| | begin_group | reach | Reach | Путь | |
| | select_one fits | hours | Do the hours suit you? | Удобны ли часы? | |
| | text | why | Why? | Почему? | ${hours} = 'no' |
| | end_group | | | | |
| | begin_group | people | People | Люди | |
| | begin_group | inner | Inner | Внутри | |
| | integer | age | Age | Возраст | |
| | end_group | | | | |
| | end_group | | | | |
| choices |
| | list_name | name | label::English (en) | label::Русский (ru) |
| | fits | yes | Yes | Да |
| | fits | no | No | Нет |
| | often | never | Never | Никогда |
"""
FORM = """
| survey |
| | type | name | label::Русский | label::English | relevant |
| | select_one fits | start | Начнём? | Shall we? | |
{rows}
| choices |
| | list_name | name | label::Русский | label::English |
{choices}
| settings |
| | form_id | version | default_language |
| | own | 1 | Русский |
"""


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """Where a form that may include from the module `shared` belongs."""
    for name, text in (("shared", MODULE), ("own", "")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "form.md").write_text(text, encoding="utf-8")
    return tmp_path / "own" / "form.md"


def write(form: Path, *rows: str, choices: str = "") -> Path:
    form.write_text(FORM.format(rows="\n".join(rows), choices=choices), encoding="utf-8")
    return form


def load(form: Path, *rows: str, choices: str = "") -> Questionnaire:
    return load_questionnaire(write(form, *rows, choices=choices))


def codes(form: Path, *rows: str, choices: str = "") -> list[tuple[str, int | None]]:
    found = check_questionnaire(write(form, *rows, choices=choices))
    return [(problem.code, problem.row) for problem in found if not problem.warning]


def test_an_include_row_becomes_the_rows_of_the_group(form: Path) -> None:
    found = load(form, "| | include | shared.reach | | | |", "| | text | end | Конец | End | |")
    assert [question.name for question in found.questions()] == ["start", "hours", "why", "end"]
    assert [choice.name for choice in found.choices["fits"]] == ["yes", "no"]


def test_the_words_come_in_the_languages_of_the_form_however_their_columns_are_called(form: Path) -> None:
    hours = list(load(form, "| | include | shared.reach | | | |").questions())[1]
    assert hours.label == {"ru": "Удобны ли часы?", "en": "Do the hours suit you?"}


def test_one_question_can_be_taken_alone(form: Path) -> None:
    found = load(form, "| | include | shared.reach.hours | | | |")
    assert [question.name for question in found.questions()] == ["start", "hours"]


def test_groups_inside_a_group_come_with_it(form: Path) -> None:
    found = load(form, "| | include | shared.people | | | |")
    assert [item.name for item in found.items] == ["start", "inner"]


def test_a_condition_holds_for_all_included_rows_besides_their_own(form: Path) -> None:
    _, hours, why = load(form, "| | include | shared.reach | | | ${start} = 'yes' |").questions()
    asked = ["=", ["$", "start"], "yes"]
    assert hours.relevant == asked
    assert why.relevant == ["and", asked, ["=", ["$", "hours"], "no"]]


def test_a_list_of_the_module_serves_the_form_s_own_questions_too(form: Path) -> None:
    rows = ("| | include | shared.people | | | |", "| | select_one often | how | Как? | How? | |")
    assert [choice.name for choice in load(form, *rows).choices["often"]] == ["never"]


def test_a_list_that_is_written_out_in_the_same_words_does_no_harm(form: Path) -> None:
    same = "| | fits | yes | Да | Yes |\n| | fits | no | Нет | No |"
    found = load(form, "| | include | shared.reach | | | |", choices=same)
    assert len(found.choices["fits"]) == 2


def test_another_list_of_the_same_name_is_told_at_the_include_row(form: Path) -> None:
    other = "| | fits | yes | Да, конечно | Yes |\n| | fits | no | Нет | No |"
    assert codes(form, "| | include | shared.reach | | | |", choices=other) == [("include_clash", 3)]


def test_a_name_that_is_taken_is_told(form: Path) -> None:
    rows = ("| | text | hours | Часы? | Hours? | |", "| | include | shared.reach | | | |")
    assert ("duplicate_name", 4) in codes(form, *rows)


@pytest.mark.parametrize(
    "name", ["shared.rich", "shared.reach.ours", "shared", "", "other.reach", "../own.x"]
)
def test_what_is_not_there_is_told_with_row_and_column(form: Path, name: str) -> None:
    problems = check_questionnaire(write(form, f"| | include | {name} | | | |"))
    found = [problem for problem in problems if problem.code == "unknown_include"]
    assert [(problem.sheet, problem.row, problem.column) for problem in found] == [("survey", 3, "name")]


def test_a_near_miss_is_recognised(form: Path) -> None:
    (problem,) = [
        problem
        for problem in check_questionnaire(write(form, "| | include | shared.rech | | | |"))
        if problem.code == "unknown_include"
    ]
    assert "Did you mean 'shared.reach'?" in problem.message


def test_an_include_row_with_words_of_its_own_is_refused(form: Path) -> None:
    assert codes(form, "| | include | shared.reach | Часы | | |") == [("include_with_more", 3)]


def test_a_faulty_module_is_named(form: Path) -> None:
    faulty = MODULE + "| survey |\n| | type |\n| | note |\n"
    (form.parent.parent / "shared" / "form.md").write_text(faulty, encoding="utf-8")
    assert ("broken_include", 3) in codes(form, "| | include | shared.reach | | | |")


def test_a_module_can_come_from_a_library(form: Path, tmp_path: Path) -> None:
    alone = tmp_path / "elsewhere" / "deep"
    alone.mkdir(parents=True)
    path = write(alone / "form.md", "| | include | shared.reach | | | |")
    assert [problem.code for problem in check_questionnaire(path) if not problem.warning] != []
    assert [question.name for question in load_questionnaire(path, tmp_path).questions()][1:] == [
        "hours",
        "why",
    ]


def test_a_form_without_choices_gets_a_sheet_for_them(form: Path) -> None:
    text = FORM.format(rows="| | include | shared.reach | | | |", choices="")
    before, _, after = text.partition("| choices |")
    form.write_text(before + "| settings |" + after.partition("| settings |")[2], encoding="utf-8")
    assert [choice.name for choice in load_questionnaire(form).choices["fits"]] == ["yes", "no"]


def test_the_workbook_is_plain_xlsform_and_reads_the_same(form: Path, tmp_path: Path) -> None:
    """What is written for other programs has the questions written out, row under row."""
    rows = ("| | include | shared.reach | | | |", "| | text | end | Конец | End | |")
    found = load(form, *rows)
    write_workbook(form, tmp_path / "own.xlsx")
    assert list_includes(tmp_path / "own.xlsx") == []
    assert load_questionnaire(tmp_path / "own.xlsx") == found
    numbers = [row.number for row in read_workbook(tmp_path / "own.xlsx").sheet("survey").rows]
    assert numbers == [2, 3, 4, 5]
    tree = build_pyxform_tree(read_expanded(form))
    names = [child["name"] for child in tree["children"]]
    assert names[:4] == ["start", "hours", "why", "end"]


def test_a_foreign_form_may_include_too(form: Path) -> None:
    path = write(form, "| | include | shared.reach | | | |", "| | geopoint | place | Где? | Where? | |")
    remainder = load_remainder(path)
    assert [question.name for question in remainder.questionnaire.questions()] == ["start", "hours", "why"]
