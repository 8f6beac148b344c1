"""An import that the office confirmed: checked once more, sealed and stored while a page says how far it is.

The table is in the memory of the thread only. All of it is stored in one transaction together with the end of
the task, or nothing is.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy.orm import Session

from cmm.domain.delimited import TextTable
from cmm.domain.refusal import Refusal
from cmm.services.clock import now as clock_now
from cmm.services.import_responses import (
    CityChoice,
    ImportRefused,
    check_import,
    find_asked,
    keep_sealed,
    read_import,
    seal_rows,
)
from cmm.services.mix import mix_round
from cmm.services.steps import Tell
from cmm.services.tasks import TaskGivenUp, TaskView, add_running, find_running, find_task
from cmm.services.transaction import transaction
from cmm.store import tasks as store

IMPORT = "import"
"""The kind of task that stores a table of responses."""
CHECK, SEAL, STORE = IMPORT_STEPS = ("check", "seal", "store")


class ImportRunning(Refusal):
    """Another import of this round is being stored."""


class ImportChanged(Refusal):
    """The table came out otherwise than when it was checked."""


@dataclass(frozen=True, slots=True)
class ImportWork:
    """What the thread of a new task needs. It lives in memory only."""

    task_id: str
    round_id: str
    account_id: str
    today: date
    table: TextTable = field(repr=False)
    cities: CityChoice
    drop: tuple[str, ...]
    chosen: Mapping[str, str]
    take_good_rows: bool
    pepper: bytes = field(repr=False)


@transaction
def begin_import(session: Session, *, work: ImportWork, now: int) -> bool:
    """Note the task; False when it was noted before (somebody pressed twice).

    Raises NoSuchRound, RoundNotOpen (RoundPaused, RoundClosed), RoundTakesCouponsOnly, ImportRunning.
    """
    if store.find_task(session, work.task_id):
        return False
    check_import(session, round_id=work.round_id)
    if find_running(session, round_id=work.round_id, kind=IMPORT, now=now):
        raise ImportRunning
    add_running(
        session,
        task_id=work.task_id,
        kind=IMPORT,
        step=CHECK,
        round_id=work.round_id,
        account_id=work.account_id,
        now=now,
    )
    return True


def find_import(session: Session, task_id: str, *, now: int) -> TaskView | None:
    """The task, if it is an import."""
    task = find_task(session, task_id, now=now)
    return task if task and task.kind == IMPORT else None


def do_import(work: ImportWork, session: Session, tell: Tell) -> None:
    """Check, seal, store, mix. Raises what check_import raises, ImportChanged, TaskGivenUp."""
    questionnaire, total = find_asked(session, work.round_id), len(work.table.rows)
    try:
        sheet = read_import(
            session,
            round_id=work.round_id,
            questionnaire=questionnaire,
            table=work.table,
            cities=work.cities,
            drop=work.drop,
            chosen=work.chosen,
            take_good_rows=work.take_good_rows,
            today=work.today,
            advance=_counting(tell, CHECK, total),
        )
    except ImportRefused:
        raise ImportChanged from None
    language, total = questionnaire.default_language, len(sheet.rows)
    sealed = seal_rows(session, work.round_id, language, sheet.rows, _counting(tell, SEAL, total))
    tell(STORE, 0, total)
    _finish(session, work=work, sealed=sealed)
    mix_round(session, work.round_id)


@transaction
def _finish(session: Session, *, work: ImportWork, sealed: list[tuple[str, str, bytes]]) -> None:
    """Store everything and end the task, both or none. Raises TaskGivenUp."""
    new = keep_sealed(
        session,
        round_id=work.round_id,
        sealed=sealed,
        pepper=work.pepper,
        today=work.today,
        by=work.account_id,
    )
    moment = clock_now()
    alive = store.set_beat(
        session, work.task_id, step=STORE, done=new, total=len(sealed), now=moment
    ) and store.set_done(session, work.task_id, now=moment)
    if not alive:
        raise TaskGivenUp(work.task_id)


def _counting(tell: Tell, step: str, total: int) -> Callable[[int], None]:
    """What is called after each row."""
    done = 0

    def advance(rows: int) -> None:
        nonlocal done
        done += rows
        tell(step, done, total)

    return advance
