"""A table between two steps of an import: sealed, in the page of the person who brought it, and nowhere else.

The server keeps nothing and could keep nothing: the key comes from the application's key and from the token
of the session, of which the server has a hash only. When the session ends, whoever saved the page has bytes
that nobody can open, the server included.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import blake2b

from cmm.domain.carried_table import pack_table, unpack_table
from cmm.domain.field_table import FieldTable
from cmm.domain.refusal import Refusal
from cmm.domain.sealing import EnvelopeUnreadable, open_secret, seal_secret

LARGEST_CARRIED = 20_000_000
"""Characters in the page; some 100,000 responses of 60 questions."""


class CarriedLost(Refusal):
    """What the page carried is of another session, another round, or damaged."""


class CarriedTooLarge(Refusal):
    """The table is too large to be carried in a page."""


def carry(found: FieldTable, *, key: bytes, token: str, round_id: str) -> str:
    """The table as text for a hidden field. Raises CarriedTooLarge."""
    sealed = seal_secret(pack_table(found), key=key, purpose=_purpose(token, round_id))
    text = urlsafe_b64encode(sealed).decode()
    if len(text) > LARGEST_CARRIED:
        raise CarriedTooLarge
    return text


def take_back(carried: str, *, key: bytes, token: str, round_id: str) -> FieldTable:
    """The table of a page. Raises CarriedLost."""
    try:
        sealed = urlsafe_b64decode(carried.encode("ascii", "replace"))
        return unpack_table(open_secret(sealed, key=key, purpose=_purpose(token, round_id)))
    except (EnvelopeUnreadable, ValueError) as error:
        raise CarriedLost from error


def name_carried(carried: str) -> str:
    """A name for what one page carries, the same when it is sent twice."""
    return blake2b(carried.encode(), digest_size=12).hexdigest()


def _purpose(token: str, round_id: str) -> str:
    return f"carried table|{round_id}|{token}"
