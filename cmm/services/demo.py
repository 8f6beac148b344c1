"""The demo: places, two people, two published rounds of invented answers, and two rounds to answer in.

Everything is made by the services that make the real things. Nothing in it was said by anybody.
"""

import secrets
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from sqlalchemy.orm import Session

from cmm.domain.answers import Answers
from cmm.domain.questionnaire.survey_folder import Survey
from cmm.services import demo_promises
from cmm.services.accounts import add_account
from cmm.services.coupons import make_batch
from cmm.services.demo_places import DEMO_CITIES, SITE_NAMES
from cmm.services.demo_texts import add_invented_texts, code_invented_texts
from cmm.services.invented_answers import SampleWeights, invent_answers
from cmm.services.known_cities import add_known_cities
from cmm.services.places import add_site
from cmm.services.publish import prepare_snapshot, publish_snapshot
from cmm.services.rounds import add_round, close_round, open_round
from cmm.services.submit_response import submit_response
from cmm.services.transaction import transaction
from cmm.services.validation import record_meeting, record_reply
from cmm.store.accounts import list_accounts
from cmm.store.places import list_cities
from cmm.store.rounds import list_rounds

FORM_ID = "ost-satisfaction"
PUBLISHED, BY_LINK, BY_COUPON, EARLIER = "demo", "demo-open", "demo-coupons", "demo-earlier"
TITLES = {
    EARLIER: {
        "ru": "Пример: ОЗТ полгода назад (ответы придуманы)",
        "kk": "Мысал: жарты жыл бұрынғы ОАТ (жауаптар ойдан шығарылған)",
        "en": "Example: OST half a year ago (invented answers)",
    },
    PUBLISHED: {
        "ru": "Пример: ОЗТ глазами клиентов (ответы придуманы)",
        "kk": "Мысал: ОАТ – клиенттердің көзімен (жауаптар ойдан шығарылған)",
        "en": "Example: OST as its clients see it (invented answers)",
    },
    BY_LINK: {
        "ru": "Пример для пробы: опрос по ссылке",
        "kk": "Байқап көруге арналған мысал: сілтеме арқылы сауалнама",
        "en": "Example to try out: survey by link",
    },
    BY_COUPON: {
        "ru": "Пример для пробы: опрос по купонам",
        "kk": "Байқап көруге арналған мысал: купон арқылы сауалнама",
        "en": "Example to try out: survey with coupons",
    },
}
KNOWN_CLIENTS_SOURCE = "придумано / ойдан шығарылған / invented, 2026"
SEED = "cmm demo 1"
OPENED, CLOSED, PREPARED, MET, REPLIED = (timedelta(days=days) for days in (42, 14, 12, 9, 8))
"""How long ago the published round was opened and closed, its figures prepared, looked at and replied to."""
PUBLISHED_AGO = timedelta(days=7)
HALF_A_YEAR = timedelta(days=182)
"""How much earlier all of this was in the round before."""
PRESENT = (7, 12, 5, 9, 3)
"""How many invented people were at the meetings of the cities, in turn."""
CORRECTIONS = {
    "almaty": "Придумано для примера: в октябре пункт был на ремонте, теперь он открыт каждый день.",
    "pavlodar": "Мысал үшін ойдан шығарылған: бәрі дұрыс, бірақ демалыс күндері кезек ұзағырақ.",
}
PROVIDER = "Центр психического здоровья (придумано для примера)"
REPLY = (
    "Придумано для примера: мы благодарны за эти ответы. С нового месяца пункт будет открываться "
    "на час раньше, и о закрытии мы будем предупреждать за неделю."
)

COUPON_CITIES = (("almaty", 2), ("pavlodar", 1))
"""Cities with coupons, and how many codes of each are given to try."""
COUPONS_EACH = 30
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"
NONCE_BYTES = 24

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """How one of the demo's people signs in."""

    name: str
    role: str
    password: str = field(repr=False)
    passphrase: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class DemoSignIn:
    """What only the one who made the demo can know: it is random, and stored nowhere in the database."""

    accounts: tuple[DemoAccount, ...]
    coupons: tuple[str, ...] = field(repr=False)


