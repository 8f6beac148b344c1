"""The questionnaire on paper: every question, every choice, routes in words, nothing that identifies."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask, g
from sqlalchemy.orm import Session

from cmm.domain.questionnaire.compile import load_questionnaire
from cmm.domain.questionnaire.expressions import parse
from cmm.domain.questionnaire.model import Questionnaire
from cmm.domain.questionnaire.question_types import get_question_type
from cmm.domain.questionnaire.survey_folder import read_survey
from cmm.paths import data_dir
from cmm.services.rounds import close_round
from cmm.web.paper.routes import route_in_words
from cmm.web.paper.sheet import BLOCKS, Paper, build_paper
from tests.domain.questionnaire_builder import choices, group, question, questionnaire, repeat
from tests.factories import MONDAY, MadeRound, make_round
from tests.rules.checkout import ROOT
from tests.web.inspecting import InspectingClient
from tests.web.inspecting import parse as parse_page

LANGUAGES = ("ru", "kk", "en")
OST = read_survey(data_dir("surveys") / "ost-satisfaction")
FORMS = sorted(
    path
    for path in (ROOT / "tests" / "forms").glob("*.md")
    if not path.name.startswith(("refused", "README"))
)

ASKED = questionnaire(
    question("closed", "select_one often"),
    question("empty", "select_one often"),
    question("told", "note"),
    question("care", "select_multiple often"),
    question("trips", "integer"),
    question("city", "text"),
    question("sum", "calculate", calculation="1 + 1"),
    often=choices("once", "several", "never"),
)
NUMBERS = {"closed": 1, "empty": 2, "care": 3, "trips": 4, "city": 5}
SENTENCES = {
    "${closed} = 'once'": "Only if you answered “once” to question 1.",
    "${closed} != 'once'": "Only if you did not answer “once” to question 1.",
    "${closed} = 'once' or ${closed} = 'several'": "Only if you answered “once” or “several” to question 1.",
    "${closed} = 'once' or ${empty} = 'once'": "Only if you answered “once” to question 1 or 2.",
    "selected(${care}, 'once')": "Only if you ticked “once” in question 3.",
    "not(selected(${care}, 'once'))": "Only if you did not tick “once” in question 3.",
    "${city} != ''": "Only if you answered question 5.",
    "${city} = ''": "Only if you left question 5 empty.",
    "${city} = 'Oral'": "Only if you answered “Oral” to question 5.",
    "${trips} > 2": "Only if your answer to question 4 is more than 2.",
    "${trips} >= 2": "Only if your answer to question 4 is 2 or more.",
    "${trips} < 2": "Only if your answer to question 4 is less than 2.",
    "${trips} <= 2": "Only if your answer to question 4 is 2 or less.",
    "${trips} = 0 and ${city} = ''": ("Only if you answered 0 to question 4 and you left question 5 empty."),
    "count-selected(${care}) > ${trips}": (
        "This is not for everybody: it depends on your answers before (number 3 and 4)."
    ),
    "${sum} = 2": "This is not for everybody: answer if it concerns you.",
}


@pytest.fixture
def in_english(app: Flask) -> Iterator[None]:
    with app.test_request_context():
        g.language = "en"
        yield


@pytest.fixture
def autumn(db: Session) -> MadeRound:
    return make_round(db, cities=("almaty", "shymkent"), access="coupon", survey=OST)


def paper_of(form: Questionnaire, *, access: str = "coupon") -> Paper:
    cities = [("almaty", {"en": "Almaty"}), ("oral", {"en": "Oral"})]
    return build_paper(form, titles={"en": "Autumn"}, cities=cities, access=access, invented=False)


def texts(element: object) -> str:
    return " ".join(element.text_content().split())  # type: ignore[attr-defined]


@pytest.mark.usefixtures("in_english")
@pytest.mark.parametrize("expression", SENTENCES)
def test_a_route_is_said_in_a_sentence(expression: str) -> None:
    words = route_in_words(ASKED, parse(expression), NUMBERS)
    assert (words.lead, words.lines) == (SENTENCES[expression], ())


@pytest.mark.usefixtures("in_english")
def test_a_route_of_two_levels_becomes_a_list() -> None:
    words = route_in_words(ASKED, parse("${city} != '' and (${closed} = 'once' or ${trips} > 2)"), NUMBERS)
    assert words.lead == "Only if all of this is true:"
    assert words.lines == (
        "you answered question 5",
        "you answered “once” to question 1 or your answer to question 4 is more than 2",
    )
    other = route_in_words(ASKED, parse("${city} != '' or (${closed} = 'once' and ${trips} > 2)"), NUMBERS)
    assert other.lead == "Only if some of this is true:"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_route_names_choices_in_the_language_of_the_paper(app: Flask, language: str) -> None:
    form = OST.questionnaire
    takehome = next(each for each in form.questions() if each.name == "takehome_reason")
    refused = next(each.label for each in form.choices["takehome"] if each.name == "refused")
    with app.test_request_context():
        g.language = language
        words = route_in_words(form, takehome.relevant or "", {"takehome": 7})
    assert refused[language] in words.lead
    assert "7" in words.lead


@pytest.mark.parametrize("language", LANGUAGES)
def test_paper_holds_every_question_every_choice_and_every_hint(
    client: InspectingClient, autumn: MadeRound, language: str
) -> None:
    page = texts(parse_page(client.get(f"/{language}/s/autumn/paper")))
    form = OST.questionnaire
    number = 0
    for each in form.questions():
        if get_question_type(each.type).is_asked:
            number += 1
            assert f"{number}. {' '.join(each.label[language].split())}" in page, each.name
        assert " ".join(each.hint.get(language, "").split()) in page
        for choice in form.choices_of(each):
            assert " ".join(choice.label[language].split()) in page
    assert number == 36


@pytest.mark.parametrize("path", FORMS, ids=lambda path: path.stem)
def test_every_form_of_the_zoo_can_be_printed(in_english: None, path: object) -> None:
    form = load_questionnaire(path)  # type: ignore[arg-type]
    paper = paper_of(form)
    asked = {each.name for each in form.questions() if get_question_type(each.type).is_asked}
    assert {part.number for part in paper.parts if part.kind == "question"} == set(range(1, len(asked) + 1))
    assert all(part.answer for part in paper.parts if part.kind == "question")


def test_paper_asks_nothing_that_identifies_and_has_no_place_for_a_code(
    client: InspectingClient, autumn: MadeRound
) -> None:
    page = parse_page(client.get("/en/s/autumn/paper"))
    assert not page.xpath("//input | //textarea | //select"), "it is for a pen"
    words = texts(page)
    for wanted in (
        "Write no name, no telephone number and no coupon number on it.",
        "Put it into the closed box",
        "Do not give it to the staff of the clinic.",
        "Give your coupon with it, loose, not fastened to the paper.",
    ):
        assert wanted in words
    assert client.get("/en/s/autumn/paper").headers["Cache-Control"] == "no-store"


def test_paper_of_a_round_by_link_asks_for_the_city(client: InspectingClient, db: Session) -> None:
    make_round(db, cities=("almaty", "shymkent"), access="link", survey=OST)
    page = parse_page(client.get("/en/s/autumn/paper"))
    cities = page.xpath("//p[contains(., 'In which city')]/following-sibling::ul[1]/li")
    assert [city.text for city in cities] == ["Almaty", "Shymkent"]
    assert "coupon with it" not in texts(page)


def test_paper_is_gone_when_the_round_is_closed_and_not_there_before(
    client: InspectingClient, db: Session, autumn: MadeRound
) -> None:
    make_round(db, access="link", round_id="later", survey=OST, account_id=autumn.account_id, opened=False)
    assert client.get("/ru/s/later/paper").status_code == 404
    assert client.get("/ru/s/nothing/paper").status_code == 404
    close_round(db, round_id="autumn", today=MONDAY)
    assert client.get("/ru/s/autumn/paper").status_code == 410


@pytest.mark.usefixtures("in_english")
def test_a_repeat_is_printed_as_blocks() -> None:
    visit = repeat("Visit", question("where"))
    parts = paper_of(questionnaire(question("first"), visit, question("last"))).parts
    assert [part.text for part in parts if part.kind == "heading"] == ["Visit 1", "Visit 2", "Visit 3"]
    assert [part.number for part in parts if part.kind == "question"] == [1, *[2] * BLOCKS, 3]
    assert [part.kind for part in parts].count("more") == 1
    fixed = repeat("Visit", question("where"), repeat_count="2")
    kinds = [part.kind for part in paper_of(questionnaire(fixed)).parts]
    assert kinds == ["heading", "question", "heading", "question"]


@pytest.mark.usefixtures("in_english")
def test_every_type_has_its_place_for_the_answer() -> None:
    form = questionnaire(
        question("a", "select_one yes_no"),
        question("b", "select_one yes_no", appearance=("likert",)),
        question("c", "select_multiple yes_no"),
        question("d", "acknowledge"),
        question("e", "integer"),
        question("f", "range", parameters={"start": 1, "end": 5, "step": 1}),
        question("g", "range", parameters={"start": 0, "end": 100, "step": 1}),
        question("h", "text", appearance=("multiline",)),
        question("i", "text"),
        question("j", "date"),
        question("k", "date", appearance=("month-year",)),
        group("t", question("l", "select_one yes_no"), appearance=("table-list",)),
        question("m", "select_one long", appearance=("likert",)),
        long=choices("unimaginably-satisfied-with-it", "b", "c", "d", "e"),
    )
    parts = [part for part in paper_of(form).parts if part.kind == "question"]
    assert (
        " ".join(part.answer for part in parts)
        == "one scale many tick number scale number long text date month scale one"
    )
    assert parts[5].choices == ["1", "2", "3", "4", "5"]
    assert parts[6].how == "Write a number from 0 to 100."


@pytest.mark.usefixtures("in_english")
def test_a_label_that_repeats_an_answer_names_its_number() -> None:
    form = questionnaire(
        question("site"),
        question("sum", "calculate", calculation="1 + 1"),
        replace(question("more"), label={"en": "Was ${site} open ${ sum } days?"}),
    )
    assert paper_of(form).parts[-1].text == "Was [answer 1] open … days?"
