"""What the first page of the office shows before all else: what is overdue or due within a week."""

from dataclasses import dataclass

from cmm.services.clock import today
from cmm.services.promise_ledger import list_ledger
from cmm.services.reminders import list_due
from cmm.web import database
from cmm.web.office.sign_in import current_account
from cmm.web.reading.promises import PromiseView, build_view


@dataclass(frozen=True, slots=True)
class DueViews:
    """Requests of the account's own cities, the most pressing first."""

    overdue: tuple[PromiseView, ...]
    soon: tuple[PromiseView, ...]


def build_due() -> DueViews | None:
    """None when nothing is due."""
    session, day = database.session(), today()
    due = list_due(session, current_account(), today=day)
    if not due.any:
        return None
    views = {line.promise_id: build_view(line.public, day) for line in list_ledger(session, today=day)}
    return DueViews(
        tuple(views[promise_id] for promise_id in due.overdue),
        tuple(views[promise_id] for promise_id in due.soon),
    )
