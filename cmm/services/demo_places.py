"""Cities of the demo, in the order of the Kazakh alphabet. What their invented clients say is invented."""

from dataclasses import dataclass

from cmm.domain.known_cities import KNOWN_CITIES
from cmm.domain.language import Translated


@dataclass(frozen=True, slots=True)
class DemoCity:
    """One of `KNOWN_CITIES`, how many invented people answer there, and how many clients are supposed to be
    known. `before` are the answers half a year earlier; `change` says how many steps of trouble there were
    more (or, below 0, fewer) at that time.
    """

    code: str
    answers: int
    known_clients: int
    before: int = 0
    change: float = 0.0

    @property
    def names(self) -> Translated:
        return KNOWN_CITIES[self.code].names

    @property
    def region(self) -> str:
        """The code of a known region."""
        return KNOWN_CITIES[self.code].region


DEMO_CITIES = (
    DemoCity("aktobe", 19, 24),
    DemoCity("almaty", 40, 47, before=41, change=2.0),
    DemoCity("atyrau", 12, 15),
    DemoCity("ekibastuz", 14, 17),
    DemoCity("karaganda", 31, 36, before=29),
    DemoCity("kostanay", 22, 27),
    DemoCity("kyzylorda", 6, 8),
    DemoCity("oral", 25, 31),
    DemoCity("oskemen", 33, 38, before=31),
    DemoCity("pavlodar", 38, 46, before=36),
    DemoCity("semey", 18, 22),
    DemoCity("taraz", 8, 11),
    DemoCity("temirtau", 35, 41, before=33, change=-2.0),
)
"""Almaty became better and Temirtau worse, so that changes are seen."""

SITE_NAMES = {"ru": "Пункт ОЗТ (пример)", "kk": "ОАТ пункті (мысал)", "en": "OST site (example)"}
