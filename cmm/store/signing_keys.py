"""The key with which this installation signs what it publishes, kept as files in its folder.

The private key is made when it is first needed. Public keys that were replaced stay in a list, so that packs
signed with them can be checked on. Not in the database: a copy of the tables shall not be able to sign.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from secrets import token_hex

from cmm.domain.evidence.signing import (
    CURRENT,
    RETIRED,
    STOLEN,
    NotAKey,
    SigningKey,
    make_signing_key,
    read_public_key,
)
from cmm.domain.refusal import Refusal

KEY_FILE, OLD_KEYS_FILE = "signing.key", "signing-keys.old"
ONLY_OWNER = 0o600


class SigningKeyUnreadable(Refusal):
    """The file of the key, or the list of old ones, does not hold what it should; the subject names it."""


def get_signing_key(folder: Path) -> SigningKey:
    """The key of the instance in `folder`, made now if there is none. Raises SigningKeyUnreadable,
    OSError.
    """
    path = folder / KEY_FILE
    if not path.exists():
        _write_new(path, make_signing_key())
    return _read(path)


def list_signing_keys(folder: Path) -> dict[str, str]:
    """The standing ("current", "retired", "stolen") of each public key; empty before the first is made.

    Raises SigningKeyUnreadable.
    """
    path = folder / KEY_FILE
    current = {_read(path).public: CURRENT} if path.exists() else {}
    return {**dict(_read_old(folder / OLD_KEYS_FILE)), **current}


def replace_signing_key(folder: Path, *, stolen: bool) -> SigningKey:
    """Put a new key in the place of the present one, whose public half goes to the list of old ones.

    Raises SigningKeyUnreadable, OSError.
    """
    path = folder / KEY_FILE
    retire_public_key(folder, get_signing_key(folder).public, stolen=stolen)
    fresh = make_signing_key()
    beside = path.with_name(f"{KEY_FILE}.new")
    beside.unlink(missing_ok=True)
    _write(beside, fresh)
    beside.replace(path)
    return fresh


def retire_public_key(folder: Path, public: str, *, stolen: bool) -> None:
    """Name an old public key whose private half is lost, so that its packs stay verifiable. Raises
    NotAKey.
    """
    with (folder / OLD_KEYS_FILE).open("a", encoding="utf-8") as file:
        file.write(f"{read_public_key(public)} {STOLEN if stolen else RETIRED}\n")


def _write_new(path: Path, key: SigningKey) -> None:
    """Of several processes that do this at once, the first wins and the others read its key."""
    beside = path.with_name(f"{KEY_FILE}.{token_hex(8)}")
    _write(beside, key)
    with suppress(FileExistsError):
        os.link(beside, path)
    beside.unlink()


def _write(path: Path, key: SigningKey) -> None:
    """Readable only by its owner from the first byte on, and on the disk before anybody signs with it."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, ONLY_OWNER), "w") as file:
        file.write(f"{key.private.hex()}\n")
        file.flush()
        os.fsync(file.fileno())


def _read(path: Path) -> SigningKey:
    try:
        key = SigningKey(bytes.fromhex(path.read_text(encoding="ascii").strip()))
        _ = key.public
    except (NotAKey, ValueError):
        raise SigningKeyUnreadable(path.name) from None
    return key


def _read_old(path: Path) -> Iterator[tuple[str, str]]:
    lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    for line in lines:
        public, _gap, standing = line.strip().partition(" ")
        if not public or public.startswith("#"):
            continue
        try:
            yield read_public_key(public), STOLEN if standing.strip() == STOLEN else RETIRED
        except NotAKey:
            raise SigningKeyUnreadable(path.name) from None
