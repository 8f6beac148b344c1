"""What was asked after the small round: one request that clients confirm later, one that nobody answered."""

from datetime import timedelta

from flask import Flask
from sqlalchemy.orm import Session

from cmm.domain.promises import APPROVED, CONFIRMED, PROMISED, REPLIED, SAID_DONE
from cmm.services.promises import Ask, Finding, open_request
from cmm.store.accounts import get_account_named
from cmm.web.evidence.reading import read_source as read_from_database
from cmm.web.evidence.source import PackSource
from tests.promise_rounds import Ledger, follow, make_offices, publish_said
from tests.web.small_round import PUBLISHED_ON, ROUNDS, SITE, SURVEY

ASKED_ON = PUBLISHED_ON + timedelta(days=5)
DUE_ON = ASKED_ON + timedelta(days=30)
LATER = PUBLISHED_ON + timedelta(days=60)
CONFIRMED_ON = LATER + timedelta(days=40)
ANSWERS = {
    REPLIED: "Мы получили письмо и проверили график.",
    PROMISED: "С понедельника работаем без выходных.",
    SAID_DONE: "Пункт открыт каждый день.",
}
ASKS = {
    "almaty": {
        "ru": "Открывать пункт каждый день",
        "kk": "Пунктті күн сайын ашу",
        "en": "Open the site every day",
    },
    "oskemen": {
        "ru": "Прислать второго врача",
        "kk": "Екінші дәрігерді жіберу",
        "en": "Send a second doctor",
    },
}


def add_promises(app: Flask) -> None:
    """Requests about the round "autumn" of `small_round`, and a later round that one of them waits for."""
    with app.extensions["database"].session() as session:
        people = [get_account_named(session, name).account_id for name in ("preparer", "publisher")]
        ledger = Ledger(people[0], people[1], *make_offices(session, people[1]))
        _ask(session, ledger, "oskemen", ledger.ministry)
        promise_id = _ask(session, ledger, "almaty", ledger.clinic)
        for day, (kind, words) in enumerate(ANSWERS.items(), start=1):
            on, due_on = ASKED_ON + timedelta(days=day), DUE_ON if kind == PROMISED else None
            follow(session, promise_id, kind, ledger.secretary, on, words=words, due_on=due_on)
        said = {"almaty": (10, 190)}
        publish_said(session, "spring", LATER, said, (people[0], people[1]), survey=SURVEY)
        follow(session, promise_id, CONFIRMED, ledger.secretary, CONFIRMED_ON)


def read_source(app: Flask) -> PackSource:
    """What the pack of the round is made of, requests and promises included."""
    with app.extensions["database"].session() as session:
        source = read_from_database(session, ROUNDS[0], 1, SITE)
    assert source
    return source


def _ask(session: Session, ledger: Ledger, city: str, bearer: str) -> str:
    ask, finding = Ask(bearer, ASKS[city], DUE_ON, target=10), Finding(ROUNDS[0], city, "missed_closed")
    promise_id = open_request(session, account_id=ledger.secretary, finding=finding, ask=ask, today=ASKED_ON)
    follow(session, promise_id, APPROVED, ledger.coordinator, ASKED_ON)
    return promise_id
