"""What may be known of a running installation by who watches over the machine: nothing about a response."""

from pathlib import Path

from sqlalchemy import Engine, func, select, text
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from cmm.store.models import OfficeTask, SurveyRound
from cmm.store.tasks import RUNNING


def find_revision(session: Session) -> str | None:
    """The revision of the tables; None where there are none. Raises OperationalError without a database."""
    session.execute(text("SELECT 1"))
    try:
        found = session.scalar(text("SELECT version_num FROM alembic_version"))
    except (OperationalError, ProgrammingError):
        session.rollback()
        return None
    return str(found) if found else None


def count_rounds(session: Session) -> dict[str, int]:
    """How many rounds there are in each state that any round is in."""
    counted = select(SurveyRound.state, func.count()).group_by(SurveyRound.state)
    return dict(session.execute(counted).all())


def find_oldest_running(session: Session) -> int | None:
    """When the long work began that has been unfinished for longest; who died counts too."""
    return session.scalar(select(func.min(OfficeTask.began_at)).where(OfficeTask.state == RUNNING))


def size_of(session: Session) -> int:
    """Bytes of the database."""
    bind = session.get_bind()
    engine = bind if isinstance(bind, Engine) else bind.engine
    if engine.dialect.name == "sqlite":
        file = Path(engine.url.database or "")
        return file.stat().st_size if file.is_file() else 0
    return int(session.scalar(text("SELECT pg_database_size(current_database())")) or 0)
