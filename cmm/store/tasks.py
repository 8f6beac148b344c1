"""Long work of the office: what runs, how far it is, how it ended."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from cmm.domain.refusal import Refusal
from cmm.store.models import OfficeTask as OfficeTask

RUNNING, DONE, FAILED = "running", "done", "failed"


class NoSuchTask(Refusal):
    """No task has this id."""


def find_task(session: Session, task_id: str) -> OfficeTask | None:
    """The task as it is now."""
    return session.get(OfficeTask, task_id, populate_existing=True)


def get_task(session: Session, task_id: str) -> OfficeTask:
    """Raises NoSuchTask."""
    task = find_task(session, task_id)
    if task is None:
        raise NoSuchTask(task_id)
    return task


def find_latest_task(session: Session, round_id: str, kind: str) -> OfficeTask | None:
    """The task of a round that was begun last."""
    of_round = select(OfficeTask).where(OfficeTask.round_id == round_id, OfficeTask.kind == kind)
    newest = of_round.order_by(OfficeTask.began_at.desc(), OfficeTask.task_id).limit(1)
    return session.scalar(newest.execution_options(populate_existing=True))


def list_running(session: Session, round_id: str, kind: str) -> list[OfficeTask]:
    """The tasks of a round that nobody has ended, the dead ones too, newest first."""
    of_round = select(OfficeTask).where(OfficeTask.round_id == round_id, OfficeTask.kind == kind)
    running = of_round.where(OfficeTask.state == RUNNING).order_by(OfficeTask.began_at.desc())
    return list(session.scalars(running.execution_options(populate_existing=True)))


def beats_since(session: Session, moment: int) -> bool:
    """Whether any task runs that said so after `moment`."""
    alive = select(OfficeTask.task_id).where(OfficeTask.state == RUNNING, OfficeTask.beat_at > moment)
    return session.scalar(alive.limit(1)) is not None


def add_task(session: Session, task: OfficeTask) -> None:
    session.add(task)
    session.flush()


def set_beat(session: Session, task_id: str, *, step: str, done: int, total: int, now: int) -> bool:
    """Note that a task is alive and how far it is; False when it does not run any more."""
    return _change(session, task_id, step=step, done=done, total=total, beat_at=now)


def set_done(session: Session, task_id: str, *, now: int) -> bool:
    """End a task well; False when it does not run any more."""
    return _change(session, task_id, state=DONE, beat_at=now)


def set_failed(session: Session, task_id: str, *, step: str, refusal: Mapping[str, Any], now: int) -> bool:
    """End a task that could not do its work; False when it does not run any more."""
    return _change(session, task_id, state=FAILED, step=step, refusal=dict(refusal), beat_at=now)


def _change(session: Session, task_id: str, **values: Any) -> bool:
    """One statement, so that of two that end a task one is told that it came too late."""
    running = update(OfficeTask).where(OfficeTask.task_id == task_id, OfficeTask.state == RUNNING)
    changed = session.execute(
        running.values(values).returning(OfficeTask.task_id).execution_options(synchronize_session=False)
    )
    return changed.first() is not None
