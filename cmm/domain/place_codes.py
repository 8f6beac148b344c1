"""Codes of cities and sites, made of their names: they stand in addresses and file names."""

from collections.abc import Collection

from cmm.domain.language import Translated, in_language

LONGEST = 30
RESERVED = frozenset({"all", "compare", "pack", "v"})
"""Stand in addresses of the public pages in the place of a city; no city has such a code."""
_LATIN = dict(
    zip(
        "абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі",
        (
            *("a", "b", "v", "g", "d", "e", "e", "zh", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r"),
            *("s", "t", "u", "f", "kh", "ts", "ch", "sh", "shch", "", "y", "", "e", "yu", "ya"),
            *("a", "g", "q", "n", "o", "u", "u", "h", "i"),
        ),
        strict=True,
    )
)


def propose_code(names: Translated, taken: Collection[str]) -> str:
    """A code that is not taken, of the English name or another one: "ust-kamenogorsk", "oskemen-2"."""
    spelt = "".join(_LATIN.get(letter, letter) for letter in in_language(names, "en").lower())
    plain = "".join(letter if letter.isascii() and letter.isalnum() else " " for letter in spelt)
    start = "-".join(plain.split())[:LONGEST].strip("-") or "place"
    numbered = (start if number == 1 else f"{start}-{number}" for number in range(1, len(taken) + 3))
    return next(code for code in numbered if code not in taken and code not in RESERVED)
