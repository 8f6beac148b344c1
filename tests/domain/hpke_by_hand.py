"""HPKE base mode written from RFC 9180 with plain primitives, to check the library's against.

DHKEM(P-256, HKDF-SHA256) is 0x0010, HKDF-SHA256 0x0001, AES-128-GCM 0x0001.
"""

import hmac
from hashlib import sha256

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

KEM_SUITE = b"KEM" + b"\x00\x10"
SUITE = b"HPKE" + b"\x00\x10\x00\x01\x00\x01"


def seal(private_ephemeral: int, public: bytes, info: bytes, plain: bytes, aad: bytes = b"") -> bytes:
    """The encapsulated key, then the ciphertext (section 5.1.1, sequence number 0)."""
    ephemeral = ec.derive_private_key(private_ephemeral, ec.SECP256R1())
    encapsulated = encode(ephemeral.public_key())
    shared = kem_secret(ephemeral.exchange(ec.ECDH(), decode(public)), encapsulated + public)
    key, nonce = key_schedule(shared, info)
    return encapsulated + AESGCM(key).encrypt(nonce, plain, aad)


def open_sealed(private: int, sealed: bytes, info: bytes, aad: bytes = b"") -> bytes:
    own = ec.derive_private_key(private, ec.SECP256R1())
    encapsulated, ciphertext = sealed[:65], sealed[65:]
    dh = own.exchange(ec.ECDH(), decode(encapsulated))
    key, nonce = key_schedule(kem_secret(dh, encapsulated + encode(own.public_key())), info)
    return AESGCM(key).decrypt(nonce, ciphertext, aad)


def kem_secret(dh: bytes, context: bytes) -> bytes:
    """ExtractAndExpand of section 4.1."""
    prk = labeled_extract(KEM_SUITE, b"", b"eae_prk", dh)
    return labeled_expand(KEM_SUITE, prk, b"shared_secret", context, 32)


def key_schedule(shared: bytes, info: bytes) -> tuple[bytes, bytes]:
    """Key and base nonce in base mode (section 5.1)."""
    psk_id_hash = labeled_extract(SUITE, b"", b"psk_id_hash", b"")
    info_hash = labeled_extract(SUITE, b"", b"info_hash", info)
    context = b"\x00" + psk_id_hash + info_hash
    secret = labeled_extract(SUITE, shared, b"secret", b"")
    key = labeled_expand(SUITE, secret, b"key", context, 16)
    return key, labeled_expand(SUITE, secret, b"base_nonce", context, 12)


def labeled_extract(suite: bytes, salt: bytes, label: bytes, material: bytes) -> bytes:
    return hmac.digest(salt or bytes(32), b"HPKE-v1" + suite + label + material, sha256)


def labeled_expand(suite: bytes, prk: bytes, label: bytes, info: bytes, length: int) -> bytes:
    """One block of HKDF-Expand is enough for every length used here (at most 32)."""
    labeled = length.to_bytes(2, "big") + b"HPKE-v1" + suite + label + info
    return hmac.digest(prk, labeled + b"\x01", sha256)[:length]


def encode(public: ec.EllipticCurvePublicKey) -> bytes:
    return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def decode(public: bytes) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public)


def private_key(scalar: int) -> ec.EllipticCurvePrivateKey:
    return ec.derive_private_key(scalar, ec.SECP256R1())
