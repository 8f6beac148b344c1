"""A document as a tagged PDF."""

from base64 import b64encode

from flask import render_template

from cmm.web.evidence.blocks import Document, Picture
from cmm.web.i18n import speaking
from cmm.web.pdf import Pdf, make_pdf

SIZES = ("usual", "smaller", "small", "least")
"""Sizes of the letters; what should be one page takes the first with which it is, and else the usual ones."""


def write_pdf(document: Document) -> bytes:
    """The same document gives the same bytes. Raises PrintingUnavailable."""
    return print_document(document).content


def print_document(document: Document) -> Pdf:
    """The same with its number of pages, which may be more than the one that was asked for."""
    usual = _make(document, SIZES[0])
    if not document.one_page or usual.pages == 1:
        return usual
    smaller = (_make(document, size) for size in SIZES[1:])
    return next((pdf for pdf in smaller if pdf.pages == 1), usual)


def _make(document: Document, size: str) -> Pdf:
    with speaking(document.language):
        html = render_template("print/document.html", document=document, size=size, address_of=_address)
    return make_pdf(html, "css/document.css")


def _address(picture: Picture) -> str:
    """The figure inside the page, so that nothing is fetched and its words stay words."""
    return f"data:image/svg+xml;base64,{b64encode(picture.svg.encode()).decode()}"
