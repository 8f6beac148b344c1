"""Published rounds for tests: invented answers to the real survey, counted, protected and frozen."""

import json
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from secrets import token_urlsafe

from flask import Flask
from sqlalchemy.orm import Session

from cmm.app import create_app
from cmm.config import Config
from cmm.domain.questionnaire.survey_folder import read_survey
from cmm.domain.snapshot import canonical_bytes, digest_of
from cmm.paths import data_dir
from cmm.services.invented_answers import invent_answers, read_weights
from cmm.services.open_envelopes import OpenedRound
from cmm.services.places import add_city
from cmm.services.publish import prepare_opened, publish_snapshot
from cmm.services.published import find_content
from cmm.services.rounds import add_round, close_round, open_round
from cmm.store.database import Database
from cmm.store.snapshots import add_snapshot
from tests.factories import MONDAY, make_account, open_people, validate_all

FORM = "ost-satisfaction"
CLOSED_ON = MONDAY + timedelta(days=20)
PUBLISHED_ON = MONDAY + timedelta(days=30)
BREAKDOWNS = ("gender", "age", "time_in_treatment")
SIZES = {"almaty": 45, "aktobe": 14, "oskemen": 34, "karaganda": 23, "temirtau": 6, "balkhash": 7}
"""Responses per city: two must be joined, one is told in words, one shows five-point scales in full."""
NAMES = {
    "almaty": {"ru": "Алматы", "kk": "Алматы", "en": "Almaty"},
    "aktobe": {"ru": "Актобе", "kk": "Ақтөбе", "en": "Aktobe"},
    "oskemen": {"ru": "Усть-Каменогорск", "kk": "Өскемен", "en": "Oskemen"},
    "karaganda": {"ru": "Караганда", "kk": "Қарағанды", "en": "Karaganda"},
    "temirtau": {"ru": "Темиртау", "kk": "Теміртау", "en": "Temirtau"},
    "balkhash": {"ru": "Балхаш", "kk": "Балқаш", "en": "Balkhash"},
}
TITLES = {
    "ru": "Клиенты об ОЗТ, осень 2026",
    "kk": "Клиенттер ОАТ туралы, 2026 күз",
    "en": "Clients on OST, autumn 2026",
}


@dataclass(frozen=True)
class PublishedForTests:
    """A published round and the two people who may prepare and publish its next snapshot."""

    round_id: str
    digest: str
    preparer: str
    publisher: str


def publish_round(
    session: Session, *, round_id: str = "autumn-2026", sizes: Mapping[str, int] = SIZES
) -> PublishedForTests:
    """A closed round with invented answers, published the first time."""
    survey = read_survey(data_dir("surveys") / FORM)
    for position, code in enumerate(sizes):
        add_city(session, city_id=code, names=NAMES[code], position=position)
    preparer = make_account(session, "preparer").account_id
    publisher = make_account(session, "publisher", role="coordinator").account_id
    add_round(
        session,
        round_id=round_id,
        titles=TITLES,
        survey=survey,
        city_ids={code: size + 5 for code, size in sizes.items()},
        access="coupon",
        breakdowns=BREAKDOWNS,
        holders=[preparer],
        invented=True,
    )
    open_round(session, round_id=round_id, today=MONDAY)
    close_round(session, round_id=round_id, today=CLOSED_ON)
    made = PublishedForTests(round_id, "", preparer, publisher)
    return replace(made, digest=publish_again(session, made, sizes))


def publish_again(session: Session, published: PublishedForTests, sizes: Mapping[str, int]) -> str:
    """Prepare and publish the round with `sizes` responses per city; returns the digest."""
    opened = _open(published.round_id, sizes)
    prepare_opened(session, opened, account_id=published.preparer, today=PUBLISHED_ON)
    validate_all(session, published.round_id, published.preparer)
    return publish_snapshot(
        session,
        round_id=published.round_id,
        account_id=published.publisher,
        today=PUBLISHED_ON,
        reason="More answers arrived.",
    )


def publish_second(session: Session, published: PublishedForTests) -> str:
    """The same figures once more as publication 2, at once: for tests that are not about its numbers."""
    first = find_content(session, published.round_id, published.digest)
    assert first
    changed = {**json.loads(first), "number": 2, "supersedes": published.digest}
    content = canonical_bytes(changed)
    add_snapshot(
        session,
        digest=digest_of(content),
        round_id=published.round_id,
        number=2,
        content=content,
        published_by=published.publisher,
        published_on=PUBLISHED_ON + timedelta(days=1),
        change_reason="More answers arrived.",
    )
    session.commit()
    return digest_of(content)


def _open(round_id: str, sizes: Mapping[str, int]) -> OpenedRound:
    folder = data_dir("surveys") / FORM
    questionnaire, weights = read_survey(folder).questionnaire, read_weights(folder)
    answers = invent_answers(questionnaire, sizes, weights=weights, seed="tests", today=MONDAY)
    return open_people(questionnaire, answers, round_id=round_id)


@contextmanager
def published_app(
    migrated: Path, folder: Path, sizes: Mapping[str, int] = SIZES
) -> Iterator[tuple[Flask, PublishedForTests]]:
    """The application with one published round; `migrated` is an empty SQLite file of today's tables."""
    filled, published = _fill_once(migrated, tuple(sizes.items()))
    shutil.copy(filled, folder / "cmm.sqlite")
    url = f"sqlite:///{folder / 'cmm.sqlite'}"
    app = create_app(
        Config(
            secret_key=token_urlsafe(48), database_url=url, instance=folder, https=False, second_factor="off"
        )
    )
    yield app, published
    app.extensions["database"].engine.dispose()


@cache
def _fill_once(migrated: Path, sizes: tuple[tuple[str, int], ...]) -> tuple[Path, PublishedForTests]:
    """A file with the published round; made once, because the intruder takes his time."""
    filled = migrated.with_name(f"published-{abs(hash(sizes))}.sqlite")
    shutil.copy(migrated, filled)
    database = Database(f"sqlite:///{filled}")
    with database.session() as session:
        published = publish_round(session, sizes=dict(sizes))
    database.engine.dispose()
    return filled, published
