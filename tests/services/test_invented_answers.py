"""Invented answers fit every questionnaire, hang together, and come out the same for the same seed."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from cmm.domain.answers import Answers
from cmm.domain.questionnaire.compile import load_questionnaire
from cmm.domain.questionnaire.model import Choice, Question, Questionnaire, Tree
from cmm.paths import data_dir
from cmm.services.invented_answers import (
    AnswersNotInvented,
    QuestionWeights,
    SampleWeights,
    invent_answers,
    read_weights,
)

TODAY = date(2026, 11, 22)
FOLDER = Path(__file__).parents[1] / "forms"
FORMS = [path for path in sorted(FOLDER.rglob("*.md")) if not path.stem.startswith(("refused-", "method."))]
OST = data_dir("surveys") / "ost-satisfaction"


def invent(
    questionnaire: Questionnaire,
    sizes: dict[str, int],
    weights: SampleWeights | None = None,
    seed: str = "seed",
) -> list[tuple[str, Answers]]:
    return list(invent_answers(questionnaire, sizes, weights=weights or {}, seed=seed, today=TODAY))


def one_question(constraint: list[Tree] | None = None) -> Questionnaire:
    choices = tuple(Choice(name, {"en": name}) for name in ("a", "b", "c"))
    question = Question(
        "q", "select_one", {"en": "Q"}, list_name="l", required=["true"], constraint=constraint
    )
    return Questionnaire("one", "1", {"en": "One"}, ("en",), (question,), {"l": choices})


@pytest.mark.parametrize("path", FORMS, ids=lambda path: str(path.relative_to(FOLDER)))
def test_every_form_that_loads_can_be_answered(path: Path) -> None:
    questionnaire = load_questionnaire(path)
    made = invent(questionnaire, {"almaty": 20})
    assert [city for city, _ in made] == ["almaty"] * 20
    asked = {question.name for question in questionnaire.questions() if question.list_name}
    assert not asked or any(answers.values or answers.repeats for _, answers in made)


def test_the_same_seed_gives_the_same_answers_and_another_does_not() -> None:
    questionnaire, weights = load_questionnaire(OST / "form.md"), read_weights(OST)
    sizes = {"almaty": 5, "semey": 5}
    assert invent(questionnaire, sizes, weights) == invent(questionnaire, sizes, weights)
    assert invent(questionnaire, sizes, weights) != invent(questionnaire, sizes, weights, seed="another")


def test_a_city_that_is_added_changes_no_other() -> None:
    questionnaire, weights = load_questionnaire(OST / "form.md"), read_weights(OST)
    alone = invent(questionnaire, {"semey": 5}, weights)
    assert invent(questionnaire, {"almaty": 9, "semey": 5}, weights)[9:] == alone


def test_the_weights_of_the_survey_name_its_questions_and_choices() -> None:
    questionnaire = load_questionnaire(OST / "form.md")
    questions = {question.name: question for question in questionnaire.questions()}
    for name, weights in read_weights(OST).items():
        choices = {choice.name for choice in questionnaire.choices_of(questions[name])}
        assert set(weights.weights) <= choices
        assert set(weights.lean) <= set(weights.weights)
        assert 0 <= weights.blank <= 1


def test_answers_hang_together() -> None:
    """People whom staff offended are less satisfied; nobody answers a question that was not asked."""
    made = invent(
        load_questionnaire(OST / "form.md"), {str(number): 30 for number in range(20)}, read_weights(OST)
    )
    values = [answers.values for _, answers in made]
    glad = {"satisfied", "very_satisfied"}

    def share(said: set[str]) -> float:
        chosen = [one for one in values if one.get("disrespect") in said]
        return sum(one.get("satisfaction") in glad for one in chosen) / len(chosen)

    assert share({"no"}) - share({"several"}) > 0.1
    assert all(one.get("complaint") == "made" for one in values if "complaint_answer" in one)
    assert all("comment" not in one for one in values)


def test_weights_decide_how_often_an_answer_comes() -> None:
    weights = {"q": QuestionWeights(weights={"a": 9, "b": 1})}
    counts = Counter(answers.values["q"] for _, answers in invent(one_question(), {"x": 500}, weights))
    assert set(counts) == {"a", "b"}
    assert 400 < counts["a"] < 480


def test_constraints_are_met_or_the_question_is_named() -> None:
    only_b = invent(one_question(["=", ["."], "b"]), {"x": 20})
    assert {answers.values["q"] for _, answers in only_b} == {"b"}
    with pytest.raises(AnswersNotInvented, match="q"):
        invent(one_question(["=", ["."], "nothing"]), {"x": 1})