def is_untouched(session: Session) -> bool:
    """Whether the database has no account, no city and no round yet."""
    return not (list_accounts(session) or list_cities(session) or list_rounds(session))


def fill_demo(
    session: Session, *, survey: Survey, weights: SampleWeights, pepper: bytes, today: date, say: Say
) -> DemoSignIn:
    """Fill an untouched database; `say` gets a sentence before each long step. Raises what services raise."""
    accounts = (
        _draw_account("demo secretary", "secretary"),
        _draw_account("demo coordinator", "coordinator"),
    )
    say("Making 13 cities, their sites and two accounts ...")
    _add_places(session)
    ids = [_add_account(session, account) for account in accounts]
    passphrase = accounts[0].passphrase
    before = today - HALF_A_YEAR
    sizes = {city.code: city.before for city in DEMO_CITIES if city.before}
    say(f"Inventing {sum(sizes.values())} answers of half a year ago, and publishing them ...")
    answers = _invent_earlier(survey, weights, sizes, before - CLOSED)
    _collect(session, EARLIER, survey, ids, answers, pepper, before)
    _publish(session, EARLIER, ids, passphrase, before, list(sizes))
    _fill_published(session, survey, weights, ids, pepper, today, say)
    say("Opening the figures, rounding and checking them, publishing ...")
    code_invented_texts(session, round_id=PUBLISHED, account_id=ids[0], passphrase=passphrase)
    _publish(session, PUBLISHED, ids, passphrase, today, [city.code for city in DEMO_CITIES])
    asked = {EARLIER: demo_promises.EARLIER, PUBLISHED: demo_promises.NEWER}
    demo_promises.add_invented_promises(session, rounds=asked, people=(ids[0], ids[1]), today=today)
    say("Opening a round by link and a round with coupons ...")
    _open(session, BY_LINK, "link", survey, ids, today)
    _open(session, BY_COUPON, "coupon", survey, ids, today)
    return DemoSignIn(accounts, _make_coupons(session, pepper))


def _draw_account(name: str, role: str) -> DemoAccount:
    return DemoAccount(name, role, password=_draw_secret(4), passphrase=_draw_secret(6))


def _draw_secret(groups: int) -> str:
    """Groups of four letters and digits, 20 bits each, none easily mistaken for another."""
    return "-".join("".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(groups))


@transaction
def _add_places(session: Session) -> None:
    add_known_cities(session, codes=[city.code for city in DEMO_CITIES], by=None)
    for city in DEMO_CITIES:
        add_site(session, site_id=f"{city.code}-1", city_id=city.code, names=SITE_NAMES)


def _add_account(session: Session, account: DemoAccount) -> str:
    added = add_account(
        session,
        name=account.name,
        role=account.role,
        password=account.password,
        passphrase=account.passphrase,
    )
    return added.account_id


def _invent_earlier(
    survey: Survey, weights: SampleWeights, sizes: Mapping[str, int], today: date
) -> list[tuple[str, Answers]]:
    """Other people in the same cities; two cities had more or less trouble than today."""
    changes = {city.code: city.change for city in DEMO_CITIES}
    return list(
        invent_answers(
            survey.questionnaire,
            sizes,
            weights=weights,
            seed=SEED,
            today=today,
            crowd="earlier ",
            more_trouble=changes,
        )
    )


def _fill_published(
    session: Session,
    survey: Survey,
    weights: SampleWeights,
    holders: list[str],
    pepper: bytes,
    today: date,
    say: Say,
) -> None:
    sizes = {city.code: city.answers for city in DEMO_CITIES}
    say(f"Inventing {sum(sizes.values())} answers, sealing and storing them ...")
    closed_on = today - CLOSED
    answers = list(invent_answers(survey.questionnaire, sizes, weights=weights, seed=SEED, today=closed_on))
    add_invented_texts(survey, answers)
    _collect(session, PUBLISHED, survey, holders, answers, pepper, today)


