"""What identifies a person is recognised by the name of its column and by its look."""

from time import process_time

import pytest

from cmm.domain.identifying import PLACE, looks_like, names_a_person


@pytest.mark.parametrize(
    "header",
    [
        "Name", "surname", "Full Name", "First_name", "Phone number", "clientPhone", "E-mail", "email",
        "Home address", "Date of birth", "birth", "Passport", "IIN", "ID number", "deviceid", "IMEI",
        "ip", "GPS", "_gps_latitude", "longitude", "user", "username", "start", "end", "Submission time",
        "_submission_time", "_uuid", "_id", "_submitted_by", "meta/instanceID", "ФИО", "Ф.И.О.", "Имя",
        "Фамилия", "Телефон", "Номер телефона", "Адрес проживания", "Дата рождения", "Паспорт", "ИИН",
        "Электронная почта", "Аты-жөні", "Тегі", "Телефоны", "Мекенжайы", "Туған күні", "ЖСН", "Төлқұжат",
    ],
)  # fmt: skip
def test_headers_that_name_a_person(header: str) -> None:
    assert names_a_person(header)


@pytest.mark.parametrize(
    "header",
    [
        "Age",
        "Gender",
        "Waiting Time",
        "satisfaction",
        "Пол",
        "Возраст",
        "Сколько вы ждали?",
        "Жынысы",
        "Tip",
        "weekend",
    ],
)
def test_headers_that_do_not(header: str) -> None:
    assert not names_a_person(header)


@pytest.mark.parametrize(
    ("cell", "what"),
    [
        ("write to someone@example.org please", "an e-mail address"),
        ("+7 701 123 45 67", "a telephone number"),
        ("8(701)1234567", "a telephone number"),
        ("87011234567", "a telephone number"),
        ("850101300123", "a number of an identity document"),
        ("43.238949, 76.889709", "a place on the map"),
        ("43.2389 76.8897 0 0", "a place on the map"),
        ("76.889709", "a place on the map"),
        ("2026-11-22T14:05:11.000+05:00", "a time of day"),
        ("22.11.2026 9:05", "a time of day"),
        ("192.168.10.12", "an internet address"),
        ("0f8fad5b-d9cb-469f-a165-70867728950e", "a random identifier of a record"),
    ],
)
def test_cells_that_look_like_it(cell: str, what: str) -> None:
    assert looks_like(cell) == what


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "yes",
        "30-49",
        "30–60 minutes",
        "2026-11-22",
        "22.11.2026",
        "3.5",
        "1 2 3 4",
        "15 000 тенге",
        "100000",
    ],
)
def test_cells_that_do_not(cell: str) -> None:
    assert looks_like(cell) is None


@pytest.mark.parametrize(
    "cell",
    [
        "а" * 131_000, "a" * 131_000, " " * 131_000, "a@" * 65_000, "a@" + "." * 131_000, "1" * 131_000,
        "1." * 65_000, "1 " * 65_000, "point" + " " * 131_000 + "x", "point(" + "(" * 131_000,
        "1:11" + " " * 131_000 + "x", "1.1 " + "1 " * 65_000 + "x", "1.11" + " , 1" * 30_000 + "x",
        "+1" + "( " * 65_000, "a:" * 65_000, "coordinates" + "\n" * 131_000,
    ],
)  # fmt: skip
def test_a_very_long_cell_is_judged_at_once(cell: str) -> None:
    began = process_time()
    looks_like(cell)
    assert process_time() - began < 2


@pytest.mark.parametrize("before", [0, *range(270, 410, 7), 800, 100_000])
@pytest.mark.parametrize("told", [" aigul@mail.example ", " 43.2389, 76.8897 ", " +7 701 123 45 67 "])
def test_what_identifies_is_seen_anywhere_in_a_long_text(told: str, before: int) -> None:
    assert looks_like("я" * before + told + "ж" * 5_000) == looks_like(told)


def test_a_long_list_of_places_and_a_long_gap_are_still_seen() -> None:
    assert looks_like("43.2 76.8 0 0; " * 200 + "43.2 76.8 0 0") == PLACE
    assert looks_like("43.2389," + " " * 1_000 + "76.8897") == PLACE
