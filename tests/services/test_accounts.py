"""Accounts: who may be one, what a password and a passphrase do."""

import pytest
from sqlalchemy.orm import Session

from cmm.domain.sealing import WrongPassphrase, public_key_of
from cmm.services.accounts import (
    BadName,
    NameTaken,
    OwnAccount,
    UnknownRole,
    WrongPassword,
    add_account,
    change_passphrase,
    change_password,
    change_role,
    check_password,
    disable,
    enable,
    unlock_account,
)
from cmm.services.password_rules import (
    PassphraseIsPassword,
    PassphraseTooCommon,
    PassphraseTooShort,
    PasswordIsName,
    PasswordTooCommon,
    PasswordTooShort,
    require_password,
)
from cmm.services.places import add_city
from cmm.services.sessions import begin_session, find_visit
from cmm.store.accounts import NoSuchAccount, find_account_named, list_account_cities, list_accounts
from cmm.store.places import NoSuchCity
from tests.factories import FAST_HASHER, FAST_LOCK, PASSPHRASE, PASSWORD, make_account

FAST = {"cost": FAST_LOCK, "hasher": FAST_HASHER}
GOOD = {"name": "dana", "role": "secretary", "password": PASSWORD, "passphrase": PASSPHRASE}


def test_an_account_signs_in_with_its_password_and_opens_its_key_with_its_passphrase(
    session: Session,
) -> None:
    account = make_account(session, " aigerim ")
    found = check_password(session, name="aigerim", password=PASSWORD, hasher=FAST_HASHER)
    assert found is not None
    assert found.account_id == account.account_id
    private = unlock_account(session, account_id=account.account_id, passphrase=PASSPHRASE)
    assert public_key_of(private) == account.public_key


def test_neither_password_nor_passphrase_nor_private_key_is_stored(session: Session) -> None:
    account = make_account(session)
    private = unlock_account(session, account_id=account.account_id, passphrase=PASSPHRASE)
    stored = account.password_hash.encode() + account.private_key_sealed + account.public_key
    for secret in (PASSWORD.encode(), PASSPHRASE.encode(), private):
        assert secret not in stored
    assert account.password_hash.startswith("$argon2id$")


@pytest.mark.parametrize(
    ("name", "password"), [("aigerim", "another password"), ("nobody", PASSWORD), ("", ""), ("a\0", PASSWORD)]
)
def test_a_wrong_password_and_an_unknown_name_are_the_same_nothing(
    sqlite_session: Session, name: str, password: str
) -> None:
    make_account(sqlite_session)
    assert check_password(sqlite_session, name=name, password=password, hasher=FAST_HASHER) is None


def test_a_disabled_account_is_shut_out_and_its_sessions_end(session: Session) -> None:
    account = make_account(session)
    token = begin_session(session, account_id=account.account_id, proof="app", now=0)
    disable(session, account_id=account.account_id)
    assert check_password(session, name="aigerim", password=PASSWORD, hasher=FAST_HASHER) is None
    assert find_visit(session, token=token, now=1) is None
    enable(session, account_id=account.account_id)
    assert find_visit(session, token=token, now=1) is None, "an old session does not come back"
    assert check_password(session, name="aigerim", password=PASSWORD, hasher=FAST_HASHER)


def test_a_new_password_replaces_the_old_one_and_ends_sessions(session: Session) -> None:
    account = make_account(session)
    token = begin_session(session, account_id=account.account_id, proof="app", now=0)
    change_password(
        session,
        account_id=account.account_id,
        password=PASSWORD,
        new_password="a newer password",
        hasher=FAST_HASHER,
    )
    assert find_visit(session, token=token, now=1) is None
    assert check_password(session, name="aigerim", password=PASSWORD, hasher=FAST_HASHER) is None
    assert check_password(session, name="aigerim", password="a newer password", hasher=FAST_HASHER)


def test_a_new_passphrase_locks_the_same_key(session: Session) -> None:
    account_id = make_account(session).account_id
    before = unlock_account(session, account_id=account_id, passphrase=PASSPHRASE)
    newer = "a newer passphrase of ours"
    change_passphrase(
        session, account_id=account_id, passphrase=PASSPHRASE, new_passphrase=newer, cost=FAST_LOCK
    )
    assert unlock_account(session, account_id=account_id, passphrase=newer) == before
    with pytest.raises(WrongPassphrase):
        unlock_account(session, account_id=account_id, passphrase=PASSPHRASE)


