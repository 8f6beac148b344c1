"""Where a figure comes from, as it stands inside the picture."""

from dataclasses import dataclass
from datetime import date

from cmm.web.i18n import day
from cmm.web.i18n import gettext as _


@dataclass(frozen=True, slots=True)
class FigureSource:
    """The round and its dates, the address at which the figure can be checked, and the publication."""

    title: str
    period: str
    address: str
    published_on: date
    number: int
    invented: bool

    @property
    def lines(self) -> tuple[str, ...]:
        """Who collected what and when, in the language of the page; the address stands last."""
        collected = _("Collected by the people who use these services.")
        published = _("Publication %(number)s, %(day)s.") % {
            "number": self.number,
            "day": day(self.published_on),
        }
        about = f"{self.title}, {self.period}".removesuffix(".")  # some languages end a date with one
        return f"{about}. {collected}", published, self.address
