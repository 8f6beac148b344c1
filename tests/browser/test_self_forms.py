"""What a questionnaire can do is also done by the scripts: repeats, filters, earlier answers in labels."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from sqlalchemy.orm import Session

from cmm.domain.questionnaire.compile import load_questionnaire
from cmm.services.open_envelopes import open_envelopes_with_recovery_key
from cmm.services.rounds import close_round
from tests.browser.answering import PHONE, go_on, press, shown
from tests.domain.questionnaire.forms import ZOO, loadable_forms
from tests.factories import MONDAY, MadeRound, make_round, make_survey, read_payloads

pytestmark = pytest.mark.browser

Begin = Callable[[str], MadeRound]


@pytest.fixture
def db(app: Flask) -> Iterator[Session]:
    with app.extensions["database"].session() as session:
        yield session


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(**PHONE)
    yield context.new_page()
    context.close()


@pytest.fixture
def begin(page: Page, db: Session, live_server: str) -> Begin:
    """Open a questionnaire of the zoo in the browser, in a round with one city."""

    def begin(name: str) -> MadeRound:
        survey = make_survey(load_questionnaire(ZOO / f"{name}.md"))
        made = make_round(db, cities=("almaty",), access="link", survey=survey)
        page.goto(f"{live_server}/en/s/autumn")
        page.locator("section").first.wait_for(state="attached")
        return made

    return begin


def send(page: Page, db: Session, made: MadeRound) -> dict[str, Any]:
    """Go on to the end and send; what the envelope holds."""
    while not page.locator("main [value=send]:visible").count():
        go_on(page)
    press(page, "send")
    page.wait_for_url("**/thanks")
    db.rollback()
    close_round(db, round_id=made.round_id, today=MONDAY)
    opened = open_envelopes_with_recovery_key(db, round_id=made.round_id, recovery_key=made.recovery_key)
    [(_, payload)] = read_payloads(db, opened)
    assert len(opened.responses) == 1
    return payload  # type: ignore[no-any-return]


def test_a_repeat_is_asked_as_often_as_an_answer_says(page: Page, db: Session, begin: Begin) -> None:
    made = begin("repeat")
    page.locator("[name=trips]").fill("3")
    go_on(page)
    assert [heading.inner_text() for heading in shown(page).locator("h2:visible").all()] == [
        "A trip 1",
        "A trip 2",
        "A trip 3",
    ]
    for index, city in enumerate(("Osh", "Taraz", "")):
        page.locator(f"[name='trip.{index}.city']").fill(city)
    assert page.locator("[name='trip.1.dose']").first.is_visible()
    assert page.locator("[name='trip.2.dose']").first.is_hidden(), "each instance has its own relevance"
    page.locator("[name='trip.1.dose'][value=no]").tap()
    press(page, "back")
    page.locator("[name=trips]").fill("2")
    go_on(page)
    assert page.locator("h2:visible").count() == 2
    assert send(page, db, made) == {
        "values": {"trips": 2},
        "repeats": {"trip": [{"city": "Osh"}, {"city": "Taraz", "dose": "no"}]},
    }


def test_an_open_repeat_grows_on_demand_and_moves_to_another_language(
    page: Page, db: Session, begin: Begin
) -> None:
    made = begin("open-repeat")
    page.locator("[name='visit.0.where']").fill("Osh")
    page.locator("[name=__add]").tap()
    page.locator("[name='visit.1.where']").fill("Bishkek")
    page.locator(".languages [lang=ru]").tap()
    page.wait_for_url("**/ru/s/autumn")
    assert page.locator("[name='visit.1.where']").input_value() == "Bishkek"
    assert page.locator("[name^='visit.']").count() == 2
    assert send(page, db, made)["repeats"] == {"visit": [{"where": "Osh"}, {"where": "Bishkek"}]}


def test_earlier_answers_stand_in_labels_and_hints(page: Page, begin: Begin) -> None:
    begin("names-in-labels")
    label, hint = page.locator("label[for=wish]"), page.locator("#wish-hint")
    assert label.inner_text() == "What should … do?"
    page.locator("[name=site]").fill("<b>The site</b>")
    assert label.inner_text() == "What should <b>The site</b> do?"
    assert hint.inner_text() == "About <b>The site</b> only."


def test_a_filter_leaves_only_its_choices_and_unticks_the_others(page: Page, begin: Begin) -> None:
    begin("choice-filter")
    assert page.locator("[name=city]:visible").count() == 0
    page.locator("[name=region][value=south]").tap()
    page.locator("[name=city][value=almaty]").tap()
    page.locator("[name=region][value=north]").tap()
    assert page.locator("[name=city][value=astana]").is_visible()
    assert page.locator("[name=city][value=almaty]").is_hidden()
    assert page.locator("[name=city]:checked").count() == 0


def test_a_wrong_answer_is_told_at_once_and_the_right_one_takes_it_away(page: Page, begin: Begin) -> None:
    begin("integer")
    field = page.locator("section input:visible").first
    field.fill("two")
    field.blur()
    error = page.locator("section .error")
    assert "digits" in error.inner_text()
    assert error.get_attribute("id") in (field.get_attribute("aria-describedby") or "")
    field.fill("2")
    field.blur()
    error.wait_for(state="detached")
    assert field.get_attribute("aria-invalid") == "false"


@pytest.mark.parametrize("name", sorted(path.stem for path in loadable_forms() if path.parent == ZOO))
def test_every_questionnaire_of_the_zoo_is_taken_over(name: str, page: Page, begin: Begin) -> None:
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    begin(name)
    assert page.locator("section:not([hidden])").count() == 1
    assert complaints == []
