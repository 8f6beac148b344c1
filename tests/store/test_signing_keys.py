"""The key of an installation: made once, readable by its owner only, replaceable without losing old packs."""

import stat
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest

from cmm.domain.evidence.signing import (
    CURRENT,
    RETIRED,
    STOLEN,
    NotAKey,
    SigningKey,
    is_signed,
    read_public_key,
    to_pem,
)
from cmm.store.signing_keys import (
    KEY_FILE,
    SigningKeyUnreadable,
    get_signing_key,
    list_signing_keys,
    replace_signing_key,
    retire_public_key,
)


def public_of(folder: Path) -> str:
    return get_signing_key(folder).public


def test_the_key_is_made_at_first_use_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    assert list_signing_keys(tmp_path) == {}
    key = get_signing_key(tmp_path)
    assert get_signing_key(tmp_path) == key
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [KEY_FILE]
    assert list_signing_keys(tmp_path) == {key.public: CURRENT}


def test_processes_that_start_at_once_use_one_key(tmp_path: Path) -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        assert len(set(pool.map(public_of, [tmp_path] * 8))) == 1
    assert [path.name for path in tmp_path.iterdir()] == [KEY_FILE]


def test_a_replaced_key_stays_in_the_list_with_the_reason(tmp_path: Path) -> None:
    first = get_signing_key(tmp_path).public
    second = replace_signing_key(tmp_path, stolen=False).public
    third = replace_signing_key(tmp_path, stolen=True).public
    assert list_signing_keys(tmp_path) == {third: CURRENT, first: RETIRED, second: STOLEN}
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600


def test_a_lost_key_can_be_named_by_its_public_half(tmp_path: Path) -> None:
    lost = SigningKey(b"\5" * 32).public
    retire_public_key(tmp_path, to_pem(lost).decode(), stolen=False)
    assert list_signing_keys(tmp_path) == {lost: RETIRED}


def test_a_damaged_key_file_is_named_and_not_replaced(tmp_path: Path) -> None:
    (tmp_path / KEY_FILE).write_text("no key\n", encoding="ascii")
    with pytest.raises(SigningKeyUnreadable, match=KEY_FILE):
        get_signing_key(tmp_path)
    assert (tmp_path / KEY_FILE).read_text(encoding="ascii") == "no key\n"


def test_the_private_key_stands_in_no_text(tmp_path: Path) -> None:
    key = get_signing_key(tmp_path)
    assert key.private.hex() not in repr(key)


def test_a_signature_is_of_one_key_and_one_text() -> None:
    """The first vector of RFC 8032, section 7.1: the empty text."""
    key = SigningKey(bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"))
    assert key.public == "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
    assert key.sign(b"").hex() == (
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b"
    )
    assert is_signed(b"", key.sign(b""), key.public)
    assert not is_signed(b"x", key.sign(b""), key.public)
    assert not is_signed(b"", b"short", key.public)


@pytest.mark.parametrize("words", ["", "abc", "zz" * 32, "00" * 31, "-----BEGIN PUBLIC KEY-----\nx\n"])
def test_what_is_no_public_key_is_refused(words: str) -> None:
    with pytest.raises(NotAKey):
        read_public_key(words)
