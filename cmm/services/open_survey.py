"""What the respondents' door may know of a round: what it asks, where, and the key to seal with."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from cmm.domain.language import Translated
from cmm.domain.questionnaire.compiled import from_json
from cmm.domain.questionnaire.model import Questionnaire
from cmm.domain.questionnaire.notes_by_name import shows_help, warns_of_onlookers
from cmm.store.questionnaires import get_questionnaire
from cmm.store.rounds import find_round, list_cities_of_round, list_rounds

MOST_REMEMBERED = 30
"""Questionnaires that a process remembers, some 0.2 MB each."""

_remembered: dict[str, Questionnaire] = {}


@dataclass(frozen=True, slots=True)
class OpenSurvey:
    """A round that was opened once; `state` says whether it takes responses now ("open", "paused", "closed").

    `cities` are (code, names) in order. Every envelope holds `envelope_size` bytes of plaintext, sealed to
    `public_key` (65 bytes). `help` are (names, where people find help) of the cities that have such words,
    if the questionnaire wants them shown after sending.
    """

    round_id: str
    titles: Translated
    state: str
    access: str
    questionnaire: Questionnaire
    cities: tuple[tuple[str, Translated], ...]
    invented: bool
    opened_on: date
    public_key: bytes
    envelope_size: int
    help: tuple[tuple[Translated, Translated], ...] = ()

    @property
    def large_exit(self) -> bool:
        """Whether the way out stands out on every page, because somebody may look over the shoulder."""
        return warns_of_onlookers(self.questionnaire)


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """A round that everybody may answer now, as the first page names it."""

    round_id: str
    titles: Translated
    invented: bool


def find_open_survey(session: Session, round_id: str) -> OpenSurvey | None:
    """The round, or None when there is none or it was never opened."""
    survey_round = find_round(session, round_id)
    if survey_round is None or survey_round.opened_on is None:
        return None
    questionnaire = _read_questionnaire(session, survey_round.questionnaire_digest)
    cities = list_cities_of_round(session, round_id)
    helped = [city for city in cities if city.help] if shows_help(questionnaire) else []
    return OpenSurvey(
        round_id=survey_round.round_id,
        titles=survey_round.titles,
        state=survey_round.state,
        access=survey_round.access,
        questionnaire=questionnaire,
        cities=tuple((city.city_id, city.names) for city in cities),
        invented=survey_round.invented,
        opened_on=survey_round.opened_on,
        public_key=survey_round.public_key,
        envelope_size=survey_round.envelope_size,
        help=tuple((city.names, city.help) for city in helped),
    )


def list_open_by_link(session: Session) -> list[OpenInvitation]:
    """The rounds that take responses now without a coupon, the newest first."""
    return [
        OpenInvitation(one.round_id, one.titles, one.invented)
        for one in list_rounds(session)
        if one.state == "open" and one.access == "link"
    ]


def find_state(session: Session, round_id: str) -> str | None:
    """The state of a round, or None when there is none. All else about an opened round stays as it is."""
    survey_round = find_round(session, round_id)
    return survey_round.state if survey_round else None


def _read_questionnaire(session: Session, digest: str) -> Questionnaire:
    """Reading one costs more than all else in a submission; the digest says everything about it."""
    found = _remembered.get(digest)
    if found is None:
        found = from_json(get_questionnaire(session, digest).compiled)
        while len(_remembered) >= MOST_REMEMBERED:
            _remembered.pop(next(iter(_remembered), ""), None)
        _remembered[digest] = found
    return found
