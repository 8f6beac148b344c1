"""Quality: each rule finds what it should, is silent about honest answers, and never tells an answer."""

import json
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmm.domain.answers import Answers
from cmm.domain.coded import CodedResponses, Origin, ResponseCoder, code_answers
from cmm.domain.indicators import parse_indicators
from cmm.domain.quality import Batch, Collection, QualityFinding, read_findings
from cmm.domain.quality.batches import check_batches
from cmm.domain.quality.blanks import check_blanks
from cmm.domain.quality.contradictions import check_contradictions
from cmm.domain.quality.findings import FEWEST, finding_about, size_of
from cmm.domain.quality.lines import check_lines, find_batteries
from cmm.domain.quality.rates import check_rates
from cmm.domain.quality.repeats import check_repeats
from cmm.domain.questionnaire.model import Questionnaire
from cmm.domain.questionnaire.survey_folder import read_survey
from cmm.paths import data_dir
from cmm.services.demo_places import DEMO_CITIES
from cmm.services.invented_answers import invent_answers, read_weights
from tests.domain.questionnaire_builder import choices, group, question, questionnaire
from tests.rules.checkout import ROOT

MONDAY, CLOSED_ON = date(2026, 11, 16), date(2026, 12, 11)
SCALE = ("very_bad", "bad", "fair", "good", "very_good")
BATTERY = tuple(f"rate_{number}" for number in range(1, 7))
EVENTS = tuple(f"event_{number}" for number in range(1, 9))
FORM = questionnaire(
    question("consent", "select_one yes_no", required="yes"),
    group(
        "rates",
        *(question(name, "select_one scale", appearance=("likert",)) for name in BATTERY),
        relevant="${consent} = 'yes'",
    ),
    group("events", *(question(name, "select_one yes_no") for name in EVENTS), relevant="${consent} = 'yes'"),
    question("trouble", "select_multiple trouble", relevant="${consent} = 'yes'"),
    question("born", "date", relevant="${consent} = 'yes'"),
    question("words", "text", relevant="${consent} = 'yes'"),
    scale=choices(*SCALE),
    trouble=choices("police", "work", "none"),
)
CHECKS = (check_repeats, check_lines, check_batches, check_contradictions, check_blanks, check_rates)


def honest(seed: object) -> dict[str, Any]:
    """One person who answers everything, each question by itself."""
    luck = Random(str(seed))
    rates = {name: luck.choice(SCALE) for name in BATTERY}
    events = {name: luck.choice(("yes", "no")) for name in EVENTS}
    trouble = luck.choice([("police",), ("work",), ("none",), ("police", "work")])
    return {"consent": "yes", **rates, **events, "trouble": trouble, "born": date(1980, 1, 1)}


class Collected(NamedTuple):
    """One response that was accepted."""

    city_id: str
    batch_id: str | None
    week_of: date
    answers: Answers


def response(
    values: dict[str, Any], city: str = "almaty", batch: str | None = None, week: int = 0
) -> Collected:
    return Collected(city, batch, MONDAY + timedelta(weeks=week), Answers(values))


def people(count: int, city: str = "almaty", **place: Any) -> list[Collected]:
    return [response(honest(f"{city} {place} {number}"), city, **place) for number in range(count)]


def coded(responses: list[Collected], form: Questionnaire) -> CodedResponses:
    coder = ResponseCoder(form, today=CLOSED_ON)
    return code_answers(coder, ((Origin(*each[:3]), each.answers) for each in responses))


def collected(responses: list[Collected], **changes: Any) -> Collection:
    batches = sorted({each.batch_id for each in responses if each.batch_id})
    made = Collection(
        questionnaire=FORM,
        indicator_set=parse_indicators({}),
        responses=coded(responses, changes.get("questionnaire", FORM)),
        known_clients={"almaty": None},
        batches=[Batch(batch, "almaty", 40, 30) for batch in batches],
        closed_on=CLOSED_ON,
    )
    return replace(made, **changes)


