"""What is due in the ledger for one person of the office, and who is reminded of it by e-mail.

A reminder says that something is due and where to look; never what, where, or about whom.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from cmm.domain.language import SCREEN_LANGUAGES
from cmm.domain.mail_server import is_email
from cmm.domain.promises import Story, read_story
from cmm.domain.refusal import Refusal
from cmm.services.audit import note
from cmm.services.signed_in import SignedIn
from cmm.services.transaction import transaction
from cmm.store import accounts as store
from cmm.store import promises
from cmm.store.accounts import Account, get_account, list_account_cities, list_accounts

SOON = timedelta(days=7)


class BadEmail(Refusal):
    """This is no address of a mailbox."""


@dataclass(frozen=True, slots=True)
class Due:
    """Ids of requests: `overdue` ones, the longest first, and those `soon` due, the nearest first."""

    overdue: tuple[str, ...] = ()
    soon: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        return bool(self.overdue or self.soon)


@dataclass(frozen=True, slots=True)
class Reminder:
    """Somebody who wants to be told and was not told today. `before` is the day of the last reminder."""

    account_id: str
    email: str
    language: str
    due: Due
    before: date | None


def list_due(session: Session, account: SignedIn, *, today: date) -> Due:
    """What is overdue, or due within a week, in the account's own cities."""
    return _due(_list_stories(session), account, today)


def list_reminders(session: Session, *, today: date) -> list[Reminder]:
    """Everybody who is to be told today."""
    stories = _list_stories(session)
    wanted = [each for each in list_accounts(session) if _wants(each, today)]
    found = [
        Reminder(
            account.account_id,
            account.email or "",
            account.email_language or SCREEN_LANGUAGES[0],
            _due(stories, _signed_in(session, account), today),
            account.reminded_on,
        )
        for account in wanted
    ]
    return [reminder for reminder in found if reminder.due.any]


@transaction
def claim_reminder(session: Session, *, account_id: str, today: date) -> bool:
    """Write down that the account is told today; False when somebody else did so already."""
    return store.set_reminded(session, account_id, today)


@transaction
def give_back_reminder(session: Session, *, reminder: Reminder) -> None:
    """The message did not leave, so it may be tried again today."""
    get_account(session, reminder.account_id).reminded_on = reminder.before


@transaction
def set_email(session: Session, *, account_id: str, email: str, language: str) -> None:
    """Where the account wants to be reminded, and in which language; "" is nowhere. Raises BadEmail."""
    email = email.strip()
    if email and not is_email(email):
        raise BadEmail
    account = get_account(session, account_id)
    account.email = email or None
    account.email_language = (language if language in SCREEN_LANGUAGES else None) if email else None
    note(session, account_id, "reminders_on" if email else "reminders_off", account_id)


def find_email(session: Session, account_id: str) -> tuple[str, str]:
    """Address and language that an account gave, "" where it gave none."""
    account = get_account(session, account_id)
    return account.email or "", account.email_language or ""


def _list_stories(session: Session) -> list[tuple[str, tuple[str, ...], Story]]:
    """Id, cities and story of every public request with a day."""
    events = promises.list_all_events(session)
    rows = [
        (row.promise_id, tuple(row.city_ids), read_story(events[row.promise_id]))
        for row in promises.list_promises(session)
    ]
    return sorted((row for row in rows if row[2].due_on), key=lambda row: (row[2].due_on, row[0]))


def _due(stories: Iterable[tuple[str, tuple[str, ...], Story]], account: SignedIn, today: date) -> Due:
    own = [(code, story) for code, cities, story in stories if account.works_for(cities)]
    soon = [
        code
        for code, story in own
        if story.due_on and not story.is_overdue(today) and story.due_on - today <= SOON
    ]
    return Due(tuple(code for code, story in own if story.is_overdue(today)), tuple(soon))


def _wants(account: Account, today: date) -> bool:
    told_today = account.reminded_on is not None and account.reminded_on >= today
    return bool(account.email) and not account.disabled and not told_today


def _signed_in(session: Session, account: Account) -> SignedIn:
    cities = tuple(list_account_cities(session, account.account_id))
    return SignedIn(account.account_id, account.name, account.role, cities)
