"""Styles and scripts: addressed by their content, compressed once, kept by browsers for a year.

Our own scripts and styles are served without comments and indentation, a script with all that it imports in
one file (see scripts.py), so that it has a new address when anything in it changes.
"""

import gzip
import mimetypes
import re
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Blueprint, Flask, Response, abort, request, url_for
from markupsafe import Markup

from cmm.paths import DataFolderMissing, data_dir
from cmm.web.scripts import join_modules

STATIC = Path(__file__).resolve().parent.parent / "static"
COMPRESSIBLE = {".css", ".js", ".mjs", ".json", ".svg", ".webmanifest"}
MEDIA = re.compile(r"media/([\w-]+)/([\w-][\w.-]*\.(?:mp3|ogg|opus|m4a|wav))")
"""Recordings of questions: the files of ``surveys/<form_id>/media``."""

assets = Blueprint("assets", __name__)


@dataclass(frozen=True, slots=True)
class Asset:
    """One static file in memory: `packed` is its gzip form, or None when packing is useless."""

    mimetype: str
    content: bytes
    packed: bytes | None
    digest: str


@dataclass(frozen=True, slots=True)
class InlineStyles:
    """Styles inside a page, and the source that allows exactly them in its Content-Security-Policy."""

    element: Markup
    source: str


def init_assets(app: Flask) -> None:
    app.register_blueprint(assets)
    app.jinja_env.globals["asset"] = asset_address


def asset_address(name: str) -> str:
    """The address of a static file; it changes when the content does."""
    return url_for("assets.show_asset", digest=_get_asset(name).digest, name=name)


def asset_text(name: str) -> str:
    """A script or a style sheet as it is served."""
    return _get_asset(name).content.decode()


@assets.get("/static/<digest>/<path:name>")
def show_asset(digest: str, name: str) -> Response:
    found = find_asset(name)
    if found is None or found.digest != digest:
        abort(404)
    packed = found.packed if request.accept_encodings.quality("gzip") > 0 else None
    response = Response(packed or found.content, mimetype=found.mimetype)
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Vary"] = "Accept-Encoding"
    if found.mimetype.startswith(
        "audio/"
    ):  # some phones play nothing that they cannot ask for piece by piece
        response.make_conditional(request.environ, accept_ranges=True, complete_length=len(found.content))
    return response


@cache
def find_asset(name: str) -> Asset | None:
    """Read a static file once; None for names that are not ours."""
    path = _find_file(name)
    if path is None:
        return None
    content = _finished(name, path)
    packed = gzip.compress(content, 9, mtime=0) if path.suffix in COMPRESSIBLE else None
    mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Asset(mimetype, content, packed, sha256(content).hexdigest()[:12])


@cache
def inline_styles(*names: str) -> InlineStyles:
    """The style sheets `names` as one element."""
    text = b"".join(_get_asset(name).content for name in names).decode()
    source = f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"
    return InlineStyles(Markup("<style>{}</style>").format(Markup(text)), source)  # noqa: S704 (our own files)


def _get_asset(name: str) -> Asset:
    found = find_asset(name)
    if found is None:
        raise FileNotFoundError(name)
    return found


def _find_file(name: str) -> Path | None:
    recorded = MEDIA.fullmatch(name)
    try:
        folder = data_dir("surveys") / recorded[1] / "media" if recorded else STATIC
    except DataFolderMissing:
        return None
    path = (folder / (recorded[2] if recorded else name)).resolve()
    return path if path.is_relative_to(folder.resolve()) and path.is_file() else None


def _finished(name: str, path: Path) -> bytes:
    """The file as it is served."""
    content = path.read_bytes()
    if name.startswith("js/") and path.suffix == ".js":
        return join_modules(STATIC, name).encode()
    return _style(content.decode()).encode() if name.startswith("css/") else content


def _style(text: str) -> str:
    plain = re.sub(r"\s+", " ", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))
    return re.sub(r" ?([{};,>]) ?|(:) ", r"\1\2", plain).strip().replace(";}", "}")