def test_the_old_secret_is_needed_for_a_new_one(session: Session) -> None:
    account_id = make_account(session).account_id
    with pytest.raises(WrongPassword):
        change_password(session, account_id=account_id, password="guess", new_password="a newer password")
    with pytest.raises(WrongPassphrase):
        change_passphrase(session, account_id=account_id, passphrase="guess", new_passphrase="x" * 20)


def test_a_passphrase_cannot_become_the_password(session: Session) -> None:
    account_id = make_account(session).account_id
    with pytest.raises(PassphraseIsPassword):
        change_passphrase(session, account_id=account_id, passphrase=PASSPHRASE, new_passphrase=PASSWORD)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"name": " "}, BadName),
        ({"name": "x" * 61}, BadName),
        ({"name": "a\u202eb"}, BadName),
        ({"role": "admin"}, UnknownRole),
        ({"password": "short"}, PasswordTooShort),
        ({"password": "password1234"}, PasswordTooCommon),
        ({"name": "Gulnara Orazbayeva", "password": "gulnara orazbayeva2"}, PasswordIsName),
        ({"passphrase": "qwertyuiopasdfgh"}, PassphraseTooCommon),
        ({"passphrase": "too short"}, PassphraseTooShort),
        ({"password": PASSPHRASE}, PassphraseIsPassword),
        ({"city_ids": ["atlantis"]}, NoSuchCity),
    ],
)
def test_what_an_account_cannot_be(session: Session, change: dict, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        add_account(session, **(GOOD | FAST | change))
    assert list_accounts(session) == []


def test_a_name_is_taken_once(session: Session) -> None:
    make_account(session, "aigerim")
    with pytest.raises(NameTaken):
        make_account(session, "aigerim")


def test_a_secretary_works_for_some_cities(session: Session) -> None:
    for code in ("almaty", "shymkent"):
        add_city(session, city_id=code, names={"ru": code})
    account = make_account(session, city_ids=["shymkent", "almaty", "almaty"])
    assert list_account_cities(session, account.account_id) == ["almaty", "shymkent"]


def test_an_account_that_does_not_exist_is_named(session: Session) -> None:
    assert find_account_named(session, "nobody") is None
    with pytest.raises(NoSuchAccount, match="nobody"):
        unlock_account(session, account_id="nobody", passphrase=PASSPHRASE)


@pytest.mark.parametrize(
    "password",
    ["qwertyuiop123", "йцукенгшщзхъ", "1234567890123", "iloveyou12345", "aaaaaaaaaaaaaa", "пароль1234567"],
)
def test_a_password_that_is_tried_first_is_refused_also_in_russian_letters(password: str) -> None:
    with pytest.raises(PasswordTooCommon):
        require_password(password, name="dana")


@pytest.mark.parametrize(
    "password", ["чайник едет в отпуск", "шай ішкен боран терезе", "ladder soup violet 9", "d9 kq2!mz-Lw7"]
)
def test_a_password_of_unrelated_words_is_good(password: str) -> None:
    require_password(password, name="dana")


def test_a_coordinator_changes_role_and_cities_of_others_but_not_their_own(session: Session) -> None:
    for code in ("almaty", "shymkent"):
        add_city(session, city_id=code, names={"ru": code})
    chief = make_account(session, "timur", role="coordinator").account_id
    dana = make_account(session, "dana", city_ids=["almaty"]).account_id
    change_role(session, account_id=dana, role="secretary", city_ids=["shymkent"], by=chief)
    assert list_account_cities(session, dana) == ["shymkent"]
    change_role(session, account_id=dana, role="reader", city_ids=["shymkent"], by=chief)
    assert list_account_cities(session, dana) == [], "only secretaries have cities"
    with pytest.raises(OwnAccount):
        change_role(session, account_id=chief, role="reader", city_ids=[], by=chief)
    with pytest.raises(OwnAccount):
        disable(session, account_id=chief, by=chief)
