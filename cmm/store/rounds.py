"""Survey rounds, their cities and their keys."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from cmm.domain.language import Translated
from cmm.domain.refusal import Refusal
from cmm.store.models import City, Coupon, CouponBatch, FieldPass
from cmm.store.models import RoundCity as RoundCity
from cmm.store.models import RoundKey as RoundKey
from cmm.store.models import SurveyRound as SurveyRound

RECOVERY = "recovery"
"""The holder that is no account but a key on paper."""


class NoSuchRound(Refusal):
    """No round has this id."""


class CityNotInRound(Refusal):
    """The city does not take part in this round."""


@dataclass(frozen=True, slots=True)
class CityOfRound:
    """A city that takes part, with the known number of its clients; `help` says where people find help."""

    city_id: str
    names: Translated
    region: str
    known_clients: int | None
    known_clients_source: str
    help: Translated


def find_round(session: Session, round_id: str) -> SurveyRound | None:
    return session.get(SurveyRound, round_id)


def get_round(
    session: Session, round_id: str, *, lock: Literal["read", "write"] | None = None
) -> SurveyRound:
    """The round as it is now. Raises NoSuchRound.

    `lock` holds the row until the transaction ends: readers share it, a writer is alone. (SQLite needs none
    of that: a writing transaction holds the whole file.)
    """
    statement = select(SurveyRound).where(SurveyRound.round_id == round_id)
    if lock:
        statement = statement.with_for_update(read=lock == "read", key_share=lock == "write")
    survey_round = session.scalar(statement.execution_options(populate_existing=True))
    if survey_round is None:
        raise NoSuchRound(round_id)
    return survey_round


def list_rounds(session: Session) -> list[SurveyRound]:
    """All rounds: the drafts, then by the day of opening, newest first, then by id."""
    rounds = session.scalars(select(SurveyRound).order_by(SurveyRound.round_id)).all()
    return sorted(rounds, key=lambda one: one.opened_on or date.max, reverse=True)


def list_cities_of_round(session: Session, round_id: str) -> list[CityOfRound]:
    """The cities of a round by position, then by code."""
    statement = (
        select(City, RoundCity)
        .join(RoundCity, RoundCity.city_id == City.city_id)
        .where(RoundCity.round_id == round_id)
        .order_by(City.position, City.city_id)
    )
    return [
        CityOfRound(
            city.city_id,
            city.names,
            city.region_id or "",
            of_round.known_clients,
            of_round.known_clients_source,
            city.help,
        )
        for city, of_round in session.execute(statement)
    ]


def get_city_of_round(session: Session, round_id: str, city_id: str) -> CityOfRound:
    """Raises CityNotInRound."""
    for city in list_cities_of_round(session, round_id):
        if city.city_id == city_id:
            return city
    raise CityNotInRound(city_id)


def find_round_key(session: Session, round_id: str, holder: str) -> RoundKey | None:
    return session.get(RoundKey, (round_id, holder))


def list_key_holders(session: Session, round_id: str) -> list[str]:
    """Account ids, and RECOVERY, that hold the round's key."""
    of_round = select(RoundKey.holder).where(RoundKey.round_id == round_id)
    return list(session.scalars(of_round.order_by(RoundKey.holder)))


def list_rounds_of_holder(session: Session, holder: str) -> list[str]:
    """Ids of the rounds whose key is sealed to the holder."""
    of_holder = select(RoundKey.round_id).where(RoundKey.holder == holder)
    return list(session.scalars(of_holder.order_by(RoundKey.round_id)))


def add_round_key(session: Session, key: RoundKey) -> None:
    session.add(key)
    session.flush()


def drop_keys_of_holder(session: Session, holder: str) -> None:
    """Delete what was sealed to a key that nobody can open any more."""
    session.execute(delete(RoundKey).where(RoundKey.holder == holder))


def wipe_round_keys(session: Session, round_id: str) -> None:
    """Delete the sealed private key of a round, for all its holders and for the recovery key."""
    session.execute(delete(RoundKey).where(RoundKey.round_id == round_id))


def add_round(
    session: Session, survey_round: SurveyRound, cities: list[RoundCity], keys: list[RoundKey]
) -> None:
    session.add(survey_round)
    session.flush()
    session.add_all([*cities, *keys])
    session.flush()


def delete_round(session: Session, round_id: str) -> None:
    """Delete a round that was never opened, with its keys, coupons and passes."""
    batches = select(CouponBatch.batch_id).where(CouponBatch.round_id == round_id)
    session.execute(delete(Coupon).where(Coupon.batch_id.in_(batches)))
    for table in (CouponBatch, FieldPass, RoundKey, RoundCity, SurveyRound):
        session.execute(delete(table).where(table.round_id == round_id))
