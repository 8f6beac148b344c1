"""Answers: what is accepted, what is dropped, and what is said."""

from datetime import date
from typing import Any

import pytest

from cmm.domain.answers import (
    AnswerProblem,
    Answers,
    offered_choices,
    read_answers,
    record_of,
    visible,
)
from cmm.domain.questionnaire.model import Question, Questionnaire
from tests.domain.questionnaire_builder import choices, group, question, questionnaire, repeat

TODAY = date(2026, 5, 20)


def read(form: Questionnaire, **sent: Any) -> tuple[Answers, list[AnswerProblem]]:
    """Read fields; "__" in a field name stands for the dots of a repeat."""
    lists = {
        name.replace("__", "."): [value] if isinstance(value, str) else value for name, value in sent.items()
    }
    return read_answers(form, lists, today=TODAY)


def accepted(form: Questionnaire, **sent: Any) -> Answers:
    answers, problems = read(form, **sent)
    assert problems == []
    return answers


def codes(form: Questionnaire, **sent: Any) -> list[tuple[str, str]]:
    return [(problem.field, problem.code) for problem in read(form, **sent)[1]]


SERVICES = choices("hiv", "tb", "law", "none")


@pytest.mark.parametrize(
    ("item", "text", "value"),
    [
        (question("q"), "  да, конечно\r\nиә ", "да, конечно\nиә"),
        (question("q"), "и\u0306", "й"),
        (question("q", "integer"), " 12 ", 12),
        (question("q", "integer"), "-1000000000", -(10**9)),
        (question("q", "integer"), "007", 7),
        (question("q", "decimal"), "2,5", 2.5),
        (question("q", "decimal"), "-0", 0.0),
        (question("q", "decimal"), "3", 3.0),
        (question("q", "range", parameters={"start": 0, "end": 10, "step": 2}), "4", 4),
        (question("q", "range", parameters={"start": 0, "end": 1, "step": 0.1}), "0.3", 0.3),
        (question("q", "range", parameters={"start": 5, "end": 1, "step": -1}), "2", 2),
        (question("q", "range"), "10", 10),
        (question("q", "date"), "2026-02-28", date(2026, 2, 28)),
        (question("q", "date", appearance=("month-year",)), "2026-11", date(2026, 11, 1)),
        (question("q", "date", appearance=("month-year",)), "2026-11-22", date(2026, 11, 1)),
        (question("q", "date", appearance=("year",)), "1987", date(1987, 1, 1)),
        (question("q", "select_one yes_no"), " yes ", "yes"),
        (question("q", "select_multiple services"), ["law", "hiv", "law"], ("hiv", "law")),
        (question("q", "select_multiple services"), "tb hiv", ("hiv", "tb")),
        (question("q", "acknowledge"), "OK", True),
        (question("q", "acknowledge"), "true", True),
    ],
)
def test_a_sent_text_becomes_a_value_of_its_type(item: Question, text: Any, value: Any) -> None:
    stored = accepted(questionnaire(item, services=SERVICES), q=text).values["q"]
    assert stored == value
    assert type(stored) is type(value)


