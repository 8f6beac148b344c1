"""The printed recovery key survives being typed by hand, and says when it was mistyped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmm.domain.coupons import ALPHABET
from cmm.domain.recovery_key import RecoveryKeyMistyped, format_recovery_key, parse_recovery_key

private_keys = st.binary(min_size=32, max_size=32)


@given(private_keys)
def test_what_is_printed_can_be_typed_again(private: bytes) -> None:
    printed = format_recovery_key(private)
    assert [len(group) for group in printed.split("-")] == [4] * 14
    assert parse_recovery_key(printed) == private
    assert (
        parse_recovery_key(printed.lower().replace("-", " \n").replace("0", "o").replace("1", "l")) == private
    )


@given(private_keys, st.integers(0, 55), st.integers(1, 31))
def test_one_wrong_symbol_is_noticed(private: bytes, place: int, shift: int) -> None:
    symbols = list(format_recovery_key(private).replace("-", ""))
    symbols[place] = ALPHABET[(ALPHABET.index(symbols[place]) + shift) % 32]
    with pytest.raises(RecoveryKeyMistyped):
        parse_recovery_key("".join(symbols))


@pytest.mark.parametrize("typed", ["", "ABCD", "U" * 56, "A" * 55, "A" * 57, "ж" * 56])
def test_what_cannot_be_a_key_is_refused(typed: str) -> None:
    with pytest.raises(RecoveryKeyMistyped):
        parse_recovery_key(typed)
