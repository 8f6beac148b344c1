"""Answering without JavaScript, page by page, in every language."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from cmm.domain.questionnaire.compile import load_questionnaire
from cmm.domain.questionnaire.survey_folder import read_survey
from cmm.paths import data_dir
from cmm.services.coupons import make_batch
from cmm.services.rounds import close_round, pause_round
from cmm.store.envelopes import count_envelopes
from tests.factories import MONDAY, MadeRound, make_round, make_survey
from tests.web.inspecting import InspectingClient, parse
from tests.web.walking import answer_everything, choices_on, press

CITIES = ("almaty", "shymkent")


@pytest.fixture
def link_round(db: Session) -> MadeRound:
    return make_round(
        db, cities=CITIES, access="link", survey=read_survey(data_dir("surveys") / "ost-satisfaction")
    )


@pytest.fixture
def coupon_round(app: Flask, db: Session) -> tuple[str, list[str]]:
    made = make_round(db, cities=CITIES, access="coupon", coupons_each=1)
    pepper = app.extensions["config"].pepper
    codes = make_batch(db, round_id=made.round_id, city_id="almaty", site_id=None, count=3, pepper=pepper)
    return made.round_id, codes


def stored(db: Session, round_id: str = "autumn") -> int:
    db.rollback()
    return sum(count_envelopes(db, round_id).values())


@pytest.mark.parametrize("language", ["ru", "kk", "en"])
def test_a_person_answers_the_whole_questionnaire(
    client: InspectingClient, db: Session, link_round: MadeRound, language: str
) -> None:
    first = client.get(f"/{language}/s/autumn")
    assert "Set-Cookie" not in first.headers
    last = answer_everything(client, first, lambda name, values: values[0], {"__city": "shymkent"})
    done = press(client, last, "send")
    assert done.status_code == 303
    assert client.get(done.headers["Location"]).status_code == 200
    db.rollback()
    assert count_envelopes(db, "autumn") == {"shymkent": 1}


def test_the_first_page_is_the_same_bytes_for_everybody_and_known_by_its_etag(
    client: InspectingClient, link_round: MadeRound
) -> None:
    first, second = (client.get("/ru/s/autumn", headers={"Accept-Encoding": "gzip"}) for _ in range(2))
    assert first.data == second.data
    assert first.headers["Content-Encoding"] == "gzip"
    known = client.get("/ru/s/autumn", headers={"If-None-Match": first.headers["ETag"]})
    assert known.status_code == 304


def test_a_coupon_is_used_once_and_its_own_repeat_succeeds(
    client: InspectingClient, db: Session, coupon_round: tuple[str, list[str]]
) -> None:
    round_id, (code, *_others) = coupon_round
    own = {"__coupon": code.lower().replace("-", " ")}
    last = answer_everything(client, client.get(f"/kk/s/{round_id}"), lambda _name, values: values[0], own)
    assert press(client, last, "send").status_code == 303
    assert press(client, last, "send").status_code == 303, "the same attempt again is a success"
    another = answer_everything(client, client.get(f"/ru/s/{round_id}"), lambda _name, values: values[1], own)
    refused = press(client, another, "send")
    assert refused.status_code == 403
    assert stored(db) == 1
    kept = parse(refused)
    assert kept.xpath("//input[@name='closed' and @checked]/@value") == ["no"], "the answers are still there"
    assert kept.xpath("//input[@id='coupon']/@value") == [own["__coupon"]]


def test_a_mistyped_coupon_is_noticed_on_the_first_page(
    client: InspectingClient, db: Session, coupon_round: tuple[str, list[str]]
) -> None:
    answer = press(client, client.get("/en/s/autumn"), answers={"__coupon": "123", "closed": "yes"})
    assert answer.status_code == 422
    page = parse(answer)
    assert page.xpath("//div[contains(@class, 'error-summary')]//a/@href") == ["#coupon"]
    assert page.xpath("//input[@name='closed' and @checked]/@value") == ["yes"]


def test_an_answer_brings_the_questions_that_depend_on_it(
    client: InspectingClient, link_round: MadeRound
) -> None:
    second = press(client, client.get("/ru/s/autumn"), answers={"consent": "yes", "__city": "almaty"})
    assert "no_dose_help" not in choices_on(parse(second))
    again = press(client, second, answers={"missed_closed": "once"})
    page = parse(again)
    assert "no_dose_help" in choices_on(page)
    assert page.xpath("//input[@name='missed_closed' and @checked]/@value") == ["once"]
    third = press(client, again, answers={"missed_closed": "no", "no_dose_help": "less"})
    assert "no_dose_help" not in choices_on(parse(third))
    assert "missed_closed" not in choices_on(parse(third)), "the next page came"


def test_required_answers_are_asked_for_and_linked(client: InspectingClient, link_round: MadeRound) -> None:
    answer = press(client, client.get("/kk/s/autumn"), answers={"__city": ""})
    assert answer.status_code == 422
    links = parse(answer).xpath("//div[contains(@class, 'error-summary')]//a/@href")
    assert links == ["#consent-0", "#city"]


def test_changing_the_language_keeps_the_answers(client: InspectingClient, link_round: MadeRound) -> None:
    second = press(client, client.get("/ru/s/autumn"), answers={"consent": "yes", "__city": "almaty"})
    page = parse(second)
    data = {**dict(page.forms[-1].form_values()), "missed_closed": "several", "__step": "stay"}
    kazakh = client.post("/kk/s/autumn", data=data)
    page = parse(kazakh)
    assert page.get("lang") == "kk"
    assert page.xpath("//input[@name='missed_closed' and @checked]/@value") == ["several"]
    assert page.xpath("//input[@type='hidden' and @name='consent']/@value") == ["yes"]
    assert page.xpath("//input[@type='hidden' and @name='__city']/@value") == ["almaty"]


def test_going_back_keeps_the_answers(client: InspectingClient, link_round: MadeRound) -> None:
    second = press(client, client.get("/ru/s/autumn"), answers={"consent": "yes", "__city": "almaty"})
    first = parse(press(client, second, "back", {"missed_closed": "no"}))
    assert first.xpath("//input[@name='consent' and @checked]/@value") == ["yes"]
    assert first.xpath("//input[@type='hidden' and @name='missed_closed']/@value") == ["no"]


def _send(client: InspectingClient, **changes: object) -> object:
    data = {"__page": "9", "__step": "send", "__nonce": "5f" * 16, "__city": "almaty", "consent": "yes"}
    return client.post("/ru/s/autumn", data={**data, **changes})


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"stranger": "1"}, 422),
        ({"missed_closed": "perhaps"}, 422),
        ({"missed_closed": ["once", "no"]}, 422),
        ({"comment": "x" * 1001}, 422),
        ({"comment": "a\x00b"}, 422),
        ({"__city": "atlantis"}, 422),
        ({"__version": "older"}, 409),
    ],
)
def test_what_cannot_be_accepted_gets_a_page_with_the_answers_and_stores_nothing(
    client: InspectingClient, db: Session, link_round: MadeRound, changes: dict[str, object], status: int
) -> None:
    answer = _send(client, **changes)
    assert answer.status_code == status
    page = parse(answer)
    assert page.xpath("//div[contains(@class, 'error-summary')]")
    assert page.xpath("//input[@name='consent' and (@checked or @type='hidden')]/@value") == ["yes"]
    assert stored(db) == 0


@pytest.mark.parametrize(
    "body",
    [b"\xff\xfe\x00", b"a=%FF%FE", b"&&&==", b"__page=99999999&__step=send", b"consent=" + b"x" * 5000, b""],
)
def test_strange_bodies_never_break_the_page(
    client: InspectingClient, db: Session, link_round: MadeRound, body: bytes
) -> None:
    answer = client.post("/en/s/autumn", data=body, content_type="application/x-www-form-urlencoded")
    assert answer.status_code < 500
    assert stored(db) == 0


def test_too_large_a_body_is_refused(client: InspectingClient, link_round: MadeRound) -> None:
    assert client.post("/en/s/autumn", data={"comment": "x" * 2_000_000}).status_code == 413


def test_a_closed_or_paused_round_says_so_and_keeps_the_answers(
    client: InspectingClient, db: Session, link_round: MadeRound
) -> None:
    pause_round(db, round_id="autumn")
    assert client.get("/ru/s/autumn").status_code == 503
    close_round(db, round_id="autumn", today=MONDAY)
    assert client.get("/ru/s/autumn").status_code == 410
    answer = _send(client)
    assert answer.status_code == 410
    assert parse(answer).xpath("//input[@name='consent']/@value") == ["yes"]
    assert stored(db) == 0


def test_a_round_that_does_not_exist_is_not_found(client: InspectingClient) -> None:
    assert client.get("/ru/s/nowhere").status_code == 404
    assert client.post("/ru/s/nowhere", data={}).status_code == 404


def test_a_repeat_is_asked_again_on_demand(client: InspectingClient, db: Session, tmp_path: Path) -> None:
    form = tmp_path / "trips.md"
    form.write_text(
        "| survey |\n"
        "| | type | name | label::English (en) |\n"
        "| | begin_repeat | trip | Trip |\n"
        "| | text | place | Where to? |\n"
        "| | end_repeat | | |\n"
        "| settings |\n| | form_id | version | default_language |\n| | trips | 1 | English (en) |\n",
        encoding="utf-8",
    )
    make_round(db, cities=("almaty",), access="link", survey=make_survey(load_questionnaire(form)))
    first = client.get("/en/s/autumn")
    page = parse(first)
    data = {**dict(page.forms[-1].form_values()), "trip.0.place": "Osh", "__add": "trip"}
    second = client.post("/en/s/autumn", data=data)
    assert parse(second).xpath("//input[@name='trip.0.place']/@value") == ["Osh"]
    last = press(client, second, answers={"trip.1.place": "Bishkek"})
    assert [value.text_content() for value in parse(last).xpath("//dd")] == ["Osh", "Bishkek"]
    assert press(client, last, "send").status_code == 303
    assert stored(db) == 1
