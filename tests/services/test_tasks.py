"""Long work: begun once, told about, kept as a whole or not at all, and nothing of it stays in memory."""

import json
import logging
import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from cmm.domain.disclosure.intruder import Finding
from cmm.domain.sealing import WrongPassphrase
from cmm.services import task_threads
from cmm.services.clock import now
from cmm.services.publish import NotAPublisher, find_candidate
from cmm.services.resist_intruder import IntruderFound
from cmm.services.rounds import close_round
from cmm.services.steps import INTRUDER, STEPS, Tell
from cmm.services.task_threads import start_preparation, wait_for_tasks
from cmm.services.tasks import (
    DEAD_AFTER,
    Preparation,
    TaskGivenUp,
    TaskView,
    beat,
    begin_preparation,
    build_prepared,
    fail,
    find_preparation,
    find_task,
    finish_preparation,
)
from cmm.store.database import Database
from cmm.store.models import OfficeTask
from tests.domain.questionnaire_builder import choices, question, questionnaire
from tests.factories import (
    MONDAY,
    PASSPHRASE,
    MadeRound,
    make_account,
    make_answers,
    make_round,
    make_survey,
    submit,
)

CLOSING, LATER = MONDAY + timedelta(days=14), MONDAY + timedelta(days=20)
LONGEST = 30.0
WORDS = {"label": {"en": "words"}, "numerator_words": {"en": "words"}, "denominator_words": {"en": "words"}}
SATISFIED = {
    "id": "satisfied",
    "question": "site",
    "numerator": ["good"],
    "dimension": "quality",
    "direction": "more_is_better",
    **WORDS,
}
MISSED = {
    "id": "missed",
    "question": "missed",
    "numerator": ["yes"],
    "dimension": "availability",
    "direction": "less_is_better",
    **WORDS,
}


def make_closed(session: Session, size: int = 24) -> MadeRound:
    made = make_round(session, survey=make_survey(), cities=("almaty",), access="link")
    for number in range(size):
        submit(session, made, "almaty", answers=make_answers(closed="yes" if number % 3 else "no"))
    close_round(session, round_id=made.round_id, today=CLOSING)
    return made


def begin(
    session: Session, made: MadeRound, passphrase: str = PASSPHRASE, at: int | None = None
) -> tuple[str, Preparation | None]:
    return begin_preparation(
        session,
        round_id=made.round_id,
        account_id=made.account_id,
        passphrase=passphrase,
        today=LATER,
        now=at or now(),
    )


def run(database: Database, session: Session, made: MadeRound) -> TaskView:
    """Begin, do the work in its thread, and look at how it ended."""
    task_id, preparation = begin(session, made)
    assert preparation
    start_preparation(database, preparation)
    assert wait_for_tasks(LONGEST)
    session.rollback()
    task = find_task(session, task_id, now=now())
    assert task
    return task


def test_the_work_is_done_in_a_thread_and_leaves_a_candidate(database: Database, session: Session) -> None:
    made = make_closed(session)
    task = run(database, session, made)
    assert (task.state, task.refusal) == ("done", None)
    candidate = find_candidate(session, made.round_id)
    assert candidate
    assert candidate.responses == 25
    assert [thread.name for thread in threading.enumerate() if "task" in thread.name] == []


def test_who_comes_second_is_led_to_the_running_work(database: Database, session: Session) -> None:
    made = make_closed(session)
    first, work = begin(session, made)
    second, nothing_to_do = begin(session, made)
    assert second == first
    assert work
    assert nothing_to_do is None
    assert session.query(OfficeTask).count() == 1


def test_a_wrong_passphrase_or_a_reader_begins_nothing(sqlite_session: Session) -> None:
    made = make_closed(sqlite_session)
    with pytest.raises(WrongPassphrase):
        begin(sqlite_session, made, passphrase="not the right one at all")
    reader = make_account(sqlite_session, "reader", role="reader").account_id
    with pytest.raises(NotAPublisher):
        begin_preparation(
            sqlite_session,
            round_id=made.round_id,
            account_id=reader,
            passphrase=PASSPHRASE,
            today=LATER,
            now=now(),
        )
    assert sqlite_session.query(OfficeTask).count() == 0


def test_work_without_a_beat_counts_as_dead_and_cannot_come_back(
    database: Database, session: Session
) -> None:
    made = make_closed(session)
    began_at = now()
    dead, preparation = begin(session, made, at=began_at)
    assert preparation
    candidate = build_prepared(session, preparation, lambda *_: None)
    in_time, too_late = began_at + DEAD_AFTER, began_at + DEAD_AFTER + 1
    assert find_preparation(session, made.round_id, now=in_time).state == "running"
    assert find_preparation(session, made.round_id, now=too_late).state == "died"
    again, work = begin(session, made, at=too_late)
    assert work
    assert again != dead
    assert find_task(session, dead, now=too_late).state == "died"
    assert not beat(session, task_id=dead, step=INTRUDER, done=1, total=2, now=too_late)
    with pytest.raises(TaskGivenUp):
        finish_preparation(session, task_id=dead, candidate=candidate, now=too_late)
    assert find_candidate(session, made.round_id) is None
    finish_preparation(session, task_id=again, candidate=candidate, now=too_late)
    assert find_candidate(session, made.round_id)
    assert find_preparation(session, made.round_id, now=too_late + 1000).state == "done"


