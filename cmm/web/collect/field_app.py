"""Field mode as it lies on a phone: one page in each language, and the worker that keeps them there.

They are the same bytes for everybody. The version is the digest of all that the worker keeps: a browser
fetches everything anew when any of it changes, and nothing otherwise.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from flask import current_app, render_template, url_for

from cmm.domain.language import SCREEN_LANGUAGES
from cmm.web.assets import asset_address, asset_text
from cmm.web.collect.field_messages import field_texts, neutral_name
from cmm.web.i18n import current_language, speaking
from cmm.web.pages import ReadyPage, ready_page

ASSET = re.compile(r'(?:href|src)="(/static/[^"]+)"')
ICONS = {"icon-192.png": "192x192", "icon-512.png": "512x512", "icon.svg": "any"}


@dataclass(frozen=True, slots=True)
class FieldApp:
    """The pages by language, and the script of the service worker."""

    pages: Mapping[str, ReadyPage]
    worker: ReadyPage


def get_field_app() -> FieldApp:
    """Rendered once by each process."""
    found: FieldApp | None = current_app.extensions.get("field_app")
    if found is None:
        found = current_app.extensions["field_app"] = _make_app()
    return found


def build_manifest() -> dict[str, object]:
    """What makes the page installable. Its name says nothing to whoever looks at the phone."""
    return {
        "id": "/field",
        "name": neutral_name(),
        "short_name": neutral_name(),
        "lang": current_language(),
        "start_url": url_for("collect.show_field"),
        "scope": "/",
        "display": "standalone",
        "background_color": "#fbfaf7",
        "theme_color": "#0b5d5e",
        "icons": [{"src": asset_address(name), "sizes": sizes} for name, sizes in ICONS.items()],
    }


def _make_app() -> FieldApp:
    pages = {}
    for language in SCREEN_LANGUAGES:
        with speaking(language):
            pages[language] = render_template("collect/field.html", facts=_facts(language))
    return FieldApp(
        {language: ready_page(page) for language, page in pages.items()}, ready_page(_worker(pages))
    )


def _worker(pages: Mapping[str, str]) -> str:
    addresses = [url_for("collect.show_field", language=language) for language in pages]
    needed = sorted({asset for page in pages.values() for asset in ASSET.findall(page)})
    script = asset_text("js/field-worker.js")
    digest = sha256("\0".join((*pages.values(), script)).encode()).hexdigest()[:16]
    return f"const VERSION={json.dumps(digest)};\nconst FILES={json.dumps(addresses + needed)};\n{script}\n"


def _facts(language: str) -> dict[str, object]:
    """What the script of the page needs; its own scope comes first, because that is installed first."""
    languages = sorted(SCREEN_LANGUAGES, key=lambda one: one != language)
    return {
        "language": language,
        "worker": url_for("collect.show_field_worker"),
        "scopes": [url_for("collect.show_field", language=one) for one in languages],
        "round": url_for("collect.open_field_round"),
        "envelopes": url_for("collect.receive_from_field"),
        "texts": field_texts(),
    }
