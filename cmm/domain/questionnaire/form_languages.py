"""Languages of an XLSForm: "Русский (ru)", "French", "EN" or nothing at all, to codes, the default one
first.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

UNNAMED = None
"""The language of a column that names none ("label")."""

_CODE = re.compile(r"\(([A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*)\)\s*$")
_BARE_CODE = re.compile(r"[A-Za-z]{2}")
_NAMES = {
    "en": ("english", "английский", "ағылшын", "anglais", "englisch"),
    "ru": ("русский", "русский язык", "russian", "орысша", "орыс тілі", "russe", "russisch"),
    "kk": ("қазақша", "қазақ", "қазақ тілі", "казахский", "kazakh", "qazaqsha", "qazaq"),
    "ky": ("кыргызча", "кыргызский", "kyrgyz"),
    "uz": ("oʻzbekcha", "o'zbekcha", "ўзбекча", "узбекский", "uzbek"),
    "tg": ("тоҷикӣ", "таджикский", "tajik"),
    "uk": ("українська", "украинский", "ukrainian"),
    "ro": ("română", "romana", "румынский", "romanian"),
    "de": ("deutsch", "немецкий", "german", "allemand"),
    "fr": ("français", "francais", "французский", "french", "französisch"),
    "es": ("español", "espanol", "испанский", "spanish"),
    "pt": ("português", "portugues", "portuguese"),
    "ar": ("العربية", "arabic", "arabe"),
    "am": ("አማርኛ", "amharic"),
    "sw": ("kiswahili", "swahili"),
    "tr": ("türkçe", "turkce", "turkish"),
    "ka": ("ქართული", "georgian", "грузинский"),
    "hy": ("հայերեն", "armenian", "армянский"),
    "az": ("azərbaycan", "azerbaijani"),
}
_BY_NAME = {name: code for code, names in _NAMES.items() for name in names}


@dataclass(frozen=True, slots=True)
class FormLanguages:
    """`codes` of a form, the default one first; `by_name` maps what the author wrote (None: nothing) to a
    code.
    """

    codes: tuple[str, ...]
    by_name: Mapping[str | None, str]

    def written(self, code: str) -> str | None:
        """How the author writes the language `code` in a header; None where headers name no language."""
        return next((name for name, known in self.by_name.items() if known == code and name), None)


def language_code(name: str) -> str:
    """The code for a language's name as written in a form: "Русский (ru)" and "Русский" are "ru"; else a
    slug.
    """
    in_brackets = _CODE.search(name)
    if in_brackets:
        return in_brackets.group(1).replace("_", "-").lower()
    plain = name.strip().lower()
    if plain in _BY_NAME:
        return _BY_NAME[plain]
    if _BARE_CODE.fullmatch(plain):
        return plain
    return re.sub(r"[\W_]+", "-", plain).strip("-") or "en"


def read_languages(
    named: Iterable[str | None], label_names: Iterable[str | None], default: str
) -> FormLanguages:
    """Languages of a form from the language names in its headers.

    `named` are those of all columns in order, `label_names` those of the labels; `default` is the setting
    default_language, possibly "". A column without a language speaks the default one: the setting, else
    English where the labels have such a column, else the first language named.
    """
    names = list(dict.fromkeys(name for name in named if name and name.lower() != "default"))
    by_name: dict[str | None, str] = {name: language_code(name) for name in names}
    if default and default.lower() != "default":
        chosen = language_code(default)
    elif names and UNNAMED not in set(label_names):
        chosen = by_name[names[0]]
    else:
        chosen = "en"
    present = list(dict.fromkeys(by_name.values()))
    if UNNAMED in set(label_names) or not present:
        present.append(chosen)
    first = chosen if chosen in present else present[0]
    codes = dict.fromkeys([first, *present])
    return FormLanguages(tuple(codes), {**by_name, UNNAMED: first, "default": first})
