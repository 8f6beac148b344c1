"""Keys of age (https://age-encryption.org/v1): backups are sealed to public ones; the secret half is kept
apart from the server.
"""

import pyrage
from pyrage.x25519 import Identity, Recipient

from cmm.domain.refusal import Refusal


class NotABackupKey(Refusal):
    """This is no secret key of age."""


class NotARecipient(Refusal):
    """This is no public key of age; the subject is what was given."""


def make_key() -> tuple[str, str]:
    """A new secret key, and its public half."""
    made = Identity.generate()
    return str(made), str(made.to_public())


def read_recipient(public: str) -> str:
    """The public key itself. Raises NotARecipient."""
    try:
        return str(Recipient.from_str(public.strip()))
    except pyrage.RecipientError:
        raise NotARecipient(public.strip()) from None


def read_identity(told: str) -> str:
    """The secret key in the text of a file of keys, in which lines with # are comments. Raises
    NotABackupKey.
    """
    lines = (line.strip() for line in told.splitlines())
    key = next((line for line in lines if line and not line.startswith("#")), "")
    try:
        Identity.from_str(key)
    except pyrage.IdentityError:
        raise NotABackupKey from None
    return key
