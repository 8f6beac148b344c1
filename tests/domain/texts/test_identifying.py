"""What in a text could identify somebody is marked, in Russian and Kazakh, however it is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmm.domain.texts.identifying import GAP, REASONS, find_identifying, find_in_words, redact

PLACES = ["Павлодар", "Семей", "Petropavl"]


def marked(text: str) -> list[tuple[str, str]]:
    return [(text[start:end], reason) for start, end, reason in find_identifying(text, PLACES)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Медсестра Айгуль Сериковна кричит на всех.", ["staff", "name", "name"]),
        ("12 марта мне дали 60 мг вместо 80", ["date", "dose", "number"]),
        ("Звоните 8 701 123 45 67 или +7(701)1234567", ["phone", "phone"]),
        ("Живу на ул. Абая 15, кв 3. Мне 43 года.", ["address", "address", "age"]),
        ("Мне сорок три года, пью сто миллиграмм", ["age", "dose"]),
        ("В павлодаре на пункте холодно", ["place"]),
        ("я из экибастуза, позавчера не дали", ["place", "date"]),
        ("Работаю в ТОО Рассвет, школа № 5", ["work", "work", "name", "work"]),
        ("Пишите @baha_90 или baha@mail.kz", ["contact", "contact"]),
        ("Спросите у Ермекова, он видел", ["name"]),
        ("И. И. Петров всё знает", ["name"]),
        ("Моя жена болеет, у неё ВИЧ", ["circumstance", "circumstance"]),
        ("Мейірбике Айгүл 5 наурызда дозаны кешіктірді", ["staff", "name", "date"]),
        ("Маған 43 жаста ем бермеді, Абай көшесі 12", ["age", "address", "number"]),
        ("Дәрігер маған 80 мг орнына аз берді", ["staff", "dose"]),
        ("Семейде дәрі таусылды, нөмірім 87011234567", ["place", "phone"]),
        ("Мен зауытта жұмыс істеймін, күзетші Нұрлан қуып шықты", ["work", "work", "staff", "name"]),
        ("Menya zovut Sergey, rabotayu na zavode", ["name", "work", "work"]),
        ("vrach ivanov iz almaty skazal", ["staff", "place"]),
    ],
)
def test_what_could_identify_is_marked(text: str, expected: list[str]) -> None:
    reasons = [reason for _, reason in marked(text)]
    assert reasons == expected, marked(text)


@pytest.mark.parametrize(
    "text",
    [
        "Препарат выдают поздно, очереди большие. Хотелось бы дозу на дом.",
        "Спасибо за помощь! Все хорошо.",
        "Хочу, чтобы часы были удобнее: с утра до вечера",
        "Пункт жабық болды, екі сағат күттік. Персонал дөрекі.",
        "Дәрі таусылып қалады, бізге ескертпейді",
        "Kogda privezut preparat?",
        "",
    ],
)
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert marked(text) == []


def test_what_is_marked_can_be_taken_out() -> None:
    text = "Айгуль Сериковна 12 марта дала 60 мг вместо 80. Все ждали."
    assert redact(text, find_identifying(text)) == "… дала … вместо …. Все ждали."


def test_a_retold_sentence_may_speak_of_a_nurse_but_not_of_her_name() -> None:
    assert find_in_words("Медсестра кричит на людей", PLACES) == []
    assert [span.reason for span in find_in_words("Медсестра Айгуль кричит в Павлодаре", PLACES)] == [
        "name",
        "place",
    ]


def test_names_of_cities_are_found_in_every_language_and_ending() -> None:
    places = ["Шымкент", "Shymkent", "Өскемен"]
    for text in ("в шымкенте", "Shymkentte", "өскеменде", "oskemende"):
        assert [span.reason for span in find_identifying(text, places)] == ["place"], text


texts = st.text(st.sampled_from("абвАБ тәқ.,!12мг\n@+-()№дом ул"), max_size=60)


@given(texts)
def test_marks_are_in_order_and_apart_and_inside(text: str) -> None:
    spans = find_identifying(text, PLACES)
    reached = 0
    for start, end, reason in spans:
        assert reached <= start < end <= len(text)
        assert reason in REASONS
        reached = end


@given(texts)
def test_no_digit_is_left_when_marks_are_taken_out(text: str) -> None:
    assert not any(sign.isdigit() for sign in redact(text, find_identifying(text)))


@given(texts, st.from_regex(r"\+?[78] ?7\d\d[ -]?\d{3}[ -]?\d\d[ -]?\d\d", fullmatch=True))
def test_a_telephone_number_is_marked_wherever_it_stands(text: str, phone: str) -> None:
    whole = f"{text} {phone}"
    assert phone.strip() not in redact(whole, find_identifying(whole))
    assert GAP in redact(whole, find_identifying(whole))
