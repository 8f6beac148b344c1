"""Tables collected elsewhere: what their columns and values mean, and every way in which they do not fit."""

from datetime import date
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmm.domain.answer_sheet import AnswerSheet, SheetPlan, read_sheet
from cmm.domain.delimited import read_table
from cmm.domain.questionnaire.compile import load_questionnaire

FORM = load_questionnaire(Path(__file__).parents[1] / "forms" / "import" / "form.md")
CITIES = {"almaty": {"ru": "Алматы", "en": "Almaty"}, "oskemen": {"ru": "Усть-Каменогорск", "kk": "Өскемен"}}
TODAY = date(2026, 11, 22)


def read(
    text: str, *, city: str | None = "almaty", column: str | None = None, drop: tuple[str, ...] = ()
) -> AnswerSheet:
    plan = SheetPlan(CITIES, column, None if column else city, drop)
    return read_sheet(read_table(text.encode()), FORM, plan, today=TODAY)


def problems(text: str, **options: object) -> list[str]:
    sheet = read(text, **options)  # type: ignore[arg-type]
    assert sheet.rows == ()
    return [str(problem) for problem in sheet.problems]


def values(text: str, **options: object) -> list[dict[str, object]]:
    sheet = read(text, **options)  # type: ignore[arg-type]
    assert sheet.problems == ()
    return [dict(row.answers.values) for row in sheet.rows]


@pytest.mark.parametrize(
    "header",
    [
        "closed", "CLOSED", " Closed ", "visit/closed", "visit-closed", "Was the site closed?",
        "was the site closed", "Пункт был закрыт?", "пункт_был_закрыт", "Пункт жабық болды ма?",
        "The visit/Was the site closed?",
    ],
)  # fmt: skip
def test_a_column_is_found_by_name_or_label_in_any_language(header: str) -> None:
    assert values(f"{header}\nyes\n") == [{"closed": "yes"}]


@pytest.mark.parametrize("value", ["yes", "Yes", "YES", " да ", "Да", "Иә"])
def test_a_value_is_found_by_name_or_label_in_any_language(value: str) -> None:
    assert values(f"closed\n{value}\n") == [{"closed": "yes"}]


@pytest.mark.parametrize(
    "table",
    [
        "closed,help\nno,staff peers\n",
        "closed,help\nno,peers;staff\n",
        'closed,help\nno,"Peers, The staff"\n',
        "closed,help\nno,Равные; Сотрудники\n",
        "closed,help/staff,help/peers,help/no_one\nno,1,TRUE,0\n",
        "closed,What helped?/The staff,What helped?/Peers,help/no_one\nno,1,1,FALSE\n",
        "closed,visit/help,visit/help/staff,visit/help/peers,visit/help/no_one\nno,staff peers,1,1,0\n",
    ],
)
def test_several_answers_stand_in_one_column_or_in_one_each(table: str) -> None:
    assert values(table) == [{"closed": "no", "help": ("staff", "peers")}]


def test_a_column_and_the_columns_of_its_choices_must_agree() -> None:
    found = problems("closed,help,help/staff,help/peers\nno,staff,0,1\n")
    assert found == ['row 2, column "help": the column and the columns of its choices say different things']


def test_repeats_are_read_from_numbered_columns() -> None:
    for table in (
        "closed,trip[1]/hours,trip[2]/hours\nno,1,2\n",
        "closed,trip.0.hours,trip.1.hours\nno,1,2\n",
    ):
        sheet = read(table)
        assert sheet.problems == ()
        assert sheet.rows[0].answers.repeats == {"trip": ({"hours": 1}, {"hours": 2})}


def test_traces_of_spreadsheets_are_forgiven_in_numbers_and_dates() -> None:
    found = values("closed,waited,visited\nno,30.0,2026-11-20 00:00:00\n")
    assert found == [{"closed": "no", "waited": 30, "visited": date(2026, 11, 20), "score": "31"}]


def test_empty_cells_are_blanks_and_calculations_are_made_anew() -> None:
    sheet = read("closed,waited,score,words\nno,,99,\n")
    assert "waited" not in sheet.rows[0].answers.values
    assert "words" not in sheet.rows[0].answers.values
    assert sheet.rows[0].answers.values.get("score") != "99"
    assert sheet.computed == ("score",)


def test_answers_to_questions_that_are_not_asked_are_left_out_and_counted() -> None:
    sheet = read("closed,told\nno,yes\nyes,yes\n")
    assert sheet.not_asked == {"told": 1}
    assert [row.answers.values.get("told") for row in sheet.rows] == [None, "yes"]


