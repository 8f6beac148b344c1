"""How a round goes, as the office may see it: numbers of coupons and responses per city, never an answer."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from cmm.domain.language import Translated
from cmm.domain.precision import response_rate
from cmm.domain.response_goals import Goal, list_goals
from cmm.store.coupons import list_batches
from cmm.store.envelopes import count_by_week, count_envelopes, count_used
from cmm.store.questionnaires import get_questionnaire
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
    """One round. How many people of a city answered is not secret; what they answered is.

    `form` is the title of the pinned questionnaire, `form_version` its version.
    """

    round_id: str
    titles: Translated
    state: str
    access: str
    invented: bool
    form: Translated
    form_version: str
    opened_on: date | None
    closed_on: date | None
    ends_on: date | None
    alert_every: int | None
    cities: tuple[CityProgress, ...]

    @property
    def responses(self) -> int:
        return sum(city.responses for city in self.cities)

    @property
    def alerts(self) -> tuple[tuple[CityProgress, int], ...]:
        """While it runs: the cities that reached a multiple of `alert_every`, each with the highest one."""
        if not self.alert_every or self.state == "closed":
            return ()
        reached = ((city, city.responses // self.alert_every * self.alert_every) for city in self.cities)
        return tuple((city, number) for city, number in reached if number)


@dataclass(frozen=True, slots=True)
class Collecting:
    """How far a city is. Only what counts is counted: batches set aside are left out of all numbers, and
    `set_aside` says how many responses that concerns. `weeks` are (Monday, responses), none left out between
    the first and the last; `rate` is a whole percent or None.
    """

    city: CityProgress
    coupons_given: int
    coupons_used: int
    responses: int
    set_aside: int
    rate: int | None
    goals: tuple[Goal, ...]
    weeks: tuple[tuple[date, int], ...]

    @property
    def has_too_many(self) -> bool:
        """More people answered than are known."""
        return self.rate is not None and self.rate > 100

    @property
    def busiest(self) -> int:
        return max((count for _week, count in self.weeks), default=0)


def list_collecting(session: Session, progress: RoundProgress) -> list[Collecting]:
    """The cities of a round in order."""
    weeks = count_by_week(session, progress.round_id)
    used = count_used(session, progress.round_id)
    batches = [batch for batch in list_batches(session, progress.round_id) if batch.set_aside_reason is None]
    found = []
    for city in progress.cities:
        own = [batch for batch in batches if batch.city_id == city.code]
        of_city = weeks.get(city.code, {})
        responses = sum(of_city.values())
        found.append(
            Collecting(
                city=city,
                coupons_given=sum(batch.given for batch in own),
                coupons_used=sum(used.get(batch.batch_id, 0) for batch in own),
                responses=responses,
                set_aside=city.responses - responses,
                rate=response_rate(responses, city.known_clients),
                goals=list_goals(responses, city.known_clients),
                weeks=_without_gaps(of_city),
            )
        )
    return found


def list_round_progress(session: Session) -> list[RoundProgress]:
    """All rounds, drafts first, then the newest."""
    return [_progress(session, survey_round) for survey_round in list_rounds(session)]


def find_round_progress(session: Session, round_id: str) -> RoundProgress | None:
    survey_round = find_round(session, round_id)
    return _progress(session, survey_round) if survey_round else None


def _progress(session: Session, survey_round: SurveyRound) -> RoundProgress:
    version = get_questionnaire(session, survey_round.questionnaire_digest)
    return RoundProgress(
        round_id=survey_round.round_id,
        titles=survey_round.titles,
        state=survey_round.state,
        access=survey_round.access,
        invented=survey_round.invented,
        form=version.compiled["title"],
        form_version=version.version,
        opened_on=survey_round.opened_on,
        closed_on=survey_round.closed_on,
        ends_on=survey_round.ends_on,
        alert_every=survey_round.alert_every,
        cities=_cities(session, survey_round.round_id),
    )


def _without_gaps(weeks: Mapping[date, int]) -> tuple[tuple[date, int], ...]:
    if not weeks:
        return ()
    first, last = min(weeks), max(weeks)
    mondays = [first + timedelta(weeks=number) for number in range((last - first).days // 7 + 1)]
    return tuple((monday, weeks.get(monday, 0)) for monday in mondays)


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
