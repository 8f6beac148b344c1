"""Nothing but the cryptography of opening, in a process that has nothing else to load."""

from collections.abc import Sequence
from itertools import cycle, islice

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_128_GCM)
GIVEN: list[tuple[Sequence[bytes], ec.EllipticCurvePrivateKey, bytes]] = []


def begin(sealed: Sequence[bytes], private: bytes, round_id: str) -> None:
    key = ec.derive_private_key(int.from_bytes(private, "big"), ec.SECP256R1())
    GIVEN.append((sealed, key, b"cmm response 1|" + round_id.encode()))


def decrypt(count: int) -> None:
    """So many envelopes, the same ones again and again."""
    sealed, key, info = GIVEN[0]
    for envelope in islice(cycle(sealed), count):
        SUITE.decrypt(envelope, key, info)
