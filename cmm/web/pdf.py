"""Pages as PDF, by WeasyPrint. Loaded at the first PDF, because that takes a second and system libraries.

Nothing is fetched while a PDF is made: pictures stand in the page, styles are our own files.
"""

from contextlib import redirect_stdout
from dataclasses import dataclass
from functools import cache
from io import StringIO
from typing import Any

from cmm.domain.refusal import Refusal
from cmm.web.assets import find_asset

PACKAGES = ("libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0", "fonts-dejavu-core")
"""What Debian calls the libraries and the font that PDFs need."""

FONT = "DejaVu Sans"
OUR_LETTERS = "ЁёӘәҒғҚқҢңӨөҰұҮүҺһІі₸“”«»–…"
"""Letters of Russian and Kazakh, and signs, that many fonts lack."""


class PrintingUnavailable(Refusal):
    """A system library or the font is missing; the subject names the Debian packages."""


@dataclass(frozen=True, slots=True)
class Pdf:
    """A finished PDF and how many pages it has."""

    content: bytes
    pages: int


def make_pdf(html: str, *styles: str) -> Pdf:
    """The page as a tagged PDF; `styles` are names of our style sheets ("css/paper.css").

    Raises PrintingUnavailable.
    """
    check_printing()
    sheets = [asset.content.decode() for asset in map(find_asset, styles) if asset]
    pdf, _fonts = _write(html, sheets)
    return pdf


@cache
def check_printing() -> None:
    """Raises PrintingUnavailable when this machine cannot make our PDFs. What is in order is asked once."""
    try:
        page = f"<html lang=kk><title>-</title><p>{OUR_LETTERS}"
        _pdf, fonts = _write(page, [f"p {{ font-family: '{FONT}' }}"])
    except OSError:
        raise PrintingUnavailable(", ".join(PACKAGES)) from None
    if fonts != {(FONT, False)}:
        raise PrintingUnavailable(", ".join(PACKAGES))


def _write(html: str, sheets: list[str]) -> tuple[Pdf, set[tuple[str, bool]]]:
    """The PDF, and its fonts as (family, whether it lacked a letter). Raises OSError without libraries."""
    weasyprint = _load()
    fetcher = weasyprint.urls.URLFetcher(allowed_protocols=("data",))
    document = weasyprint.HTML(string=html, url_fetcher=fetcher).render(
        stylesheets=[weasyprint.CSS(string=sheet, url_fetcher=fetcher) for sheet in sheets]
    )
    content = document.write_pdf(pdf_variant="pdf/ua-1")
    fonts = {(font.family, bool(font.missing)) for font in document.fonts.values()}
    return Pdf(content, len(document.pages)), fonts


def _load() -> Any:
    """The library; what it prints about missing system libraries is said by our own error."""
    with redirect_stdout(StringIO()):
        import weasyprint
    return weasyprint
