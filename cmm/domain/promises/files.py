"""Which files may come with a reply: told by their first bytes, never by their name."""

LARGEST_FILE = 900_000
"""Bytes: a scanned letter, or a photograph made smaller; the server takes no larger request."""
_BEGINNINGS = {
    b"%PDF-": "application/pdf",
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}


def media_type_of(content: bytes) -> str | None:
    """The media type of a PDF, JPEG or PNG; None for anything else."""
    return next((kind for start, kind in _BEGINNINGS.items() if content.startswith(start)), None)