@pytest.mark.parametrize(
    ("item", "text", "code"),
    [
        (question("q"), "a\x00b", "not_text"),
        (question("q"), "a\ud800", "not_text"),
        (question("q"), "\x1fa", "not_text"),
        (question("q"), "я" * 1001, "too_long"),
        (question("q"), ["a", "b"], "too_many"),
        (question("q", "integer"), "1e3", "not_a_number"),
        (question("q", "integer"), "１２", "not_a_number"),
        (question("q", "integer"), "+5", "not_a_number"),
        (question("q", "integer"), "5 000", "not_a_number"),
        (question("q", "integer"), "2.5", "not_whole"),
        (question("q", "integer"), "5.0", "not_whole"),
        (question("q", "integer"), "1000000001", "out_of_range"),
        (question("q", "integer"), "9" * 5000, "out_of_range"),
        (question("q", "decimal"), "NaN", "not_a_number"),
        (question("q", "decimal"), "0x10", "not_a_number"),
        (question("q", "decimal"), "1.", "not_a_number"),
        (question("q", "range", parameters={"start": 0, "end": 10, "step": 2}), "3", "out_of_range"),
        (question("q", "range"), "11", "out_of_range"),
        (question("q", "date"), "2026-02-30", "not_a_date"),
        (question("q", "date"), "20.05.2026", "not_a_date"),
        (question("q", "date"), "2026-11", "not_a_date"),
        (question("q", "date"), "20260520", "not_a_date"),
        (question("q", "date"), "1899-12-31", "out_of_range"),
        (question("q", "date"), "2101-01-01", "out_of_range"),
        (question("q", "date", appearance=("month-year",)), "2026-13", "not_a_date"),
        (question("q", "select_one yes_no"), "maybe", "not_a_choice"),
        (question("q", "select_one yes_no"), ["yes", "no"], "too_many"),
        (question("q", "select_multiple yes_no"), ["yes", "maybe"], "not_a_choice"),
        (question("q", "acknowledge"), "no", "not_a_choice"),
    ],
)
def test_what_is_no_value_of_the_type_is_refused_and_counts_as_blank(
    item: Question, text: Any, code: str
) -> None:
    form = questionnaire(item)
    assert codes(form, q=text) == [("q", code)]
    assert read(form, q=text)[0] == Answers()


def test_a_problem_tells_the_limits_but_never_the_answer() -> None:
    form = questionnaire(question("q", "range", parameters={"start": 1, "end": 5, "step": 1}))
    (problem,) = read(form, q="777")[1]
    assert problem.parameters == {"low": 1, "high": 5, "step": 1}
    assert "777" not in repr(problem)


@pytest.mark.parametrize("text", ["", "  ", [], ["", " "]])
def test_a_blank_is_stored_as_nothing(text: Any) -> None:
    form = questionnaire(question("q", "integer"), question("m", "select_multiple yes_no"))
    assert accepted(form, q=text, m=text) == Answers()


def test_fields_that_no_question_has_are_problems() -> None:
    form = questionnaire(question("q"), question("n", "note"), repeat("trip", question("city")))
    assert codes(form, q="a", x="1", n="1", trip__x="1", trip__0__q="1", trip__00__city="1") == [
        ("x", "unknown_field"),
        ("n", "unknown_field"),
        ("trip.x", "unknown_field"),
        ("trip.0.q", "unknown_field"),
        ("trip.00.city", "unknown_field"),
    ]


def test_a_flood_of_unknown_fields_gives_a_short_list() -> None:
    problems = read_answers(questionnaire(), {f"{number}" * 500: ["x"] for number in range(99)}, today=TODAY)[
        1
    ]
    assert len(problems) == 20
    assert max(len(problem.field) for problem in problems) == 100


def test_an_irrelevant_answer_is_dropped_and_so_is_all_that_depends_on_it() -> None:
    form = questionnaire(
        question("on_ost", "select_one yes_no"),
        question("months", "integer", relevant="${on_ost} = 'yes'"),
        question("long", "select_one yes_no", relevant="${months} > 12", required="true()"),
        question("why", relevant="${long} = 'yes'"),
    )
    assert accepted(form, on_ost="no", months="24", long="yes", why="x").values == {"on_ost": "no"}
    assert accepted(form, on_ost="yes", months="24", long="no", why="x").values == {
        "on_ost": "yes",
        "months": 24,
        "long": "no",
    }
    assert codes(form, on_ost="yes", months="24") == [("long", "required")]


def test_an_irrelevant_group_is_dropped_with_all_its_groups_and_repeats() -> None:
    inner = group(
        "deep", question("b", required="true()"), repeat("trip", question("city", required="true()"))
    )
    form = questionnaire(question("a"), group("outer", inner, question("c"), relevant="${a} = 'x'"))
    assert accepted(form, a="y", b="1", c="2", trip__0__city="3") == Answers({"a": "y"})
    full = accepted(form, a="x", b="1", c="2", trip__0__city="3")
    assert full == Answers({"a": "x", "b": "1", "c": "2"}, {"trip": ({"city": "3"},)})


