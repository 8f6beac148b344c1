"""Long work in the office: its page, a second press, a stopped server, and the quality of the data."""

import threading
from datetime import timedelta
from random import Random

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from cmm.domain.disclosure.intruder import Finding
from cmm.services import accounts, task_threads
from cmm.services.clock import now
from cmm.services.publish import find_candidate
from cmm.services.resist_intruder import IntruderFound
from cmm.services.rounds import close_round
from cmm.services.steps import INTRUDER
from cmm.services.task_threads import wait_for_tasks
from cmm.services.tasks import DEAD_AFTER, begin_preparation, fail, find_preparation
from cmm.services.transaction import transaction
from cmm.store.coupons import list_batches
from cmm.store.models import OfficeTask
from tests.domain.questionnaire_builder import choices, question, questionnaire
from tests.factories import (
    FAST_HASHER,
    MONDAY,
    PASSPHRASE,
    PASSWORD,
    MadeRound,
    make_account,
    make_answers,
    make_round,
    make_survey,
    submit,
)
from tests.web.inspecting import InspectingClient, client_of, parse
from tests.web.preparing import LONGEST, begin_preparing, prepare

ROUND = "/en/office/rounds/autumn"
CLOSING = MONDAY + timedelta(days=14)
QUESTIONS = [f"happened_{number}" for number in range(1, 11)]
FORM = questionnaire(
    *(question(name, "select_one often") for name in QUESTIONS), often=choices("a", "b", "c")
)


@pytest.fixture(autouse=True)
def fast_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(accounts.check_password.__kwdefaults__, "hasher", FAST_HASHER)


@pytest.fixture
def autumn(db: Session) -> MadeRound:
    """A closed round: in Almaty one person sent 23 of 40 responses, in Shymkent 17 people one each."""
    holder = make_account(db, "aigerim").account_id
    make_account(db, "timur", role="coordinator")
    made = make_round(db, survey=make_survey(FORM), account_id=holder, coupons_each=40)
    _submit_all(db, made)
    close_round(db, round_id=made.round_id, today=CLOSING)
    return made


@transaction
def _submit_all(session: Session, made: MadeRound) -> None:
    for number in range(40):
        submit(session, made, "almaty", answers=_answers(number if number < 17 else 999))
    for number in range(17):
        submit(session, made, "shymkent", answers=_answers(100 + number))


def _answers(number: int) -> object:
    luck = Random(number)
    return make_answers(**{name: luck.choice("abc") for name in QUESTIONS})


def begin_without_a_thread(db: Session, made: MadeRound, at: int) -> str:
    """As if the server was stopped right after; the address of the task."""
    task_id, _work = begin_preparation(
        db, round_id="autumn", account_id=made.account_id, passphrase=PASSPHRASE, today=CLOSING, now=at
    )
    return f"/en/office/tasks/{task_id}"


def sign_in(app: Flask, name: str = "aigerim") -> InspectingClient:
    client = client_of(app)
    token = parse(client.get("/en/office/sign-in")).xpath("//input[@name='csrf_token']/@value")[0]
    data = {"name": name, "password": PASSWORD, "csrf_token": token}
    assert client.post("/en/office/sign-in", data=data).status_code == 302
    return client


def text_of(client: InspectingClient, address: str) -> str:
    return " ".join(parse(client.get(address)).xpath("//main")[0].text_content().split())


def test_the_laptop_may_be_closed_as_soon_as_the_work_is_begun(
    app: Flask, db: Session, autumn: MadeRound
) -> None:
    secretary = sign_in(app)
    assert begin_preparing(secretary, ROUND).status_code == 303
    del secretary
    assert wait_for_tasks(LONGEST)
    db.rollback()
    assert find_candidate(db, "autumn")
    assert find_preparation(db, "autumn", now=now()).state == "done"


def test_the_task_leads_to_the_quality_of_the_data_and_that_to_the_preview(
    app: Flask, autumn: MadeRound
) -> None:
    secretary = sign_in(app)
    task = prepare(secretary, ROUND)
    page = secretary.get(task)
    assert "Refresh" not in page.headers
    quality = parse(page).xpath("//a[contains(@class, 'button')]/@href")[0]
    assert quality == f"{ROUND}/quality"
    words = text_of(secretary, quality)
    assert "Responses that repeat another one in every answer: about half or more." in words
    assert "Almaty" in words
    assert "Shymkent" not in words
    assert not {"17", "23", "40"} & set(words.split()), "no count of anything"
    preview = parse(secretary.get(quality)).xpath("//a[contains(@class, 'button')]/@href")[0]
    assert secretary.get(preview).status_code == 200
    assert "1 finding about the quality of the data." in text_of(secretary, ROUND)