@pytest.mark.parametrize("city", ["almaty", "Almaty", "АЛМАТЫ", "Алматы"])
def test_the_city_is_found_by_code_or_name(city: str) -> None:
    assert [row.city for row in read(f"closed,where\nno,{city}\n", column="where").rows] == ["almaty"]
    assert [row.city for row in read("closed\nno\n", city=city).rows] == ["almaty"]


def test_an_unknown_city_for_all_rows_is_said_once() -> None:
    assert problems("closed\nno\nno\n", city="Paris") == [
        '"Paris" is no city of this round; its cities are almaty, oskemen'
    ]


def test_a_city_may_stand_in_a_column_called_like_a_person() -> None:
    assert [row.city for row in read("closed,Hospital Name\nno,Өскемен\n", column="hospital name").rows] == [
        "oskemen"
    ]


def test_every_problem_is_said_at_once_with_its_place() -> None:
    found = problems(
        "closed,waited,visited,City\nmaybe,1,2026-11-20,Almaty\n,x,20 November,Paris\nno,900,,\n",
        column="City",
    )
    assert found == [
        'row 2, column "closed": "maybe" is not a choice of this question (allowed: yes, no)',
        'row 3, column "City": "Paris" is no city of this round; its cities are almaty, oskemen',
        'row 4, column "City": the city is missing',
    ]
    assert problems("closed,waited,visited\n,x,20 November\nno,900,\n") == [
        'row 2, column "closed": an answer is required here',
        'row 2, column "waited": "x": is not a number',
        'row 2, column "visited": "20 November": is not a date written as 2026-11-22',
        'row 3, column "waited": "900": Fewer than 600',
    ]


def test_a_required_question_without_a_column_is_named() -> None:
    sentence = "question closed, which has no column: an answer is required here"
    assert problems("waited\n5\n") == [f"row 2: {sentence}"]
    assert problems("waited\n5\n6\n7\n") == [f"{sentence} (rows 2, 3, 4)"]


def test_an_unknown_value_is_shortened() -> None:
    (found,) = problems(f"closed\n{'long ' * 30}\n")
    assert f'"{("long " * 30)[:39]}…" is not a choice of this question (allowed: yes, no)' in found


def test_unknown_columns_are_refused_until_they_are_left_out() -> None:
    table = "closed,colour\nno,red\n"
    assert problems(table) == [
        'row 1, column "colour": no question has this name or label; give it to one with --map or leave it '
        "out with --drop"
    ]
    assert values(table, drop=("Colour",)) == [{"closed": "no"}]


def test_an_option_that_names_no_column_is_a_problem() -> None:
    assert problems("closed\nno\n", drop=("phone",)) == ["--drop phone names no column of this file"]
    assert problems("closed\nno\n", column="town") == ["--city-column town names no column of this file"]


def test_two_columns_of_one_question_are_a_problem() -> None:
    found = problems("closed,visit/closed\nno,no\n")
    assert found == [
        'row 1, column "visit/closed": holds the same question as column "closed"; leave one out with --drop'
    ]


def test_a_file_without_a_header_shows_none_of_its_cells() -> None:
    found = problems("Aigerim Example,87011234567\nyes,no\n")
    assert found == [
        "row 1: no column belongs to a question of this questionnaire; has the file a header row?"
    ]


SECRETS = {
    "Client name": "Aigerim Example",
    "contact": "+7 701 123 45 67",
    "mail": "aigerim@example.org",
    "number": "850101300123",
    "place": "43.238949, 76.889709",
    "made": "2026-11-22T14:05:11",
}


@pytest.mark.parametrize("header", SECRETS)
def test_a_column_that_identifies_and_is_no_question_is_left_out_and_said(header: str) -> None:
    sheet = read(f"closed;{header}\nno;{SECRETS[header]}\n")
    assert [dict(row.answers.values) for row in sheet.rows] == [{"closed": "no"}]
    assert [(one.header, one.why in ("name", "look")) for one in sheet.columns.left_out.values()] == [
        (header, True)
    ]
    assert SECRETS[header] not in repr(sheet)


@pytest.mark.parametrize("column", ["words", "closed", "waited"])
@pytest.mark.parametrize("secret", ["+7 701 123 45 67", "850101300123", "aigerim@example.org"])
def test_a_question_whose_cells_identify_is_refused_too(column: str, secret: str) -> None:
    header = "closed" if column == "closed" else f"closed;{column}"
    row = secret if column == "closed" else f"no;{secret}"
    found = problems(f"{header}\n{row}\n")
    assert len(found) == 1
    assert "looks like" in found[0]
    assert secret not in found[0]


