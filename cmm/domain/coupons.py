"""Coupons: one-time codes on paper, and the keyed hashes that are all we keep of them.

A code has 12 symbols of Crockford's base32 (60 bits) in three groups. With the database and the pepper in
hand, trying all of them takes years; the hashes are wiped long before, when the round closes.
"""

import secrets
import unicodedata
from hashlib import blake2b

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base32: no I, L, O, U."""
CODE_LENGTH = 12

_LOOK_ALIKE = str.maketrans("OILАВЕКМНОРСТУХ", "011ABEKMH0PCTYX")  # the last twelve on the left are Cyrillic


def draw_codes(count: int) -> list[str]:
    """`count` different random codes, "XXXX-XXXX-XXXX"."""
    codes: set[str] = set()
    while len(codes) < count:
        codes.add(_in_groups("".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))))
    return shuffled(codes)


def normalise_code(text: str) -> str | None:
    """The code that a person meant, as it is printed; None when it cannot be one.

    Forgives case, spaces and dashes of any kind, O for 0, I and L for 1, Cyrillic letters that look Latin.
    """
    plain = unicodedata.normalize("NFKC", text).upper()
    symbols = "".join(s for s in plain if unicodedata.category(s) not in ("Pd", "Zs", "Cf", "Cc"))
    symbols = symbols.translate(_LOOK_ALIKE)
    if len(symbols) != CODE_LENGTH or not set(symbols) <= set(ALPHABET):
        return None
    return _in_groups(symbols)


def hash_code(code: str, pepper: bytes) -> bytes:
    """Keyed hash, 32 bytes, of a code in its printed form. `pepper` has 1 to 64 bytes."""
    return blake2b(code.encode(), key=pepper, person=b"coupon", digest_size=32).digest()


def hash_receipt(coupon_or_round: str, nonce: str, pepper: bytes) -> bytes:
    """Keyed hash, 32 bytes, of one attempt: its coupon (its round, where a link is enough) and its nonce."""
    attempt = f"{len(coupon_or_round)}|{coupon_or_round}|{nonce}"
    return blake2b(attempt.encode(), key=pepper, person=b"receipt", digest_size=32).digest()


def shuffled(items: set[str]) -> list[str]:
    """`items` in an order that tells nothing."""
    in_order = sorted(items)
    secrets.SystemRandom().shuffle(in_order)
    return in_order


def _in_groups(symbols: str) -> str:
    return "-".join(symbols[start : start + 4] for start in range(0, CODE_LENGTH, 4))
