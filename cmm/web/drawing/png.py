"""The same pictures as PNG, by resvg: no browser, no network, the same bytes every time.

Only our font is given to it. With the fonts of the machine the letters, and so the bytes, would be others on
every machine.
"""

from functools import cache
from io import BytesIO
from pathlib import Path

import numpy as np
import resvg_py
from PIL import Image

from cmm.web.pdf import FONT, PACKAGES, PrintingUnavailable

FONT_FILES = ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf")
FONT_FOLDERS = (
    "/usr/share/fonts/truetype/dejavu",
    "/usr/share/fonts/dejavu-sans-fonts",
    "/usr/share/fonts/dejavu",
    "/usr/share/fonts/TTF",
    "/usr/local/share/fonts/dejavu",
)
"""Where Debian, Fedora, older systems, Arch and a person by hand put the font."""


MOST_COLOURS = 256
"""As many as a palette has."""
PLACE_OF_PARTS = np.array([65536, 256, 1])
"""What makes one number of red, green and blue."""


def make_png(svg: str, *, width: int) -> bytes:
    """The picture `width` pixels wide, as high as its proportions want, with a palette where it has few
    colours: half the bytes, and every pixel the same.

    Raises PrintingUnavailable when the font is missing.
    """
    return _with_palette(
        resvg_py.svg_to_bytes(
            svg_string=svg,
            width=width,
            font_files=list(_find_fonts()),
            font_family=FONT,
            sans_serif_family=FONT,
            skip_system_fonts=True,
        )
    )


def _with_palette(png: bytes) -> bytes:
    pixels = np.asarray(Image.open(BytesIO(png)).convert("RGB"))
    found, places = np.unique(pixels.reshape(-1, 3) @ PLACE_OF_PARTS, return_inverse=True)
    if len(found) > MOST_COLOURS:
        return png
    picture = Image.fromarray(places.reshape(pixels.shape[:2]).astype(np.uint8), "P")
    picture.putpalette([int(colour) // int(part) % 256 for colour in found for part in PLACE_OF_PARTS])
    target = BytesIO()
    picture.save(target, "PNG", optimize=True)
    return target.getvalue()


@cache
def _find_fonts() -> tuple[str, ...]:
    for folder in map(Path, FONT_FOLDERS):
        files = [folder / name for name in FONT_FILES]
        if all(file.is_file() for file in files):
            return tuple(map(str, files))
    raise PrintingUnavailable(", ".join(PACKAGES))
