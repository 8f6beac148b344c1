"""Who made an evidence pack: the key of an installation (Ed25519, RFC 8032).

This key opens no answer and knows nothing of rounds; it only says "this installation made these bytes". A
signature is 64 bytes, a public key is written as 64 hexadecimal digits, or in PEM for other programs.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

LENGTH = 32
CURRENT, RETIRED, STOLEN = STANDINGS = ("current", "retired", "stolen")
"""How far a public key of this installation is believed: what a thief can sign is not."""

Standings = Mapping[str, str]
"""The standing of each of our public keys, by its hexadecimal digits."""


class NotAKey(Exception):
    """The bytes or words are no key of this kind."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """The private key, 32 bytes. It never appears in a text form of this value."""

    private: bytes = field(repr=False)

    @property
    def public(self) -> str:
        """The public key in hexadecimal digits. Raises NotAKey."""
        return _hex(_load(self.private).public_key())

    def sign(self, content: bytes) -> bytes:
        """The signature of `content`: the same every time. Raises NotAKey."""
        return _load(self.private).sign(content)


def make_signing_key() -> SigningKey:
    """A new random key."""
    return SigningKey(Ed25519PrivateKey.generate().private_bytes_raw())


def is_signed(content: bytes, signature: bytes, public: str) -> bool:
    """Whether `signature` of `content` was made with the key that `public` belongs to. Raises NotAKey."""
    try:
        _load_public(public).verify(signature, content)
    except InvalidSignature:
        return False
    return True


def to_pem(public: str) -> bytes:
    """A public key as other programs (OpenSSL) read it: SubjectPublicKeyInfo in PEM. Raises NotAKey."""
    return _load_public(public).public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def read_public_key(words: str) -> str:
    """The hexadecimal digits of a public key given so or as PEM. Raises NotAKey."""
    plain = words.strip()
    if not plain.startswith("-----"):
        return _hex(_load_public(plain.lower()))
    try:
        key = load_pem_public_key(plain.encode())
    except ValueError as error:
        raise NotAKey from error
    if not isinstance(key, Ed25519PublicKey):
        raise NotAKey
    return _hex(key)


def _load(private: bytes) -> Ed25519PrivateKey:
    try:
        return Ed25519PrivateKey.from_private_bytes(private)
    except ValueError as error:
        raise NotAKey from error


def _load_public(public: str) -> Ed25519PublicKey:
    try:
        return Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
    except ValueError as error:
        raise NotAKey from error


def _hex(key: Ed25519PublicKey) -> str:
    return key.public_bytes_raw().hex()