def test_problems_of_irrelevant_answers_are_not_mentioned() -> None:
    form = questionnaire(question("a"), question("b", "integer", relevant="${a} = 'x'", constraint=". > 5"))
    assert codes(form, a="y", b="many") == []
    assert codes(form, a="x", b="many") == [("b", "not_a_number")]
    assert codes(form, a="x", b="3") == [("b", "constraint")]


def test_relevance_may_look_ahead() -> None:
    form = questionnaire(
        question("first", relevant="${last} = 'x'"),
        question("last", relevant="${mid} != ''"),
        question("mid"),
    )
    assert accepted(form, first="1", last="x").values == {}
    assert accepted(form, first="1", last="x", mid="m").values == {"first": "1", "last": "x", "mid": "m"}


def test_calculations_are_worked_out_in_the_order_of_their_dependence() -> None:
    form = questionnaire(
        question("total", "calculate", calculation="${half} * 2"),
        question("half", "calculate", calculation="${n} + 0.5"),
        question("n", "integer"),
        question("many", relevant="${total} > 5"),
    )
    assert accepted(form, n="3", many="x", total="99").values == {
        "n": 3,
        "half": "3.5",
        "total": "7",
        "many": "x",
    }
    assert accepted(form, many="x").values == {}


@pytest.mark.parametrize(
    ("calculation", "stored"),
    [
        ("1 div 0", None),
        ("number('x')", None),
        ("''", None),
        ("true()", "true"),
        ("today()", "2026-05-20"),
        ("concat(${t}, ${t})", "я" * 200),
    ],
)
def test_a_calculation_is_stored_as_a_short_text(calculation: str, stored: str | None) -> None:
    form = questionnaire(question("t"), question("c", "calculate", calculation=calculation))
    assert accepted(form, t="я" * 150).values.get("c") == stored


def test_required_is_an_expression() -> None:
    words = {"en": "Please say why."}
    form = questionnaire(
        question("a", "select_one yes_no"), question("b", required="${a} = 'no'", required_message=words)
    )
    assert codes(form, a="yes") == []
    (problem,) = read(form, a="no")[1]
    assert problem == AnswerProblem("b", "required", words)


def test_an_acknowledgement_that_is_required_must_be_given() -> None:
    form = questionnaire(question("consent", "acknowledge", required="true()"))
    assert codes(form) == [("consent", "required")]
    assert codes(form, consent="true") == []


def test_a_constraint_is_checked_on_answers_only_and_has_the_words_of_its_author() -> None:
    words = {"en": "From 18."}
    form = questionnaire(question("age", "integer", constraint=". >= 18", constraint_message=words))
    assert codes(form) == []
    assert codes(form, age="18") == []
    assert read(form, age="17") == (Answers({"age": 17}), [AnswerProblem("age", "constraint", words)])


def test_a_constraint_may_look_at_what_comes_later() -> None:
    form = questionnaire(
        question("part", "integer", constraint=". <= ${whole}"), question("whole", "integer")
    )
    assert codes(form, part="3", whole="5") == []
    assert codes(form, part="6", whole="5") == [("part", "constraint")]


def test_a_constraint_sees_all_choices_of_a_question() -> None:
    item = question(
        "s", "select_multiple services", constraint="not(selected(., 'none') and count-selected(.) > 1)"
    )
    form = questionnaire(item, services=SERVICES)
    assert codes(form, s=["none"]) == []
    assert codes(form, s=["none", "hiv"]) == [("s", "constraint")]


CITIES = choices("astana", "almaty", "taraz", region={"astana": "north", "almaty": "south", "taraz": "south"})


@pytest.mark.parametrize("kind", ["select_one cities", "select_multiple cities"])
def test_only_choices_that_the_filter_leaves_are_accepted(kind: str) -> None:
    form = questionnaire(
        question("region"), question("city", kind, choice_filter="region = ${region}"), cities=CITIES
    )
    assert codes(form, region="south", city="taraz") == []
    assert codes(form, region="south", city="astana") == [("city", "not_a_choice")]
    assert codes(form, city="astana") == [("city", "not_a_choice")]


def test_offered_choices_are_those_of_the_filter_in_order() -> None:
    city = question("city", "select_one cities", choice_filter="region = ${region} and name != 'taraz'")
    form = questionnaire(question("region"), city, cities=CITIES)
    record = record_of(accepted(form, region="south"), today=TODAY)
    assert [choice.name for choice in offered_choices(form, city, record)] == ["almaty"]


