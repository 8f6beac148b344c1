"""Payloads: what is sealed is read again with the same checks, and always fits its envelope."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmm.domain.answers import from_payload, largest_payload, read_answers, record_of, to_payload, visible
from cmm.domain.questionnaire.expressions import is_true
from cmm.domain.questionnaire.model import Item, Questionnaire
from tests.domain.questionnaire_builder import choices, group, question, questionnaire, repeat

TODAY = date(2026, 5, 20)
SERVICES = choices("hiv", "tb", "law", "none")
CITIES = choices("astana", "almaty", "taraz", region={"astana": "north", "almaty": "south", "taraz": "south"})
TRIPS = questionnaire(
    question("n", "integer"),
    repeat(
        "trip",
        question("city", required="true()"),
        question("text", "calculate", calculation="concat(${city}, '!')"),
        relevant="${n} > 0",
    ),
)


@pytest.mark.parametrize(
    ("payload", "found"),
    [
        ({}, []),
        ({"values": {"n": 3}}, []),
        ({"values": {"n": "3", "zzz": None}}, []),
        ({"values": {"n": 3.5}}, [("n", "not_whole")]),
        ({"values": {"n": float("nan")}}, [("n", "not_a_number")]),
        ({"values": {"n": 10**4000}}, [("n", "not_text")]),
        ({"values": {"n": {"a": 1}}}, [("n", "not_text")]),
        ({"values": {"n": [1]}}, [("n", "not_text")]),
        ({"values": {"n": ["1", "2"]}}, [("n", "too_many")]),
        ({"values": {"x": 1}}, [("x", "unknown_field")]),
        ({"values": [1]}, [("", "not_text")]),
        ({"repeats": 5}, [("", "not_text")]),
        ({"values": {"n": 1}, "repeats": {"trip": 5}}, [("trip", "not_text")]),
        ({"values": {"n": 1}, "repeats": {"trip": [5]}}, [("trip.0.", "not_text")]),
        ({"values": {"n": 1}, "repeats": {"x": [{"city": "A"}]}}, [("x.0.city", "unknown_field")]),
        ({"values": {"n": 1}, "repeats": {"trip": [{"city": "A", "text": "forged"}]}}, []),
    ],
)
def test_a_payload_is_checked_like_a_form(payload: dict[str, Any], found: list[tuple[str, str]]) -> None:
    problems = from_payload(TRIPS, payload, today=TODAY)[1]
    assert [(problem.field, problem.code) for problem in problems] == found


def test_a_forged_calculation_is_worked_out_again() -> None:
    payload = {"values": {"n": 1}, "repeats": {"trip": [{"city": "A", "text": "forged"}]}}
    assert from_payload(TRIPS, payload, today=TODAY)[0].repeats["trip"][0]["text"] == "A!"


FULL = questionnaire(
    question("consent", "acknowledge"),
    question("gender", "select_one yes_no"),
    question("services", "select_multiple services", relevant="${gender} = 'yes'"),
    question("months", "integer", relevant="not(selected(${services}, 'none'))", constraint=". > -5"),
    question("share", "decimal"),
    question("score", "range", parameters={"start": 0, "end": 2, "step": 0.5}),
    question("since", "date", appearance=("month-year",), relevant="${months} > 3 or ${share} = ''"),
    question("day", "date", constraint=". <= today()"),
    question("sum", "calculate", calculation="concat(${months}, '\"', ${words}, ${share} div 7)"),
    question("city", "select_one cities", choice_filter="region = if(${gender} = 'yes', 'south', 'north')"),
    group("more", question("words"), question("info", "note"), relevant="${score} >= 1 or ${sum} != ''"),
    repeat(
        "trip",
        question("to"),
        question("km", "decimal", relevant="${to} != ''"),
        relevant="${gender} != 'no'",
    ),
    repeat(
        "child",
        question("age", "integer"),
        question("tag", "calculate", calculation="'x'"),
        repeat_count="${months}",
    ),
    services=SERVICES,
    cities=CITIES,
)
GOOD = {
    "consent": st.just("true"),
    "gender": st.sampled_from(["yes", "no"]),
    "services": st.sampled_from(["hiv", "tb hiv", "none", "law none"]),
    "months": st.sampled_from(["0", "2", "4", "999999999"]),
    "share": st.floats(-1e9, 1e9).map(lambda number: f"{number:.12f}"),
    "score": st.sampled_from(["0", "0.5", "1.5", "2"]),
    "since": st.dates(date(1900, 1, 1), date(2100, 12, 31)).map(lambda day: day.isoformat()[:7]),
    "day": st.dates(date(1900, 1, 1), TODAY).map(date.isoformat),
    "city": st.sampled_from(["taraz", "astana"]),
    "words": st.text(max_size=20) | st.sampled_from(["\U0001f600" * 1000, '"\\' * 500, "я" * 1000]),
    "trip.0.to": st.text(max_size=5),
    "trip.0.km": st.sampled_from(["1,5", "0.000000000001", "7"]),
    "trip.2.to": st.text(max_size=5),
    "trip.49.km": st.just("3"),
    "child.0.age": st.integers(-99, 99).map(str),
    "child.3.age": st.integers(-99, 99).map(str),
}
SENT = st.fixed_dictionaries(
    {}, optional={name: texts.map(lambda text: [text]) for name, texts in GOOD.items()}
)
ANY_SENT = st.dictionaries(
    st.sampled_from([*GOOD, "x", "trip.1.to", "trip.50.to", "info", "sum"]),
    st.lists(st.text(max_size=8) | st.sampled_from(["yes", "1", "hiv", "2026-01-01"]), max_size=3),
)


def canonical(payload: dict[str, Any]) -> bytes:
    return json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode("utf-8")


@given(SENT)
def test_the_payload_of_accepted_answers_gives_the_same_answers_again(sent: dict[str, list[str]]) -> None:
    answers, problems = read_answers(FULL, sent, today=TODAY)
    again, found = from_payload(FULL, json.loads(canonical(to_payload(answers))), today=TODAY)
    if not problems:
        assert (again, found) == (answers, [])
        assert len(canonical(to_payload(answers))) <= largest_payload(FULL)


@given(SENT | ANY_SENT)
def test_reading_never_fails_and_keeps_nothing_irrelevant(sent: dict[str, list[str]]) -> None:
    answers, _ = read_answers(FULL, sent, today=TODAY)
    shown = visible(FULL, answers, today=TODAY)
    assert {name for name in answers.values if name != "sum"} <= shown
    for repeat_name, instances in answers.repeats.items():
        fields = {f"{repeat_name}.{index}.{name}" for index, each in enumerate(instances) for name in each}
        assert {field for field in fields if not field.endswith(".tag")} <= shown


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*GOOD, "trip", "to"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["values", "repeats", "other"]), JSON))
def test_no_payload_makes_reading_fail(payload: dict[str, Any]) -> None:
    answers, _ = from_payload(FULL, payload, today=TODAY)
    assert canonical(to_payload(answers))


@st.composite
def routed_forms(draw: st.DrawFn) -> Questionnaire:
    """Up to eight questions in any order, each asked depending on some that are settled before it."""
    names = draw(st.permutations([f"q{number}" for number in range(draw(st.integers(1, 8)))]))
    items: list[Item] = []
    for place, name in enumerate(names):
        earlier = draw(st.lists(st.sampled_from(names[:place]), max_size=2)) if place else []
        tests = [
            draw(st.sampled_from(["${%s} = 'yes'", "${%s} != 'yes'", "not(${%s} = 'no')"])) % on
            for on in earlier
        ]
        joined = draw(st.sampled_from([" and ", " or "])).join(tests)
        items.append(question(name, "select_one yes_no", **({"relevant": joined} if tests else {})))
    return questionnaire(*draw(st.permutations(items)))


@given(routed_forms(), st.data())
def test_exactly_the_questions_whose_condition_holds_in_the_end_are_kept(
    form: Questionnaire, data: st.DataObject
) -> None:
    sent = {each.name: data.draw(st.sampled_from(["yes", "no"])) for each in form.questions()}
    answers, problems = read_answers(form, {name: [text] for name, text in sent.items()}, today=TODAY)
    assert problems == []
    record = record_of(answers, today=TODAY)
    asked = {
        each.name for each in form.questions() if each.relevant is None or is_true(each.relevant, record)
    }
    assert answers.values == {name: value for name, value in sent.items() if name in asked}
    assert visible(form, answers, today=TODAY) == asked


@given(st.text(max_size=1200))
def test_any_text_is_refused_or_fits_the_envelope(text: str) -> None:
    form = questionnaire(question("q"), question("c", "calculate", calculation="${q}"))
    answers, problems = read_answers(form, {"q": [text]}, today=TODAY)
    assert problems or len(canonical(to_payload(answers))) <= largest_payload(form)


def test_the_largest_answers_of_a_form_fit_the_largest_payload() -> None:
    form = questionnaire(
        question("имя"),
        question("m", "select_multiple services"),
        question("d", "decimal"),
        question("c", "calculate", calculation="${имя}"),
        repeat("r", question("t"), question("n", "integer")),
        services=SERVICES,
    )
    text = "\U0001f600" * 1000
    sent = {"имя": [text], "m": ["hiv tb law none"], "d": ["-999999999.12345678901234567"]}
    inner = {
        f"r.{index}.{name}": [value]
        for index in range(50)
        for name, value in (("t", text), ("n", "-1000000000"))
    }
    answers, problems = read_answers(form, {**sent, **inner}, today=TODAY)
    size = len(canonical(to_payload(answers)))
    assert problems == []
    assert 0.95 * largest_payload(form) < size <= largest_payload(form)
