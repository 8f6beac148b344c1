"""What was written as the region of a city before regions had a table: it survives both ways."""

import json

import pytest
from sqlalchemy import Engine, NullPool, inspect, text

from cmm.store.database import build_engine, downgrade, upgrade

WRITTEN = {
    "aktau": "",
    "ekibastuz": "Павлодар облысы",
    "oral": "Батыс Қазақстан облысы",
    "pavlodar": "Павлодар облысы",
    "shymkent": "South",
    "taraz": "Южная область",
}


def plain_engine(url: str) -> Engine:
    return build_engine(url, poolclass=NullPool)


@pytest.fixture
def before(empty_database_url: str) -> str:
    """A database of the version before, with cities and an account that belongs to one."""
    upgrade(empty_database_url, "0003")
    with plain_engine(empty_database_url).begin() as connection:
        add = text("INSERT INTO city (city_id, names, region) VALUES (:code, :names, :region)")
        for code, region in WRITTEN.items():
            names = json.dumps({"en": code})
            connection.execute(add, {"code": code, "names": names, "region": region})
        connection.execute(text("INSERT INTO site (site_id, city_id, names) VALUES ('oral-1', 'oral', '{}')"))
    return empty_database_url


def test_equal_words_become_one_region(before: str) -> None:
    upgrade(before, "0004")
    with plain_engine(before).connect() as connection:
        rows = connection.execute(text("SELECT city_id, region_id FROM city ORDER BY city_id")).all()
        names = dict(connection.execute(text("SELECT region_id, CAST(names AS TEXT) FROM region")).all())
        assert connection.scalar(text("SELECT city_id FROM site")) == "oral"
    regions = dict(rows)
    assert regions["aktau"] is None
    assert regions["ekibastuz"] == regions["pavlodar"] == "pavlodar-oblysy"
    assert len(names) == len(set(regions.values()) - {None}) == len(set(WRITTEN.values())) - 1
    assert json.loads(names[regions["oral"]]) == {"kk": "Батыс Қазақстан облысы"}
    assert json.loads(names[regions["taraz"]]) == {"ru": "Южная область"}
    assert json.loads(names["south"]) == {"en": "South"}


def test_going_back_writes_the_same_words(before: str) -> None:
    upgrade(before, "0004")
    downgrade(before, "0003")
    with plain_engine(before).connect() as connection:
        assert dict(connection.execute(text("SELECT city_id, region FROM city")).all()) == WRITTEN
        assert "region" not in inspect(connection).get_table_names()
    upgrade(before, "0004")
    downgrade(before, "0003")
    with plain_engine(before).connect() as connection:
        assert dict(connection.execute(text("SELECT city_id, region FROM city")).all()) == WRITTEN


def test_two_regions_with_one_name_stay_two(before: str) -> None:
    """Else their small cities would be joined, and published figures with them."""
    upgrade(before, "0004")
    with plain_engine(before).begin() as connection:
        connection.execute(text('UPDATE region SET names = \'{"en": "The same"}\''))
    downgrade(before, "0003")
    with plain_engine(before).connect() as connection:
        found = dict(connection.execute(text("SELECT city_id, region FROM city")).all())
    assert found["ekibastuz"] == found["pavlodar"]
    assert len(set(found.values())) == len(set(WRITTEN.values()))
