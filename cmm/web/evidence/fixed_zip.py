"""Zip files whose bytes depend on what is in them only."""

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

OLDEST = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip can say; it stands for "no time"."""


def fixed_zip(content: bytes) -> bytes:
    """The same members in the same order, without the times at which they were packed."""
    target = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(target, "w") as new:
        for name in old.namelist():
            member = ZipInfo(name, OLDEST)
            member.compress_type, member.external_attr, member.create_system = ZIP_DEFLATED, 0o600 << 16, 3
            new.writestr(member, old.read(name))
    return target.getvalue()
