"""No label, order, chart, file name, ETag or size carries an exact number.

Two services hold different answers: one person said something else. The fives are the same. Then everything
the public can ask for must be the same, byte for byte, headers included.
"""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from itertools import product
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from cmm.app import create_app
from cmm.config import Config
from cmm.domain.answers import Answers
from cmm.services.publish import prepare_opened, publish_snapshot
from cmm.services.rounds import close_round
from tests.factories import (
    MONDAY,
    MadeRound,
    make_account,
    make_answers,
    make_round,
    make_survey,
    open_people,
    submit,
    validate_all,
)
from tests.services.test_publish import INDICATORS, make_questionnaire
from tests.web.conftest import SECRET

ROUND = "autumn"
CLOSING, LATER = MONDAY + timedelta(days=14), MONDAY + timedelta(days=20)
SIZES = {"almaty": 23, "shymkent": 12}
CHANGING = ("Date",)
"""Headers that say when, not what."""

People = list[tuple[str, Answers]]


def invent_people(changed: int | None = None) -> People:
    """Everybody's answers; the person number `changed` says the opposite about the site."""
    people: People = []
    for city, size in SIZES.items():
        for number in range(size):
            closed = bool(number % 3) != (len(people) == changed)
            answers = {"closed": "yes" if closed else "no", "gender": "woman" if number % 2 else "man"}
            people.append((city, make_answers(**answers)))
    return people


@contextmanager
def service(migrated: Path, folder: Path) -> Iterator[tuple[Flask, Session]]:
    folder.mkdir()
    shutil.copy(migrated, folder / "cmm.sqlite")
    url = f"sqlite:///{folder / 'cmm.sqlite'}"
    app = create_app(
        Config(secret_key=SECRET * 2, database_url=url, instance=folder, https=False, second_factor="off")
    )
    with app.extensions["database"].session() as session:
        yield app, session
    app.extensions["database"].engine.dispose()


def collect(session: Session, people: People) -> MadeRound:
    """A closed round that holds the sealed answers."""
    survey = make_survey(make_questionnaire(), INDICATORS)
    made = make_round(
        session, survey=survey, cities=list(SIZES), access="link", round_id=ROUND, breakdowns=["gender"]
    )
    for city, answers in people:
        submit(session, made, city, answers=answers)
    close_round(session, round_id=ROUND, today=CLOSING)
    return made


def prepare(session: Session, made: MadeRound, people: People) -> str:
    """Prepare with the same lottery in both services; the digest of the candidate."""
    opened = open_people(made.questionnaire, people, round_id=ROUND, lottery_secret=b"the same lottery")
    return prepare_opened(session, opened, account_id=made.account_id, today=LATER).digest


def publish(session: Session) -> str:
    second = make_account(session, "second person", role="coordinator").account_id
    validate_all(session, ROUND, second)
    return publish_snapshot(session, round_id=ROUND, account_id=second, today=LATER)


def addresses(digest: str) -> Sequence[str]:
    parts = [
        "",
        "privacy",
        f"r/{ROUND}",
        *(f"r/{ROUND}/{city}" for city in SIZES),
        f"r/{ROUND}/figures.csv",
        f"r/{ROUND}/figures.csv?excel=1",
        f"r/{ROUND}/snapshots/{digest}.json",
        f"r/{ROUND}/charts/{digest}/indicators/closed.json",
        *(f"r/{ROUND}/charts/{digest}/questions/{question}.json" for question in ("closed", "gender")),
    ]
    return [f"/{language}/{part}" for language, part in product(("ru", "kk", "en"), parts)]


def everything(client: FlaskClient, digest: str) -> dict[str, tuple[int, list[tuple[str, str]], bytes]]:
    found = {}
    for address in addresses(digest):
        answer = client.get(address)
        headers = [(name, value) for name, value in answer.headers if name not in CHANGING]
        found[address] = (answer.status_code, headers, answer.data)
    return found


@pytest.mark.slow
def test_one_persons_other_answer_within_the_same_fives_changes_no_byte(
    migrated_sqlite: Path, tmp_path: Path
) -> None:
    people = invent_people()
    with service(migrated_sqlite, tmp_path / "one") as (one, session):
        prepare(session, collect(session, people), people)
        digest = publish(session)
        seen = everything(one.test_client(), digest)
    with service(migrated_sqlite, tmp_path / "other") as (other, session):
        others = (invent_people(changed) for changed in range(len(people)))
        made = collect(session, invent_people(0))
        chosen = next(each for each in others if prepare(session, made, each) == digest)
        assert chosen != people
        assert publish(session) == digest
        assert everything(other.test_client(), digest) == seen
    assert {status for status, _, _ in seen.values()} == {200}
