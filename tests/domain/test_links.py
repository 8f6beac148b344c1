"""What can be read from a questionnaire about its counts."""

import pytest

from cmm.domain.disclosure.links import Links, Route
from cmm.domain.indicators import IndicatorSet, build_counting, find_links, parse_indicators
from cmm.domain.questionnaire.model import Choice, Item, Question, Questionnaire, Tree
from cmm.domain.questionnaire.survey_folder import read_survey
from cmm.paths import data_dir

WORDS = {"en": "words"}
ALONE: Tree = ["or", ["not", ["selected", ["."], "none"]], ["=", ["count-selected", ["."]], 1]]


def links_of(*items: Item) -> Links:
    choices = {
        "yn": tuple(Choice(name, WORDS) for name in ("yes", "no")),
        "care": tuple(Choice(name, WORDS) for name in ("test", "advice", "none")),
    }
    questionnaire = Questionnaire("form", "1", WORDS, ("en",), items, choices)
    return find_links(build_counting(questionnaire, IndicatorSet()), IndicatorSet())


def yes_no(name: str, relevant: Tree | None = None) -> Question:
    return Question(name, "select_one", WORDS, list_name="yn", relevant=relevant)


def is_yes(name: str) -> list[Tree]:
    return ["=", ["$", name], "yes"]


def test_a_route_by_one_answer_is_read() -> None:
    links = links_of(yes_no("closed"), yes_no("why", is_yes("closed")))
    assert links.routed == {"why"}
    assert links.routes == {"why": Route(("closed",), frozenset({(0,)}))}


def test_a_route_by_what_was_not_answered_takes_in_blank_answers() -> None:
    links = links_of(yes_no("closed"), yes_no("why", ["!=", ["$", "closed"], "yes"]))
    assert links.routes["why"].asked_places == (1, 2)


def test_a_route_by_two_questions_tells_every_combination() -> None:
    links = links_of(yes_no("a"), yes_no("b"), yes_no("c", ["or", is_yes("a"), is_yes("b")]))
    assert links.routes["c"].parents == ("a", "b")
    assert links.routes["c"].asked == {(0, 0), (0, 1), (0, 2), (1, 0), (2, 0)}


def test_a_route_by_a_choice_looks_at_that_choice_only() -> None:
    care = Question("care", "select_multiple", WORDS, list_name="care")
    links = links_of(care, yes_no("good", ["selected", ["$", "care"], "test"]))
    assert links.routes == {"good": Route(("care/test",), frozenset({(0,)}))}


@pytest.mark.parametrize(
    "condition",
    [[">", ["$", "number"], 3], [">", ["count-selected", ["$", "care"]], 1]],
    ids=["a number that is not counted", "how many choices"],
)
def test_other_routes_are_known_to_be_routes_and_no_more(condition: Tree) -> None:
    items = (
        Question("number", "integer", WORDS),
        Question("care", "select_multiple", WORDS, list_name="care"),
        yes_no("why", condition),
    )
    links = links_of(*items)
    assert (links.routed, dict(links.routes)) == ({"why"}, {})


def test_a_choice_that_stands_alone_is_read_from_the_constraint() -> None:
    care = Question("care", "select_multiple", WORDS, list_name="care", constraint=ALONE)
    assert links_of(care).exclusive == {"care": {"none"}}
    free = Question("care", "select_multiple", WORDS, list_name="care")
    assert links_of(free).exclusive == {"care": frozenset()}


def test_the_survey_of_the_project_can_be_read_whole() -> None:
    survey = read_survey(data_dir("surveys") / "ost-satisfaction")
    indicator_set = parse_indicators(survey.indicators)
    links = find_links(build_counting(survey.questionnaire, indicator_set), indicator_set)
    assert links.door
    assert links.routed == links.routes.keys()
    assert links.exclusive == {"consequences": {"none"}, "care_got": {"declined", "not_offered"}}
    assert links.groups["gender"] == {"women": ("woman",), "men": ("man",)}
