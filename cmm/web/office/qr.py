"""QR codes of addresses."""

import segno
from markupsafe import Markup


def qr_picture(address: str) -> str:
    """A QR code of `address` and nothing else, as the source of an image, with the quiet zone around it.

    Error correction is level M: paper in pockets gets creased.
    """
    code = segno.make(address, error="m", micro=False)
    return code.svg_data_uri(border=4, light="#fff", omitsize=True)


def qr_element(address: str) -> Markup:
    """The same as an element inside a page: for what is shown once and never becomes a file."""
    code = segno.make(address, error="m", micro=False)
    svg = code.svg_inline(border=4, light="#fff", omitsize=True, svgclass="qr", lineclass=None)
    return Markup(svg)  # noqa: S704 (drawn here, holds no text)


def plain_address(address: str) -> str:
    """The address as a person types it, without what browsers add themselves."""
    return address.removeprefix("https://").removeprefix("http://")
