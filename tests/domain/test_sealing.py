"""Sealing: the standard is followed, sizes are equal, and only the right key opens."""

import json
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmm.domain.sealing import (
    ENVELOPE_OVERHEAD,
    SUITE,
    EnvelopeUnreadable,
    LockCost,
    ResponseTooLarge,
    WrongPassphrase,
    canonical_json,
    lock_private_key,
    lottery_secret,
    make_key_pair,
    open_key,
    open_response,
    public_key_of,
    seal_key,
    seal_response,
    unlock_private_key,
)
from tests.domain import hpke_by_hand

FAST = LockCost(iterations=1, lanes=1, memory=8)
KEYS = make_key_pair()
OTHERS = make_key_pair()

# RFC 9180, appendix A.3.1 (P-256, HKDF-SHA256, AES-128-GCM, base mode), sequence number 0
INFO = bytes.fromhex("4f6465206f6e2061204772656369616e2055726e")
EPHEMERAL = int("4995788ef4b9d6132b249ce59a77281493eb39af373d236a1fe415cb0c2d7beb", 16)
ENCAPSULATED = bytes.fromhex(
    "04a92719c6195d5085104f469a8b9814d5838ff72b60501e2c4466e5e67b325ac9"
    "8536d7b61a1af4b78e5b7f951c0900be863c403ce65c9bfcb9382657222d18c4"
)
RECEIVER = int("f3ce7fdae57e1a310d87f1ebbde6f328be0a99cdbcadf4d6589cf29de4b8ffd2", 16)
RECEIVER_PUBLIC = bytes.fromhex(
    "04fe8c19ce0905191ebc298a9245792531f26f0cece2460639e8bc39cb7f706a82"
    "6a779b4cf969b8a0e539c7f62fb3d30ad6aa8f80e30f1d128aafd68a2ce72ea0"
)
PLAIN = b"Beauty is truth, truth beauty"
AAD = b"Count-0"
CIPHERTEXT = bytes.fromhex(
    "5ad590bb8baa577f8619db35a36311226a896e7342a6d836d8b7bcd2f20b6c7f9076ac232e3ab2523f39513434"
)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
payloads = st.dictionaries(st.text(max_size=8), json_values, max_size=4)


def test_our_hand_written_hpke_gives_the_published_vector() -> None:
    sealed = hpke_by_hand.seal(EPHEMERAL, RECEIVER_PUBLIC, INFO, PLAIN, AAD)
    assert sealed == ENCAPSULATED + CIPHERTEXT
    assert hpke_by_hand.open_sealed(RECEIVER, ENCAPSULATED + CIPHERTEXT, INFO, AAD) == PLAIN


def test_the_suite_opens_what_the_hand_written_one_seals_with_the_keys_of_the_vector() -> None:
    sealed = hpke_by_hand.seal(EPHEMERAL, RECEIVER_PUBLIC, INFO, PLAIN)
    private = RECEIVER.to_bytes(32, "big")
    assert SUITE.decrypt(sealed, hpke_by_hand.private_key(RECEIVER), INFO) == PLAIN
    assert public_key_of(private) == RECEIVER_PUBLIC


def test_an_envelope_opens_by_the_letter_of_the_standard() -> None:
    """The phone's library does the same: this fixes the info text and the padding for it."""
    sealed = seal_response({"b": 1, "a": "ё"}, round_id="autumn", public_key=KEYS.public, size=64)
    plain = hpke_by_hand.open_sealed(int.from_bytes(KEYS.private, "big"), sealed, b"cmm response 1|autumn")
    assert plain == '{"a":"ё","b":1}'.encode().ljust(64, b" ")


@given(payloads)
@settings(max_examples=50)
def test_what_is_sealed_is_what_is_opened_and_all_sizes_are_equal(payload: dict[str, Any]) -> None:
    sealed = seal_response(payload, round_id="r", public_key=KEYS.public, size=2048)
    assert len(sealed) == 2048 + ENVELOPE_OVERHEAD
    assert open_response(sealed, round_id="r", private_key=KEYS.private) == payload


def test_the_same_response_is_sealed_differently_every_time() -> None:
    sealed = {seal_response({}, round_id="r", public_key=KEYS.public, size=16) for _ in range(5)}
    assert len(sealed) == 5


