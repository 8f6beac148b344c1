"""An office to take pictures of: three rounds at three steps, a plan, a request. All of it is invented."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from secrets import token_hex

from sqlalchemy.orm import Session

from cmm.config import Config
from cmm.domain.answers import Answers
from cmm.domain.promises import APPROVED, REPLIED
from cmm.domain.questionnaire.survey_folder import Survey, read_survey
from cmm.domain.round_plan import RoundPlan
from cmm.paths import data_dir
from cmm.services.coupons import make_batch
from cmm.services.field_passes import make_pass
from cmm.services.invented_answers import invent_answers, read_weights
from cmm.services.known_cities import add_known_cities
from cmm.services.places import add_site
from cmm.services.promises import Ask, Finding, open_request
from cmm.services.publish import prepare_opened, publish_snapshot
from cmm.services.round_drafts import begin_draft
from cmm.services.rounds import add_round, close_round, open_round
from cmm.services.submit_response import submit_response
from cmm.services.validation import record_meeting
from cmm.store.rounds import get_round
from tests.factories import make_account, make_answers, make_questionnaire, open_people, validate_all
from tests.promise_rounds import Ledger, follow, make_offices
from tests.web.small_round import SURVEY

COORDINATOR, SECRETARY = "Тимур (пример)", "Айгерим (пример)"
PUBLISHED, PREPARED, OPEN = "autumn", "winter", "spring"
TITLES = {
    PUBLISHED: {
        "ru": "Осень (ответы придуманы)",
        "kk": "Күз (жауаптар ойдан шығарылған)",
        "en": "Autumn (invented answers)",
    },
    PREPARED: {
        "ru": "Зима (ответы придуманы)",
        "kk": "Қыс (жауаптар ойдан шығарылған)",
        "en": "Winter (invented answers)",
    },
    OPEN: {
        "ru": "Весна (ответы придуманы)",
        "kk": "Көктем (жауаптар ойдан шығарылған)",
        "en": "Spring (invented answers)",
    },
}
SAID = {"almaty": {"yes": 12, "no": 28}, "oskemen": {"yes": 9, "no": 21, "not_sure": 5}, "aktau": {"no": 12}}
KNOWN = {"almaty": 47, "oskemen": 38, "aktau": 15, "taraz": 9}
ANSWERED = {"almaty": 21, "oskemen": 12, "aktau": 4}
"""In the round that is still open."""
OPENED_ON = date(2025, 9, 8)
PLANNED = {"ru": "Лето (пример)", "kk": "Жаз (мысал)", "en": "Summer (example)"}
ASKED = {
    "ru": "Открывать пункт каждый день в 8 часов",
    "kk": "Пунктті күн сайын сағат 8-де ашу",
    "en": "Open the site at 8 every day",
}
SITE = {"ru": "Пункт (пример)", "kk": "Пункт (мысал)", "en": "Site (example)"}


def fill_office(session: Session, config: Config) -> Mapping[str, str]:
    """Fill an empty, migrated database; what the addresses of the pictures have to name."""
    coordinator = make_account(session, COORDINATOR, "coordinator").account_id
    secretary = make_account(session, SECRETARY).account_id
    add_known_cities(session, codes=list(KNOWN), by=None)
    add_site(session, site_id="point", city_id="almaty", names=SITE)
    people = (secretary, coordinator)
    _publish(session, people)
    _prepare(session, PREPARED, people, OPENED_ON + timedelta(days=60))
    _collect(session, config, people)
    return {
        "plan": _plan(session, people),
        "promise": _ask(session, people),
        "pass": make_pass(session, round_id=OPEN, city_id="almaty", label="1", pepper=config.pepper),
    }


def _publish(session: Session, people: tuple[str, str]) -> None:
    preparer, publisher = people
    prepared_on = _prepare(session, PUBLISHED, people, OPENED_ON)
    validate_all(session, PUBLISHED, preparer)
    publish_snapshot(session, round_id=PUBLISHED, account_id=publisher, today=prepared_on)


def _prepare(session: Session, round_id: str, people: tuple[str, str], opened_on: date) -> date:
    """A closed round with a candidate that one community has confirmed; the day of it."""
    preparer, _publisher = people
    closed_on, prepared_on = opened_on + timedelta(days=20), opened_on + timedelta(days=22)
    _add(session, round_id, SURVEY, people, list(SAID))
    open_round(session, round_id=round_id, today=opened_on)
    close_round(session, round_id=round_id, today=closed_on)
    answered = [
        (city, make_answers(closed=said))
        for city, counts in SAID.items()
        for said, times in counts.items()
        for _ in range(times)
    ]
    opened = open_people(make_questionnaire(), answered, round_id=round_id)
    prepare_opened(session, opened, account_id=preparer, today=prepared_on)
    record_meeting(
        session,
        round_id=round_id,
        city_id="almaty",
        account_id=preparer,
        held_on=prepared_on,
        present=7,
        outcome="agreed",
        corrections="",
        today=prepared_on,
    )
    return prepared_on


def _add(
    session: Session, round_id: str, survey: Survey, holders: tuple[str, ...], cities: list[str]
) -> None:
    add_round(
        session,
        round_id=round_id,
        titles=TITLES[round_id],
        survey=survey,
        city_ids={city: KNOWN[city] for city in cities},
        access="coupon",
        breakdowns=(),
        holders=holders,
        invented=True,
    )


def _collect(session: Session, config: Config, holders: tuple[str, str]) -> None:
    """The open round, with coupons for two cities and answers that came with some of them."""
    survey = read_survey(data_dir("surveys") / "ost-satisfaction")
    _add(session, OPEN, survey, holders, list(KNOWN))
    opened_on = OPENED_ON + timedelta(days=180)
    open_round(session, round_id=OPEN, today=opened_on)
    coupons = {
        city: make_batch(
            session, round_id=OPEN, city_id=city, site_id=None, count=KNOWN[city] + 5, pepper=config.pepper
        )
        for city in ANSWERED
    }
    for city, answers in _invented(survey, opened_on):
        submit_response(
            session,
            round_id=OPEN,
            answers=answers,
            language="ru",
            mode="self",
            city_id=None,
            coupon=coupons[city].pop(),
            nonce=token_hex(16),
            pepper=config.pepper,
            today=opened_on,
        )


def _invented(survey: Survey, today: date) -> Iterator[tuple[str, Answers]]:
    weights = read_weights(Path(data_dir("surveys")) / "ost-satisfaction")
    return invent_answers(survey.questionnaire, ANSWERED, weights=weights, seed="pictures", today=today)


def _plan(session: Session, holders: tuple[str, str]) -> str:
    plan = RoundPlan(
        questionnaire=get_round(session, OPEN).questionnaire_digest,
        round_id="summer",
        titles=PLANNED,
        begins_on=OPENED_ON + timedelta(days=270),
        ends_on=OPENED_ON + timedelta(days=290),
        cities=KNOWN,
        known_clients_source="пример",
        access="coupon",
        holders=holders,
    )
    return begin_draft(session, account_id=holders[1], today=OPENED_ON, plan=plan)


def _ask(session: Session, people: tuple[str, str]) -> str:
    """A public request with a reply."""
    secretary, coordinator = people
    ledger = Ledger(secretary, coordinator, *make_offices(session, coordinator))
    day = OPENED_ON + timedelta(days=40)
    asked = Ask(ledger.clinic, ASKED, day + timedelta(days=30), target=10)
    finding = Finding(PUBLISHED, "almaty", "missed_closed")
    promise_id = open_request(session, account_id=secretary, finding=finding, ask=asked, today=day)
    follow(session, promise_id, APPROVED, coordinator, day)
    reply = "Придумано для примера: ответим до конца месяца."
    follow(session, promise_id, REPLIED, secretary, day + timedelta(days=9), words=reply)
    return promise_id