def check(responses: list[Collected], **changes: Any) -> list[QualityFinding]:
    collection = collected(responses, **changes)
    return [finding for each in CHECKS for finding in each(collection)]


def test_honest_people_are_not_suspected() -> None:
    everybody = [*people(23), *people(40, "shymkent"), *people(7, "aktau"), *people(6, "taraz")]
    assert check(everybody) == []


@pytest.mark.parametrize("folder", [data_dir("surveys") / "ost-satisfaction", ROOT / "tests/forms/kaduna"])
def test_the_invented_people_of_the_demo_are_not_suspected(folder: Any) -> None:
    """They have moods, and their cities have troubles, so they are more alike than chance makes them."""
    survey = read_survey(folder)
    sizes = {city.code: city.answers for city in DEMO_CITIES}
    for seed in ("one", "two"):
        answers = invent_answers(
            survey.questionnaire, sizes, weights=read_weights(folder), seed=seed, today=CLOSED_ON
        )
        found = check(
            [Collected(city, None, MONDAY, each) for city, each in answers],
            questionnaire=survey.questionnaire,
            indicator_set=parse_indicators(survey.indicators),
            known_clients={city.code: city.known_clients for city in DEMO_CITIES},
        )
        assert found == []


def test_one_person_who_sends_the_same_survey_again_and_again_is_found() -> None:
    copies = [response(honest("one person")) for _ in range(13)]
    assert check([*people(23), *copies]) == [
        QualityFinding("repeated_responses", "city", "almaty", "about", 15),
    ]


@pytest.mark.parametrize("copies", [2, 3, 4])
def test_two_insiders_cannot_ask_whether_somebody_answered_as_they_suspect(copies: int) -> None:
    """Both send what they believe somebody answered; whether it is right changes nothing."""
    assert check([*people(20), *(response(honest("a guess")) for _ in range(copies))]) == []


def test_short_responses_may_be_the_same() -> None:
    few_answers = {"consent": "yes", **dict.fromkeys(EVENTS, "no")}
    assert list(check_repeats(collected([response(few_answers) for _ in range(30)]))) == []


def test_a_column_ticked_all_through_is_found_whichever_it_is() -> None:
    liners = [
        response(honest(number) | dict.fromkeys(BATTERY, SCALE[1 + 2 * (number % 2)])) for number in range(12)
    ]
    assert check([*people(28), *liners]) == [QualityFinding("straight_lines", "city", "almaty", "about", 10)]


def test_what_nearly_everybody_says_is_no_straight_line() -> None:
    content = [
        response(honest(number) | dict.fromkeys(BATTERY, "very_good") | {"rate_1": SCALE[number % 5]})
        for number in range(10)
    ]
    liners = [response(honest(number) | dict.fromkeys(BATTERY, "very_good")) for number in range(30, 60)]
    assert list(check_lines(collected([*content, *liners]))) == []


def test_batteries_are_questions_of_one_group_with_the_same_answers() -> None:
    assert [tuple(battery.places) for battery in find_batteries(FORM)] == [BATTERY, EVENTS]


def test_a_batch_that_one_person_filled_in_is_unlike_the_others() -> None:
    base = honest("the peer")
    stuffed = [response(base | {"event_1": "yes", "rate_2": SCALE[n % 5]}, batch="d") for n in range(12)]
    others = [each for batch in "abc" for each in people(12, batch=batch)]
    codes = {(finding.code, finding.name) for finding in check_batches(collected([*others, *stuffed]))}
    assert codes == {("batch_alike", "d")}


def test_a_batch_of_one_week_among_batches_of_many_is_found() -> None:
    spread = [each for week in range(6) for each in people(6, batch=f"b{week % 2}", week=week)]
    at_once = people(12, batch="late", week=5)
    found = list(check_batches(collected([*spread, *at_once])))
    assert found == [QualityFinding("batch_one_week", "batch", "late")]
    everybody_at_once = [*people(12, batch="a"), *people(12, batch="b")]
    assert list(check_batches(collected(everybody_at_once))) == []


