"""A small instance with something of everything that is moved, backed up or upgraded, all invented."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy.orm import Session

from cmm.domain.promises import REPLIED
from cmm.services.field_passes import make_pass
from cmm.services.invitations import invite
from cmm.services.open_envelopes import open_envelopes
from cmm.services.places import add_site
from cmm.services.promises import Upload
from cmm.services.regions import add_region, set_region_of_city
from cmm.services.round_drafts import begin_draft
from cmm.services.rounds import close_round
from cmm.services.sessions import begin_session
from tests.factories import MONDAY, PASSPHRASE, PEPPER, make_answers, make_round, submit
from tests.promise_rounds import SURVEY, Ledger, ask_in_public, follow, make_ledger

PUBLISHED, WAITING, OPEN = "autumn", "winter", "spring"
SECRETARY = "secretary one"
ANSWERS = {"almaty": 4, "shymkent": 3}
"""Sealed answers of the round that waits to be opened, by city."""
LETTER = b"%PDF-1.7 a letter"
SAID = "в пункте не было лекарства"
NOW = 1_795_000_000
"""Some seconds after everything that happened in the instance, in November 2026."""


@dataclass(frozen=True)
class Small:
    """Ids of what a test asks for; `account_id` is the secretary's, who holds every key."""

    account_id: str
    promise_id: str


def fill_small(session: Session) -> Small:
    """A published round with a request and its reply, a closed one that waits to be opened, an open one."""
    ledger = make_ledger(session, {"almaty": (30, 30)})
    promise_id = _ask(session, ledger)
    holder = ledger.secretary
    waiting = make_round(
        session,
        round_id=WAITING,
        cities=list(ANSWERS),
        coupons_each=max(ANSWERS.values()),
        account_id=holder,
        survey=SURVEY,
    )
    for city, count in ANSWERS.items():
        for _ in range(count):
            submit(session, waiting, city, answers=make_answers(closed="yes", more=SAID))
    close_round(session, round_id=WAITING, today=MONDAY)
    make_round(session, round_id=OPEN, cities=["almaty"], coupons_each=3, account_id=holder, survey=SURVEY)
    make_pass(session, round_id=OPEN, city_id="almaty", label="phone 1", pepper=PEPPER)
    add_site(session, site_id="point", city_id="almaty", names={"ru": "Пункт", "en": "A point"})
    add_region(session, region_id="south", names={"ru": "Юг", "kk": "Оңтүстік"}, country="KZ")
    set_region_of_city(session, city_id="almaty", region_id="south")
    begin_draft(session, account_id=ledger.coordinator, today=MONDAY)
    invite(session, role="reader", city_ids=["almaty"], by=ledger.coordinator, now=NOW)
    begin_session(session, account_id=holder, proof="app", now=NOW)
    return Small(holder, promise_id)


def count_opened(session: Session, account_id: str) -> int:
    """How many answers the waiting round gives to the holder of its key."""
    opened = open_envelopes(session, round_id=WAITING, account_id=account_id, passphrase=PASSPHRASE)
    assert opened.responses.rejected == {}
    return len(opened.responses)


def _ask(session: Session, ledger: Ledger) -> str:
    on = MONDAY + timedelta(days=30)
    promise_id = ask_in_public(session, ledger, on)
    letter = Upload(LETTER, public=True)
    follow(session, promise_id, REPLIED, ledger.secretary, on, words="Мы ответим.", upload=letter)
    return promise_id
