"""Sessions of the office live on the server and end there."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cmm.services.accounts import disable
from cmm.services.sessions import (
    IDLE,
    LONGEST,
    TO_PROVE,
    begin_session,
    end_session,
    end_sessions,
    find_visit,
    note_seen,
    renew_session,
)
from cmm.store.models import OfficeSession
from tests.factories import make_account

NOON = 1_800_000_000


@pytest.fixture
def session(sqlite_session: Session) -> Session:
    """One database is enough: what depends on storage is tested with the codes (`test_second_factor.py`)."""
    return sqlite_session


def test_a_session_is_found_by_its_token_which_is_not_stored(session: Session) -> None:
    account = make_account(session)
    token = begin_session(session, account_id=account.account_id, proof="app", now=NOON)
    visit = find_visit(session, token=token, now=NOON + 1)
    assert visit
    assert visit.account.name == "aigerim"
    assert visit.proven
    [row] = session.scalars(select(OfficeSession)).all()
    assert token.encode() not in row.token_hash
    assert find_visit(session, token=token + "x", now=NOON) is None
    assert find_visit(session, token="", now=NOON) is None


def test_it_ends_after_a_time_without_a_page_and_lives_on_while_pages_are_opened(session: Session) -> None:
    account_id = make_account(session).account_id
    token = begin_session(session, account_id=account_id, proof="app", now=NOON)
    assert find_visit(session, token=token, now=NOON + IDLE - 1)
    assert find_visit(session, token=token, now=NOON + IDLE) is None
    note_seen(session, token=token, now=NOON + IDLE - 1)
    assert find_visit(session, token=token, now=NOON + IDLE)


def test_it_ends_after_the_longest_time_whatever_is_opened(session: Session) -> None:
    account_id = make_account(session).account_id
    token = begin_session(session, account_id=account_id, proof="app", now=NOON)
    note_seen(session, token=token, now=NOON + LONGEST - 1)
    assert find_visit(session, token=token, now=NOON + LONGEST - 1)
    assert find_visit(session, token=token, now=NOON + LONGEST) is None


def test_one_that_waits_for_the_second_factor_waits_not_long(session: Session) -> None:
    account_id = make_account(session).account_id
    token = begin_session(session, account_id=account_id, proof="", now=NOON)
    visit = find_visit(session, token=token, now=NOON + TO_PROVE - 1)
    assert visit
    assert not visit.proven
    assert find_visit(session, token=token, now=NOON + TO_PROVE) is None


def test_after_the_second_factor_the_old_token_is_worth_nothing(session: Session) -> None:
    account_id = make_account(session).account_id
    old = begin_session(session, account_id=account_id, proof="", now=NOON)
    new = renew_session(session, token=old, account_id=account_id, proof="app", now=NOON)
    assert find_visit(session, token=old, now=NOON) is None
    found = find_visit(session, token=new, now=NOON)
    assert found
    assert found.proven


def test_signing_out_ends_one_and_everywhere_ends_all(session: Session) -> None:
    account_id = make_account(session).account_id
    one, two, three = (begin_session(session, account_id=account_id, proof="app", now=NOON) for _ in range(3))
    end_session(session, token=one)
    assert find_visit(session, token=one, now=NOON) is None
    assert find_visit(session, token=two, now=NOON)
    end_sessions(session, account_id=account_id)
    assert find_visit(session, token=two, now=NOON) is None
    assert find_visit(session, token=three, now=NOON) is None


def test_a_disabled_account_has_no_session(session: Session) -> None:
    account_id = make_account(session).account_id
    token = begin_session(session, account_id=account_id, proof="app", now=NOON)
    disable(session, account_id=account_id)
    assert find_visit(session, token=token, now=NOON) is None


def test_what_ended_is_deleted_at_the_next_sign_in(session: Session) -> None:
    account_id = make_account(session).account_id
    begin_session(session, account_id=account_id, proof="app", now=NOON)
    begin_session(session, account_id=account_id, proof="app", now=NOON + IDLE)
    assert len(session.scalars(select(OfficeSession)).all()) == 1