def test_a_batch_set_aside_is_gone_when_the_results_are_prepared_again(
    app: Flask, db: Session, autumn: MadeRound
) -> None:
    """Here everything of Almaty came with one batch; Shymkent alone is left."""
    secretary = sign_in(app)
    prepare(secretary, ROUND)
    assert "have to be prepared again" in text_of(secretary, f"{ROUND}/quality")
    batch = next(each.batch_id for each in list_batches(db, "autumn") if each.city_id == "almaty")
    db.rollback()
    page = f"{ROUND}/coupons/{batch}/set-aside"
    form = parse(secretary.get(page)).xpath("//main//form")[0]
    secretary.post(form.get("action"), data={**dict(form.form_values()), "reason": "one person filled it in"})
    prepare(secretary, ROUND)
    words = text_of(secretary, f"{ROUND}/quality")
    assert "Nothing unusual was found" in words
    assert "Not counted: about 40, because they belong to coupons that were set aside." in words


def test_the_page_of_a_running_task_says_how_far_it_is_and_can_be_kept_still(
    app: Flask, db: Session, autumn: MadeRound, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_end = threading.Event()
    monkeypatch.setattr(task_threads, "build_prepared", lambda *_: may_end.wait(LONGEST))
    secretary, coordinator = sign_in(app), sign_in(app, "timur")
    task = begin_preparing(secretary, ROUND).headers["Location"]
    page = secretary.get(task)
    assert page.headers["Refresh"] == "2"
    assert parse(page).xpath("//progress[@max='6']")
    assert parse(page).xpath("//li[@aria-current='step']")
    assert "Refresh" not in secretary.get(f"{task}?still=1").headers
    assert coordinator.get(task).status_code == 200, "whoever works for the round may look"
    assert "See how far it is" in text_of(coordinator, ROUND)
    assert begin_preparing(secretary, ROUND).headers["Location"] == task, "a second press does nothing twice"
    may_end.set()
    assert wait_for_tasks(LONGEST)
    db.rollback()
    assert db.query(OfficeTask).count() == 1


def test_a_stopped_server_is_told_and_the_work_can_be_begun_again(
    app: Flask, db: Session, autumn: MadeRound
) -> None:
    secretary = sign_in(app)
    task = begin_without_a_thread(db, autumn, at=now() - DEAD_AFTER - 1)
    page = secretary.get(task)
    assert "Refresh" not in page.headers
    words = text_of(secretary, task)
    assert "The server was stopped while it worked. Nothing was kept." in words
    assert "The last preparation did not come to its end." in text_of(secretary, ROUND)
    assert prepare(secretary, ROUND) != task
    assert "stopped" in text_of(secretary, task), "the dead one stays dead"
    assert "did not come to its end" not in text_of(secretary, ROUND)


def test_a_wrong_passphrase_is_refused_at_once(app: Flask, db: Session, autumn: MadeRound) -> None:
    answer = begin_preparing(sign_in(app), ROUND, passphrase="not the right one at all")
    assert answer.status_code == 409
    assert "The passphrase is not right" in parse(answer).xpath("string(//div[@role='alert'])")
    assert db.query(OfficeTask).count() == 0


def test_what_the_intruder_proved_is_told_without_the_answer(
    app: Flask, db: Session, autumn: MadeRound
) -> None:
    secretary = sign_in(app)
    task = begin_without_a_thread(db, autumn, at=now())
    found = [Finding("small_count", "happened_1", "almaty", "c", 2, publication=1)]
    refusal = IntruderFound("autumn", found)
    fail(db, task_id=task.rpartition("/")[2], step=INTRUDER, refusal=refusal, now=now())
    words = text_of(secretary, task)
    assert "from these figures an answer of single people could be proved" in words
    assert (
        "happened_1 in almaty (publication 1): it can be proved that 1 to 4 people gave a certain answer, "
        "by two insiders who pool their answers" in words
    )
    assert "stopped here" in words
    assert "“c”" not in words


def test_tasks_and_quality_are_for_people_of_the_round(app: Flask, db: Session, autumn: MadeRound) -> None:
    secretary = sign_in(app)
    assert secretary.get(f"{ROUND}/quality").status_code == 404, "nothing is prepared yet"
    assert secretary.get("/en/office/tasks/no-such-task").status_code == 404
    task = prepare(secretary, ROUND)
    make_round(db, cities=("aktau",), access="link", round_id="other", account_id=autumn.account_id)
    make_account(db, "dana", city_ids=["aktau"])
    stranger = sign_in(app, "dana")
    assert stranger.get(task).status_code == 403
    assert stranger.get(f"{ROUND}/quality").status_code == 403
    make_account(db, "reader", role="reader")
    reader = sign_in(app, "reader")
    assert reader.get(task).status_code == 200
    assert not parse(reader.get(f"{ROUND}/quality")).xpath("//a[contains(@href, 'set-aside')]")
