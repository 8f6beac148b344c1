"""Cities and sites in the browser: ticked in a list or written, changed, and where people find help there."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from cmm.domain.known_cities import KNOWN_CITIES, KNOWN_REGIONS
from cmm.domain.round_plan import RoundPlan
from cmm.services import accounts
from cmm.services.change_places import find_city, find_region, list_sites
from cmm.services.clock import now, today
from cmm.services.invitations import invite
from cmm.services.places import LONGEST_HELP, add_city, add_site, list_cities
from cmm.services.round_drafts import begin_draft
from tests.factories import FAST_HASHER, make_account, make_round
from tests.web.inspecting import InspectingClient, client_of, parse
from tests.web.test_office import sign_in
from tests.web.test_office_plan import send, words

PLACES = "/en/office/places"

SignIn = Callable[[str], InspectingClient]


@pytest.fixture(autouse=True)
def fast_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(accounts.check_password.__kwdefaults__, "hasher", FAST_HASHER)


@pytest.fixture
def signed_in(app: Flask, db: Session) -> SignIn:
    """Sign somebody in: the coordinator, a secretary of Almaty, a reader."""
    for name, role, cities in (
        ("timur", "coordinator", []),
        ("aigerim", "secretary", ["almaty"]),
        ("reader", "reader", []),
    ):
        if cities:
            add_city(db, city_id="almaty", names={"ru": "Алматы", "en": "Almaty"})
        make_account(db, name, role, cities)

    def signed_in(name: str) -> InspectingClient:
        client = client_of(app)
        sign_in(client, name)
        return client

    return signed_in


def test_every_known_city_lies_in_a_known_region_and_is_named_in_every_language() -> None:
    for city in KNOWN_CITIES.values():
        assert city.region in KNOWN_REGIONS
        assert all(city.names[language] for language in ("ru", "kk", "en"))
        assert 40 < city.at[0] < 56
        assert 46 < city.at[1] < 88


def test_ticked_cities_come_with_names_region_and_place_on_the_map(signed_in: SignIn, db: Session) -> None:
    coordinator = signed_in("timur")
    page = send(coordinator, PLACES, "/places", known=["taraz", "semey"], do="known")
    assert "Semey, Taraz is added" in words(coordinator.get(page.headers["Location"]))
    db.rollback()
    taraz = find_city(db, "taraz")
    assert taraz is not None
    assert (taraz.names["kk"], taraz.latitude) == ("Тараз", 42.9)
    region = find_region(db, taraz.region_id)
    assert region is not None
    assert (region.names["ru"], region.country) == ("Жамбылская область", "KZ")
    offered = parse(coordinator.get(PLACES)).xpath("//input[@name='known']/@value")
    assert "taraz" not in offered
    assert "oskemen" in offered


def test_adding_nothing_is_refused_in_words(signed_in: SignIn) -> None:
    coordinator = signed_in("timur")
    refused = send(coordinator, PLACES, "/places", do="known")
    assert refused.status_code == 409
    assert "Tick at least one city." in words(refused)
    unnamed = coordinator.post(
        PLACES,
        data={"do": "city", "csrf_token": parse(refused).xpath("//input[@name='csrf_token']/@value")[0]},
    )
    assert "Write the name in at least one language." in words(unnamed)


def test_a_city_gets_another_name_region_and_place(signed_in: SignIn, db: Session) -> None:
    coordinator, almaty = signed_in("timur"), f"{PLACES}/almaty"
    fields = {"city_ru": "Алма-Ата", "new_region": "Юг", "latitude": "43,24", "longitude": "76.9"}
    assert send(coordinator, almaty, "/places/almaty", **fields).status_code == 302
    db.rollback()
    city = find_city(db, "almaty")
    assert city is not None
    region = find_region(db, city.region_id)
    assert (city.names["ru"], city.latitude, region and region.names["ru"]) == ("Алма-Ата", 43.2, "Юг")
    refused = send(coordinator, almaty, "/places/almaty", latitude="north")
    assert refused.status_code == 409
    assert "two numbers in degrees" in words(refused)


def test_a_secretary_writes_where_people_find_help_in_the_own_city_only(
    signed_in: SignIn, db: Session
) -> None:
    add_city(db, city_id="oral", names={"en": "Oral"})
    secretary, almaty = signed_in("aigerim"), f"{PLACES}/almaty"
    assert send(secretary, almaty, "/help", help_ru="Юрист\r\nкаждый день").status_code == 302
    db.rollback()
    city = find_city(db, "almaty")
    assert city is not None
    assert city.help == {"ru": "Юрист\nкаждый день"}
    assert "Where to find help is written in: Русский" in words(secretary.get(PLACES))
    long = send(secretary, almaty, "/help", help_ru="x" * (LONGEST_HELP + 1))
    assert long.status_code == 409
    assert "at most 800 letters" in words(long)
    assert secretary.get(f"{PLACES}/oral").status_code == 403
    assert "Oral" not in words(secretary.get(PLACES))


def test_sites_are_added_and_renamed(signed_in: SignIn, db: Session) -> None:
    secretary, almaty = signed_in("aigerim"), f"{PLACES}/almaty"
    assert send(secretary, almaty, "/sites", site_en="Clinic 5").status_code == 302
    assert send(secretary, almaty, "/sites/clinic-5", site_en="Clinic five").status_code == 302
    db.rollback()
    assert [(site.site_id, site.names["en"]) for site in list_sites(db, "almaty")] == [
        ("clinic-5", "Clinic five")
    ]
    nameless = send(secretary, almaty, "/sites/clinic-5", site_en="")
    assert nameless.status_code == 409


def test_a_reader_reads_and_finds_no_form(signed_in: SignIn, db: Session) -> None:
    reader = signed_in("reader")
    for address in (PLACES, f"{PLACES}/almaty"):
        assert parse(reader.get(address)).xpath("//main//form") == []
    assert len(list_cities(db)) == 1


def test_a_city_that_is_not_there_is_not_found(signed_in: SignIn) -> None:
    assert signed_in("timur").get(f"{PLACES}/nowhere").status_code == 404


def test_a_city_added_by_mistake_is_taken_away_with_its_sites(signed_in: SignIn, db: Session) -> None:
    add_city(db, city_id="oral", names={"en": "Oral"})
    add_site(db, site_id="oral-1", city_id="oral", names={"en": "A clinic"})
    coordinator = signed_in("timur")
    done = send(coordinator, f"{PLACES}/oral/deletion", "/deletion")
    assert "Oral is taken away." in words(coordinator.get(done.headers["Location"]))
    db.rollback()
    assert [city.city_id for city in list_cities(db)] == ["almaty"]


@pytest.mark.parametrize("used", ["person", "link", "plan", "round"])
def test_a_city_that_something_belongs_to_stays(signed_in: SignIn, db: Session, used: str) -> None:
    coordinator = signed_in("timur")
    if used != "person":
        add_city(db, city_id="oral", names={"en": "Oral"})
    if used == "link":
        invite(db, role="secretary", city_ids=["oral"], by=None, now=now())
    if used == "plan":
        planner = make_account(db, "planner", "coordinator").account_id
        begin_draft(db, account_id=planner, today=today(), plan=RoundPlan(cities={"oral": None}))
    if used == "round":
        make_round(db, cities=("oral",), access="link")
    city = "almaty" if used == "person" else "oral"
    refused = send(coordinator, f"{PLACES}/{city}/deletion", "/deletion")
    assert refused.status_code == 409
    assert "Nothing was taken away" in words(refused)
    db.rollback()
    assert find_city(db, city) is not None
