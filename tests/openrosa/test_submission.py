"""A client that others wrote finds, loads, answers and sends every questionnaire, through a real server."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy.orm import Session

from cmm.config import Config
from cmm.domain.questionnaire.model import Question
from cmm.domain.questionnaire.survey_folder import read_survey
from cmm.domain.sealing import ResponseOpener
from cmm.services.coupons import make_batch
from cmm.services.field_passes import make_pass
from cmm.services.open_envelopes import open_envelopes_with_recovery_key
from cmm.services.rounds import close_round
from cmm.store.database import Database
from cmm.store.envelopes import list_envelopes
from cmm.web.openrosa.views import LARGEST
from tests.factories import MONDAY, MadeRound, make_account, make_round
from tests.openrosa.answering import draw, list_fields
from tests.openrosa.conftest import Engine
from tests.surveys.library import FORMS, SURVEYS
from tests.web.conftest import SECRET
from tests.web.serving import Instance, Server, served

OFFERED = 12
"""Answers that are tried in turn for one question, until it is content."""


@dataclass(frozen=True)
class Field:
    """A round for every questionnaire of the library, each second one with coupons; and their passes."""

    instance: Instance
    rounds: Mapping[str, MadeRound]
    passes: Mapping[str, str]


@pytest.fixture
def field(migrated_sqlite: Path, tmp_path: Path) -> Field:
    folder = tmp_path / "instance"
    folder.mkdir()
    shutil.copy(migrated_sqlite, folder / "cmm.sqlite")
    url = f"sqlite:///{folder / 'cmm.sqlite'}"
    pepper = Config(secret_key=SECRET * 2, database_url=url, instance=folder).pepper
    database = Database(url)
    with database.session() as session:
        holder = make_account(session, "aigerim").account_id
        rounds, passes = {}, {}
        for number, form_id in enumerate(FORMS):
            access = ("coupon", "link")[number % 2]
            rounds[form_id] = _make_round(session, form_id, access, holder, pepper)
            place = {"round_id": f"r-{form_id}", "city_id": "almaty"}
            passes[form_id] = make_pass(session, **place, label="phone", pepper=pepper)
    database.engine.dispose()
    return Field(Instance(folder, rounds[FORMS[0]], []), rounds, passes)


def _make_round(session: Session, form_id: str, access: str, holder: str, pepper: bytes) -> MadeRound:
    survey = read_survey(SURVEYS / form_id)
    own = {"round_id": f"r-{form_id}", "survey": survey, "account_id": holder, "coupons_each": 1}
    made = make_round(session, cities=("almaty",), access=access, **own)  # type: ignore[arg-type]
    if access == "link":
        return made
    batch = {"round_id": made.round_id, "city_id": "almaty", "site_id": None, "pepper": pepper}
    return replace(made, coupons={"almaty": make_batch(session, count=1, **batch)})


@pytest.fixture
def session(field: Field) -> Iterator[Session]:
    database = Database(field.instance.url)
    with database.session() as opened:
        yield opened
    database.engine.dispose()


def test_what_was_answered_is_what_is_found_when_the_round_is_opened(
    engine: Engine, field: Field, session: Session
) -> None:
    """All questionnaires in one test, so that they share one server; afterwards it has told nothing."""
    with served(field.instance, "--workers=1", "--graceful-timeout=1") as server:
        given = {form_id: _answer_and_send(engine, server, field, form_id) for form_id in FORMS}
    for form_id, answers in given.items():
        assert len(answers) > len(list(field.rounds[form_id].questionnaire.questions())) / 4
        assert _opened(session, field.rounds[form_id]) == [answers], form_id
    assert [line for line in server.log.read_bytes().splitlines() if b"[INFO]" not in line] == []
    files = b"".join(path.read_bytes() for path in field.instance.folder.rglob("*") if path.is_file())
    assert not [code for code in field.passes.values() if code.encode() in files]


def _answer_and_send(engine: Engine, server: Server, field: Field, form_id: str) -> dict[str, Any]:
    """The answers by question, as the other engine holds them when it sends."""
    made, code = field.rounds[form_id], field.passes[form_id]
    door = f"http://127.0.0.1:{server.port}/openrosa/r-{form_id}"
    found = engine("download", server=door, pass_=code)
    form = f"{form_id}.r-{form_id}"
    assert (found["asked"], found["status"], found["form"]) == (401, "success", form)
    assert found["date"]
    engine("create", form=form, repeats={})
    given = engine("fill", form=form, values=_offer(made, form_id))
    sent = engine("submit", form=form, server=door, pass_=code)
    assert sent == {"status": "ready", "statuses": [204, 201, 202], "largest": str(LARGEST)}, form_id
    questions = dict(list_fields(made.questionnaire.items))
    return {
        name: _in_any_order(one["value"], questions[name])
        for name, one in given.items()
        if name in questions and questions[name].type != "note" and one["relevant"] and one["value"]
    }


def _offer(made: MadeRound, form_id: str) -> dict[str, list[Any]]:
    """Answers to try for each question, consent first; and the coupon, if there is one."""
    random = Random(form_id)
    offered: dict[str, list[Any]] = {"__coupon": made.coupons.get("almaty", [])}
    for name, question in list_fields(made.questionnaire.items):
        if question.type not in ("note", "calculate"):
            offered[name] = [draw(made.questionnaire, question, random) for _ in range(OFFERED)]
    return {name: values for name, values in offered.items() if values}


def _opened(session: Session, made: MadeRound) -> list[dict[str, Any]]:
    """The texts of the answers in every envelope; only a test ever has them all in clear."""
    close_round(session, round_id=made.round_id, today=MONDAY)
    own = {"round_id": made.round_id, "recovery_key": made.recovery_key}
    opener = ResponseOpener(made.round_id, open_envelopes_with_recovery_key(session, **own).private_key)
    payloads = [opener.open(each.sealed) for each in list_envelopes(session, made.round_id)]
    assert {(payload["mode"], payload["language"]) for payload in payloads} == {("field", "ru")}
    return [
        {name: set(value) if isinstance(value, list) else str(value) for name, value in values.items()}
        for payload in payloads
        for values in [payload["answers"]["values"]]
    ]


def _in_any_order(value: str, question: Question) -> Any:
    return set(value.split()) if question.type == "select_multiple" else value
