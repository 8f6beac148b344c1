"""What the phone seals, the server opens; and both follow the standard."""

import base64
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cmm.domain.sealing import ENVELOPE_OVERHEAD, canonical_json, make_key_pair, open_response
from cmm.services.submit_response import build_payload
from tests.domain import hpke_by_hand
from tests.domain import test_sealing as published
from tests.js.conftest import Ask

KEYS = make_key_pair()
SIZE = 4096


def seal(ask: Ask, answers: dict[str, Any], size: int = SIZE) -> bytes:
    key = base64.b64encode(KEYS.public).decode()
    to = {"round": "осень", "key": key, "size": size, "language": "kk"}
    return base64.b64decode(ask("sealResponse", answers=answers, to=to, mode="self"))


def test_the_published_vector_comes_out(ask: Ask) -> None:
    numbers = hpke_by_hand.private_key(published.EPHEMERAL).private_numbers()
    public = numbers.public_numbers
    pieces = {"x": public.x, "y": public.y, "d": numbers.private_value}
    coded = {
        name: base64.urlsafe_b64encode(n.to_bytes(32, "big")).decode().rstrip("=")
        for name, n in pieces.items()
    }
    sealed = ask(
        "vector",
        ephemeral={"kty": "EC", "crv": "P-256", **coded},
        receiver=published.RECEIVER_PUBLIC.hex(),
        info=published.INFO.hex(),
        plain=published.PLAIN.hex(),
        aad=published.AAD.hex(),
    )
    assert sealed == (published.ENCAPSULATED + published.CIPHERTEXT).hex()


answer_values = (
    st.text(max_size=20) | st.integers(-(10**9), 10**9) | st.booleans() | st.lists(st.text(max_size=5))
)
payloads = st.fixed_dictionaries(
    {"values": st.dictionaries(st.from_regex(r"[a-zа-я_]{1,9}", fullmatch=True), answer_values)}
)


@given(payloads)
@settings(max_examples=200, deadline=None)
def test_an_envelope_of_the_phone_opens_here(ask: Ask, answers: dict[str, Any]) -> None:
    sealed = seal(ask, answers)
    assert len(sealed) == SIZE + ENVELOPE_OVERHEAD
    opened = open_response(sealed, round_id="осень", private_key=KEYS.private)
    assert opened == build_payload(answers, language="kk", mode="self")


@given(payloads)
@settings(max_examples=200, deadline=None)
def test_json_is_written_in_the_same_bytes(ask: Ask, answers: dict[str, Any]) -> None:
    assert ask("canonicalJson", value=answers) == canonical_json(answers).decode()


def test_the_padding_is_spaces(ask: Ask) -> None:
    private = int.from_bytes(KEYS.private, "big")
    plain = hpke_by_hand.open_sealed(private, seal(ask, {}, 64), "cmm response 1|осень".encode())
    assert plain == b'{"answers":{},"language":"kk","mode":"self"}'.ljust(64, b" ")


def test_nonces_are_long_and_different(ask: Ask) -> None:
    nonces = ask("nonces", count=100)
    assert len(set(nonces)) == 100
    assert {len(nonce) for nonce in nonces} == {32}


@pytest.mark.parametrize("size", [64, 4096])
def test_all_envelopes_of_a_round_are_equally_long(ask: Ask, size: int) -> None:
    assert {len(seal(ask, answers, size)) for answers in ({}, {"values": {}})} == {size + ENVELOPE_OVERHEAD}
