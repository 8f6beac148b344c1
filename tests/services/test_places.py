"""Cities and sites."""

import pytest
from sqlalchemy.orm import Session

from cmm.services.places import (
    LONGEST_HELP,
    BadCode,
    CodeTaken,
    HelpTooLong,
    NameMissing,
    add_city,
    add_site,
    list_cities,
    set_help,
)
from cmm.store.places import NoSuchCity, get_city, list_sites

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
