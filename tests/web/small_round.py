"""A small published round whose documents are made in a second: two questions are counted, three places.

The exact counts are no fives, and too large to be a percentage or a date: they may stand in no document.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from secrets import token_urlsafe

from flask import Flask
from sqlalchemy.orm import Session

from cmm.app import create_app
from cmm.config import Config
from cmm.services.open_envelopes import OpenedRound
from cmm.services.places import add_city
from cmm.services.publish import prepare_opened, publish_snapshot
from cmm.services.published import find_published, find_questionnaire
from cmm.services.rounds import add_round, close_round, open_round
from cmm.services.validation import record_reply
from cmm.web.evidence.source import PackSource
from tests.factories import (
    MONDAY,
    make_account,
    make_answers,
    make_questionnaire,
    make_survey,
    open_people,
    validate_all,
)

SITE = "https://figures.example.org"
ROUNDS = ("autumn", "winter")
NAMES = {
    "almaty": {"ru": "Алматы", "kk": "Алматы", "en": "Almaty"},
    "oskemen": {"ru": "Усть-Каменогорск", "kk": "Өскемен", "en": "Oskemen"},
    "aktau": {"ru": "Актау", "kk": "Ақтау", "en": "Aktau"},
}
SAID = {
    "almaty": {"yes": 103, "no": 114},
    "oskemen": {"yes": 106, "no": 118, "not_sure": 111},
    "aktau": {"yes": 4, "no": 8},
}
"""How many gave which answer: two large cities, and one that is told in words."""
KNOWN = {"almaty": 260, "oskemen": 400, "aktau": 15}
COUNTED_BY = "регистр центра, последний день лета"
CLOSED_ON, PUBLISHED_ON = MONDAY + timedelta(days=20), MONDAY + timedelta(days=30)
REPLY = "Со следующего месяца пункт открыт и в выходные."


def _indicator(code: str, answers: list[str], dimension: str, label: dict[str, str]) -> dict[str, object]:
    said = {"ru": "ответили так", "kk": "солай жауап берді", "en": "answered so"}
    everybody = {"ru": "все ответившие", "kk": "жауап бергендердің бәрі", "en": "all who answered"}
    return {
        "id": code,
        "question": "closed",
        "numerator": answers,
        "excludes": [],
        "dimension": dimension,
        "direction": "less_is_better",
        "red_line": 10,
        "label": label,
        "numerator_words": said,
        "denominator_words": everybody,
    }


INDICATORS = [
    _indicator(
        "missed_closed",
        ["yes"],
        "availability",
        {
            "ru": "Остались без дозы, потому что пункт не работал",
            "kk": "Пункт жұмыс істемей, дозасыз қалғандар",
            "en": "Went without a dose because the site was closed",
        },
    ),
    _indicator(
        "not_told",
        ["not_sure"],
        "quality",
        {
            "ru": "Не знали, работает ли пункт",
            "kk": "Пункттің жұмыс істейтінін білмегендер",
            "en": "Did not know whether the site was open",
        },
    ),
]
SURVEY = make_survey(indicators={"bands": {}, "breakdowns": {}, "indicator": INDICATORS})


@contextmanager
def small_app(migrated: Path, folder: Path) -> Iterator[Flask]:
    """The application with ROUNDS published; `migrated` is an empty SQLite file of today's tables."""
    shutil.copy(migrated, folder / "cmm.sqlite")
    app = open_app(folder)
    with app.extensions["database"].session() as session:
        for code, names in NAMES.items():
            add_city(session, city_id=code, names=names)
        preparer = make_account(session, "preparer").account_id
        publisher = make_account(session, "publisher", role="coordinator").account_id
        for round_id in ROUNDS:
            _publish(session, round_id, preparer, publisher)
    yield app
    app.extensions["database"].engine.dispose()


def open_app(folder: Path) -> Flask:
    """The application on the database in `folder`."""
    url = f"sqlite:///{folder / 'cmm.sqlite'}"
    return create_app(
        Config(
            secret_key=token_urlsafe(48), database_url=url, instance=folder, https=False, second_factor="off"
        )
    )


def read_source(app: Flask, round_id: str = ROUNDS[0]) -> PackSource:
    """What the documents of the round are made of."""
    with app.extensions["database"].session() as session:
        published = find_published(session, round_id)
        assert published
        questionnaire = find_questionnaire(session, published.content["questionnaire_digest"])
    assert questionnaire
    return PackSource(published, questionnaire, SITE)


def _publish(session: Session, round_id: str, preparer: str, publisher: str) -> None:
    add_round(
        session,
        round_id=round_id,
        titles={"ru": f"Клиенты об ОЗТ ({round_id})", "kk": f"ОАТ туралы ({round_id})", "en": round_id},
        survey=SURVEY,
        city_ids=KNOWN,
        known_clients_source=COUNTED_BY,
        access="coupon",
        breakdowns=(),
        holders=[preparer],
        invented=round_id == ROUNDS[0],
    )
    open_round(session, round_id=round_id, today=MONDAY)
    close_round(session, round_id=round_id, today=CLOSED_ON)
    prepare_opened(session, _opened(round_id), account_id=preparer, today=PUBLISHED_ON)
    validate_all(session, round_id, preparer)
    _reply(session, round_id, preparer, PUBLISHED_ON)
    publish_snapshot(session, round_id=round_id, account_id=publisher, today=PUBLISHED_ON, reason="")


def _opened(round_id: str) -> OpenedRound:
    people = [
        (city, make_answers(closed=answer))
        for city, said in SAID.items()
        for answer, times in said.items()
        for _ in range(times)
    ]
    return open_people(make_questionnaire(), people, round_id=round_id)


def _reply(session: Session, round_id: str, account_id: str, today: date) -> None:
    record_reply(
        session,
        round_id=round_id,
        city_id="almaty",
        account_id=account_id,
        provider="Центр здоровья",
        words=REPLY,
        replied_on=today,
        today=today,
    )
