"""The community of each city looks at its figures before they are published; the provider may reply.

A meeting is recorded by a secretary of the city or a coordinator. It counts as long as the figures of the
city stay the same. Rows are added and never changed: who made a mistake records the meeting again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from cmm.domain.language import Translated
from cmm.domain.refusal import Refusal
from cmm.domain.snapshot import (
    AGREED,
    OUTCOMES,
    Meeting,
    current_meetings,
    digest_of,
    figures_digest,
    list_unvalidated,
    parse_snapshot,
)
from cmm.services.audit import note
from cmm.services.transaction import transaction
from cmm.store import meetings as store
from cmm.store import rounds
from cmm.store.accounts import get_account, list_account_cities
from cmm.store.meetings import ProviderReply
from cmm.store.snapshots import find_candidate, find_latest

MOST_PRESENT = 500
LONGEST_WORDS = 2000
LONGEST_PROVIDER = 200
RECORDERS = ("secretary", "coordinator")


class NotYourCity(Refusal):
    """A secretary records for their own cities, a coordinator for all, a reader for none."""


class NothingToValidate(Refusal):
    """Nothing is prepared, so no community can have looked at it."""


class NothingToReplyTo(Refusal):
    """Nothing is prepared and nothing is public, so there is nothing to reply to."""


class CityWithoutFigures(Refusal):
    """The city has no figures in what is prepared or public."""


class BadMeetingDay(Refusal):
    """A meeting is held, and a reply given, after the round was closed and not in the future."""


class BadPresent(Refusal):
    """How many were present is a whole number from 1 to MOST_PRESENT."""


class UnknownOutcome(Refusal):
    """A meeting agreed, corrected or rejected."""


class CorrectionsMissing(Refusal):
    """Who corrects or rejects says what is wrong, for the public."""


class ReplyIncomplete(Refusal):
    """A reply has the name of the provider and its words."""


class WordsTooLong(Refusal):
    """Words for the public page have at most so many characters."""


@dataclass(frozen=True, slots=True)
class CityValidation:
    """One city: the meeting that counts for its figures; `outdated` when there were only meetings about other
    figures; its newest reply.
    """

    city_id: str
    names: Translated
    unit: str
    meeting: Meeting | None
    outdated: bool
    reply: ProviderReply | None

    @property
    def confirmed(self) -> bool:
        return self.meeting is not None and self.meeting.confirms


@dataclass(frozen=True, slots=True)
class UnitValidation:
    """A unit may be published when all its cities have confirmed its figures."""

    code: str
    names: Translated
    cities: tuple[CityValidation, ...]

    @property
    def validated(self) -> bool:
        return all(city.confirmed for city in self.cities)


@dataclass(frozen=True, slots=True)
class RoundValidation:
    """Where a round stands. `prepared` is false when there is no candidate: then it is about what is public,
    and no meeting can be recorded. `digest` is the candidate's or the publication's.
    """

    digest: str
    prepared: bool
    units: tuple[UnitValidation, ...]

    @property
    def cities(self) -> tuple[CityValidation, ...]:
        return tuple(city for unit in self.units for city in unit.cities)

    @property
    def confirmed(self) -> int:
        """How many cities have confirmed their figures."""
        return sum(city.confirmed for city in self.cities)

    @property
    def publishable(self) -> tuple[UnitValidation, ...]:
        return tuple(unit for unit in self.units if unit.validated)

    @property
    def held_back(self) -> tuple[UnitValidation, ...]:
        return tuple(unit for unit in self.units if not unit.validated)


def find_validation(session: Session, round_id: str) -> RoundValidation | None:
    """Who has confirmed the candidate, or what is public if there is none; None if there is neither."""
    candidate = find_candidate(session, round_id)
    latest = find_latest(session, round_id)
    looked_at = candidate or (None if latest is None or latest.withdrawn_on else latest)
    if looked_at is None:
        return None
    content = parse_snapshot(looked_at.content).content
    units = tuple(_units(session, round_id, content))
    return RoundValidation(digest_of(looked_at.content), candidate is not None, units)


def list_to_hold_back(session: Session, round_id: str, content: Mapping[str, Any]) -> list[str]:
    """Codes of units of a content whose communities have not confirmed their figures."""
    return list_unvalidated(content, store.list_meetings(session, round_id))


@transaction
def record_meeting(
    session: Session,
    *,
    round_id: str,
    city_id: str,
    account_id: str,
    held_on: date,
    present: int,
    outcome: str,
    corrections: str,
    today: date,
) -> None:
    """Record that a city's community looked at the candidate. Whoever was there is not named.

    Raises NoSuchRound, NotYourCity, NothingToValidate, CityWithoutFigures, BadMeetingDay, BadPresent,
    UnknownOutcome, CorrectionsMissing, WordsTooLong.
    """
    survey_round = rounds.get_round(session, round_id, lock="write")
    _check_recorder(session, account_id, city_id)
    candidate = find_candidate(session, round_id)
    if candidate is None:
        raise NothingToValidate(round_id)
    words = _checked_words(outcome, corrections)
    _check_day(held_on, survey_round.closed_on, today)
    if not 1 <= present <= MOST_PRESENT:
        raise BadPresent(str(MOST_PRESENT))
    content = parse_snapshot(candidate.content).content
    digest = figures_digest(content, _unit_of(content, city_id))
    store.add_meeting(
        session,
        Meeting(city_id, digest, held_on, present, outcome, words),
        round_id=round_id,
        candidate_digest=digest_of(candidate.content),
        recorded_by=account_id,
        recorded_on=today,
    )
    note(session, account_id, "meeting_recorded", round_id, city=city_id, outcome=outcome)


@transaction
def record_reply(
    session: Session,
    *,
    round_id: str,
    city_id: str,
    account_id: str,
    provider: str,
    words: str,
    replied_on: date,
    today: date,
) -> None:
    """Record what the provider of a city's services says to the result, word for word.

    Raises NoSuchRound, NotYourCity, NothingToReplyTo, CityWithoutFigures, BadMeetingDay, ReplyIncomplete,
    WordsTooLong.
    """
    survey_round = rounds.get_round(session, round_id, lock="write")
    _check_recorder(session, account_id, city_id)
    validation = find_validation(session, round_id)
    if validation is None:
        raise NothingToReplyTo(round_id)
    if city_id not in {city.city_id for city in validation.cities}:
        raise CityWithoutFigures(city_id)
    provider, words = provider.strip(), words.strip()
    if not provider or not words:
        raise ReplyIncomplete
    if len(words) > LONGEST_WORDS or len(provider) > LONGEST_PROVIDER:
        raise WordsTooLong(str(LONGEST_WORDS))
    _check_day(replied_on, survey_round.closed_on, today)
    store.add_reply(
        session,
        round_id=round_id,
        city_id=city_id,
        provider=provider,
        words=words,
        replied_on=replied_on,
        recorded_by=account_id,
    )
    note(session, account_id, "reply_recorded", round_id, city=city_id)


def _units(session: Session, round_id: str, content: Mapping[str, Any]) -> list[UnitValidation]:
    meetings = store.list_meetings(session, round_id)
    current, met = current_meetings(content, meetings), {meeting.city_id for meeting in meetings}
    replies = {reply.city_id: reply for reply in store.list_replies(session, round_id)}

    def describe(city: Mapping[str, Any], unit: str) -> CityValidation:
        code = city["code"]
        outdated = code in met and code not in current
        return CityValidation(code, city["names"], unit, current.get(code), outdated, replies.get(code))

    return [
        UnitValidation(
            unit["code"], unit["names"], tuple(describe(city, unit["code"]) for city in unit["cities"])
        )
        for unit in content["units"]
    ]


def _check_recorder(session: Session, account_id: str, city_id: str) -> None:
    account = get_account(session, account_id)
    cities = list_account_cities(session, account_id) if account.role == "secretary" else []
    if account.disabled or account.role not in RECORDERS or (cities and city_id not in cities):
        raise NotYourCity(city_id)


def _checked_words(outcome: str, corrections: str) -> str:
    words = corrections.strip()
    if outcome not in OUTCOMES:
        raise UnknownOutcome(outcome)
    if outcome != AGREED and not words:
        raise CorrectionsMissing
    if len(words) > LONGEST_WORDS:
        raise WordsTooLong(str(LONGEST_WORDS))
    return words


def _check_day(day: date, closed_on: date | None, today: date) -> None:
    if day > today or (closed_on and day < closed_on):
        raise BadMeetingDay


def _unit_of(content: Mapping[str, Any], city_id: str) -> str:
    for unit in content["units"]:
        if city_id in {city["code"] for city in unit["cities"]}:
            return str(unit["code"])
    raise CityWithoutFigures(city_id)
