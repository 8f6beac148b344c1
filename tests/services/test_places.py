"""Regions, cities and sites."""

import pytest
from sqlalchemy.orm import Session

from cmm.services.places import (
    LONGEST_HELP,
    BadCode,
    BadPosition,
    CodeTaken,
    HelpTooLong,
    NameMissing,
    add_city,
    add_site,
    list_cities,
    set_help,
    set_position,
)
from cmm.services.regions import (
    BadCountry,
    add_region,
    list_regions,
    set_region,
    set_region_of_city,
)
from cmm.store.places import NoSuchCity, NoSuchRegion, get_city, list_sites

NAMES = {"ru": "Алматы", "kk": "Алматы", "en": "Almaty"}


def test_cities_stand_in_their_positions(session: Session) -> None:
    for position, code in ((3, "shymkent"), (1, "oral"), (1, "almaty")):
        add_city(session, city_id=code, names=NAMES, position=position)
    assert [city.city_id for city in list_cities(session)] == ["almaty", "oral", "shymkent"]


def test_empty_names_are_left_out(session: Session) -> None:
    assert add_city(session, city_id="almaty", names={"ru": " Алматы ", "kk": " "}).names == {"ru": "Алматы"}
    with pytest.raises(NameMissing):
        add_city(session, city_id="oral", names={"ru": " "})


def test_a_site_belongs_to_a_city(session: Session) -> None:
    add_city(session, city_id="almaty", names=NAMES)
    add_site(session, site_id="almaty-2", city_id="almaty", names={"ru": "Пункт 2"})
    add_site(session, site_id="almaty-1", city_id="almaty", names={"ru": "Пункт 1"})
    assert [site.site_id for site in list_sites(session, "almaty")] == ["almaty-1", "almaty-2"]
    with pytest.raises(NoSuchCity):
        add_site(session, site_id="oral-1", city_id="oral", names={"ru": "Пункт"})


@pytest.mark.parametrize("code", ["", "Almaty", "алматы", "a+b", "a:b", "a b", "-a", "a" * 41, "a\n", "../a"])
def test_a_code_that_would_not_fit_an_address_is_refused(session: Session, code: str) -> None:
    with pytest.raises(BadCode):
        add_city(session, city_id=code, names=NAMES)


def test_a_code_is_taken_once(session: Session) -> None:
    add_city(session, city_id="almaty", names=NAMES)
    with pytest.raises(CodeTaken):
        add_city(session, city_id="almaty", names=NAMES)


def test_where_to_find_help_is_kept_by_language(session: Session) -> None:
    add_city(session, city_id="almaty", names=NAMES)
    assert get_city(session, "almaty").help == {}
    set_help(session, city_id="almaty", words={"ru": " Юрист (пример) ", "kk": "Заңгер (мысал)"})
    set_help(session, city_id="almaty", words={"kk": " ", "en": "A lawyer (example)"})
    session.expire_all()
    assert get_city(session, "almaty").help == {"ru": "Юрист (пример)", "en": "A lawyer (example)"}


def test_words_on_help_are_short_and_belong_to_a_city(session: Session) -> None:
    add_city(session, city_id="almaty", names=NAMES)
    with pytest.raises(HelpTooLong):
        set_help(session, city_id="almaty", words={"ru": "а" * (LONGEST_HELP + 1)})
    with pytest.raises(NoSuchCity):
        set_help(session, city_id="oral", words={"ru": "а"})


def test_a_city_lies_where_a_map_shows_it_and_no_street_is_kept(session: Session) -> None:
    city = add_city(session, city_id="almaty", names=NAMES, at=(43.2389, 76.8897))
    assert (city.latitude, city.longitude) == (43.2, 76.9)
    set_position(session, city_id="almaty", at=None)
    assert get_city(session, "almaty").latitude is None


@pytest.mark.parametrize("at", [(91, 0), (-90.1, 0), (0, 180.5), (float("nan"), 0)])
def test_a_position_off_the_globe_is_refused(session: Session, at: tuple[float, float]) -> None:
    add_city(session, city_id="almaty", names=NAMES)
    with pytest.raises(BadPosition):
        set_position(session, city_id="almaty", at=at)


def test_cities_of_one_name_of_a_region_lie_in_one_region(session: Session) -> None:
    names = {"kk": "Павлодар облысы", "ru": "Павлодарская область"}
    add_region(session, region_id="pavlodar", names=names, country="kz")
    for code, region in (("a", "pavlodar"), ("b", "Павлодар облысы"), ("c", "павлодарская область")):
        assert add_city(session, city_id=code, names=NAMES, region=region).region_id == "pavlodar"
    other = add_city(session, city_id="d", names=NAMES, region="Абай облысы")
    assert other.region_id == "abay-oblysy"
    assert [(each.region_id, each.country) for each in list_regions(session)] == [
        ("abay-oblysy", ""),
        ("pavlodar", "KZ"),
    ]


def test_a_region_gets_its_country_and_its_cities_later(session: Session) -> None:
    add_city(session, city_id="almaty", names=NAMES)
    add_region(session, region_id="south", names={"ru": "Юг"})
    set_region(session, region_id="south", names={"en": "South"}, country="KZ")
    set_region_of_city(session, city_id="almaty", region_id="south")
    session.expire_all()
    assert get_city(session, "almaty").region_id == "south"
    [region] = list_regions(session)
    assert (region.names, region.country) == ({"ru": "Юг", "en": "South"}, "KZ")
    with pytest.raises(BadCountry):
        set_region(session, region_id="south", country="Kazakhstan")
    with pytest.raises(NoSuchRegion):
        set_region(session, region_id="north", country="KZ")
    with pytest.raises(CodeTaken):
        add_region(session, region_id="south", names={"ru": "Юг"})
