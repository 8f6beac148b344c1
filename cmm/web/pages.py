"""Pages that are the same for everybody: rendered once, compressed once, recognised by their ETag."""

import gzip
from dataclasses import dataclass
from hashlib import sha256

from flask import Response, request


@dataclass(frozen=True, slots=True)
class ReadyPage:
    """A finished page: its UTF-8 bytes, the same bytes in gzip form, and a digest that names them."""

    body: bytes
    packed: bytes
    etag: str


def ready_page(html: str | bytes) -> ReadyPage:
    """Make the bytes of a page that many readers will ask for."""
    body = html.encode() if isinstance(html, str) else html
    return ReadyPage(body, gzip.compress(body, 9, mtime=0), sha256(body).hexdigest()[:32])


def send_page(page: ReadyPage, *, mimetype: str = "text/html", status: int = 200) -> Response:
    """The answer of this request: 304 when the reader already has these bytes, gzip where it is understood.

    The browser may keep the page but asks each time whether it is still the newest.
    """
    packs = request.accept_encodings.quality("gzip") > 0
    headers = [
        ("Vary", "Accept-Encoding"),
        ("Cache-Control", "public, no-cache"),
        ("ETag", f'W/"{page.etag}"'),  # weak: one name for both forms of the same page
        *((("Content-Encoding", "gzip"),) if packs else ()),
    ]
    response = Response(page.packed if packs else page.body, status, headers, mimetype)
    if status == 200 and "If-None-Match" in request.headers:
        response.make_conditional(request.environ)
    return response