def test_a_refusal_on_the_way_is_kept_with_its_step_and_the_work_can_be_repeated(
    sqlite_database: Database, sqlite_session: Session
) -> None:
    made = make_closed(sqlite_session, size=9)
    task = run(sqlite_database, sqlite_session, made)
    assert (task.state, task.step) == ("failed", "protect")
    assert task.refusal
    assert task.refusal["key"] == "too_few_responses"
    assert find_candidate(sqlite_session, made.round_id) is None
    _task_id, work = begin(sqlite_session, made)
    assert work, "a failed task stands in nobody's way"


def test_a_fault_of_the_program_is_kept_without_its_text(
    sqlite_database: Database,
    sqlite_session: Session,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def break_down(*_: object) -> None:
        raise KeyError("an answer that nobody may read")

    monkeypatch.setattr(task_threads, "build_prepared", break_down)
    with caplog.at_level(logging.ERROR):
        task = run(sqlite_database, sqlite_session, make_closed(sqlite_session))
    assert (task.state, task.refusal["key"]) == ("failed", "unexpected")
    assert "KeyError at" in caplog.text
    assert "nobody may read" not in caplog.text + json.dumps(dict(task.refusal))


def test_what_the_intruder_proved_is_kept_without_the_answer(sqlite_session: Session) -> None:
    made = make_closed(sqlite_session)
    task_id, _work = begin(sqlite_session, made)
    found = [Finding("small_count", "closed", "almaty", "no", 2, publication=1)] * 30
    refusal = IntruderFound("autumn", found)
    fail(sqlite_session, task_id=task_id, step=INTRUDER, refusal=refusal, now=now())
    task = find_task(sqlite_session, task_id, now=now())
    assert task.refusal["left_out"]
    assert len(task.refusal["findings"]) == 20
    kept = Finding(**task.refusal["findings"][0])
    assert (kept.table, kept.unit, kept.answer) == ("closed", "almaty", None)


def test_how_far_it_is_can_be_read_while_it_runs(
    sqlite_database: Database, sqlite_session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(task_threads, "BEAT_EVERY", 0.02)
    may_end = threading.Event()

    def work_slowly(_session: Session, _preparation: Preparation, tell: Tell) -> None:
        tell(INTRUDER, 3, 8)
        may_end.wait(LONGEST)
        tell(INTRUDER, 4, 8)

    monkeypatch.setattr(task_threads, "build_prepared", work_slowly)
    made = make_closed(sqlite_session)
    task_id, preparation = begin(sqlite_session, made)
    assert preparation
    start_preparation(sqlite_database, preparation)
    deadline = time.monotonic() + LONGEST
    task = find_task(sqlite_session, task_id, now=now())
    while task.step != INTRUDER and time.monotonic() < deadline:
        time.sleep(0.02)
        sqlite_session.rollback()
        task = find_task(sqlite_session, task_id, now=now())
    assert (task.step, task.done, task.total) == (INTRUDER, 3, 8)
    fail(sqlite_session, task_id=task_id, step=INTRUDER, refusal=None, now=now())  # as if taken for dead
    time.sleep(0.5)
    may_end.set()
    assert wait_for_tasks(LONGEST)
    assert find_candidate(sqlite_session, made.round_id) is None


def test_every_step_is_told_in_order_and_nobody_waits_meanwhile(
    sqlite_database: Database, sqlite_session: Session
) -> None:
    """While a round is opened, people answer another one: no reading lock is held during the work."""
    made = make_closed(sqlite_session)
    spring = make_round(sqlite_session, cities=("almaty",), access="link", round_id="spring")
    _task_id, preparation = begin(sqlite_session, made)
    assert preparation
    told: list[str] = []
    with sqlite_database.session() as respondents, sqlite_database.session() as own:

        def answer_meanwhile(step: str, _done: int, _total: int) -> None:
            if step not in told:
                told.append(step)
                submit(respondents, spring, "almaty")

        build_prepared(own, preparation, answer_meanwhile)
    assert told == list(STEPS[:-1])


def test_satisfied_people_who_miss_doses_are_found_in_the_protected_numbers(sqlite_session: Session) -> None:
    form = questionnaire(
        question("site", "select_one scale", appearance=("likert",)),
        question("missed", "select_one yes_no"),
        scale=choices("bad", "fair", "good"),
    )
    survey = make_survey(form, {"indicator": [SATISFIED, MISSED]})
    made = make_round(sqlite_session, survey=survey, cities=("almaty",), access="link")
    for number in range(30):
        answers = make_answers(site="good", missed="yes" if number % 2 else "no")
        submit(sqlite_session, made, "almaty", answers=answers)
    close_round(sqlite_session, round_id=made.round_id, today=CLOSING)
    _task_id, preparation = begin(sqlite_session, made)
    assert preparation
    candidate = build_prepared(sqlite_session, preparation, lambda *_: None)
    assert {(each["code"], each["place"], each["name"]) for each in candidate.quality} == {
        ("ceiling", "round", ""),
        ("ceiling", "unit", "almaty"),
    }
    details = candidate.quality[0]["details"]
    assert (details["satisfied"], details["scale"], details["event"]) == (100, "satisfied", "missed")
    assert details["happened"] % 5 == 0
