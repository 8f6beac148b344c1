"""The indicators file, and counting responses."""

import tomllib
from collections.abc import Iterator
from datetime import date
from random import Random
from typing import Any

import pytest

from cmm.domain.answers import Answers, Value
from cmm.domain.coded import Origin, ResponseCoder, code_answers
from cmm.domain.indicators import (
    Counts,
    IndicatorSet,
    IndicatorsRefused,
    UncountedBreakdown,
    build_counting,
    check_indicators,
    count_responses,
    parse_indicators,
    tabulate,
)
from cmm.domain.questionnaire.model import Choice, Group, Item, Question, Questionnaire, Repeat
from cmm.domain.questionnaire.survey_folder import read_survey
from cmm.paths import data_dir

TODAY = date(2026, 11, 20)
WORDS = {"ru": "слова", "en": "words"}
AGREED = ["=", ["$", "consent"], "yes"]

FILE = """
[bands]
days = [0, 8, 31]
[breakdowns]
gender = { groups = [ { code = "women", answers = ["woman"] }, { code = "men", answers = ["man"] } ] }
[[indicator]]
id = "closed"
question = "closed"
numerator = ["yes"]
excludes = ["not_sure"]
dimension = "availability"
direction = "less_is_better"
red_line = 10
[indicator.label]
ru = "Закрыто"
en = "Closed"
[indicator.numerator_words]
ru = "было"
en = "happened"
[indicator.denominator_words]
ru = "все ответившие"
en = "all who answered"
"""


def make_questionnaire(*more: Item) -> Questionnaire:
    behind = Group(
        "main",
        (
            Question("closed", "select_one", WORDS, list_name="yn"),
            Question("why", "select_one", WORDS, list_name="yn", relevant=["=", ["$", "closed"], "yes"]),
            Question("got", "select_multiple", WORDS, list_name="tests", appearance=("likert",)),
            Question("days", "integer", WORDS),
            Question("score", "range", WORDS, parameters={"start": 0, "end": 1, "step": 0.5}),
            Question("gender", "select_one", WORDS, list_name="gender"),
            Question("note", "text", WORDS),
            *more,
        ),
        label={"ru": "Главное"},
        relevant=AGREED,
    )
    return Questionnaire(
        "form",
        "1",
        WORDS,
        ("ru", "en"),
        (Question("consent", "select_one", WORDS, list_name="yn"), behind),
        {
            "yn": tuple(Choice(name, {"ru": name, "en": name}) for name in ("yes", "no", "not_sure")),
            "tests": tuple(Choice(name, {"ru": name, "en": name}) for name in ("hiv", "tb")),
            "gender": tuple(Choice(name, {"ru": name, "en": name}) for name in ("woman", "man", "other")),
        },
    )


def answer(**values: Value) -> Answers:
    return Answers({"consent": "yes", **values})


RESPONSES = [
    ("almaty", answer(closed="yes", why="no", got=("hiv",), days=0, score=0.5, gender="woman")),
    ("almaty", answer(closed="no", got=("hiv", "tb"), days=7, score=1, gender="man")),
    ("almaty", answer(days=8, gender="other")),
    ("astana", answer(closed="yes", days=31, gender="woman")),
    ("astana", answer(closed="not_sure", days=400, score=0)),
    ("astana", Answers({"consent": "no"})),
]
INDICATORS = parse_indicators(tomllib.loads(FILE))


def tables(responses: list[tuple[str, Answers]] = RESPONSES) -> dict[str, dict[str, dict[str, int]]]:
    """Counts that are not 0, by question, city and answer."""
    made = tabulate(make_questionnaire(), INDICATORS, responses, today=TODAY)
    return {
        table.question: {city: named(table.answers, row) for city, row in table.counts.items()}
        for table in made
    }


def named(answers: tuple[str, ...], row: tuple[int, ...]) -> dict[str, int]:
    return {code: count for code, count in zip(answers, row, strict=True) if count}


def test_what_is_counted_and_what_is_never_published() -> None:
    assert list(tables()) == ["closed", "why", "got/hiv", "got/tb", "days", "score", "gender"]


def test_single_choices_are_counted_with_blank_ones() -> None:
    assert tables()["closed"] == {
        "almaty": {"yes": 1, "no": 1, "no_answer": 1},
        "astana": {"yes": 1, "not_sure": 1},
    }


def test_a_routed_question_counts_whom_it_passes_by() -> None:
    assert tables()["why"] == {
        "almaty": {"no": 1, "not_asked": 2},
        "astana": {"no_answer": 1, "not_asked": 1},
    }


def test_every_choice_of_several_is_a_question_of_its_own() -> None:
    assert tables()["got/hiv"]["almaty"] == {"1": 2, "no_answer": 1}
    assert tables()["got/tb"]["almaty"] == {"1": 1, "0": 1, "no_answer": 1}


def test_numbers_fall_into_bands() -> None:
    assert tables()["days"] == {"almaty": {"0-7": 2, "8-30": 1}, "astana": {"31+": 2}}


def test_short_ranges_are_counted_step_by_step() -> None:
    assert tables()["score"] == {
        "almaty": {"0.5": 1, "1": 1, "no_answer": 1},
        "astana": {"0": 1, "no_answer": 1},
    }


def test_who_does_not_agree_is_in_no_table() -> None:
    assert all(sum(row["astana"].values()) == 2 for row in tables().values())


def test_the_order_of_responses_does_not_matter() -> None:
    assert tables(Random(3).sample(RESPONSES, len(RESPONSES))) == tables()


