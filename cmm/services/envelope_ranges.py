"""The envelopes of a closed round in parts that processes and machines open by themselves.

Keys of envelopes are random, so equal ranges of keys hold about equally many; a part is such a range. Who
works on one reads its envelopes from the database. In the order of the ranges all responses come in the order
of their keys, however many parts there are.
"""

import pickle
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from cmm.domain.coded import CodedResponses, Opening, Origin, Sealed, open_part
from cmm.domain.sealing import open_secret, seal_secret
from cmm.services.transaction import naming_storage_failure
from cmm.store.database import Database
from cmm.store.doors import OPENING
from cmm.store.envelopes import KEY_BYTES, list_envelopes

AT_ONCE = 1_000
"""Envelopes that are read at once, some 2 MB."""

_RESULT = "coded part"


class Range(NamedTuple):
    """Keys behind `after`, up to and with `upto`."""

    after: bytes
    upto: bytes


@dataclass(frozen=True, slots=True)
class Source:
    """The envelopes and what opens them. Its text form shows nothing: neither the key nor the password of the
    database.
    """

    database_url: str = field(repr=False)
    opening: Opening = field(repr=False)


def list_ranges(count: int) -> list[Range]:
    """All keys in `count` ranges, one after another."""
    whole = 1 << 8 * KEY_BYTES
    ends = [(number * whole // count - 1).to_bytes(KEY_BYTES) for number in range(1, count + 1)]
    return [Range(after, upto) for after, upto in zip([b"", *ends], ends, strict=False)]


def open_range(source: Source, part: Range) -> bytes:
    """Open, check and code the envelopes of a range, in whatever process this is called.

    What comes back is sealed: a worker of a cluster may write it to a disk. Raises StorageUnavailable.
    """
    with naming_storage_failure():
        coded = open_part(source.opening, _read_range(source, part))
    return seal_secret(pickle.dumps(coded), key=source.opening.private_key, purpose=_RESULT)


def unseal_range(source: Source, sealed: bytes) -> CodedResponses:
    """What open_range found. Raises EnvelopeUnreadable."""
    plain = open_secret(sealed, key=source.opening.private_key, purpose=_RESULT)
    return pickle.loads(plain)  # type: ignore[no-any-return]  # noqa: S301 (who sealed it holds the key)


def _read_range(source: Source, part: Range) -> Iterator[Sealed]:
    """Some at a time, so that neither they nor a lock have to be held.

    Nothing changes meanwhile: envelopes of a closed round are neither added nor mixed.
    """
    database = Database(source.database_url)
    try:
        after = part.after
        while True:
            with database.session(OPENING) as session:
                found = list_envelopes(
                    session, source.opening.round_id, after=after, upto=part.upto, at_most=AT_ONCE
                )
            for _key, city_id, batch_id, week_of, sealed in found:
                yield Sealed(Origin(city_id, batch_id, week_of), sealed)
            if len(found) < AT_ONCE:
                return
            after = found[-1].envelope_key
    finally:
        database.engine.dispose()
