"""What identifies a person is recognised by the name of its column and by its look."""

import pytest

from cmm.domain.identifying import looks_like, names_a_person


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
