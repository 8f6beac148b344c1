"""Rounds that are ready to submit to and to open, made through the services."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from secrets import token_hex
from typing import Any

from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from cmm.domain.answers import Answers
from cmm.domain.coded import Origin, ResponseCoder, code_answers
from cmm.domain.questionnaire.model import Choice, Question, Questionnaire
from cmm.domain.questionnaire.survey_folder import Survey
from cmm.domain.sealing import LockCost, ResponseOpener
from cmm.services.accounts import add_account
from cmm.services.coupons import make_batch
from cmm.services.open_envelopes import OpenedRound
from cmm.services.places import add_city, list_cities
from cmm.services.publish import find_candidate
from cmm.services.rounds import add_round, open_round
from cmm.services.submit_response import submit_response
from cmm.services.validation import find_validation, record_meeting
from cmm.store.envelopes import list_envelopes
from cmm.store.models import Account

FAST_LOCK = LockCost(iterations=1, lanes=1, memory=8)
FAST_HASHER = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
"""For tests only; the product has no such default."""

PEPPER = b"pepper of the tests, not a secret"
PASSWORD = "one long password"
PASSPHRASE = "a passphrase nobody guesses"
MONDAY = date(2026, 11, 16)


@dataclass(frozen=True)
class MadeRound:
    """What is needed to submit to a round and to open it. `coupons` maps city codes to unused codes."""

    round_id: str
    questionnaire: Questionnaire
    account_id: str
    recovery_key: str
    access: str
    coupons: dict[str, list[str]] = field(default_factory=dict)


def make_questionnaire(form_id: str = "small", version: str = "1") -> Questionnaire:
    """Two questions: was the site closed (yes, no, not_sure), and anything to add (text)."""
    answers = {"yes": "Да", "no": "Нет", "not_sure": "Не знаю"}
    return Questionnaire(
        form_id=form_id,
        version=version,
        title={"ru": "Короткий опрос", "en": "A short survey"},
        languages=("ru", "en"),
        items=(
            Question(name="closed", type="select_one", label={"ru": "Пункт был закрыт?"}, list_name="yn"),
            Question(name="more", type="text", label={"ru": "Что добавить?"}),
        ),
        choices={"yn": tuple(Choice(name, {"ru": words}) for name, words in answers.items())},
    )


def make_survey(
    questionnaire: Questionnaire | None = None, indicators: dict[str, Any] | None = None
) -> Survey:
    return Survey(
        questionnaire=questionnaire or make_questionnaire(),
        indicators=indicators or {"breakdowns": {}, "indicator": []},
        method={"ru": "Как считали."},
    )


def make_account(
    session: Session, name: str = "aigerim", role: str = "secretary", city_ids: Sequence[str] = ()
) -> Account:
    return add_account(
        session,
        name=name,
        role=role,
        password=PASSWORD,
        passphrase=PASSPHRASE,
        city_ids=city_ids,
        cost=FAST_LOCK,
        hasher=FAST_HASHER,
    )


def make_round(
    session: Session,
    questionnaire: Questionnaire | None = None,
    cities: Sequence[str] = ("almaty", "shymkent"),
    access: str = "coupon",
    *,
    round_id: str = "autumn",
    coupons_each: int = 5,
    survey: Survey | None = None,
    breakdowns: Sequence[str] = (),
    account_id: str | None = None,
    opened: bool = True,
) -> MadeRound:
    """A round with its cities, one key holder (PASSPHRASE opens it), open, with coupons for every city."""
    survey = survey or make_survey(questionnaire)
    add_missing_cities(session, cities)
    account_id = account_id or make_account(session, f"holder of {round_id}").account_id
    recovery_key = add_round(
        session,
        round_id=round_id,
        titles={"ru": "Осень", "kk": "Күз", "en": "Autumn"},
        survey=survey,
        city_ids=dict.fromkeys(cities),
        access=access,
        breakdowns=breakdowns,
        holders=[account_id],
    )
    if opened:
        open_round(session, round_id=round_id, today=MONDAY)
    coupons = {
        city: _make_coupons(session, round_id, city, coupons_each) for city in cities if access == "coupon"
    }
    return MadeRound(round_id, survey.questionnaire, account_id, recovery_key, access, coupons)


def make_answers(**values: Any) -> Answers:
    return Answers(values=values or {"closed": "yes"}, repeats={})


def submit(session: Session, made: MadeRound, city: str | None = None, **changes: Any) -> None:
    """Submit once with the next unused coupon of `city` (or by link); `changes` replace single arguments."""
    city = city or list_cities(session)[0].city_id
    arguments: dict[str, Any] = {
        "round_id": made.round_id,
        "answers": make_answers(),
        "language": "ru",
        "mode": "self",
        "city_id": city if made.access == "link" else None,
        "nonce": token_hex(16),
        "pepper": PEPPER,
        "today": MONDAY,
    }
    if "coupon" not in changes:
        arguments["coupon"] = made.coupons[city].pop() if made.access == "coupon" else None
    submit_response(session, **(arguments | changes))


def read_payloads(session: Session, opened: OpenedRound) -> list[tuple[str, Any]]:
    """City and answers of every envelope, as they were sealed; only a test ever has them all in clear."""
    opener = ResponseOpener(opened.round_id, opened.private_key)
    return [
        (each.city_id, opener.open(each.sealed)["answers"])
        for each in list_envelopes(session, opened.round_id)
    ]


def open_people(
    questionnaire: Questionnaire,
    people: Iterable[tuple[str, Answers]],
    *,
    round_id: str,
    lottery_secret: bytes = b"lottery of the tests",
) -> OpenedRound:
    """A round as if these people, each with a city, had answered it and it had been opened."""
    coder = ResponseCoder(questionnaire, today=MONDAY)
    coded = code_answers(coder, ((Origin(city, None, MONDAY), answers) for city, answers in people))
    return OpenedRound(round_id, coded, private_key=b"", lottery_secret=lottery_secret)


def validate_all(session: Session, round_id: str, account_id: str, *, present: int = 12) -> None:
    """The community of every city in the candidate agrees, on the day it was prepared."""
    candidate, validation = find_candidate(session, round_id), find_validation(session, round_id)
    assert candidate
    assert validation
    for city in validation.cities:
        record_meeting(
            session,
            round_id=round_id,
            city_id=city.city_id,
            account_id=account_id,
            held_on=candidate.prepared_on,
            present=present,
            outcome="agreed",
            corrections="",
            today=candidate.prepared_on,
        )


def add_missing_cities(session: Session, cities: Sequence[str]) -> None:
    known = {city.city_id for city in list_cities(session)}
    for position, code in enumerate(cities):
        if code not in known:
            names = {"ru": code.title(), "kk": code.title(), "en": code.title()}
            add_city(session, city_id=code, names=names, position=position)


def _make_coupons(session: Session, round_id: str, city: str, count: int) -> list[str]:
    return make_batch(session, round_id=round_id, city_id=city, site_id=None, count=count, pepper=PEPPER)
