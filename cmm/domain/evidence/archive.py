"""A pack as one signed zip: files in order, their digests, the signature over the digests.

``SHA256SUMS`` can be checked with ``sha256sum -c``. Its first line is a comment for that program; it holds
the SHA-256 of all bytes of the zip before it, so that the signature covers how the files are packed as well.
"""

from collections.abc import Mapping
from hashlib import sha256

from cmm.domain.evidence.signing import SigningKey, to_pem
from cmm.domain.evidence.zip_form import ZipWriter

SUMS, SIGNATURE, PUBLIC_KEY, SNAPSHOT = "SHA256SUMS", "SHA256SUMS.sig", "signing-key.pem", "snapshot.json"
UNLISTED = (SUMS, SIGNATURE)
"""What cannot stand in the list of digests."""
ZIP_LINE = "# zip "
PACKED_ALREADY = (".docx", ".pdf", ".png", ".xlsx")
"""Files that deflating again would not make smaller."""


def write_archive(files: Mapping[str, bytes], key: SigningKey) -> bytes:
    """The signed zip of `files` (name to content); a name is ASCII, with "/" between folders."""
    writer = ZipWriter()
    listed = {**files, PUBLIC_KEY: to_pem(key.public)}
    for name in sorted(listed):
        writer.add(name, listed[name], packed=not name.endswith(PACKED_ALREADY))
    sums = write_sums(listed, sha256(writer.so_far).hexdigest())
    writer.add(SUMS, sums, packed=False)
    writer.add(SIGNATURE, key.sign(sums), packed=False)
    return writer.finish()


def write_sums(files: Mapping[str, bytes], zip_digest: str) -> bytes:
    """The list of digests, sorted by name."""
    lines = (f"{sha256(files[name]).hexdigest()}  {name}" for name in sorted(files))
    return "".join(f"{line}\n" for line in (f"{ZIP_LINE}{zip_digest}", *lines)).encode()
