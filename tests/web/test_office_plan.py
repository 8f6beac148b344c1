"""Planning a round in the browser: step by step, without scripts, by the coordinator alone."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from cmm.domain.recovery_key import parse_recovery_key
from cmm.services import accounts
from cmm.services.clock import today
from cmm.services.coupons import make_batch
from cmm.services.places import add_city, list_places
from cmm.services.round_drafts import list_drafts
from cmm.services.rounds import open_round
from cmm.store.rounds import find_round, get_round, list_cities_of_round, list_key_holders
from tests.factories import FAST_HASHER, PEPPER, make_account
from tests.web.inspecting import InspectingClient, client_of, parse
from tests.web.test_office import sign_in

OFFICE = "/en/office"
LAST = today() + timedelta(days=30)
KEY = re.compile(r"(?:[0-9A-Z]{4}-){13}[0-9A-Z]{4}")


@pytest.fixture(autouse=True)
def fast_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(accounts.check_password.__kwdefaults__, "hasher", FAST_HASHER)


@pytest.fixture
def people(db: Session) -> dict[str, str]:
    for position, (code, region) in enumerate((("almaty", "south"), ("oral", "west"), ("aktau", "west"))):
        names = {language: code.title() for language in ("ru", "kk", "en")}
        add_city(db, city_id=code, names=names, region=region, position=position)
    roles = {"timur": "coordinator", "aigerim": "secretary", "reader": "reader"}
    return {name: make_account(db, name, role=role).account_id for name, role in roles.items()}


@pytest.fixture
def coordinator(app: Flask, people: dict[str, str]) -> InspectingClient:
    client = client_of(app)
    sign_in(client, "timur")
    return client


def send(client: InspectingClient, address: str, action: str = "", **fields: Any) -> TestResponse:
    """Fill in and send the first form on a page, or the one whose address ends in `action`."""
    page = parse(client.get(address))
    forms = [form for form in page.xpath("//main//form") if (form.get("action") or "").endswith(action)]
    data: dict[str, Any] = {}
    for name, value in forms[0].form_values():
        data.setdefault(name, []).append(value)
    return client.post(forms[0].get("action") or address, data={**data, **fields})


def words(response: TestResponse) -> str:
    return " ".join(parse(response).xpath("//main")[0].text_content().split())


def begin(client: InspectingClient) -> str:
    """Begin a plan; the address of its pages."""
    begun = send(client, f"{OFFICE}/", "/plan")
    return begun.headers["Location"].rpartition("/")[0]


def fill(client: InspectingClient, plan: str, people: dict[str, str]) -> None:
    """Go through all steps as a person does who takes what is proposed where it can be taken."""
    page = parse(client.get(f"{plan}/questionnaire"))
    [chosen] = page.xpath("//label[contains(., 'OST as its clients')]/input/@value")
    assert send(client, f"{plan}/questionnaire", questionnaire=chosen).headers["Location"].endswith("/title")
    titled = send(client, f"{plan}/title", title_kk="ОАТ", title_en="OST", ends_on=LAST.isoformat())
    assert titled.headers["Location"].endswith("/cities")
    numbers = {"known_almaty": "47", "known_oral": "31", "known_aktau": "9", "source": "register, 2026"}
    assert send(client, f"{plan}/cities", **numbers).headers["Location"].endswith("/access")
    assert send(client, f"{plan}/access", access="coupon").headers["Location"].endswith("/keys")
    both = [people["timur"], people["aigerim"]]
    assert send(client, f"{plan}/keys", holder=both).headers["Location"].endswith("/check")


def test_a_coordinator_plans_a_round_and_sees_the_recovery_key_once(
    coordinator: InspectingClient, db: Session, people: dict[str, str]
) -> None:
    plan = begin(coordinator)
    fill(coordinator, plan, people)
    check = parse(coordinator.get(f"{plan}/check"))
    rows = [" ".join(row.text_content().split()) for row in check.xpath("//tbody/tr")]
    assert rows[0].startswith("Almaty 30 Percentages")
    assert rows[1].startswith("Oral + Aktau 25 Together")
    assert not check.xpath("//details[contains(., 'Still missing')]")
    made = send(coordinator, f"{plan}/check", "/making")
    assert made.status_code == 200
    assert "no-store" in made.headers["Cache-Control"]
    [key] = set(KEY.findall(words(made)))
    assert len(parse_recovery_key(key)) == 32
    [address] = parse(made).xpath("//main//a[contains(@class, 'button')]/@href")
    survey_round = get_round(db, address.rpartition("/")[2])
    assert (survey_round.state, survey_round.ends_on, survey_round.access) == ("draft", LAST, "coupon")
    assert set(survey_round.breakdowns) == {"gender", "age", "time_in_treatment"}
    assert set(list_key_holders(db, survey_round.round_id)) >= {people["timur"], people["aigerim"]}
    assert key not in coordinator.get(address).text
    assert coordinator.get(f"{plan}/check").status_code == 404, "the plan is gone"
    assert list_drafts(db) == []


def test_a_plan_is_left_and_gone_on_with_by_another_coordinator(
    app: Flask, db: Session, coordinator: InspectingClient, people: dict[str, str]
) -> None:
    plan = begin(coordinator)
    fill(coordinator, plan, people)
    make_account(db, "dana", role="coordinator")
    other = client_of(app)
    sign_in(other, "dana")
    rounds = parse(other.get(f"{OFFICE}/"))
    assert "Begun by timur" in rounds.text_content()
    assert rounds.xpath(f"//a[@href='{plan}/check']")
    assert parse(other.get(f"{plan}/title")).xpath("//input[@id='title_en']/@value") == ["OST"]


def test_what_is_missing_is_listed_and_the_round_cannot_be_made(coordinator: InspectingClient) -> None:
    plan = begin(coordinator)
    page = parse(coordinator.get(f"{plan}/check"))
    missing = page.xpath("//*[@class='notice']//li")
    assert len(missing) == 7
    assert {link.rpartition("/")[2] for link in page.xpath("//*[@class='notice']//li/a/@href")} == {
        "questionnaire",
        "title",
        "cities",
        "access",
        "keys",
    }
    assert not page.xpath("//form[contains(@action, '/making')]")
    token = page.xpath("//input[@name='csrf_token']/@value")[0]
    refused = coordinator.post(f"{plan}/making", data={"csrf_token": token})
    assert refused.status_code == 409
    assert "Something is still missing" in words(refused)


WRONG = (
    ("title", {"ends_on": "tomorrow"}, "ends_on"),
    ("title", {"ends_on": "2026-02-30"}, "ends_on"),
    ("title", {"ends_on": (today() - timedelta(days=1)).isoformat()}, "ends_on"),
    ("title", {"begins_on": LAST.isoformat(), "ends_on": today().isoformat()}, "ends_on"),
    ("title", {"ends_on": "2999-01-01"}, "ends_on"),
    ("title", {"begins_on": "1"}, "begins_on"),
    ("title", {"round_id": "осень"}, "round_id"),
    ("cities", {"known_almaty": "many"}, "known_almaty"),
    ("cities", {"known_almaty": "0"}, "known_almaty"),
    ("cities", {"known_almaty": "-3"}, "known_almaty"),
    ("cities", {"known_almaty": "٣"}, "known_almaty"),
    ("check", {"percent": "0"}, "percent"),
    ("check", {"percent": "101"}, "percent"),
    ("check", {"percent": "x"}, "percent"),
)
"""A step, what is sent, and the field that is wrong in it."""


def test_what_cannot_be_kept_is_said_at_its_field_and_stays_in_it(
    coordinator: InspectingClient, db: Session
) -> None:
    plan = begin(coordinator)
    before = list_drafts(db)[0].plan
    for step, fields, wrong in WRONG:
        db.rollback()
        answer = send(coordinator, f"{plan}/{step}", **fields)
        assert answer.status_code == 422, fields
        page = parse(answer)
        [field] = page.xpath(f"//input[@id='{wrong}']")
        assert field.get("aria-invalid") == "true", fields
        assert field.get("value") == fields[wrong]
        assert page.xpath(f"//*[@role='alert']//a[@href='#{wrong}']")
        assert list_drafts(db)[0].plan == before


def test_a_questionnaire_that_is_not_offered_is_refused(coordinator: InspectingClient) -> None:
    plan = begin(coordinator)
    assert send(coordinator, f"{plan}/questionnaire", questionnaire="f" * 64).status_code == 422


def test_a_code_that_another_round_has_is_refused(
    coordinator: InspectingClient, people: dict[str, str], db: Session
) -> None:
    first, second = begin(coordinator), begin(coordinator)
    fill(coordinator, first, people)
    send(coordinator, f"{first}/title", round_id="ost-x", ends_on=LAST.isoformat())
    send(coordinator, f"{first}/check", "/making")
    answer = send(coordinator, f"{second}/title", round_id="ost-x")
    assert answer.status_code == 422
    assert "Another round has this code" in words(answer)


def test_a_city_and_a_site_are_added_on_the_way_and_the_ticks_stay(
    coordinator: InspectingClient, db: Session
) -> None:
    plan = begin(coordinator)
    added = send(
        coordinator,
        f"{plan}/cities",
        city=["oral"],
        known_oral="31",
        city_ru="Тараз",
        city_en="Taraz",
        city_region="south",
        do="city",
    )
    assert added.headers["Location"].endswith("/cities")
    page = parse(coordinator.get(f"{plan}/cities"))
    assert page.xpath("//input[@name='city'][@checked]/@value") == ["oral", "taraz"]
    assert page.xpath("//input[@id='known_oral']/@value") == ["31"]
    send(coordinator, f"{plan}/cities", site_of="taraz", site_ru="Пункт", do="site")
    db.rollback()
    [taraz] = [place for place in list_places(db) if place.city.city_id == "taraz"]
    assert (taraz.city.region_id, [site.names["ru"] for site in taraz.sites]) == ("south", ["Пункт"])


def test_a_city_without_a_name_is_refused_in_words(coordinator: InspectingClient) -> None:
    plan = begin(coordinator)
    answer = send(coordinator, f"{plan}/cities", do="city")
    assert answer.status_code == 409
    assert "Write the name in at least one language" in words(answer)


def test_a_plan_is_deleted_only_after_asking(coordinator: InspectingClient, db: Session) -> None:
    plan = begin(coordinator)
    assert coordinator.get(f"{plan}/deletion").status_code == 200
    assert len(list_drafts(db)) == 1
    db.rollback()
    assert send(coordinator, f"{plan}/deletion").status_code == 302
    db.rollback()
    assert list_drafts(db) == []


def test_a_round_that_was_not_opened_is_planned_anew_and_one_that_was_is_not(
    coordinator: InspectingClient, people: dict[str, str], db: Session
) -> None:
    plan = begin(coordinator)
    fill(coordinator, plan, people)
    send(coordinator, f"{plan}/title", round_id="ost-x", ends_on=LAST.isoformat())
    send(coordinator, f"{plan}/check", "/making")
    make_batch(db, round_id="ost-x", city_id="oral", site_id=None, count=12, pepper=PEPPER)
    address = f"{OFFICE}/rounds/ost-x"
    assert parse(coordinator.get(address)).xpath(f"//a[@href='{address}/replanning']")
    assert "12 coupons were printed" in words(coordinator.get(f"{address}/replanning"))
    again = send(coordinator, f"{address}/replanning")
    assert again.headers["Location"].endswith("/check")
    db.rollback()
    assert find_round(db, "ost-x") is None
    db.rollback()
    assert send(coordinator, again.headers["Location"], "/making").status_code == 200
    assert {city.city_id: city.known_clients for city in list_cities_of_round(db, "ost-x")}["oral"] == 31
    open_round(db, round_id="ost-x", today=date(2026, 11, 22))
    page = parse(coordinator.get(f"{address}/replanning"))
    assert not page.xpath("//main//form")
    token = page.xpath("//input[@name='csrf_token']/@value")[0]
    refused = coordinator.post(f"{address}/replanning", data={"csrf_token": token})
    assert refused.status_code == 409
    assert "not changed any more" in words(refused)


@pytest.mark.parametrize("name", ["aigerim", "reader"])
def test_others_neither_see_nor_make_plans(app: Flask, coordinator: InspectingClient, name: str) -> None:
    plan = begin(coordinator)
    client = client_of(app)
    sign_in(client, name)
    rounds = parse(client.get(f"{OFFICE}/"))
    assert not rounds.xpath("//main//form")
    assert "Being planned" not in rounds.text_content()
    token = rounds.xpath("//input[@name='csrf_token']/@value")[0]
    assert client.get(f"{plan}/check").status_code == 403
    for address in (f"{OFFICE}/plan", f"{plan}/title", f"{plan}/making", f"{plan}/deletion"):
        assert client.post(address, data={"csrf_token": token}).status_code == 403
