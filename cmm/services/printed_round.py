"""What can be printed of a round before it is opened: its questions, its cities, how people get in."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from cmm.domain.language import Translated
from cmm.domain.questionnaire.compiled import from_json
from cmm.domain.questionnaire.model import Questionnaire
from cmm.store.questionnaires import get_questionnaire
from cmm.store.rounds import get_round, list_cities_of_round


@dataclass(frozen=True, slots=True)
class PrintedRound:
    """A round as papers and posters name it. `cities` are (code, names) in order."""

    round_id: str
    titles: Translated
    access: str
    invented: bool
    questionnaire: Questionnaire
    cities: tuple[tuple[str, Translated], ...]


def get_printed_round(session: Session, round_id: str) -> PrintedRound:
    """Raises NoSuchRound."""
    survey_round = get_round(session, round_id)
    version = get_questionnaire(session, survey_round.questionnaire_digest)
    cities = list_cities_of_round(session, round_id)
    return PrintedRound(
        round_id=survey_round.round_id,
        titles=survey_round.titles,
        access=survey_round.access,
        invented=survey_round.invented,
        questionnaire=from_json(version.compiled),
        cities=tuple((city.city_id, city.names) for city in cities),
    )
