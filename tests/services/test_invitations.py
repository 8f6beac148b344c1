"""One-time links: good once, for a week, for what the coordinator chose."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from cmm.domain.sealing import WrongPassphrase
from cmm.services.accounts import NameTaken, UnknownRole, check_password, disable, unlock_account
from cmm.services.audit import list_deeds
from cmm.services.invitations import (
    LASTS,
    InvitationUnusable,
    accept_invitation,
    accept_reset,
    find_invitation,
    invite,
    invite_again,
    list_invitations,
    withdraw_invitation,
)
from cmm.services.key_holders import get_holders
from cmm.services.password_rules import PasswordTooCommon
from cmm.services.places import add_city
from cmm.services.rounds import AccountDisabled
from cmm.services.second_factor import get_factors, make_recovery_codes
from cmm.services.sessions import begin_session, find_visit
from cmm.store.accounts import find_account, list_account_cities, list_accounts
from cmm.store.models import Invitation
from cmm.store.places import NoSuchCity
from tests.factories import FAST_HASHER, FAST_LOCK, PASSPHRASE, PASSWORD, make_account, make_round

NOON = 1_800_000_000
FAST = {"cost": FAST_LOCK, "hasher": FAST_HASHER}
DANA = {"name": "dana", "password": PASSWORD, "passphrase": PASSPHRASE}
NEWER = "лестница суп фиалка"


@pytest.fixture
def session(sqlite_session: Session) -> Session:
    """One database is enough: what depends on storage is tested with the codes (`test_second_factor.py`)."""
    return sqlite_session


@pytest.fixture
def chief(session: Session) -> str:
    add_city(session, city_id="almaty", names={"ru": "Алматы"})
    return make_account(session, "timur", role="coordinator").account_id


def test_a_link_makes_the_account_that_was_meant_and_no_second_one(session: Session, chief: str) -> None:
    token = invite(session, role="secretary", city_ids=["almaty"], by=chief, now=NOON)
    found = find_invitation(session, token=token, now=NOON + 5)
    assert found
    assert (found.role, found.city_ids, found.account_name) == ("secretary", ("almaty",), None)
    account_id = accept_invitation(session, token=token, now=NOON + 5, **DANA, **FAST)
    account = find_account(session, account_id)
    assert account
    assert (account.name, account.role) == ("dana", "secretary")
    assert list_account_cities(session, account_id) == ["almaty"]
    with pytest.raises(InvitationUnusable):
        accept_invitation(session, token=token, now=NOON + 6, **{**DANA, "name": "eva"}, **FAST)
    assert len(list_accounts(session)) == 2


def test_what_is_stored_does_not_open_the_link(session: Session, chief: str) -> None:
    token = invite(session, role="reader", city_ids=[], by=chief, now=NOON)
    [row] = session.scalars(select(Invitation)).all()
    assert find_invitation(session, token=row.token_hash.hex(), now=NOON) is None
    deeds, _rest = list_deeds(session)
    assert not any(token in str(deed) for deed in deeds)


def test_a_refused_form_does_not_use_the_link_up(session: Session, chief: str) -> None:
    token = invite(session, role="reader", city_ids=[], by=chief, now=NOON)
    for change, refusal in (
        ({"name": "timur"}, NameTaken),
        ({"password": "password1234"}, PasswordTooCommon),
    ):
        with pytest.raises(refusal):
            accept_invitation(session, token=token, now=NOON, **{**DANA, **change}, **FAST)
    assert accept_invitation(session, token=token, now=NOON, **DANA, **FAST)


@pytest.mark.parametrize("late", [LASTS, LASTS + 1, 10 * LASTS])
def test_after_a_week_it_is_not_good_any_more(session: Session, chief: str, late: int) -> None:
    token = invite(session, role="reader", city_ids=[], by=chief, now=NOON)
    assert find_invitation(session, token=token, now=NOON + LASTS - 1)
    assert find_invitation(session, token=token, now=NOON + late) is None
    with pytest.raises(InvitationUnusable):
        accept_invitation(session, token=token, now=NOON + late, **DANA, **FAST)
    assert list_invitations(session, now=NOON + late) == []


def test_a_withdrawn_or_unknown_link_opens_nothing(session: Session, chief: str) -> None:
    token = invite(session, role="reader", city_ids=[], by=chief, now=NOON)
    [waiting] = list_invitations(session, now=NOON)
    withdraw_invitation(session, invitation_id=waiting.invitation_id, by=chief)
    for word in (token, "", "x", "ж", "\ud800"):
        assert find_invitation(session, token=word, now=NOON) is None
    for unknown in (waiting.invitation_id, "not hex"):
        with pytest.raises(InvitationUnusable):
            withdraw_invitation(session, invitation_id=unknown, by=chief)


def test_nobody_is_invited_to_what_does_not_exist(session: Session, chief: str) -> None:
    with pytest.raises(UnknownRole):
        invite(session, role="admin", city_ids=[], by=chief, now=NOON)
    with pytest.raises(NoSuchCity):
        invite(session, role="secretary", city_ids=["atlantis"], by=chief, now=NOON)


def test_setting_up_anew_gives_a_new_password_and_keeps_the_key(session: Session, chief: str) -> None:
    dana = make_account(session, "dana").account_id
    make_round(session, access="link", account_id=dana)
    make_recovery_codes(session, account_id=dana, key=bytes(32))
    before = unlock_account(session, account_id=dana, passphrase=PASSPHRASE)
    old = begin_session(session, account_id=dana, proof="app", now=NOON)
    token = invite_again(session, account_id=dana, by=chief, now=NOON)
    assert check_password(session, name="dana", password=PASSWORD, hasher=FAST_HASHER), "until it is used"
    accept_reset(session, token=token, password=NEWER, new_passphrase=None, now=NOON, **FAST)
    assert check_password(session, name="dana", password=PASSWORD, hasher=FAST_HASHER) is None
    assert check_password(session, name="dana", password=NEWER, hasher=FAST_HASHER)
    assert unlock_account(session, account_id=dana, passphrase=PASSPHRASE) == before
    assert [one.name for one in get_holders(session, "autumn").accounts] == ["dana"]
    assert get_factors(session, dana).recovery_codes == 0
    assert find_visit(session, token=old, now=NOON) is None
    with pytest.raises(InvitationUnusable):
        accept_reset(session, token=token, password=NEWER, new_passphrase=None, now=NOON, **FAST)


def test_a_lost_passphrase_gives_a_new_key_and_drops_the_old_shares(session: Session, chief: str) -> None:
    dana = make_account(session, "dana").account_id
    make_round(session, access="link", account_id=dana)
    token = invite_again(session, account_id=dana, by=chief, now=NOON)
    newer = "five words of another kind entirely"
    accept_reset(session, token=token, password=NEWER, new_passphrase=newer, now=NOON, **FAST)
    assert unlock_account(session, account_id=dana, passphrase=newer)
    with pytest.raises(WrongPassphrase):
        unlock_account(session, account_id=dana, passphrase=PASSPHRASE)
    assert get_holders(session, "autumn").accounts == ()
    assert get_holders(session, "autumn").on_paper


def test_a_link_for_one_purpose_serves_no_other(session: Session, chief: str) -> None:
    dana = make_account(session, "dana").account_id
    new = invite(session, role="reader", city_ids=[], by=chief, now=NOON)
    again = invite_again(session, account_id=dana, by=chief, now=NOON)
    with pytest.raises(InvitationUnusable):
        accept_reset(session, token=new, password=NEWER, new_passphrase=None, now=NOON, **FAST)
    with pytest.raises(InvitationUnusable):
        accept_invitation(session, token=again, now=NOON, **{**DANA, "name": "eva"}, **FAST)


def test_a_second_link_makes_the_first_worthless_and_disabling_makes_both(
    session: Session, chief: str
) -> None:
    dana = make_account(session, "dana").account_id
    first = invite_again(session, account_id=dana, by=chief, now=NOON)
    second = invite_again(session, account_id=dana, by=chief, now=NOON)
    assert find_invitation(session, token=first, now=NOON) is None
    assert find_invitation(session, token=second, now=NOON)
    disable(session, account_id=dana, by=chief)
    assert find_invitation(session, token=second, now=NOON) is None
    with pytest.raises(AccountDisabled):
        invite_again(session, account_id=dana, by=chief, now=NOON)
