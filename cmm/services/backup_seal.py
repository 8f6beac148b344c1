"""Sealing a stream with age to keys that are not on this machine, and opening it again. Nothing is kept in
a file on the way.
"""

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import BinaryIO

import pyrage
from pyrage.x25519 import Identity, Recipient

from cmm.domain.backup_keys import read_identity, read_recipient
from cmm.domain.backup_stream import BackupDamaged, NotABackup
from cmm.domain.refusal import Refusal


class WrongBackupKey(Refusal):
    """The file is sealed to other keys."""


def seal(pieces: Iterable[bytes], recipients: Sequence[str], file: BinaryIO) -> None:
    """Write the pieces sealed, so that the secret key of any recipient opens them.

    Raises NotARecipient, and what the pieces and the file raise.
    """
    reader, writer = _Pieces(iter(pieces)), _Taker(file.write)
    keys = [Recipient.from_str(read_recipient(public)) for public in recipients]
    try:
        pyrage.encrypt_io(reader, writer, keys)
    except pyrage.EncryptError:
        failure = reader.failure or writer.failure
        if failure:
            raise failure from None
        raise


def unseal(file: BinaryIO, identity: str, take: Callable[[bytes], None]) -> None:
    """Give what is inside to `take`, piece after piece; each is checked before, the end only at the end.

    Raises NotABackupKey, WrongBackupKey, NotABackup, BackupDamaged, and what `take` raises.
    """
    taker = _Taker(take)
    try:
        pyrage.decrypt_io(file, taker, [Identity.from_str(read_identity(identity))])
    except Exception as error:
        if taker.failure:
            raise taker.failure from None
        if isinstance(error, pyrage.DecryptError):
            raise (WrongBackupKey if "No matching keys" in str(error) else NotABackup) from None
        raise BackupDamaged from None


class _Pieces(io.RawIOBase):
    """Pieces of any length as a file to be read."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._rest = pieces, memoryview(b"")
        self.failure: BaseException | None = None

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        try:
            while not self._rest:
                piece = next(self._pieces, None)
                if piece is None:
                    return b""
                self._rest = memoryview(piece)
        except BaseException as error:  # age would make a text of it
            self.failure = error
            raise
        given, self._rest = self._rest[:size], self._rest[size:]
        return bytes(given)


class _Taker:
    """A file that hands on what is written to it."""

    def __init__(self, take: Callable[[bytes], object]) -> None:
        self._take = take
        self.failure: BaseException | None = None

    def write(self, piece: bytes) -> int:
        try:
            self._take(bytes(piece))
        except BaseException as error:
            self.failure = error
            raise
        return len(piece)

    def flush(self) -> None:
        """Nothing waits."""
