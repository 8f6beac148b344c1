"""Sealing: envelopes, round keys, account keys, recovery keys.

Envelopes and handed-on keys use HPKE (RFC 9180, base mode) with DHKEM(P-256, HKDF-SHA256), HKDF-SHA256 and
AES-128-GCM; what is stored is the encapsulated key (65 bytes), then the ciphertext. An account's private key
is locked with its passphrase: Argon2id (RFC 9106), then AES-256-GCM. Small secrets of the office are sealed
with a key derived from the application's (HKDF, RFC 5869, then AES-256-GCM). Public keys are uncompressed
points (65 bytes), private keys big-endian scalars (32 bytes).
"""

import json
import secrets
import struct
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from cmm.domain.refusal import Refusal

SUITE = Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_128_GCM)
CURVE = ec.SECP256R1()
PRIVATE_LENGTH = 32
ENVELOPE_OVERHEAD = 65 + 16
"""Bytes that sealing adds: the encapsulated key and the authentication tag."""

_LOCK_HEADER = struct.Struct(">BBBI16s12s")  # format, iterations, lanes, memory, salt, nonce
_LOCK_FORMAT = 1


class EnvelopeUnreadable(Exception):
    """It was not sealed to this key and purpose, was damaged, or holds no JSON object."""


class ResponseTooLarge(Refusal):
    """The payload does not fit into the envelopes of its round."""


class WrongPassphrase(Refusal):
    """The passphrase does not open this key."""


@dataclass(frozen=True, slots=True)
class KeyPair:
    """`private` never appears in a text form of this value."""

    private: bytes = field(repr=False)
    public: bytes


@dataclass(frozen=True, slots=True)
class LockCost:
    """What one try of a passphrase costs (RFC 9106): passes, lanes, memory in KiB."""

    iterations: int = 3
    lanes: int = 4
    memory: int = 256 * 1024


LOCK_COST = LockCost()
"""Four times the memory of the second choice in RFC 9106; some half a second on a small server."""


def make_key_pair() -> KeyPair:
    """A new random key pair."""
    private = ec.generate_private_key(CURVE)
    scalar = private.private_numbers().private_value.to_bytes(PRIVATE_LENGTH, "big")
    return KeyPair(scalar, public_key_of(scalar))


def public_key_of(private: bytes) -> bytes:
    """The public key that belongs to a private key. Raises EnvelopeUnreadable when it is no key."""
    return _load_private(private).public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def canonical_json(payload: Mapping[str, Any]) -> bytes:
    """Sorted keys, no spaces, UTF-8. Raises ValueError for what JSON cannot say (NaN, half a surrogate)."""
    text = json.dumps(payload, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def seal_response(payload: Mapping[str, Any], *, round_id: str, public_key: bytes, size: int) -> bytes:
    """Seal a response to its round. The plaintext is its JSON and spaces, exactly `size` bytes.

    The envelope has `size` + ENVELOPE_OVERHEAD bytes. Raises ResponseTooLarge.
    """
    plain = canonical_json(payload)
    if len(plain) > size:
        raise ResponseTooLarge
    return SUITE.encrypt(plain.ljust(size, b" "), _load_public(public_key), _response_info(round_id))


class ResponseOpener:
    """Opens the envelopes of one round. The key is read once, which is a fifth of the work."""

    def __init__(self, round_id: str, private_key: bytes) -> None:
        self._private, self._info = _load_private(private_key), _response_info(round_id)

    def open(self, sealed: bytes) -> dict[str, Any]:
        """The payload of an envelope. Anybody can seal anything: what comes out is JSON, no more is sure.

        Raises EnvelopeUnreadable.
        """
        try:
            return _read_payload(SUITE.decrypt(sealed, self._private, self._info))
        except (InvalidTag, ValueError, RecursionError) as error:
            raise EnvelopeUnreadable from error


def open_response(sealed: bytes, *, round_id: str, private_key: bytes) -> dict[str, Any]:
    """The payload of one envelope. Raises EnvelopeUnreadable."""
    return ResponseOpener(round_id, private_key).open(sealed)


def seal_key(private: bytes, *, to_public: bytes, purpose: str) -> bytes:
    """Seal a private key so that only the owner of `to_public` opens it, and only for the same `purpose`."""
    return SUITE.encrypt(private, _load_public(to_public), _key_info(purpose))


def open_key(sealed: bytes, *, private: bytes, purpose: str) -> bytes:
    """The private key inside. Raises EnvelopeUnreadable."""
    opened = _decrypt(sealed, private, _key_info(purpose))
    _load_private(opened)
    return opened


def lock_private_key(private: bytes, passphrase: str, *, cost: LockCost = LOCK_COST) -> bytes:
    """Lock a private key with a passphrase; the cost and the salt stand in the result."""
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    header = _LOCK_HEADER.pack(_LOCK_FORMAT, cost.iterations, cost.lanes, cost.memory, salt, nonce)
    key = _stretch(passphrase, salt, cost)
    return header + AESGCM(key).encrypt(nonce, private, header)


def unlock_private_key(sealed: bytes, passphrase: str) -> bytes:
    """The private key. Raises WrongPassphrase, also when the locked key was changed."""
    header, locked = sealed[: _LOCK_HEADER.size], sealed[_LOCK_HEADER.size :]
    try:
        lock_format, iterations, lanes, memory, salt, nonce = _LOCK_HEADER.unpack(header)
        if lock_format != _LOCK_FORMAT:
            raise WrongPassphrase
        key = _stretch(passphrase, salt, LockCost(iterations, lanes, memory))
        return AESGCM(key).decrypt(nonce, locked, header)
    except (InvalidTag, ValueError, struct.error) as error:
        raise WrongPassphrase from error


def lottery_secret(round_private_key: bytes) -> bytes:
    """The secret of the round's rounding lottery, 32 bytes: derived (HKDF, RFC 5869), so stored nowhere."""
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"cmm rounding lottery 1")
    return kdf.derive(round_private_key)


