"""Everything that an evidence pack is made of. The same source gives the same bytes."""

from dataclasses import dataclass

from cmm.domain.questionnaire.model import Questionnaire
from cmm.services.published import PublishedSnapshot


@dataclass(frozen=True, slots=True)
class PackSource:
    """One publication, the questionnaire that was asked, and the address of the site that publishes it."""

    published: PublishedSnapshot
    questionnaire: Questionnaire
    address: str