def _collect(
    session: Session,
    round_id: str,
    survey: Survey,
    holders: list[str],
    answers: list[tuple[str, Answers]],
    pepper: bytes,
    today: date,
) -> None:
    """A round with coupons from its opening to its closing, as seen from `today`."""
    _open(session, round_id, "coupon", survey, holders, today - OPENED)
    _submit(session, round_id, answers, pepper, today - CLOSED)
    close_round(session, round_id=round_id, today=today - CLOSED)


def _publish(
    session: Session, round_id: str, ids: list[str], passphrase: str, today: date, cities: list[str]
) -> None:
    """The secretary prepares, the communities of `cities` look, the coordinator publishes."""
    secretary, coordinator = ids
    prepare_snapshot(
        session, round_id=round_id, account_id=secretary, passphrase=passphrase, today=today - PREPARED
    )
    _validate(session, round_id, coordinator, today, cities)
    publish_snapshot(session, round_id=round_id, account_id=coordinator, today=today - PUBLISHED_AGO)


@transaction
def _validate(session: Session, round_id: str, coordinator: str, today: date, cities: list[str]) -> None:
    """Invented meetings of all cities; about the newest round also corrections and one invented reply."""
    for place, city in enumerate(cities):
        words = CORRECTIONS.get(city, "") if round_id == PUBLISHED else ""
        record_meeting(
            session,
            round_id=round_id,
            city_id=city,
            account_id=coordinator,
            held_on=today - MET,
            present=PRESENT[place % len(PRESENT)],
            outcome="corrected" if words else "agreed",
            corrections=words,
            today=today - MET,
        )
    if round_id != PUBLISHED:
        return
    record_reply(
        session,
        round_id=PUBLISHED,
        city_id="almaty",
        account_id=coordinator,
        provider=PROVIDER,
        words=REPLY,
        replied_on=today - REPLIED,
        today=today - REPLIED,
    )


@transaction
def _open(
    session: Session, round_id: str, access: str, survey: Survey, holders: list[str], today: date
) -> None:
    """The earlier round was in a few cities, and without groups of people."""
    earlier = round_id == EARLIER
    known: Mapping[str, int | None] = {
        city.code: city.known_clients for city in DEMO_CITIES if city.before or not earlier
    }
    add_round(
        session,
        round_id=round_id,
        titles=TITLES[round_id],
        survey=survey,
        city_ids=known,
        access=access,
        breakdowns=[] if earlier else list(survey.indicators.get("breakdowns", {})),
        holders=holders,
        invented=True,
        known_clients_source=KNOWN_CLIENTS_SOURCE,
    )
    open_round(session, round_id=round_id, today=today)


@transaction
def _submit(
    session: Session, round_id: str, answers: list[tuple[str, Answers]], pepper: bytes, today: date
) -> None:
    given = _give_coupons(session, round_id, Counter(city for city, _ in answers), pepper)
    for city, one in answers:
        submit_response(
            session,
            round_id=round_id,
            answers=one,
            language="ru",
            mode="self",
            city_id=None,
            coupon=given[city].pop(),
            nonce=secrets.token_urlsafe(NONCE_BYTES),
            pepper=pepper,
            today=today,
        )


def _give_coupons(
    session: Session, round_id: str, answered: Mapping[str, int], pepper: bytes
) -> dict[str, list[str]]:
    """The codes of each city's sheet: one for every known client, so that some are left unused."""
    known = {city.code: city.known_clients for city in DEMO_CITIES}
    return {
        city: make_batch(
            session,
            round_id=round_id,
            city_id=city,
            site_id=f"{city}-1",
            count=max(answers, known[city]),
            pepper=pepper,
        )
        for city, answers in answered.items()
    }


@transaction
def _make_coupons(session: Session, pepper: bytes) -> tuple[str, ...]:
    """The codes to try. In a real round codes are printed once and never kept."""
    kept: list[str] = []
    for city, count in COUPON_CITIES:
        codes = make_batch(
            session,
            round_id=BY_COUPON,
            city_id=city,
            site_id=f"{city}-1",
            count=COUPONS_EACH,
            pepper=pepper,
        )
        kept += codes[:count]
    return tuple(kept)
