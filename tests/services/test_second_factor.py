"""The code app and recovery codes: each code is good once, whoever sends it first."""

from threading import Barrier, Thread

import pyotp
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cmm.services.accounts import WrongPassword, require_own_password
from cmm.services.second_factor import (
    RECOVERY_CODES,
    STEP,
    WrongCode,
    app_address,
    enrol_app,
    get_factors,
    make_recovery_codes,
    offer_app_secret,
    reset_second_factor,
    use_app_code,
    use_recovery_code,
)
from cmm.services.sessions import begin_session, find_visit
from cmm.store.database import Database
from cmm.store.models import Account, RecoveryCode
from tests.factories import FAST_HASHER, make_account

NOON = 1_800_000_000
KEY = bytes(range(32))
OTHER_KEY = bytes(32)


def code_at(secret: str, instant: int) -> str:
    return pyotp.TOTP(secret).at(instant)


@pytest.fixture
def enrolled(session: Session) -> tuple[str, str]:
    """The id of an account with a code app, and the app's secret; enrolled at NOON."""
    return enrol(session, make_account(session).account_id)


def enrol(session: Session, account_id: str) -> tuple[str, str]:
    secret = offer_app_secret(session, account_id=account_id, token="a token", key=KEY)
    enrol_app(session, account_id=account_id, secret=secret, code=code_at(secret, NOON), key=KEY, now=NOON)
    return account_id, secret


def test_an_app_is_taken_when_it_shows_a_right_code(session: Session) -> None:
    account_id = make_account(session).account_id
    secret = offer_app_secret(session, account_id=account_id, token="a token", key=KEY)
    assert secret == offer_app_secret(session, account_id=account_id, token="a token", key=KEY), "reloaded"
    assert secret != offer_app_secret(session, account_id=account_id, token="another", key=KEY)
    assert len(secret) == 32, "160 bits, as RFC 4226 advises"
    wrong = f"{(int(code_at(secret, NOON)) + 1) % 10**6:06}"
    with pytest.raises(WrongCode):
        enrol_app(session, account_id=account_id, secret=secret, code=wrong, key=KEY, now=NOON)
    assert not get_factors(session, account_id).any
    enrol(session, account_id)
    assert get_factors(session, account_id).app
    assert secret != offer_app_secret(session, account_id=account_id, token="a token", key=KEY), "used up"


def test_the_secret_of_the_app_is_stored_sealed(session: Session, enrolled: tuple[str, str]) -> None:
    account_id, secret = enrolled
    account = session.get(Account, account_id)
    assert account
    assert account.totp_sealed
    assert pyotp.TOTP(secret).byte_secret() not in account.totp_sealed
    with pytest.raises(WrongCode):
        use_app_code(
            session, account_id=account_id, code=code_at(secret, NOON + 60), key=OTHER_KEY, now=NOON + 60
        )


def test_a_code_is_accepted_once_and_those_before_it_never(
    session: Session, enrolled: tuple[str, str]
) -> None:
    account_id, secret = enrolled
    later = NOON + 10 * STEP
    with pytest.raises(WrongCode):
        use_app_code(session, account_id=account_id, code=code_at(secret, NOON), key=KEY, now=NOON)
    use_app_code(session, account_id=account_id, code=code_at(secret, later), key=KEY, now=later)
    for replayed in (later, later - STEP):
        with pytest.raises(WrongCode):
            use_app_code(session, account_id=account_id, code=code_at(secret, replayed), key=KEY, now=later)
    next_one = later + STEP
    use_app_code(session, account_id=account_id, code=code_at(secret, next_one), key=KEY, now=next_one)


