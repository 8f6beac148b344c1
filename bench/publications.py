"""The demo's round, published twice: 13 cities, and the second time with more answers in some of them.

The numbers are made as the office makes them, the intruder included; the answers are invented.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from secrets import token_hex
from typing import Any

from sqlalchemy.orm import Session

from cmm.domain.answers import Answers
from cmm.domain.coded import Origin, ResponseCoder, code_answers
from cmm.domain.questionnaire.survey_folder import Survey, read_survey
from cmm.domain.snapshot import canonical_bytes, digest_of
from cmm.paths import data_dir
from cmm.services.accounts import add_account
from cmm.services.demo import FORM_ID
from cmm.services.demo_places import DEMO_CITIES
from cmm.services.invented_answers import invent_answers, read_weights
from cmm.services.open_envelopes import OpenedRound
from cmm.services.places import add_city
from cmm.services.prepare_snapshot import prepare_content
from cmm.services.rounds import add_round, close_round, open_round
from cmm.store.database import Database, upgrade
from cmm.store.snapshots import add_snapshot

ROUND = "autumn"
DAY = date(2026, 11, 2)
FIRST = {city.code: city.answers for city in DEMO_CITIES}
LATER = {"almaty": 13, "kyzylorda": 13, "taraz": 7}
"""Answers that come between the two publications. The last two cities are small, and published together."""
SECOND = {code: size + LATER.get(code, 0) for code, size in FIRST.items()}

Progress = Callable[[int, int], None]
People = Sequence[tuple[str, Answers]]
"""Everybody's city and answers."""


@dataclass(frozen=True, slots=True)
class Published:
    """The content of one publication, the people behind it, and the seconds it took."""

    content: Mapping[str, Any]
    people: People
    seconds: float

    @property
    def sizes(self) -> Mapping[str, int]:
        """Exact numbers of responses by city."""
        return Counter(city for city, _ in self.people)


def publish_twice(folder: Path, progress: Progress) -> Iterator[Published]:
    """Prepare and publish both, one after the other."""
    survey = read_demo_survey()
    with closed_round(folder, survey) as (session, account_id):
        for sizes in (FIRST, SECOND):
            people = invent_people(survey, sizes)
            began = time.perf_counter()
            content = prepare_content(session, _open(survey, people), today=DAY, progress=progress).content
            yield Published(content, people, time.perf_counter() - began)
            _publish(session, content, account_id)


def read_demo_survey() -> Survey:
    return read_survey(data_dir("surveys") / FORM_ID)


@contextmanager
def closed_round(folder: Path, survey: Survey) -> Iterator[tuple[Session, str]]:
    url = f"sqlite:///{folder / 'cmm.sqlite'}"
    upgrade(url)
    database = Database(url)
    with database.session() as session:
        account_id = add_account(
            session, name="bench", role="coordinator", password=token_hex(16), passphrase=token_hex(16)
        ).account_id
        for city in DEMO_CITIES:
            add_city(session, city_id=city.code, names=city.names, region=city.region)
        add_round(
            session,
            round_id=ROUND,
            titles={"en": "Autumn", "ru": "Осень", "kk": "Күз"},
            survey=survey,
            city_ids=dict.fromkeys(FIRST),
            access="link",
            breakdowns=list(survey.indicators["breakdowns"]),
            holders=[account_id],
            invented=True,
        )
        open_round(session, round_id=ROUND, today=DAY)
        close_round(session, round_id=ROUND, today=DAY)
        yield session, account_id
    database.engine.dispose()


def invent_people(survey: Survey, sizes: Mapping[str, int]) -> People:
    """The same people answer the first and the second time, the new ones after them."""
    weights = read_weights(data_dir("surveys") / FORM_ID)
    return list(invent_answers(survey.questionnaire, sizes, weights=weights, seed="bench", today=DAY))


def _open(survey: Survey, people: People) -> OpenedRound:
    coder = ResponseCoder(survey.questionnaire, today=DAY)
    coded = code_answers(coder, ((Origin(city, None, DAY), answers) for city, answers in people))
    return OpenedRound(ROUND, coded, private_key=b"", lottery_secret=b"lottery of the bench")


def _publish(session: Session, content: Mapping[str, Any], account_id: str) -> None:
    content_bytes = canonical_bytes(content)
    add_snapshot(
        session,
        digest=digest_of(content_bytes),
        round_id=ROUND,
        number=content["number"],
        content=content_bytes,
        published_by=account_id,
        published_on=DAY,
    )
    session.commit()
