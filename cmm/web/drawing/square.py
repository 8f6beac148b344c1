"""A square to be scanned (QR code) as a picture for documents."""

from io import BytesIO

import segno


def draw_square(address: str) -> str:
    """A QR code of `address` as an SVG document, with the quiet zone around it, error correction M."""
    target = BytesIO()
    segno.make(address, error="m", micro=False).save(
        target, kind="svg", border=4, scale=4, light="#fff", xmldecl=False, nl=False
    )
    return target.getvalue().decode()
