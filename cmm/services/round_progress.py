"""How a round goes, as the office may see it: numbers of coupons and responses per city, never an answer."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from cmm.domain.language import Translated
from cmm.store.coupons import list_batches
from cmm.store.envelopes import count_envelopes, count_used
from cmm.store.rounds import SurveyRound, find_round, list_cities_of_round, list_rounds


@dataclass(frozen=True, slots=True)
class CityProgress:
    """One city of a round. `coupons_given` and `coupons_used` are 0 in a round by open link."""

    code: str
    names: Translated
    known_clients: int | None
    coupons_given: int
    coupons_used: int
    responses: int


@dataclass(frozen=True, slots=True)
class RoundProgress:
    """One round. How many people of a city answered is not secret; what they answered is."""

    round_id: str
    titles: Translated
    state: str
    access: str
    invented: bool
    opened_on: date | None
    closed_on: date | None
    cities: tuple[CityProgress, ...]

    @property
    def responses(self) -> int:
        return sum(city.responses for city in self.cities)


def list_round_progress(session: Session) -> list[RoundProgress]:
    """All rounds, drafts first, then the newest."""
    return [_progress(session, survey_round) for survey_round in list_rounds(session)]


def find_round_progress(session: Session, round_id: str) -> RoundProgress | None:
    survey_round = find_round(session, round_id)
    return _progress(session, survey_round) if survey_round else None


def _progress(session: Session, survey_round: SurveyRound) -> RoundProgress:
    return RoundProgress(
        round_id=survey_round.round_id,
        titles=survey_round.titles,
        state=survey_round.state,
        access=survey_round.access,
        invented=survey_round.invented,
        opened_on=survey_round.opened_on,
        closed_on=survey_round.closed_on,
        cities=_cities(session, survey_round.round_id),
    )


def _cities(session: Session, round_id: str) -> tuple[CityProgress, ...]:
    responses, used_of_batch = count_envelopes(session, round_id), count_used(session, round_id)
    given: Counter[str] = Counter()
    used: Counter[str] = Counter()
    for batch in list_batches(session, round_id):
        given[batch.city_id] += batch.given
        used[batch.city_id] += used_of_batch.get(batch.batch_id, 0)
    return tuple(
        CityProgress(
            code=city.city_id,
            names=city.names,
            known_clients=city.known_clients,
            coupons_given=given[city.city_id],
            coupons_used=used[city.city_id],
            responses=responses.get(city.city_id, 0),
        )
        for city in list_cities_of_round(session, round_id)
    )
