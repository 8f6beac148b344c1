"""What identifies a person in a table collected elsewhere: a column's name, or the look of its cells.

It errs on the side of refusing: such a column has to be left out by name, so that somebody decides it.
"""

import re

_ENGLISH_RUSSIAN_KAZAKH = """
name names surname firstname lastname fullname forename nickname patronymic initials phone phones
phonenumber telephone mobile cellphone tel whatsapp telegram viber instagram facebook mail email emails
address street apartment birth birthday birthdate dob passport iin ssn inn snils id ids deviceid device
imei imsi simserial simid subscriberid ip mac gps geopoint geolocation location coordinates coordinate
latitude longitude lat lon lng altitude user users username login account start end starttime endtime
started ended submission submitted submissiontime submissiondate timestamp datetime uuid rootuuid
instanceid signature photo interviewer enumerator patient имя имени фио отчество тел вотсап ватсап
телеграм инстаграм иин инн снилс ник логин начало конец подпись фото улица квартира адрес адреса телефон
телефона почта почты широта долгота айди устройство удостоверение интервьюер аты есімі тегі жөні тегіаты
туған жсн төлқұжат куәлік көше пәтер ендік бойлық құрылғы қолы басталуы аяқталуы
"""
NAMES = frozenset(_ENGLISH_RUSSIAN_KAZAKH.split())
"""Words of a header, in small letters, that name what identifies."""

_STEMS = "фамили рожден телефон паспорт координат пользовател мекенжай пошта электронн әкесі"
STEMS = tuple(_STEMS.split())
"""Beginnings of such words in languages that decline them."""

LOOKS = (
    ("an e-mail address", r"[^\s@,;]+@[^\s@,;]+\.\w{2,}"),
    ("an internet address", r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])"),
    ("a random identifier of a record", r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}"),
    ("a time of day", r"\d{4}[-./]\d{1,2}[-./]\d{1,2}[T ]+\d{1,2}:\d{2}|\d[./]\d{2,4},? +\d{1,2}:\d{2}"),
    ("a place on the map", r"-?\d{1,3}[.]\d{3,}\s*[,;\s]\s*-?\d{1,3}[.]\d{3,}"),
    ("a number of an identity document", r"(?<!\d)\d{12}(?!\d)"),
    ("a telephone number", r"(?<![\d.])\+?\d(?:[ \-()]{0,3}\d){8,14}(?!\d)"),
)
"""What a cell shows and the pattern that finds it, the surest first."""

_LOOKS = tuple((what, re.compile(pattern)) for what, pattern in LOOKS)
_COORDINATE = re.compile(r"-?\d{1,3}[.,]\d{4,}")
_WORD = re.compile(r"[^\W\d_]+")
_HUMP = re.compile(r"(?<=[a-zа-я])(?=[A-ZА-Я])")


def names_a_person(header: str) -> bool:
    """Whether a header has a word that names something identifying ("Client phone", "_uuid", "Ф.И.О.")."""
    words = _words(header)
    joined = "".join(words)
    return any(word in NAMES or word.startswith(STEMS) for word in (*words, joined))


def looks_like(cell: str) -> str | None:
    """What identifying thing a cell shows ("a telephone number"), or None."""
    if _COORDINATE.fullmatch(cell.strip()):
        return "a place on the map"
    return next((what for what, pattern in _LOOKS if pattern.search(cell)), None)


def _words(header: str) -> list[str]:
    """Words in small letters; a capital inside divides a word ("deviceId"), a dot does not ("Ф.И.О.")."""
    divided = _HUMP.sub(" ", header.replace(".", ""))
    return [word.casefold() for word in _WORD.findall(divided.replace("_", " "))]
