"""Rounds published one after the other, with as many answers as a test says, and an office to ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from cmm.domain.promises import APPROVED, Event
from cmm.domain.questionnaire.survey_folder import Survey
from cmm.services.duty_bearers import BearerFacts, add_duty_bearer
from cmm.services.promises import Ask, Finding, Upload, open_request, record_event
from cmm.services.publish import prepare_opened, publish_snapshot
from cmm.services.rounds import add_round, close_round, open_round
from cmm.store.promises import list_events
from tests import factories
from tests.factories import MONDAY, make_account, make_answers, open_people, validate_all

INDICATOR = "site_closed"
SURVEY = factories.make_survey(
    indicators={
        "bands": {},
        "breakdowns": {},
        "indicator": [
            {
                "id": INDICATOR,
                "question": "closed",
                "numerator": ["yes"],
                "excludes": ["not_sure"],
                "dimension": "availability",
                "direction": "less_is_better",
                "label": {"ru": "Пункт был закрыт", "kk": "Пункт жабық болды", "en": "The site was closed"},
                "numerator_words": {"ru": "да", "kk": "иә", "en": "yes"},
                "denominator_words": {"ru": "ответившие", "kk": "жауап бергендер", "en": "all who answered"},
            }
        ],
    }
)
LATER = MONDAY + timedelta(days=180)
Said = Mapping[str, tuple[int, int]]
"""By city, how many said yes (the site was closed) and no."""


@dataclass(frozen=True)
class Ledger:
    """A published round with the people and offices around it; `secretary` may propose, `coordinator`
    approves.
    """

    secretary: str
    coordinator: str
    clinic: str
    ministry: str


def make_ledger(session: Session, said: Said | None = None, opened_on: date = MONDAY) -> Ledger:
    """The round "autumn", published three weeks after it was opened; two offices."""
    secretary = make_account(session, "secretary one").account_id
    coordinator = make_account(session, "coordinator one", "coordinator").account_id
    publish_said(session, "autumn", opened_on, said or {"almaty": (30, 30)}, (secretary, coordinator))
    return Ledger(secretary, coordinator, *make_offices(session, coordinator))


def make_offices(session: Session, account_id: str) -> tuple[str, str]:
    """A clinic and the ministry above it."""
    ministry = BearerFacts(
        {
            "ru": "Министерство здравоохранения",
            "kk": "Денсаулық сақтау министрлігі",
            "en": "Ministry of Health",
        },
        "ministry",
        "country",
        {"ru": "Приказы и бюджет", "en": "Orders and the budget"},
        "ministry@example.org",
    )
    above = add_duty_bearer(session, account_id=account_id, facts=ministry)
    clinic = BearerFacts(
        {
            "ru": "Центр психического здоровья",
            "kk": "Психикалық денсаулық орталығы",
            "en": "Mental Health Centre",
        },
        "clinic",
        "site",
        {
            "ru": "Часы работы и персонал",
            "kk": "Жұмыс уақыты мен қызметкерлер",
            "en": "Opening hours and staff",
        },
        "office@example.org",
        ("almaty",),
        above,
    )
    return add_duty_bearer(session, account_id=account_id, facts=clinic), above


def publish_said(
    session: Session,
    round_id: str,
    opened_on: date,
    said: Said,
    people: tuple[str, str],
    *,
    survey: Survey = SURVEY,
) -> str:
    """Publish a round in which people said this; returns its digest."""
    preparer, publisher = people
    factories.add_missing_cities(session, list(said))
    add_round(
        session,
        round_id=round_id,
        titles={"ru": f"Опрос {round_id}", "kk": f"Сауалнама {round_id}", "en": f"Round {round_id}"},
        survey=survey,
        city_ids=dict.fromkeys(said),
        access="link",
        breakdowns=(),
        holders=[preparer],
    )
    open_round(session, round_id=round_id, today=opened_on)
    closed_on = opened_on + timedelta(days=20)
    close_round(session, round_id=round_id, today=closed_on)
    answered = [
        (city, make_answers(closed=answer))
        for city, (yes, no) in said.items()
        for answer, times in (("yes", yes), ("no", no))
        for _ in range(times)
    ]
    opened = open_people(SURVEY.questionnaire, answered, round_id=round_id)
    prepare_opened(session, opened, account_id=preparer, today=closed_on)
    validate_all(session, round_id, preparer)
    return publish_snapshot(
        session, round_id=round_id, account_id=publisher, today=closed_on + timedelta(days=1)
    )


ASKED_ON = MONDAY + timedelta(days=30)
WORDS = {
    "ru": "Открывать пункт каждый день в объявленные часы",
    "kk": "Пунктті күн сайын жарияланған уақытта ашу",
    "en": "Open the site every day at the announced hours",
}


def ask(session: Session, ledger: Ledger, on: date = ASKED_ON, *, place: str = "almaty") -> str:
    """A request of the secretary to the clinic, a reply awaited in 30 days; not approved yet."""
    asked = Ask(ledger.clinic, WORDS, on + timedelta(days=30), target=10)
    finding = Finding("autumn", place, INDICATOR)
    return open_request(session, account_id=ledger.secretary, finding=finding, ask=asked, today=on)


def follow(
    session: Session,
    promise_id: str,
    kind: str,
    by: str,
    on: date = ASKED_ON,
    *,
    words: str = "",
    due_on: date | None = None,
    bearer_id: str = "",
    upload: Upload | None = None,
) -> None:
    """Write down what followed."""
    event = Event(kind, on, on, by, words=words, due_on=due_on, bearer_id=bearer_id)
    seen = len(list_events(session, promise_id))
    record_event(session, promise_id=promise_id, event=event, seen=seen, upload=upload)


def ask_in_public(session: Session, ledger: Ledger, on: date = ASKED_ON) -> str:
    """A request that the coordinator has approved."""
    promise_id = ask(session, ledger, on)
    follow(session, promise_id, APPROVED, ledger.coordinator, on)
    return promise_id
