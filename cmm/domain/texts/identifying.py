"""Where a text could identify somebody: names, phones, addresses, dates, doses, ages, staff, places, work.

It errs on the side of marking: a mark is a question to the person who reads, never a decision. Russian and
Kazakh, also when they are typed in Latin letters.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from cmm.domain.texts import word_lists

REASONS = (
    "contact",
    "phone",
    "address",
    "dose",
    "age",
    "date",
    "place",
    "staff",
    "work",
    "circumstance",
    "name",
    "number",
)
"""What a mark can be about, the surest first; where marks overlap, the surest one names them."""

COMMON = frozenset({"staff", "work", "circumstance"})
"""Marks that help in reading, but identify nobody in a sentence that names no place: "a nurse", "my wife"."""

GAP = "…"
"""Stands in the place of what was taken out."""

_FEWEST_LETTERS = 4
_CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщыэюяәғқңөұүһі"
_TYPED = "a b v g d e e zh z i y k l m n o p r s t u f kh ts ch sh shch y e yu ya a g k n o u u h i"
_LATIN = {"ъ": "", "ь": "", **dict(zip(_CYRILLIC, _TYPED.split(), strict=True))}
_UNITS = r"мг|мл|mg|ml|миллиграмм\w*|миллилитр\w*|грамм\w*|куб\w{0,3}|таблет\w*|milligramm\w*"
_TENS = r"(?:двадцать|тридцать|сорок|пятьдесят|шестьдесят|семьдесят|восемьдесят|девяносто|сто|двести"
_TENS += r"|жиырма|отыз|қырық|елу|алпыс|жетпіс|сексен|тоқсан|жүз)"
_MONTHS = "|".join(word.rstrip("*") for word in word_lists.MONTHS.split())
_PATTERNS = {
    "contact": r"[^\s@,;]+@[^\s@,;]+\.\w{2,}|(?<!\w)@\w{3,}|(?:https?://|www\.|t\.me/|wa\.me/)\S+",
    "phone": r"(?<!\d)\+?\d(?:[ \-–().]{0,3}\d){5,14}(?!\d)",
    "address": (
        r"(?<!\w)(?:ул|пр|пр-т|просп|пер|мкр|мкрн|ul|mkr|pr)(?:\.\s*|\s+)[\"«]?\w[\w\-]*(?:[,\s]+\d+\w?)?"
        r"|(?<!\w)(?:дом|д|кв|квартира|корпус|үй|пәтер|dom|kv|uy)\.?\s*(?:№\s*)?\d+\w?"
        r"|(?<!\d)\d+[\s\-]*(?:й|ші|шы)?[\s\-]*(?:үй|пәтер|мкр|микрорайон\w*|шағын\s?аудан\w*)"
        r"|\w[\w\-]*\s+(?:көшесі|көшесінде|даңғылы|даңғылында|koshesi|kwesi)"
    ),
    "dose": rf"(?<!\d)\d+(?:[.,]\d+)?\s*(?:{_UNITS})(?!\w)|{_TENS}(?:\s\w+)?\s+(?:{_UNITS})(?!\w)",
    "age": (
        r"(?<!\d)\d{1,2}\s*(?:лет|год\w{0,2}|жас\w{0,6}|let|goda|zhas\w{0,4})(?!\w)"
        rf"|{_TENS}(?:\s\w+)?\s+(?:лет|год\w{{0,2}}|жас\w{{0,6}})(?!\w)"
    ),
    "date": (
        r"(?<!\d)\d{1,2}[./\-]\d{1,2}(?:[./\-]\d{2,4})?(?!\d)|(?<!\d)\d{4}-\d{2}-\d{2}(?!\d)"
        r"|(?<!\d)(?:19|20)\d{2}(?!\d)|(?<!\d)\d{1,2}[:.]\d{2}(?!\d)|\d{1,2}\s*числа"
        rf"|\d{{1,2}}[\s\-]*(?:{_MONTHS})\w*|(?<!\w)(?:{_MONTHS})\w*\s+\d{{1,2}}"
    ),
    "name": r"(?<![\w.])[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]\.\s?(?:[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]\.\s?)?[A-ZА-ЯЁӘҒҚҢӨҰҮҺІ]\w+",
    "work": r"(?<!\w)(?:ТОО|ЖШС|АО|ИП|ЖК|ГКП)(?!\w)|№\s*\d+|\w+\s*№\s*\d+",
    "number": r"\d+",
}
_WORDS = {
    "address": word_lists.STREETS,
    "date": word_lists.MONTHS + word_lists.DAYS,
    "name": word_lists.NAMES,
    "staff": word_lists.STAFF,
    "place": word_lists.CITIES,
    "work": word_lists.WORKPLACES,
    "circumstance": word_lists.RELATIONS,
}
_PATRONYMIC = re.compile(
    r"\w{3,}(?:ович|евич|овна|евна|ична|ұлы|қызы|улы|кызы|ovich|evich|ovna|evna|uly|kyzy)\w{0,3}"
)
_SURNAME = re.compile(r"\w{3,}(?:ов|ев|ёв|ин|ский|цкий|баев|беков|ov|ev|in)(?:а|у|ым|ой|е|a|oy)?")
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_SENTENCE_ENDS = '.!?…\n«"(:;–—-'


class Span(NamedTuple):
    """Characters `start` to `end` (not included) of a text, and one of REASONS."""

    start: int
    end: int
    reason: str


def find_identifying(text: str, places: Iterable[str] = ()) -> list[Span]:
    """Where `text` could identify somebody, in order and without overlaps.

    `places` are further names that identify, in any language: the cities and sites of the round.
    """
    found = [*_by_pattern(text), *_by_word(text, _stems_of(places)), *_by_capital(text)]
    merged: list[Span] = []
    for span in sorted(found):
        if merged and span.start < merged[-1].end:
            last = merged.pop()
            surest = min(last.reason, span.reason, key=REASONS.index)
            span = Span(last.start, max(last.end, span.end), surest)
        merged.append(span)
    return merged


def find_in_words(words: str, places: Iterable[str] = ()) -> list[Span]:
    """The same for a sentence that is to be published without any place: what is COMMON is left out."""
    return [span for span in find_identifying(words, places) if span.reason not in COMMON]


def redact(text: str, spans: Iterable[Span]) -> str:
    """The text with GAP in the place of every span; spans are in order and do not overlap."""
    parts, reached = [], 0
    for span in spans:
        parts += [text[reached : span.start], GAP]
        reached = span.end
    return re.sub(rf"{GAP}(?:[\s,.]*{GAP})+", GAP, "".join([*parts, text[reached:]]))


def _by_pattern(text: str) -> Iterator[Span]:
    for reason, pattern in _patterns():
        for match in pattern.finditer(text):
            yield Span(*match.span(), reason)


def _by_word(text: str, places: tuple[str, ...]) -> Iterator[Span]:
    for match in _WORD.finditer(text):
        word = match.group().casefold()
        for reason, (whole, stems) in _word_lists().items():
            if word in whole or word.startswith(stems) or (reason == "place" and word.startswith(places)):
                yield Span(*match.span(), reason)


def _by_capital(text: str) -> Iterator[Span]:
    """Names have a capital letter inside a sentence, or the ending of a patronymic or a surname."""
    for match in _WORD.finditer(text):
        word = match.group()
        if not word[0].isupper() or (word.isupper() and len(word) > 1):
            continue
        before = text[: match.start()].rstrip(" \t\"'«(")
        inside = bool(before) and before[-1] not in _SENTENCE_ENDS
        if inside or _PATRONYMIC.fullmatch(word) or _SURNAME.fullmatch(word):
            yield Span(*match.span(), "name")


@cache
def _patterns() -> list[tuple[str, re.Pattern[str]]]:
    """Only initials and the abbreviations of firms need their capitals."""
    exact = ("name", "work")
    return [
        (reason, re.compile(pattern, 0 if reason in exact else re.IGNORECASE))
        for reason, pattern in _PATTERNS.items()
    ]


@cache
def _word_lists() -> dict[str, tuple[frozenset[str], tuple[str, ...]]]:
    """Whole words and beginnings by reason, in both scripts."""
    return {reason: _read_list(words) for reason, words in _WORDS.items()}


def _read_list(words: str) -> tuple[frozenset[str], tuple[str, ...]]:
    both = [spelling for word in words.split() for spelling in _spellings(word)]
    return frozenset(word.rstrip("*") for word in both if word.endswith("*")), tuple(
        word for word in both if not word.endswith("*")
    )


def _spellings(word: str) -> set[str]:
    latin = "".join(_LATIN.get(sign, sign) for sign in word)
    return {word, latin, latin.replace("kh", "h"), latin.replace("y", "i")}


def _stems_of(places: Iterable[str]) -> tuple[str, ...]:
    """Beginnings of the words of names, without the ending that changes; short words are left out."""
    words = {word.casefold() for place in places for word in _WORD.findall(place)}
    stems = {word.rstrip("аеёиоуыэюяьйәөұүі") or word for word in words if len(word) >= _FEWEST_LETTERS}
    return tuple(spelling for stem in sorted(stems) if len(stem) > 2 for spelling in _spellings(stem))