def derive_secret(key: bytes, purpose: str, length: int = 32) -> bytes:
    """A secret of `length` bytes for one purpose, the same every time. `key` is random, 32 bytes."""
    info = b"cmm derived 1|" + purpose.encode()
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=info).derive(key)


def seal_secret(secret: bytes, *, key: bytes, purpose: str) -> bytes:
    """Seal a small secret with the application's key, for one purpose: the nonce, then the ciphertext."""
    nonce = secrets.token_bytes(12)
    return nonce + AESGCM(derive_secret(key, purpose)).encrypt(nonce, secret, None)


def open_secret(sealed: bytes, *, key: bytes, purpose: str) -> bytes:
    """The secret inside. Raises EnvelopeUnreadable: another key, another purpose, or damaged."""
    try:
        return AESGCM(derive_secret(key, purpose)).decrypt(sealed[:12], sealed[12:], None)
    except (InvalidTag, ValueError) as error:
        raise EnvelopeUnreadable from error


def _read_payload(plain: bytes) -> dict[str, Any]:
    """Raises ValueError for what is no JSON object in UTF-8, or says what JSON cannot say again."""
    end = plain.rfind(b"}") + 1
    if plain.startswith(b"{") and plain.count(b" ", end) == len(plain) - end:
        plain = plain[:end]  # looking for the end of the padding as JSON does takes as long as reading
    payload = _STRICT.decode(plain.decode())
    if not isinstance(payload, dict):
        raise ValueError
    if b"\\" in plain:  # only what is escaped can hide half a surrogate
        canonical_json(payload)
    return payload


def _finite(text: str) -> float:
    number = float(text)
    if not isfinite(number):
        raise ValueError
    return number


def _refuse_constant(_name: str) -> float:
    raise ValueError


_STRICT = json.JSONDecoder(parse_float=_finite, parse_constant=_refuse_constant)


def _response_info(round_id: str) -> bytes:
    return b"cmm response 1|" + round_id.encode()


def _key_info(purpose: str) -> bytes:
    return b"cmm key 1|" + purpose.encode()


def _decrypt(sealed: bytes, private: bytes, info: bytes) -> bytes:
    try:
        return SUITE.decrypt(sealed, _load_private(private), info)
    except (InvalidTag, ValueError) as error:
        raise EnvelopeUnreadable from error


def _load_private(private: bytes) -> ec.EllipticCurvePrivateKey:
    try:
        return ec.derive_private_key(int.from_bytes(private, "big"), CURVE)
    except ValueError as error:
        raise EnvelopeUnreadable from error


def _load_public(public: bytes) -> ec.EllipticCurvePublicKey:
    return ec.EllipticCurvePublicKey.from_encoded_point(CURVE, public)


def _stretch(passphrase: str, salt: bytes, cost: LockCost) -> bytes:
    secret = unicodedata.normalize("NFC", passphrase).encode()
    kdf = Argon2id(
        salt=salt, length=32, iterations=cost.iterations, lanes=cost.lanes, memory_cost=cost.memory
    )
    return kdf.derive(secret)