def test_a_choice_may_be_called_not_asked() -> None:
    questionnaire = make_questionnaire()
    renamed = tuple(Choice(name, {"ru": name, "en": name}) for name in ("yes", "not_asked"))
    other = Questionnaire(
        "form", "1", WORDS, ("ru",), questionnaire.items, {**questionnaire.choices, "yn": renamed}
    )
    responses = [("a", answer(closed="yes", why="not_asked")), ("a", answer(closed="not_asked"))]
    why = tabulate(other, IndicatorSet(), responses, today=TODAY)[1]
    assert (why.answers, why.counts) == (("yes", "not_asked", "no_answer", "not_asked"), {"a": (0, 1, 0, 1)})
    assert why.shown_answers == ("yes", "not_asked", "no_answer")


def counted() -> Counts:
    coder = ResponseCoder(make_questionnaire(), today=TODAY)
    coded = code_answers(coder, ((Origin(leaf, None, TODAY), answers) for leaf, answers in RESPONSES))
    return count_responses(make_questionnaire(), INDICATORS, coded)


def test_groups_of_a_breakdown_are_sums_of_answers() -> None:
    counts = counted()
    cross = {table.question: table for table in counts.cross_tables(["gender"])}
    assert set(cross) == {"closed", "got/hiv", "got/tb", "days", "score"}
    rows = dict(zip(cross["closed"].groups, cross["closed"].rows, strict=True))
    assert rows == {"women": (2, 0, 0, 0), "men": (0, 1, 0, 0), "not_stated": (0, 0, 1, 1)}


def test_a_breakdown_by_something_uncounted_is_refused() -> None:
    counts = counted()
    with pytest.raises(UncountedBreakdown):
        counts.cross_tables(["note"])


def test_questions_in_repeats_and_long_ranges_are_not_counted() -> None:
    more = (
        Repeat("trip", (Question("how", "select_one", WORDS, list_name="yn"),)),
        Question("long", "range", WORDS, parameters={"start": 0, "end": 100, "step": 1}),
        Question("plain", "integer", WORDS),
    )
    counting = build_counting(make_questionnaire(*more), INDICATORS)
    assert {"how", "long", "plain"} & {question.name for question in counting.questions} == set()


def test_no_responses_give_empty_tables() -> None:
    assert all(table == {} for table in tables([]).values())


def test_a_filter_near_the_end_is_not_a_door() -> None:
    questionnaire = make_questionnaire()
    (group,) = (item for item in questionnaire.items if isinstance(item, Group))
    open_to_all = Questionnaire("form", "1", WORDS, ("ru",), group.items, questionnaire.choices)
    counting = build_counting(open_to_all, INDICATORS)
    assert counting.routes.door is None
    assert [question.name for question in counting.questions if question.is_routed] == ["why"]


def test_a_question_for_those_who_stopped_is_routed() -> None:
    reason = Question("reason", "select_one", WORDS, list_name="yn", relevant=["=", ["$", "consent"], "no"])
    base = make_questionnaire()
    questionnaire = Questionnaire("form", "1", WORDS, ("ru",), (*base.items, reason), base.choices)
    counting = build_counting(questionnaire, INDICATORS)
    assert counting.routes.door == "consent"
    assert [question.name for question in counting.questions if question.is_routed] == ["why", "reason"]


def find_codes(text: str) -> list[str]:
    return [
        problem.code
        for problem in check_indicators(parse_indicators(tomllib.loads(text)), make_questionnaire())
    ]


def test_a_good_file_has_no_problems() -> None:
    assert find_codes(FILE) == []


@pytest.mark.parametrize(
    ("good", "bad", "code"),
    [
        ('question = "closed"', 'question = "note"', "unknown_question"),
        ('question = "closed"', 'question = "consent"', "unknown_question"),
        ('numerator = ["yes"]', 'numerator = ["maybe"]', "unknown_answer"),
        ('excludes = ["not_sure"]', 'excludes = ["yes"]', "numerator"),
        ("availability", "kindness", "dimension"),
        ("less_is_better", "up", "direction"),
        ("red_line = 10", "red_line = 101", "red_line"),
        ('en = "Closed"', "", "missing_translation"),
        ('answers = ["man"]', 'answers = ["woman"]', "groups"),
        ('answers = ["man"]', 'answers = ["boy"]', "unknown_answer"),
        ('code = "men"', 'code = "not_stated"', "reserved"),
        ("gender = {", "why = {", "unknown_question"),
        ("days = [0, 8, 31]", "days = [0.5, 8]", "bands"),
        ("days = [0, 8, 31]", "closed = [0, 8]", "unknown_question"),
    ],
)
def test_mistakes_are_found(good: str, bad: str, code: str) -> None:
    assert good in FILE
    assert code in find_codes(FILE.replace(good, bad))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"indicators": []}, "unknown_key"),
        ({"bands": {"days": [8, 0]}}, "bands"),
        ({"breakdowns": {"gender": {"groups": [{"answers": []}]}}}, "groups"),
        ({"indicator": [{"id": "x"}]}, "indicator"),
    ],
)
def test_misshapen_files_are_refused(data: dict[str, Any], code: str) -> None:
    with pytest.raises(IndicatorsRefused) as refused:
        parse_indicators(data)
    assert {problem.code for problem in refused.value.problems} == {code}


def shipped() -> Iterator[str]:
    yield from sorted(path.parent.name for path in data_dir("surveys").glob("*/indicators.toml"))


@pytest.mark.parametrize("form_id", list(shipped()))
def test_the_shipped_surveys_have_good_indicators(form_id: str) -> None:
    survey = read_survey(data_dir("surveys") / form_id)
    assert check_indicators(parse_indicators(survey.indicators), survey.questionnaire) == []
