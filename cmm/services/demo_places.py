"""Cities of the demo, in the order of the Kazakh alphabet. What their invented clients say is invented."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DemoCity:
    """A city, how many invented people answer there, and how many clients are supposed to be known."""

    code: str
    kk: str
    ru: str
    en: str
    region: str
    answers: int
    known_clients: int

    @property
    def names(self) -> Mapping[str, str]:
        return {"ru": self.ru, "kk": self.kk, "en": self.en}


DEMO_CITIES = (
    DemoCity("aktobe", "Ақтөбе", "Актобе", "Aktobe", "Ақтөбе облысы", 19, 24),
    DemoCity("almaty", "Алматы", "Алматы", "Almaty", "Алматы қаласы", 40, 47),
    DemoCity("atyrau", "Атырау", "Атырау", "Atyrau", "Атырау облысы", 12, 15),
    DemoCity("ekibastuz", "Екібастұз", "Экибастуз", "Ekibastuz", "Павлодар облысы", 14, 17),
    DemoCity("karaganda", "Қарағанды", "Караганда", "Karaganda", "Қарағанды облысы", 31, 36),
    DemoCity("kostanay", "Қостанай", "Костанай", "Kostanay", "Қостанай облысы", 22, 27),
    DemoCity("kyzylorda", "Қызылорда", "Кызылорда", "Kyzylorda", "Қызылорда облысы", 6, 8),
    DemoCity("oral", "Орал", "Уральск", "Oral", "Батыс Қазақстан облысы", 25, 31),
    DemoCity("oskemen", "Өскемен", "Усть-Каменогорск", "Oskemen", "Шығыс Қазақстан облысы", 33, 38),
    DemoCity("pavlodar", "Павлодар", "Павлодар", "Pavlodar", "Павлодар облысы", 38, 46),
    DemoCity("semey", "Семей", "Семей", "Semey", "Абай облысы", 18, 22),
    DemoCity("taraz", "Тараз", "Тараз", "Taraz", "Жамбыл облысы", 8, 11),
    DemoCity("temirtau", "Теміртау", "Темиртау", "Temirtau", "Қарағанды облысы", 35, 41),
)

SITE_NAMES = {"ru": "Пункт ОЗТ (пример)", "kk": "ОАТ пункті (мысал)", "en": "OST site (example)"}
