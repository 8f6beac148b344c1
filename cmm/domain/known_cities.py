"""Cities and regions that nobody should have to type: names in all languages and where they lie.

Names of regions as the law of the country has them, positions to a tenth of a degree, the order that of the
Kazakh alphabet. Other cities are added by hand; another country is one more list.
"""

from dataclasses import dataclass

from cmm.domain.language import Translated


@dataclass(frozen=True, slots=True)
class KnownRegion:
    """A region; `country` is a code of ISO 3166-1."""

    code: str
    names: Translated
    country: str


@dataclass(frozen=True, slots=True)
class KnownCity:
    """A city. `region` is a code of `KNOWN_REGIONS`, `at` latitude and longitude in degrees."""

    code: str
    names: Translated
    region: str
    at: tuple[float, float]


def _region(code: str, kk: str, ru: str, en: str) -> KnownRegion:
    return KnownRegion(code, {"ru": ru, "kk": kk, "en": en}, "KZ")


def _city(code: str, kk: str, ru: str, region: str, latitude: float, longitude: float) -> KnownCity:
    """The English name is the code with a capital letter."""
    names = {"ru": ru, "kk": kk, "en": code.title()}
    return KnownCity(code, names, region, (latitude, longitude))


KNOWN_REGIONS = {
    region.code: region
    for region in (
        _region("abai-region", "Абай облысы", "область Абай", "Abai Region"),
        _region("akmola-region", "Ақмола облысы", "Акмолинская область", "Akmola Region"),
        _region("aktobe-region", "Ақтөбе облысы", "Актюбинская область", "Aktobe Region"),
        _region("almaty-city", "Алматы қаласы", "город Алматы", "Almaty City"),
        _region("almaty-region", "Алматы облысы", "Алматинская область", "Almaty Region"),
        _region("astana-city", "Астана қаласы", "город Астана", "Astana City"),
        _region("atyrau-region", "Атырау облысы", "Атырауская область", "Atyrau Region"),
        _region(
            "east-kazakhstan", "Шығыс Қазақстан облысы", "Восточно-Казахстанская область", "East Kazakhstan"
        ),
        _region("karaganda-region", "Қарағанды облысы", "Карагандинская область", "Karaganda Region"),
        _region("kostanay-region", "Қостанай облысы", "Костанайская область", "Kostanay Region"),
        _region("kyzylorda-region", "Қызылорда облысы", "Кызылординская область", "Kyzylorda Region"),
        _region("mangystau-region", "Маңғыстау облысы", "Мангистауская область", "Mangystau Region"),
        _region(
            "north-kazakhstan",
            "Солтүстік Қазақстан облысы",
            "Северо-Казахстанская область",
            "North Kazakhstan",
        ),
        _region("pavlodar-region", "Павлодар облысы", "Павлодарская область", "Pavlodar Region"),
        _region("shymkent-city", "Шымкент қаласы", "город Шымкент", "Shymkent City"),
        _region("turkistan-region", "Түркістан облысы", "Туркестанская область", "Turkistan Region"),
        _region("ulytau-region", "Ұлытау облысы", "область Улытау", "Ulytau Region"),
        _region(
            "west-kazakhstan", "Батыс Қазақстан облысы", "Западно-Казахстанская область", "West Kazakhstan"
        ),
        _region("zhambyl-region", "Жамбыл облысы", "Жамбылская область", "Zhambyl Region"),
        _region("zhetisu-region", "Жетісу облысы", "область Жетысу", "Zhetisu Region"),
    )
}

KNOWN_CITIES = {
    city.code: city
    for city in (
        _city("aktau", "Ақтау", "Актау", "mangystau-region", 43.7, 51.2),
        _city("aktobe", "Ақтөбе", "Актобе", "aktobe-region", 50.3, 57.2),
        _city("almaty", "Алматы", "Алматы", "almaty-city", 43.2, 76.9),
        _city("astana", "Астана", "Астана", "astana-city", 51.2, 71.4),
        _city("atyrau", "Атырау", "Атырау", "atyrau-region", 47.1, 51.9),
        _city("balkhash", "Балқаш", "Балхаш", "karaganda-region", 46.8, 75.0),
        _city("ekibastuz", "Екібастұз", "Экибастуз", "pavlodar-region", 51.7, 75.3),
        _city("zhezkazgan", "Жезқазған", "Жезказган", "ulytau-region", 47.8, 67.7),
        _city("karaganda", "Қарағанды", "Караганда", "karaganda-region", 49.8, 73.1),
        _city("kokshetau", "Көкшетау", "Кокшетау", "akmola-region", 53.3, 69.4),
        _city("konaev", "Қонаев", "Конаев", "almaty-region", 43.9, 77.1),
        _city("kostanay", "Қостанай", "Костанай", "kostanay-region", 53.2, 63.6),
        _city("kyzylorda", "Қызылорда", "Кызылорда", "kyzylorda-region", 44.8, 65.5),
        _city("oral", "Орал", "Уральск", "west-kazakhstan", 51.2, 51.4),
        _city("oskemen", "Өскемен", "Усть-Каменогорск", "east-kazakhstan", 50.0, 82.6),
        _city("pavlodar", "Павлодар", "Павлодар", "pavlodar-region", 52.3, 77.0),
        _city("petropavl", "Петропавл", "Петропавловск", "north-kazakhstan", 54.9, 69.2),
        _city("rudny", "Рудный", "Рудный", "kostanay-region", 53.0, 63.1),
        _city("semey", "Семей", "Семей", "abai-region", 50.4, 80.2),
        _city("taldykorgan", "Талдықорған", "Талдыкорган", "zhetisu-region", 45.0, 78.4),
        _city("taraz", "Тараз", "Тараз", "zhambyl-region", 42.9, 71.4),
        _city("temirtau", "Теміртау", "Темиртау", "karaganda-region", 50.1, 73.0),
        _city("turkistan", "Түркістан", "Туркестан", "turkistan-region", 43.3, 68.3),
        _city("shymkent", "Шымкент", "Шымкент", "shymkent-city", 42.3, 69.6),
    )
}