@pytest.mark.parametrize(("drift", "accepted"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_clock_may_be_one_step_early_or_late(sqlite_session: Session, drift: int, accepted: bool) -> None:
    account_id, secret = enrol(sqlite_session, make_account(sqlite_session).account_id)
    later = NOON + 10 * STEP
    code = code_at(secret, later + drift * STEP)
    if accepted:
        use_app_code(
            sqlite_session, account_id=account_id, code=f" {code[:3]} {code[3:]}", key=KEY, now=later
        )
        return
    with pytest.raises(WrongCode):
        use_app_code(sqlite_session, account_id=account_id, code=code, key=KEY, now=later)


def test_of_many_who_send_the_same_code_at_once_one_gets_in(
    database: Database, session: Session, enrolled: tuple[str, str]
) -> None:
    account_id, secret = enrolled
    later, start, passed = NOON + 10 * STEP, Barrier(6), []

    def send() -> None:
        with database.session() as own:
            start.wait()
            try:
                use_app_code(own, account_id=account_id, code=code_at(secret, later), key=KEY, now=later)
                passed.append(1)
            except WrongCode:
                pass

    threads = [Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert passed == [1]


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "-12345", "1" * 5000])
def test_what_is_no_code_is_refused(sqlite_session: Session, code: str) -> None:
    account_id, _secret = enrol(sqlite_session, make_account(sqlite_session).account_id)
    with pytest.raises(WrongCode):
        use_app_code(sqlite_session, account_id=account_id, code=code, key=KEY, now=NOON)
    with pytest.raises(WrongCode):
        use_recovery_code(sqlite_session, account_id=account_id, code=code, key=KEY)


def test_recovery_codes_are_each_good_once_and_stored_as_hashes(session: Session) -> None:
    account_id, other = (make_account(session, name).account_id for name in ("aigerim", "dana"))
    codes = make_recovery_codes(session, account_id=account_id, key=KEY)
    assert len(set(codes)) == RECOVERY_CODES
    stored = b"".join(row.code_hash for row in session.scalars(select(RecoveryCode)))
    assert not any(code.encode() in stored for code in codes)
    with pytest.raises(WrongCode):
        use_recovery_code(session, account_id=other, code=codes[0], key=KEY)
    use_recovery_code(session, account_id=account_id, code=codes[0].lower().replace("-", " "), key=KEY)
    with pytest.raises(WrongCode):
        use_recovery_code(session, account_id=account_id, code=codes[0], key=KEY)
    assert get_factors(session, account_id).recovery_codes == RECOVERY_CODES - 1


def test_new_recovery_codes_make_the_old_ones_worthless(session: Session) -> None:
    account_id = make_account(session).account_id
    old = make_recovery_codes(session, account_id=account_id, key=KEY)
    new = make_recovery_codes(session, account_id=account_id, key=KEY)
    with pytest.raises(WrongCode):
        use_recovery_code(session, account_id=account_id, code=old[0], key=KEY)
    use_recovery_code(session, account_id=account_id, code=new[0], key=KEY)


def test_resetting_takes_everything_away_and_ends_sessions(
    session: Session, enrolled: tuple[str, str]
) -> None:
    account_id, secret = enrolled
    make_recovery_codes(session, account_id=account_id, key=KEY)
    token = begin_session(session, account_id=account_id, proof="app", now=NOON)
    reset_second_factor(session, account_id=account_id)
    assert not get_factors(session, account_id).any
    assert get_factors(session, account_id).recovery_codes == 0
    assert find_visit(session, token=token, now=NOON) is None
    with pytest.raises(WrongCode):
        use_app_code(session, account_id=account_id, code=code_at(secret, NOON + 60), key=KEY, now=NOON + 60)


def test_the_picture_names_the_account_and_the_site() -> None:
    address = app_address("A" * 32, name="Айгерим", site="forum.example")
    assert address.startswith("otpauth://totp/forum.example:")
    assert "issuer=forum.example" in address


def test_an_open_session_alone_changes_no_second_factor(session: Session) -> None:
    account_id = make_account(session).account_id
    with pytest.raises(WrongPassword):
        require_own_password(session, account_id=account_id, password="a guess", hasher=FAST_HASHER)
