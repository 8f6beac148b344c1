"""What a compiled questionnaire holds, feature by feature."""

import json
from pathlib import Path

import pytest

from cmm.domain.questionnaire.compile import check_questionnaire, load_questionnaire
from cmm.domain.questionnaire.compiled import to_json
from cmm.domain.questionnaire.model import Group, Question, Questionnaire, Repeat
from tests.domain.questionnaire.forms import ZOO, write_form

GOLDEN = sorted((ZOO / "compiled").glob("*.json"))


def load(name: str) -> Questionnaire:
    return load_questionnaire(ZOO / f"{name}.md")


def question(questionnaire: Questionnaire, name: str) -> Question:
    return next(found for found in questionnaire.questions() if found.name == name)


def only_problem(folder: Path, survey: str, choices: str = "") -> str:
    problems = [
        found for found in check_questionnaire(write_form(folder, survey, choices)) if not found.warning
    ]
    assert len(problems) == 1, problems
    return problems[0].code


@pytest.mark.parametrize("golden", GOLDEN, ids=lambda path: path.stem)
def test_compiled_json_stays_as_it_is(golden: Path) -> None:
    assert to_json(load(golden.stem)) == json.loads(golden.read_text(encoding="utf-8"))


def test_there_are_golden_files() -> None:
    assert len(GOLDEN) >= 5


def test_languages_are_codes_with_the_default_first() -> None:
    assert load("three-languages").languages == ("ru", "kk", "en")
    assert load("languages-by-name").languages == ("de", "fr")
    assert load("integer").languages == ("en",)


def test_every_text_of_a_question_is_translated() -> None:
    days = question(load("three-languages"), "days")
    assert days.label["kk"] == "Неше күн?"
    assert days.hint["ru"] == "За месяц"
    assert days.constraint_message["en"] == "No more than 31."
    assert set(days.required_message) == {"ru", "kk", "en"}
    assert load("three-languages").title["kk"] == "Үш тіл"


def test_or_other_adds_a_choice_and_a_question_in_the_languages_of_the_form() -> None:
    questionnaire = load("or-other")
    other = questionnaire.choices["reason"][-1]
    assert (other.name, other.label["ru"], other.label["kk"]) == ("other", "Другое", "Басқа")
    specify = question(questionnaire, "reason_other")
    assert specify.type == "text"
    assert specify.relevant == ["selected", ["$", "reason"], "other"]
    assert specify.label["en"] == "Please specify"


def test_pages_keep_their_appearance_and_route() -> None:
    visit, more = load("pages").items
    assert isinstance(visit, Group)
    assert isinstance(more, Group)
    assert visit.appearance == ("field-list",)
    assert more.relevant == ["=", ["$", "polite"], "no"]


def test_a_repeat_keeps_its_count() -> None:
    repeat = load("repeat").items[1]
    assert isinstance(repeat, Repeat)
    assert repeat.repeat_count == ["$", "trips"]
    assert [item.name for item in repeat.items] == ["city", "dose"]


def test_required_cells_are_trees_or_nothing() -> None:
    questionnaire = load("required-expression")
    assert question(questionnaire, "met").required == ["true"]
    assert question(questionnaire, "why").required == ["=", ["$", "met"], "no"]
    assert question(questionnaire, "more").required is None


@pytest.mark.parametrize("cell", ["yes", "true", "TRUE", "true()", "Yes"])
def test_every_spelling_of_required_is_understood(tmp_path: Path, cell: str) -> None:
    form = write_form(tmp_path, f"| | type | name | label | required |\n| | text | a | A? | {cell} |")
    assert question(load_questionnaire(form), "a").required == ["true"]


def test_choices_keep_only_the_columns_that_filters_look_at() -> None:
    cities = load("choice-filter").choices["city"]
    assert [dict(city.attributes) for city in cities] == [{"region": "north"}, {"region": "south"}]


