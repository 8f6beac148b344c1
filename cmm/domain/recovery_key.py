"""A round's recovery key as it is printed: a private key as text, in groups, with a checksum.

Crockford's base32 of the 32 key bytes and 3 bytes of a SHA-256 over them: 56 symbols in 14 groups of four.
"""

from hashlib import sha256

from cmm.domain.coupons import ALPHABET
from cmm.domain.refusal import Refusal

GROUP = 4
KEY_BYTES = 32
CHECK_BYTES = 3
SYMBOLS = (KEY_BYTES + CHECK_BYTES) * 8 // 5

_LOOK_ALIKE = str.maketrans("OIL", "011")


class RecoveryKeyMistyped(Refusal):
    """A symbol is missing, too many, impossible, or wrong: the checksum does not fit."""


def format_recovery_key(private: bytes) -> str:
    """The printed form of a private key."""
    number = int.from_bytes(private + _checksum(private), "big")
    symbols = "".join(ALPHABET[number >> (5 * place) & 31] for place in reversed(range(SYMBOLS)))
    return "-".join(symbols[start : start + GROUP] for start in range(0, SYMBOLS, GROUP))


def parse_recovery_key(text: str) -> bytes:
    """The private key; forgives case, spaces, dashes, O for 0, I and L for 1. Raises RecoveryKeyMistyped."""
    symbols = "".join(text.split()).replace("-", "").upper().translate(_LOOK_ALIKE)
    if len(symbols) != SYMBOLS or not set(symbols) <= set(ALPHABET):
        raise RecoveryKeyMistyped
    number = 0
    for symbol in symbols:
        number = number << 5 | ALPHABET.index(symbol)
    content = number.to_bytes(KEY_BYTES + CHECK_BYTES, "big")
    private, check = content[:KEY_BYTES], content[KEY_BYTES:]
    if check != _checksum(private):
        raise RecoveryKeyMistyped
    return private


def _checksum(private: bytes) -> bytes:
    return sha256(b"cmm recovery key|" + private).digest()[:CHECK_BYTES]
