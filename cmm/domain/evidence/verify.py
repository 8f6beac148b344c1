"""Whether a pack is genuine: signed with one of our keys, and not one byte of it changed since.

First the pack is read as we write it (`zip_form`), so that every byte counts. When that fails, somebody
else's zip program may have touched it; it is read once more, more patiently, only to say which files differ.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from cmm.domain.evidence.any_zip import NotAZip, UnsafeZip, read_any_zip
from cmm.domain.evidence.archive import PUBLIC_KEY, SIGNATURE, SNAPSHOT, SUMS, UNLISTED, ZIP_LINE
from cmm.domain.evidence.signing import STOLEN, NotAKey, Standings, is_signed, read_public_key
from cmm.domain.evidence.zip_form import STORED, NotInOurForm, TooLarge, read_entries

LARGEST_PACK = 40_000_000
"""Bytes; the pack of 13 cities has 28 million."""
MOST_BYTES = 200_000_000
"""What a pack may unpack to."""

GENUINE, STOLEN_KEY, FOREIGN_KEY, REPACKED = "genuine", "stolen_key", "foreign_key", "repacked"
CHANGED, FORGED, UNSIGNED, NOT_A_ZIP, UNSAFE = "changed", "forged", "unsigned", "not_a_zip", "unsafe"
STATES = (GENUINE, STOLEN_KEY, FOREIGN_KEY, REPACKED, CHANGED, FORGED, UNSIGNED, NOT_A_ZIP, UNSAFE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What can be said of a pack. `state` is one of STATES:

    genuine; stolen_key (unchanged, but whoever stole our key could have made it); foreign_key (unchanged,
    made by another installation, or by anybody); repacked (every file is genuine, the zip around them is
    not ours); changed (the names are in `changed`, `missing`, `added`); forged (the signature does not fit
    the list of digests); unsigned; not_a_zip; unsafe (too large, or names that lead out of the pack:
    nothing was read).

    `public` is the key that signed it, `digest` the snapshot's SHA-256 in hex, `files` how many were
    looked at.
    """

    state: str
    public: str = ""
    digest: str = ""
    files: int = 0
    changed: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    added: tuple[str, ...] = ()

    @property
    def genuine(self) -> bool:
        return self.state == GENUINE


@dataclass(frozen=True, slots=True)
class _Found:
    """The digest of each file ("" for one that cannot be unpacked) and the content of the few that are
    read.
    """

    digests: Mapping[str, str]
    read: Mapping[str, bytes]


def verify_pack(data: bytes, keys: Standings) -> Verdict:
    """Look at the bytes of a zip that anybody may have sent. `keys` are our public keys with their
    standings.
    """
    if len(data) > LARGEST_PACK:
        return Verdict(UNSAFE)
    try:
        return _judge(_collect(_unpack(data)), keys)
    except TooLarge:
        return Verdict(UNSAFE)
    except NotInOurForm:
        pass
    try:
        verdict = _judge(_collect(read_any_zip(data, most_bytes=MOST_BYTES)), keys)
    except UnsafeZip:
        return Verdict(UNSAFE)
    except NotAZip:
        return Verdict(NOT_A_ZIP)
    unchanged = verdict.state in (GENUINE, STOLEN_KEY, FOREIGN_KEY)
    return replace(verdict, state=REPACKED) if unchanged and verdict.public in keys else verdict


def _unpack(data: bytes) -> Iterator[tuple[str, bytes]]:
    """The files of a zip in our form; the bytes before the list of digests are what the list says."""
    seen: set[str] = set()
    for entry, content in read_entries(data, most_bytes=MOST_BYTES):
        if entry.name in seen:
            raise NotInOurForm
        seen.add(entry.name)
        if entry.name in UNLISTED and entry.method != STORED:
            raise NotInOurForm
        if entry.name == SUMS:
            first = f"{ZIP_LINE}{sha256(data[: entry.offset]).hexdigest()}\n"
            if not content.startswith(first.encode()) or PUBLIC_KEY not in seen:
                raise NotInOurForm
        elif SUMS in seen and entry.name != SIGNATURE:
            raise NotInOurForm
        yield entry.name, content


def _collect(files: Iterator[tuple[str, bytes | None]] | Iterator[tuple[str, bytes]]) -> _Found:
    digests, read = {}, {}
    for name, content in files:
        digests[name] = "" if content is None else sha256(content).hexdigest()
        if name in (*UNLISTED, PUBLIC_KEY) and content is not None:
            read[name] = content
    return _Found(digests, read)


def _judge(found: _Found, keys: Standings) -> Verdict:
    sums, signature = found.read.get(SUMS), found.read.get(SIGNATURE)
    if sums is None or signature is None:
        return Verdict(UNSIGNED, files=len(found.digests))
    listed = _read_sums(sums)
    present = {name: digest for name, digest in found.digests.items() if name not in UNLISTED}
    verdict = Verdict(
        state=GENUINE,
        public=_find_signer(sums, signature, found, keys),
        digest=present.get(SNAPSHOT, ""),
        files=len(present),
        changed=tuple(sorted(n for n in listed.keys() & present.keys() if listed[n] != present[n])),
        missing=tuple(sorted(listed.keys() - present.keys())),
        added=tuple(sorted(present.keys() - listed.keys())),
    )
    return replace(verdict, state=_state(verdict, keys))


def _state(verdict: Verdict, keys: Standings) -> str:
    if verdict.changed or verdict.missing or verdict.added:
        return CHANGED
    if not verdict.public:
        return FORGED
    if verdict.public not in keys:
        return FOREIGN_KEY
    return STOLEN_KEY if keys[verdict.public] == STOLEN else GENUINE


def _read_sums(sums: bytes) -> dict[str, str]:
    """Digests by name; a line that is none names a file that cannot be there."""
    lines = sums.decode("utf-8", "replace").splitlines()
    parts = (line.partition("  ") for line in lines if not line.startswith("#"))
    return {name: digest for digest, _gap, name in parts}


def _find_signer(sums: bytes, signature: bytes, found: _Found, keys: Standings) -> str:
    """The public key with which the list was signed: one of ours, else the one in the pack, else ""."""
    for public in keys:
        if is_signed(sums, signature, public):
            return public
    try:
        enclosed = read_public_key(found.read.get(PUBLIC_KEY, b"").decode("ascii", "replace"))
        return enclosed if is_signed(sums, signature, enclosed) else ""
    except NotAKey:
        return ""