def test_a_response_that_does_not_fit_is_refused_and_one_that_just_fits_is_not() -> None:
    payload = {"text": "ё" * 10}
    size = len(canonical_json(payload))
    assert seal_response(payload, round_id="r", public_key=KEYS.public, size=size)
    with pytest.raises(ResponseTooLarge):
        seal_response(payload, round_id="r", public_key=KEYS.public, size=size - 1)


def test_another_key_round_or_a_changed_byte_does_not_open() -> None:
    sealed = seal_response({"q": "yes"}, round_id="r", public_key=KEYS.public, size=32)
    with pytest.raises(EnvelopeUnreadable):
        open_response(sealed, round_id="r", private_key=OTHERS.private)
    with pytest.raises(EnvelopeUnreadable):
        open_response(sealed, round_id="s", private_key=KEYS.private)
    for place in (0, 1, 64, 65, len(sealed) - 1):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(EnvelopeUnreadable):
            open_response(bytes(changed), round_id="r", private_key=KEYS.private)


HOSTILE = [
    b"",
    b"not json",
    b"[1, 2]",
    b'"text"',
    b"null",
    b'{"a": NaN}',
    b'{"a": 1e999}',
    rb'{"a": "\ud800"}',
    b"\xff\xfe",
    b'{"a":' * 50_000,
    b"[" * 100_000 + b"]" * 100_000,
    b'{"a": ' + b"9" * 5000 + b"}",
]


@pytest.mark.parametrize("plain", HOSTILE, ids=range(len(HOSTILE)))
def test_anything_sealed_by_anybody_is_read_or_refused(plain: bytes) -> None:
    public = hpke_by_hand.decode(KEYS.public)
    sealed = SUITE.encrypt(plain, public, b"cmm response 1|r")
    with pytest.raises(EnvelopeUnreadable):
        open_response(sealed, round_id="r", private_key=KEYS.private)


@given(st.binary(max_size=200))
def test_random_bytes_are_refused(sealed: bytes) -> None:
    with pytest.raises(EnvelopeUnreadable):
        open_response(sealed, round_id="r", private_key=KEYS.private)


def test_a_key_is_handed_on_for_one_purpose_only() -> None:
    sealed = seal_key(OTHERS.private, to_public=KEYS.public, purpose="round|autumn")
    assert open_key(sealed, private=KEYS.private, purpose="round|autumn") == OTHERS.private
    with pytest.raises(EnvelopeUnreadable):
        open_key(sealed, private=KEYS.private, purpose="round|spring")
    with pytest.raises(EnvelopeUnreadable):
        open_key(sealed, private=OTHERS.private, purpose="round|autumn")


def test_a_locked_key_opens_with_its_passphrase_only() -> None:
    locked = lock_private_key(KEYS.private, "дорога домой й", cost=FAST)
    assert unlock_private_key(locked, "дорога домой й") == KEYS.private
    assert unlock_private_key(locked, "дорога домой й".replace("й", "й")) == KEYS.private
    with pytest.raises(WrongPassphrase):
        unlock_private_key(locked, "дорога домой")
    assert KEYS.private not in locked


def test_a_damaged_locked_key_is_a_wrong_passphrase_not_a_crash() -> None:
    locked = lock_private_key(KEYS.private, "passphrase", cost=FAST)
    for damaged in (b"", locked[:20], locked[:-1], b"\x02" + locked[1:], locked[:1] + bytes(6) + locked[7:]):
        with pytest.raises(WrongPassphrase):
            unlock_private_key(damaged, "passphrase")


def test_the_lock_is_made_expensive_unless_a_test_asks_otherwise() -> None:
    assert LockCost() == LockCost(iterations=3, lanes=4, memory=256 * 1024)


def test_the_lottery_secret_is_derived_from_the_round_key_and_nothing_else() -> None:
    assert lottery_secret(KEYS.private) == lottery_secret(KEYS.private)
    assert lottery_secret(KEYS.private) != lottery_secret(OTHERS.private)
    assert len(lottery_secret(KEYS.private)) == 32
    assert lottery_secret(KEYS.private) not in (KEYS.private, sha256(KEYS.private).digest())


def test_a_key_pair_shows_no_private_key() -> None:
    assert str(KEYS.private) not in repr(KEYS)
    assert KEYS.private.hex() not in repr(KEYS)


def test_canonical_json_is_one_way_to_write() -> None:
    assert (
        canonical_json({"b": [1, "ё"], "a": None})
        == json.dumps({"a": None, "b": [1, "ё"]}, separators=(",", ":"), ensure_ascii=False).encode()
    )
