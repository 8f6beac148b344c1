"""Coupon codes: what is printed, what is forgiven, what is kept."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cmm.domain.coupons import ALPHABET, draw_codes, hash_code, hash_receipt, normalise_code

PEPPER = b"p" * 32
codes = st.text(ALPHABET, min_size=12, max_size=12).map(lambda s: f"{s[:4]}-{s[4:8]}-{s[8:]}")


def test_drawn_codes_are_different_and_in_three_groups() -> None:
    drawn = draw_codes(500)
    assert len(set(drawn)) == 500
    assert all(normalise_code(code) == code and len(code) == 14 for code in drawn)


def test_drawn_codes_are_not_in_order() -> None:
    drawn = draw_codes(100)
    assert drawn != sorted(drawn)


def test_every_symbol_is_drawn_about_equally_often() -> None:
    seen = Counter("".join(draw_codes(2000)).replace("-", ""))
    assert set(seen) == set(ALPHABET)
    assert all(600 < count < 900 for count in seen.values())  # 750 expected, sd 27


@given(codes)
def test_a_code_is_recognised_however_it_is_spaced_and_cased(code: str) -> None:
    plain = code.replace("-", "")
    for typed in (code.lower(), plain, f" {code} ", " ".join(plain), code.replace("-", "–"), code + "\n"):
        assert normalise_code(typed) == code


@given(codes)
def test_letters_that_look_like_digits_are_forgiven(code: str) -> None:
    for letter, digit in (("O", "0"), ("o", "0"), ("I", "1"), ("l", "1"), ("i", "1")):
        assert normalise_code(code.replace(digit, letter)) == code


def test_a_russian_keyboard_is_forgiven() -> None:
    assert normalise_code("АВЕК-МНРС-ТХ0О") == "ABEK-MHPC-TX00"


@pytest.mark.parametrize(
    "typed", ["", "ABCD", "ABCD-EFGH-JKM", "ABCD-EFGH-JKMNP", "UUUU-UUUU-UUUU", "ЖЖЖЖ" * 3]
)
def test_what_cannot_be_a_code_is_none(typed: str) -> None:
    assert normalise_code(typed) is None


@given(st.text())
def test_any_text_gives_a_code_or_none(text: str) -> None:
    code = normalise_code(text)
    assert code is None or normalise_code(code) == code


def test_the_hash_depends_on_code_and_pepper() -> None:
    code = "ABCD-EFGH-JKMN"
    hashes = {hash_code(code, PEPPER), hash_code(code, b"other"), hash_code("ABCD-EFGH-JKMP", PEPPER)}
    assert len(hashes) == 3
    assert {len(each) for each in hashes} == {32}
    assert hash_code(code, PEPPER) == hash_code(code, PEPPER)


@given(st.text(max_size=20), st.text(max_size=20), st.text(max_size=20), st.text(max_size=20))
def test_two_attempts_have_one_receipt_only_when_they_are_the_same(a: str, b: str, c: str, d: str) -> None:
    same = hash_receipt(a, b, PEPPER) == hash_receipt(c, d, PEPPER)
    assert same == ((a, b) == (c, d))


def test_a_receipt_is_not_the_hash_of_its_coupon() -> None:
    assert hash_receipt("ABCD-EFGH-JKMN", "", PEPPER) != hash_code("ABCD-EFGH-JKMN", PEPPER)
