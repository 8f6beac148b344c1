"""A small instance with everything to look at: an open round, a published one, one account of every role."""

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from cmm.config import Config
from cmm.domain.promises import REPLIED
from cmm.services.clock import now
from cmm.services.field_passes import list_passes, make_pass
from cmm.services.invitations import invite
from cmm.services.places import add_city, add_site, set_position
from cmm.services.promises import Upload
from cmm.services.publish import prepare_snapshot, publish_snapshot
from cmm.services.regions import add_region, set_region_of_city
from cmm.services.round_drafts import begin_draft
from cmm.services.rounds import close_round
from cmm.services.tasks import begin_preparation, fail
from cmm.store.coupons import list_batches
from cmm.store.database import Database
from cmm.store.rounds import get_round
from tests import factories
from tests.factories import MONDAY, PASSPHRASE, PASSWORD
from tests.promise_rounds import Ledger, ask_in_public, follow, make_offices

ROLES = ("secretary", "coordinator", "reader")
CITIES = ("almaty", "shymkent")
SAID = {"almaty": {"yes": 103, "no": 114}, "shymkent": {"yes": 106, "no": 118}}
"""How many gave which answer in the published round: no fives, and too many to be a percentage."""
FRIDAY = MONDAY + timedelta(days=4)
INDICATOR = {
    "id": "site_closed",
    "question": "closed",
    "numerator": ["yes"],
    "excludes": ["not_sure"],
    "dimension": "availability",
    "direction": "less_is_better",
    "label": {"ru": "Пункт был закрыт", "kk": "Пункт жабық болды", "en": "The site was closed"},
    "numerator_words": {"ru": "да", "kk": "иә", "en": "yes"},
    "denominator_words": {"ru": "все ответившие", "kk": "жауап бергендер", "en": "all who answered"},
}
SURVEY = factories.make_survey(indicators={"bands": {}, "breakdowns": {}, "indicator": [INDICATOR]})


@dataclass(frozen=True)
class Filled:
    """`config` opens the instance; `digest` is the published snapshot's. Accounts are named as their role;
    the "local" secretary works for Almaty only, the "foreigner" for Aktau, which no round has.

    `batch_id` is a batch of unused coupons of the coupon round, `pass_id` a field pass of the open round,
    `draft_id` a round that is being planned, `questionnaire` the digest of what the open round asks,
    `invitation` the token of an open link, `other_account` an account nobody signs in with,
    `task_id` a preparation of the published round that failed, `site_id` a site of Almaty.
    """

    config: Config
    digest: str
    batch_id: str
    pass_id: str
    draft_id: str
    questionnaire: str
    invitation: str
    other_account: str
    task_id: str
    promise_id: str
    bearer_id: str
    site_id: str = "point"
    open_round: str = "spring"
    published_round: str = "autumn"
    coupon_round: str = "winter"
    password: str = PASSWORD


def fill(database: Database, config: Config) -> Filled:
    """Fill an empty, migrated database through the services."""
    with database.session() as session:
        accounts = {role: factories.make_account(session, role, role).account_id for role in ROLES}
        add_city(session, city_id="aktau", names={"ru": "Актау", "kk": "Ақтау", "en": "Aktau"})
        digest = _publish(session, accounts)
        _put_on_the_map(session)
        add_site(session, site_id="point", city_id="almaty", names={"ru": "Пункт", "en": "A point"})
        factories.make_account(session, "local", "secretary", ["almaty"])
        factories.make_account(session, "foreigner", "secretary", ["aktau"])
        factories.make_round(
            session, round_id="spring", access="link", survey=SURVEY, account_id=accounts["coordinator"]
        )
        factories.make_round(session, round_id="winter", survey=SURVEY, account_id=accounts["coordinator"])
        batch_id = list_batches(session, "winter")[0].batch_id
        make_pass(session, round_id="spring", city_id="almaty", label="phone 1", pepper=config.pepper)
        pass_id = list_passes(session, "spring")[0].pass_id
        draft_id = begin_draft(session, account_id=accounts["coordinator"], today=FRIDAY)
        questionnaire = get_round(session, "spring").questionnaire_digest
        by = accounts["coordinator"]
        invitation = invite(session, role="secretary", city_ids=["almaty"], by=by, now=now())
        other = factories.make_account(session, "other", "reader").account_id
        task_id, _work = begin_preparation(
            session,
            round_id="autumn",
            account_id=accounts["secretary"],
            passphrase=PASSPHRASE,
            today=_day_after(FRIDAY),
            now=now(),
        )
        fail(session, task_id=task_id, step="intruder", refusal=None, now=now())
        promise_id, bearer_id = _ask(session, accounts)
    return Filled(
        config,
        digest,
        batch_id,
        pass_id,
        draft_id,
        questionnaire,
        invitation,
        other,
        task_id,
        promise_id,
        bearer_id,
    )


def _put_on_the_map(session: Session) -> None:
    add_region(session, region_id="south", names={"ru": "Юг", "kk": "Оңтүстік", "en": "South"}, country="KZ")
    for city, at in (("almaty", (43.2, 76.9)), ("shymkent", (42.3, 69.6))):
        set_region_of_city(session, city_id=city, region_id="south")
        set_position(session, city_id=city, at=at)


def make_config(instance: Path) -> Config:
    url = f"sqlite:///{instance / 'cmm.sqlite'}"
    secret = "d41d8cd98f00b204e9800998ecf8427e-of-the-tests"
    return Config(secret_key=secret, database_url=url, instance=instance, https=False, second_factor="off")


def _ask(session: Session, accounts: dict[str, str]) -> tuple[str, str]:
    """A public request with a reply, to which readers may have the file (event 3)."""
    clinic, ministry = make_offices(session, accounts["coordinator"])
    ledger = Ledger(accounts["secretary"], accounts["coordinator"], clinic, ministry)
    promise_id, day = ask_in_public(session, ledger, FRIDAY + timedelta(days=1)), FRIDAY + timedelta(days=2)
    letter = Upload(b"%PDF-1.7 a letter", public=True)
    follow(session, promise_id, REPLIED, ledger.secretary, day, words="Мы ответим.", upload=letter)
    return promise_id, clinic


def _publish(session: Session, accounts: dict[str, str]) -> str:
    holder = accounts["secretary"]
    made = factories.make_round(session, cities=CITIES, access="link", survey=SURVEY, account_id=holder)
    for city in CITIES:
        for answer, times in SAID[city].items():
            for _ in range(times):
                factories.submit(session, made, city, answers=factories.make_answers(closed=answer))
    close_round(session, round_id=made.round_id, today=FRIDAY)
    prepare_snapshot(
        session, round_id=made.round_id, account_id=holder, passphrase=PASSPHRASE, today=_day_after(FRIDAY)
    )
    factories.validate_all(session, made.round_id, holder)
    digest = publish_snapshot(
        session, round_id=made.round_id, account_id=accounts["coordinator"], today=_day_after(FRIDAY)
    )
    prepare_snapshot(  # once more, so that there is a candidate to look at
        session, round_id=made.round_id, account_id=holder, passphrase=PASSPHRASE, today=_day_after(FRIDAY)
    )
    return digest


def _day_after(day: date) -> date:
    return day + timedelta(days=1)
