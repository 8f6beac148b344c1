"""What identifies a person in a table collected elsewhere: a column's name, or the look of its cells.

It errs on the side of refusing: such a column is left out when it belongs to no question, and when it does,
somebody has to decide.
"""

import re
from collections.abc import Iterable

_ENGLISH_RUSSIAN_KAZAKH = """
name names surname firstname lastname fullname forename nickname patronymic initials phone phones
phonenumber telephone mobile cellphone tel whatsapp telegram viber instagram facebook mail email emails
address street apartment birth birthday birthdate dob passport iin ssn inn snils id ids deviceid device
imei imsi simserial simid subscriberid ip mac gps geopoint geolocation location coordinates coordinate
latitude longitude lat lon lng altitude geotrace geoshape geohash pluscode user users username
login account start end starttime endtime started ended submission submitted submissiontime submissiondate
timestamp datetime uuid rootuuid instanceid signature photo interviewer enumerator submitter collector
surveyor operator patient имя имени фио отчество тел вотсап ватсап телеграм инстаграм иин инн снилс ник логин
начало конец подпись фото улица квартира адрес адреса телефон телефона почта почты широта долгота геолокация
айди устройство удостоверение интервьюер анкетер оператор аты есімі тегі жөні тегіаты туған жсн төлқұжат
куәлік көше пәтер ендік бойлық құрылғы қолы басталуы аяқталуы сұхбаткер
"""
NAMES = frozenset(_ENGLISH_RUSSIAN_KAZAKH.split())
"""Words of a header, in small letters, that name what identifies."""

_STEMS = "фамили рожден телефон паспорт координат пользовател мекенжай пошта электронн әкесі"
STEMS = tuple(_STEMS.split())
"""Beginnings of such words in languages that decline them."""

PLACE, TELEPHONE, MOMENT = "a place on the map", "a telephone number", "a time of day"
MAIL, INTERNET = "an e-mail address", "an internet address"
RECORD, DEVICE, DOCUMENT = (
    "a random identifier of a record",
    "an identifier of a phone or a computer",
    "a number of an identity document",
)
_DEGREES = r"-?\d{1,3}[.,]\d"
_BESIDE = r"(?:\s*[;|]\s*|\s*,\s+|\s+)"
LOOKS = (
    (PLACE, r"(?i)\b(?:multi)?(?:point|linestring|polygon)\s*(?:z|m|zm)?\s*\(\s*\(*\s*-?\d"),
    (PLACE, r"(?i)[\"']?coordinates[\"']?\s*:\s*\[|^\s*geo:-?\d"),
    (PLACE, r"(?i)(?:maps\.app\.goo\.gl|goo\.gl/maps|google\.\w+(?:\.\w+)?/maps|2gis\.|yandex\.\w+/maps)"),
    (
        PLACE,
        r"(?<![0-9A-Za-z])[23456789CFGHJMPQRVWXcfghjmpqrvwx]{4,8}\+[23456789CFGHJMPQRVWXcfghjmpqrvwx]{2,3}\b",
    ),
    (
        PLACE,
        r"\d{1,3}\s*°\s*\d{1,2}\s*['′’]|\d[.,]\d+\s*°|\d{1,3}[:\s]+\d{1,2}['′:\s]+\d{1,2}(?:[.,]\d+)?[\"″']*\s*[NSEWСЮВЗ]\b",
    ),
    (MAIL, r"[^\s@,;]@[^\s@,;]+\.\w{2,}"),
    (INTERNET, r"(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.])"),
    (RECORD, r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}|\b[0-9a-fA-F]{32}\b|(?i:\buuid:)"),
    (DEVICE, r"(?<![0-9A-Za-z])(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}(?![0-9A-Za-z])"),
    (DEVICE, r"(?i)\b(?:collect|imei|imsi|ee\.humanitarian[\w.]*|simserial|android_id):\s*\w{6,}"),
    (DEVICE, r"\b(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)[0-9a-f]{16}\b|(?<!\d)\d{14,20}(?!\d)"),
    (INTERNET, r"(?<![0-9A-Za-z:])(?:[0-9A-Fa-f]{1,4}:){3,7}[0-9A-Fa-f]{1,4}(?![0-9A-Za-z])"),
    (INTERNET, r"(?<![0-9A-Za-z:])(?:[0-9A-Fa-f]{1,4}(?::[0-9A-Fa-f]{1,4})*)?::[0-9A-Fa-f]{1,4}(?![g-zG-Z])"),
    (INTERNET, r"(?<![0-9A-Za-z:])(?:[0-9A-Fa-f]{1,4}:){2,7}:(?![\w:])"),
    (MOMENT, r"\d{4}[-./]\d{1,2}[-./]\d{1,2}[T ]+\d{1,2}:\d{2}|\d[./]\d{2,4},? +\d{1,2}:\d{2}"),
    (
        MOMENT,
        r"(?i)^\s*\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?m\.?)?\s*(?:z|[+-]\d{2}:?\d{2})?\s*$",
    ),
    (PLACE, r"-?\d{1,3}[.]\d{3,}\s*[,;\s]\s*-?\d{1,3}[.]\d{3,}|-?\d{1,3},\d{3,}\s*[;\s]\s*-?\d{1,3},\d{3,}"),
    (PLACE, rf"^\s*[(\[]?\s*{_DEGREES}+{_BESIDE}{_DEGREES}+(?:{_BESIDE}-?\d+(?:[.,]\d+)?)*\s*[)\]]?\s*$"),
    (
        PLACE,
        r"^\s*[(\[]?\s*-?\d{1,3}\.\d{2,}\s*,\s*-?\d{1,3}\.\d{2,}(?:\s*,\s*-?\d+(?:\.\d+)?)*\s*[)\]]?\s*$",
    ),
    (DOCUMENT, r"(?<!\d)\d{12}(?!\d)"),
    (TELEPHONE, r"(?<![\d.])\+?\d(?:[ \-()]{0,3}\d){8,14}(?!\d)"),
)
"""What a cell shows and the pattern that finds it, the surest first."""