def test_a_batch_with_more_responses_than_coupons_is_found() -> None:
    batches = [Batch("full", "almaty", 30, 30), Batch("copied", "almaty", 30, 31)]
    found = list(check_batches(collected(people(12), batches=batches)))
    assert found == [QualityFinding("batch_overused", "batch", "copied")]


def test_none_of_these_beside_another_answer_is_found_in_the_whole_round_only() -> None:
    wrong = [response(honest(number) | {"trouble": ("none", "police")}) for number in range(11)]
    assert check([*people(30), *wrong]) == [
        QualityFinding("none_and_more", "round", "", "about", 10, {"question": "trouble"})
    ]
    assert check([*people(30), *wrong[:9]]) == [], "never about fewer than ten"


def test_dates_to_come_are_found() -> None:
    wrong = [response(honest(number) | {"born": date(2080, 1, 1)}) for number in range(12)]
    assert [finding.code for finding in check([*people(30), *wrong])] == ["date_to_come"]


def test_responses_that_were_given_up_halfway_are_found_but_not_people_who_said_no() -> None:
    halfway = [response({"consent": "yes", "rate_1": SCALE[number % 5]}) for number in range(6)]
    assert check([*people(14), *halfway]) == [QualityFinding("many_blanks", "city", "almaty", "few")]
    declined = [response({"consent": "no"}) for _ in range(6)]
    assert check([*people(14), *declined]) == []


def test_unusual_response_rates_are_found() -> None:
    everybody = [*people(10), *people(12, "aktau"), *people(12, "taraz")]
    known = {"almaty": 31, "aktau": 11, "taraz": 30, "oral": 20}
    found = list(check_rates(collected(everybody, known_clients=known)))
    assert [(each.code, each.name) for each in found] == [
        ("few_of_known", "almaty"),
        ("more_than_known", "aktau"),
    ]


def test_small_cities_are_looked_at_together_or_not_at_all() -> None:
    copies = [response(honest("one person"), "aktau") for _ in range(9)]
    assert check([*people(20), *copies]) == []
    found = check([*people(20), *copies, *people(6, "taraz")])
    assert found == [QualityFinding("repeated_responses", "small_cities", "", "some")]


@given(of=st.integers(10, 400), data=st.data())
def test_a_size_never_tells_a_count_nor_that_nearly_all_did_it(of: int, data: st.DataObject) -> None:
    count = data.draw(st.integers(0, of))
    possible = [other for other in range(FEWEST, of + 1) if size_of(other, of) == size_of(count, of)]
    if finding_about("many_blanks", ("city", "almaty"), count, of):
        assert len(possible) >= 3, "at least three counts look the same"
        assert of not in possible or 2 * possible[0] <= of + 5, "nearly all looks like half"
    else:
        assert count < FEWEST


@given(st.lists(st.integers(0, 5), min_size=10, max_size=40), st.randoms())
def test_order_changes_nothing_and_what_is_told_holds_no_answer(kinds: list[int], luck: Random) -> None:
    kinds_of_people = [
        lambda number: honest(number),
        lambda _: honest("one person"),
        lambda number: honest(number) | dict.fromkeys(BATTERY, "good"),
        lambda number: honest(number) | {"trouble": ("none", "work")},
        lambda _: {"consent": "yes", "words": "my own words"},
        lambda _: {"consent": "no"},
    ]
    responses = [response(kinds_of_people[kind](at), batch="ab"[at % 2]) for at, kind in enumerate(kinds)]
    found = check(responses)
    luck.shuffle(responses)
    assert check(responses) == found
    told = json.dumps([each.to_json() for each in found])
    assert read_findings(json.loads(told)) == found
    for answer in (*SCALE, "yes", "police", "my own words", *BATTERY, *EVENTS):
        assert f'"{answer}"' not in told