def test_a_range_has_numbers_also_by_default() -> None:
    assert question(load("range"), "score").parameters == {"start": 0, "end": 10, "step": 1}
    assert question(load("range"), "usual").parameters == {"start": 1, "end": 10, "step": 1}


def test_a_question_with_a_calculation_is_computed() -> None:
    twice = question(load("computed-question"), "twice")
    assert (twice.type, twice.calculation) == ("calculate", ["*", ["$", "a"], 2])


def test_old_spellings_of_headers_and_types_are_understood() -> None:
    questionnaire = load("aliases")
    days = question(questionnaire, "days")
    assert (days.type, days.relevant) == ("integer", ["=", ["$", "met"], "yes"])
    assert days.constraint_message == {"en": "Too many."}
    assert question(questionnaire, "double").calculation == ["*", ["$", "days"], 2]


def test_disabled_rows_and_pipes_and_comments_are_read_as_the_standard_says() -> None:
    assert [found.name for found in load("disabled-row").questions()] == ["wish"]
    assert question(load("blank-rows-and-comments"), "pipe").label == {"en": "A | B?"}
    assert question(load("blank-rows-and-comments"), "open").label == {"en": "No pipe at the end?"}


def test_a_form_without_settings_is_called_after_its_file_and_says_so() -> None:
    questionnaire = load("no-settings")
    assert (questionnaire.form_id, questionnaire.version) == ("no-settings", "1")
    codes = {problem.code for problem in check_questionnaire(ZOO / "no-settings.md")}
    assert codes == {"missing_form_id", "missing_version"}


def test_a_word_in_a_choice_filter_is_taken_as_text_with_a_remark(tmp_path: Path) -> None:
    choices = "| | list_name | name | label | pale |\n| | colour | pink | Pink | yes |"
    form = write_form(
        tmp_path,
        "| | type | name | label | choice_filter |\n| | select_one colour | c | C? | pale=yes |",
        choices,
    )
    assert question(load_questionnaire(form), "c").choice_filter == ["=", ["@", "pale"], "yes"]
    assert [found.code for found in check_questionnaire(form)] == ["bare_word"]


def test_questions_that_ask_who_someone_is_are_remarked_on(tmp_path: Path) -> None:
    form = write_form(tmp_path, "| | type | name | label |\n| | text | who | Ваша фамилия? |")
    assert [(found.code, found.warning) for found in check_questionnaire(form)] == [("asks_identity", True)]


def test_an_empty_misspelt_column_is_only_remarked_on(tmp_path: Path) -> None:
    form = write_form(tmp_path, "| | type | name | label | relavant |\n| | text | a | A? | |")
    assert [(found.code, found.warning) for found in check_questionnaire(form)] == [("unknown_column", True)]


def test_a_label_with_a_reference_to_the_repeat_it_stands_in_is_fine(tmp_path: Path) -> None:
    survey = (
        "| | type | name | label |\n| | begin_repeat | r | R |\n| | text | city | City? |\n"
        "| | text | why | Why ${city}? |\n| | end_repeat | | |"
    )
    assert len(list(load_questionnaire(write_form(tmp_path, survey)).questions())) == 2


def test_a_long_chain_of_routes_is_no_circle(tmp_path: Path) -> None:
    rows = "\n".join(f"| | text | q{at} | Q? | ${{q{at - 1}}} != '' |" for at in range(1, 1500))
    form = write_form(tmp_path, f"| | type | name | label | relevant |\n| | text | q0 | Q? | |\n{rows}")
    assert len(list(load_questionnaire(form).questions())) == 1500


def test_what_only_the_reference_reader_notices_is_reported_too(tmp_path: Path) -> None:
    survey = "| | type | name | label | choice_filter |\n| | select_one a or_other | b | B? | c = 'x' |"
    choices = "| | list_name | name | label | c |\n| | a | one | One | x |"
    assert only_problem(tmp_path, survey, choices) == "not_xlsform"