def test_many_identifying_cells_are_one_problem() -> None:
    rows = "".join(f"no,8701000{number:04}\n" for number in range(20))
    found = problems(f"closed,words\n{rows}")
    assert len(found) == 1
    assert "rows 2, 3, 4, 5, 6 and 15 more rows" in found[0]


def test_progress_is_told_row_by_row() -> None:
    steps: list[int] = []
    table = read_table(b"closed\n" + b"yes\n" * 7)
    read_sheet(table, FORM, SheetPlan(CITIES, city="almaty"), today=TODAY, advance=steps.append)
    assert steps == [1] * 7


@given(st.lists(st.lists(st.text(max_size=12), min_size=3, max_size=3), max_size=5))
def test_whatever_stands_in_the_cells_is_read_or_explained(cells: list[list[str]]) -> None:
    table = read_table(b"closed,waited,help\nno,1,staff\n")
    rows = tuple((number, tuple(row)) for number, row in enumerate(cells, start=2))
    sheet = read_sheet(
        type(table)(table.header, rows, table.encoding, table.delimiter),
        FORM,
        SheetPlan(CITIES, city="almaty"),
        today=TODAY,
    )
    assert len(sheet.rows) == (0 if sheet.problems else len(rows))


@pytest.mark.parametrize(
    "cell", ["Сотрудники Равные", "The staff Peers", "Peers The staff", "Тең құрбылар Қызметкерлер"]
)
def test_labels_joined_by_spaces_are_told_apart(cell: str) -> None:
    assert values(f"closed,help\nno,{cell}\n") == [{"closed": "no", "help": ("staff", "peers")}]


@pytest.mark.parametrize("middle", [" " * 130_000, "q " * 30_000, "".join(f"{n};" for n in range(10_000))])
def test_a_very_long_cell_of_several_answers_is_read_or_refused_at_once(middle: str) -> None:
    began = process_time()
    sheet = read(f"closed,help\nno,staff{middle}peers\n")
    assert process_time() - began < 2
    assert [len(str(one)) < 300 for one in sheet.problems] == ([] if middle.isspace() else [True])


def test_labels_joined_by_spaces_in_two_languages_are_not_guessed() -> None:
    assert "is not a choice" in problems("closed,help\nno,The staff Равные\n")[0]


@pytest.mark.parametrize("sign", ["/", "-", ".", ":"])
def test_groups_stand_before_a_name_with_any_sign_and_may_be_strange(sign: str) -> None:
    for groups in (["visit"], ["strange", "visit"], ["strange"]):
        header = sign.join([*groups, "closed"])
        divided = [sign.join([*groups, "help", one]) for one in ("staff", "peers", "no_one")]
        table = f"{header},{','.join(divided)}\nno,1,,0\n"
        assert values(table) == [{"closed": "no", "help": ("staff",)}]


def test_the_columns_of_the_choices_say_what_a_joined_one_cannot() -> None:
    table = "closed,help,help/staff,help/peers,help/no_one\nno,Some strange words,1,0,0\n"
    assert values(table) == [{"closed": "no", "help": ("staff",)}]


@pytest.mark.parametrize("flag", ["1", "TRUE", "yes", "Да", "Иә", "staff", "The staff", "ИСТИНА"])
def test_a_ticked_choice_is_said_in_many_ways(flag: str) -> None:
    assert values(f"closed,help/staff,help/peers\nno,{flag},\n") == [{"closed": "no", "help": ("staff",)}]


def test_a_decision_of_a_person_gives_a_column_to_a_question() -> None:
    plan = SheetPlan(CITIES, city="almaty", chosen={"How long": "waited", "Ticked": "help/peers"})
    sheet = read_sheet(read_table(b"closed,How long,Ticked\nno,5,1\n"), FORM, plan, today=TODAY)
    assert [dict(row.answers.values) for row in sheet.rows] == [
        {"closed": "no", "waited": 5, "help": ("peers",), "score": "6"}
    ]
    assert [one.by for _, one in sorted(sheet.columns.matched.items())] == ["name", "person", "person"]


def test_good_rows_are_kept_apart_from_those_that_do_not_fit() -> None:
    plan = SheetPlan(CITIES, city="almaty", take_good_rows=True)
    table = read_table(b"closed,waited\nno,5\nmaybe,1\nyes,900\nyes,7\n")
    sheet = read_sheet(table, FORM, plan, today=TODAY)
    assert [row.row for row in sheet.rows] == [2, 5]
    assert sheet.bad_rows == (3, 4)


def test_a_text_is_never_repeated_in_a_problem() -> None:
    found = problems(f"closed,words\nno,{'secret ' * 200}\n")
    assert found == ['row 2, column "words": is longer than 1000 characters']
