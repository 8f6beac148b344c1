"""Where to find help after sending, and a larger way out: only where the questionnaire wants it."""

import re

import pytest
from flask import Flask, render_template
from sqlalchemy.orm import Session

from cmm.domain.questionnaire.model import Question, Questionnaire
from cmm.domain.questionnaire.survey_folder import read_survey
from cmm.paths import data_dir
from cmm.services.places import set_help
from cmm.services.round_progress import find_round_progress
from cmm.store.rounds import get_round
from tests.factories import make_questionnaire, make_round, make_survey, submit
from tests.web.inspecting import InspectingClient, page_text, parse

WORDS = "Юрист (пример), каждый день\n8-700-000-00-00 (пример)"
EXAMPLE = {"ru": WORDS, "en": "A lawyer (example)"}


def with_notes(*names: str) -> Questionnaire:
    """Two questions without groups, so on one page, with notes of these names."""
    small = make_questionnaire()
    notes = tuple(Question(name=name, type="note", label={"ru": f"Слова {name}"}) for name in names)
    return Questionnaire(
        form_id="small",
        version="2",
        title=small.title,
        languages=small.languages,
        items=(*notes, *small.items),
        choices=small.choices,
    )


def thanks(client: InspectingClient, language: str = "ru") -> str:
    return parse(client.get(f"/{language}/s/autumn/thanks")).text_content()


def test_help_of_every_city_is_shown_after_a_questionnaire_that_wants_it(
    client: InspectingClient, db: Session
) -> None:
    make_round(db, with_notes("where_help"), access="link")
    set_help(db, city_id="almaty", words=EXAMPLE)
    page = parse(client.get("/ru/s/autumn/thanks"))
    assert "Где найти помощь" in page.text_content()
    assert [city.text for city in page.findall(".//h3")] == ["Almaty"], "a city without words is left out"
    assert [part.text for part in page.xpath("//h3/following-sibling::p")][:2] == WORDS.splitlines()
    assert "A lawyer (example)" in thanks(client, "en")


def test_the_same_page_comes_whatever_city_was_chosen(client: InspectingClient, db: Session) -> None:
    """It is an address without any parameter, so nothing of the answers can be in it."""
    made = make_round(db, with_notes("where_help"), access="link")
    set_help(db, city_id="almaty", words=EXAMPLE)
    before = client.get("/ru/s/autumn/thanks").data
    submit(db, made, "shymkent")
    assert client.get("/ru/s/autumn/thanks").data == before
    assert client.get("/ru/s/autumn/thanks?city=shymkent").data == before


def test_other_questionnaires_show_no_help(client: InspectingClient, db: Session) -> None:
    make_round(db, access="link")
    set_help(db, city_id="almaty", words=EXAMPLE)
    assert "Где найти помощь" not in thanks(client)


def test_a_round_without_any_words_shows_no_empty_list(client: InspectingClient, db: Session) -> None:
    make_round(db, with_notes("where_help"), access="link")
    assert "Где найти помощь" not in thanks(client)


@pytest.mark.parametrize("page", ["", "/thanks", "/later"])
def test_the_way_out_is_large_where_people_are_in_danger(
    client: InspectingClient, db: Session, page: str
) -> None:
    make_round(db, with_notes("safe_use"), access="link")
    link = parse(client.get(f"/kk/s/autumn{page}")).get_element_by_id("leave")
    assert "large" in link.getparent().get("class").split()


def test_the_way_out_stays_large_on_the_last_page_without_scripts(
    client: InspectingClient, db: Session
) -> None:
    make_round(db, with_notes("safe_use"), access="link")
    shown = ["safe_use", "closed", "more"]
    sent = {"__step": "next", "__page": "0", "__city": "almaty", "__version": "2", "__shown": shown}
    answer = client.post("/ru/s/autumn", data=sent)
    assert 'class="exit large"' in page_text(answer)


def test_elsewhere_the_way_out_is_as_it_was(client: InspectingClient, db: Session) -> None:
    make_round(db, with_notes("where_help"), access="link")
    assert "large" not in parse(client.get("/ru/s/autumn")).get_element_by_id("leave").getparent().get(
        "class"
    )


@pytest.mark.parametrize(
    ("form_id", "helps", "large"),
    [
        ("crisis-centre", True, True),
        ("rights-and-stigma", True, False),
        ("social-services", True, False),
        ("problem-report", True, False),
        ("ost-satisfaction", False, False),
    ],
)
def test_our_questionnaires_want_what_they_should(
    client: InspectingClient, db: Session, form_id: str, helps: bool, large: bool
) -> None:
    make_round(db, access="link", survey=read_survey(data_dir("surveys") / form_id))
    set_help(db, city_id="almaty", words=EXAMPLE)
    assert ("Где найти помощь" in thanks(client)) == helps
    assert ('class="exit large"' in page_text(client.get("/ru/s/autumn"))) == large


def test_the_office_is_told_calmly_and_without_contents(app: Flask, db: Session) -> None:
    made = make_round(db, make_survey().questionnaire, access="link")
    get_round(db, made.round_id).alert_every = 5
    db.commit()
    assert notice(app, db) == ""
    for _ in range(7):
        submit(db, made, "almaty")
    words = notice(app, db)
    assert "Almaty: 5 responses or more" in words
    assert re.findall(r"\d+", words) == ["5"], "the exact number does not stand in the notice"
    assert "Shymkent" not in words


def notice(app: Flask, db: Session) -> str:
    db.expire_all()
    with app.test_request_context("/en/office/", base_url="http://127.0.0.1"):
        app.preprocess_request()
        words = render_template("office/alerts.html", round=find_round_progress(db, "autumn"))
    return " ".join(re.sub(r"<[^>]+>", " ", words).split())
