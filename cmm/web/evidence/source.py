"""Everything that an evidence pack is made of. The same source gives the same bytes."""

from dataclasses import dataclass
from datetime import date

from cmm.domain.questionnaire.model import Questionnaire
from cmm.services.published import PublishedSnapshot
from cmm.services.published_promises import PublicPromise


@dataclass(frozen=True, slots=True)
class PackSource:
    """One publication, the questionnaire that was asked, and the address of the site that publishes it.

    `promises` is what was asked of offices in these cities, overdue first; `promises_on` the day on which
    their ages are counted, None when there are none. `contact` is where the forum is written to, "" when
    that is not said. No clock is read while a pack is made.
    """

    published: PublishedSnapshot
    questionnaire: Questionnaire
    address: str
    promises: tuple[PublicPromise, ...] = ()
    promises_on: date | None = None
    contact: str = ""