TRIPS = questionnaire(
    question("n", "integer"),
    repeat(
        "trip",
        question("city", required="true()"),
        question("far", "select_one yes_no"),
        group("cost_of_it", question("cost", "integer", constraint=". < ${n}"), relevant="${far} = 'yes'"),
        question("text", "calculate", calculation="concat(${city}, '!')"),
        relevant="${n} > 0",
    ),
)


def test_a_repeat_is_read_instance_by_instance() -> None:
    answers = accepted(
        TRIPS,
        n="5",
        trip__0__city="A",
        trip__0__cost="1",
        trip__1__city="B",
        trip__1__far="yes",
        trip__1__cost="2",
    )
    assert answers.repeats == {
        "trip": ({"city": "A", "text": "A!"}, {"city": "B", "far": "yes", "cost": 2, "text": "B!"})
    }


def test_each_instance_has_its_own_problems() -> None:
    found = codes(TRIPS, n="5", trip__0__far="no", trip__1__city="B", trip__1__far="yes", trip__1__cost="9")
    assert found == [("trip.0.city", "required"), ("trip.1.cost", "constraint")]


def test_blank_instances_at_the_end_are_left_out_and_those_between_are_asked_for() -> None:
    assert accepted(TRIPS, n="5", trip__0__city="A", trip__3__city=" ").repeats["trip"] == (
        {"city": "A", "text": "A!"},
    )
    assert codes(TRIPS, n="5", trip__1__city="B") == [("trip.0.city", "required")]


def test_a_repeat_has_at_most_fifty_instances() -> None:
    assert codes(TRIPS, n="5", trip__50__city="B", trip__0__city="A") == [("trip.50.city", "too_many")]


@pytest.mark.parametrize(("count", "instances"), [("2", 2), ("0", 0), ("", 0), ("-3", 0), ("700", 50)])
def test_a_repeat_count_fixes_how_often_a_repeat_is_asked(count: str, instances: int) -> None:
    form = questionnaire(
        question("n", "integer"), repeat("trip", question("city"), question("x"), repeat_count="${n}")
    )
    answers = accepted(form, n=count, trip__0__city="A", trip__3__city="D")
    assert len(answers.repeats.get("trip", ())) == instances
    assert ("trip.1.city" in visible(form, answers, today=TODAY)) == (instances > 1)


def test_every_instance_of_a_counted_repeat_is_required() -> None:
    form = questionnaire(repeat("trip", question("city", required="true()"), repeat_count="3"))
    assert codes(form, trip__1__city="B") == [("trip.0.city", "required"), ("trip.2.city", "required")]


def test_visible_names_what_is_asked_without_calculations() -> None:
    form = questionnaire(
        question("a"),
        question("note", "note", relevant="${a} = 'x'"),
        question("c", "calculate", calculation="1"),
    )
    assert visible(form, Answers(), today=TODAY) == {"a"}
    assert visible(form, Answers({"a": "x"}), today=TODAY) == {"a", "note"}


def test_visible_offers_the_first_instance_of_an_open_repeat() -> None:
    assert visible(TRIPS, Answers(), today=TODAY) == {"n"}
    assert visible(TRIPS, Answers({"n": 1}), today=TODAY) == {"n", "trip", "trip.0.city", "trip.0.far"}
    two = Answers({"n": 1}, {"trip": ({"city": "A", "far": "yes"}, {"city": "B"})})
    assert {"trip.0.cost", "trip.1.far"} <= visible(TRIPS, two, today=TODAY)
    assert "trip.1.cost" not in visible(TRIPS, two, today=TODAY)


def test_the_record_of_an_instance_sees_its_own_answers_before_those_around_it() -> None:
    two = Answers({"n": 1}, {"trip": ({"city": "A"}, {"city": "B"})})
    inside = record_of(two, today=TODAY, repeat="trip", index=1).values
    assert (inside["n"], inside["city"]) == (1, "B")
    assert "city" not in record_of(two, today=TODAY, repeat="trip", index=2).values