_LOOKS = tuple((what, re.compile(pattern)) for what, pattern in LOOKS)
WINDOW, OVERLAP = 400, 120
"""Characters that are searched at once, and how many of them twice: some patterns take time that grows with
the square of the length, and nothing that identifies is longer than OVERLAP.
"""
_BLANKS = re.compile(r"(\s{4})\s+")
_COORDINATE = re.compile(r"-?\d{1,3}[.,]\d{4,}")
_NUMBER = re.compile(r"-?\d{1,3}(?:[.,](\d+))?")
_WORD = re.compile(r"[^\W\d_]+")
_HUMP = re.compile(r"(?<=[a-zа-я])(?=[A-ZА-Я])")
FINE = 3
"""Digits behind the point with which a degree of latitude shows a house: 0.001° is about 100 m."""
FARTHEST = 180.0
"""Degrees."""


def names_a_person(header: str) -> bool:
    """Whether a header has a word that names something identifying ("Client phone", "_uuid", "Ф.И.О.")."""
    words = _words(header)
    joined = "".join(words)
    return any(word in NAMES or word.startswith(STEMS) for word in (*words, joined))


def looks_like(cell: str) -> str | None:
    """What identifying thing a cell shows ("a telephone number"), or None."""
    text = _BLANKS.sub(r"\1", cell)
    if _COORDINATE.fullmatch(text.strip()):
        return PLACE
    return next((what for what, pattern in _LOOKS if _shows(text, pattern)), None)


def column_looks_like(cells: Iterable[str]) -> str | None:
    """What a whole column shows, under any name: one cell is enough, and one half of a divided coordinate
    is known by the fine fractions of most of its numbers.
    """
    filled = {cell.strip() for cell in cells if cell.strip()}
    return next((what for what in map(looks_like, sorted(filled)) if what), None) or half_a_place(filled)


def half_a_place(cells: Iterable[str]) -> str | None:
    """PLACE when all cells are degrees, at least half of them with FINE digits or more behind the point."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    numbers = [_NUMBER.fullmatch(cell) for cell in filled]
    if not filled or not all(numbers):
        return None
    if any(abs(float(cell.replace(",", "."))) > FARTHEST for cell in filled):
        return None
    fine = sum(len(number[1] or "") >= FINE for number in numbers if number)
    return PLACE if 2 * fine >= len(filled) else None


def _shows(text: str, pattern: re.Pattern[str]) -> bool:
    """Patterns of a whole cell take time that grows with its length only, and want all of it."""
    if pattern.pattern.endswith("$"):
        return bool(pattern.search(text))
    starts = range(0, max(len(text) - OVERLAP, 1), WINDOW - OVERLAP)
    return any(pattern.search(text, start, start + WINDOW) for start in starts)


def _words(header: str) -> list[str]:
    """Words in small letters; a capital inside divides a word ("deviceId"), a dot does not ("Ф.И.О.")."""
    divided = _HUMP.sub(" ", header.replace(".", ""))
    return [word.casefold() for word in _WORD.findall(divided.replace("_", " "))]
