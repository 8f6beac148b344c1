"""A white sheet on which text, bars and lines are put; written out as one SVG document.

Only presentation attributes are used: a picture needs no style sheet, no script and nothing from elsewhere.
"""

import re
from html import escape

from cmm.web.drawing.letters import text_width, wrap_text
from cmm.web.i18n import current_language

INK = "#15282b"
QUIET = "#4a5b5e"
GRID = "#d5dddd"
TRACK = "#eef2f2"
PAPER = "#ffffff"
RED = "#b3261e"
FONTS = "DejaVu Sans, Verdana, sans-serif"
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""


class Canvas:
    """`width` pixels wide; as high as what is put on it."""

    def __init__(self, width: int) -> None:
        self.width = width
        self._parts: list[str] = []

    def text(
        self,
        text: str,
        x: float,
        y: float,
        size: float,
        *,
        bold: bool = False,
        colour: str = INK,
        anchor: str = "start",
    ) -> None:
        """One line; `y` is the line that letters stand on. An "end" or "middle" line is set left of `x`."""
        weight = ' font-weight="bold"' if bold else ""
        side = f' text-anchor="{anchor}"' if anchor != "start" else ""
        place = f'x="{_number(x)}" y="{_number(y)}" font-size="{_number(size)}" fill="{colour}"'
        self._parts.append(f"<text {place}{weight}{side}>{plain(text)}</text>")

    def write(
        self,
        text: str,
        x: float,
        top: float,
        width: float,
        size: float,
        *,
        bold: bool = False,
        colour: str = INK,
    ) -> float:
        """A text in lines of at most `width` pixels under `top`; returns where it ends."""
        for line in wrap_text(text, width, size, bold=bold):
            self.text(line, x, top + size, size, bold=bold, colour=colour)
            top += line_height(size)
        return top

    def bar(
        self, x: float, y: float, width: float, height: float, colour: str, *, opacity: float = 1
    ) -> None:
        """A filled rectangle; one without width is left out."""
        if width > 0:
            clear = f' fill-opacity="{_number(opacity)}"' if opacity < 1 else ""
            place = f'x="{_number(x)}" y="{_number(y)}" width="{_number(width)}" height="{_number(height)}"'
            self._parts.append(f'<rect {place} fill="{colour}"{clear}/>')

    def line(
        self, start: tuple[float, float], end: tuple[float, float], colour: str, thick: float, dash: str = ""
    ) -> None:
        """A straight line; `dash` as in SVG's stroke-dasharray."""
        (x1, y1), (x2, y2) = start, end
        ends = f'x1="{_number(x1)}" y1="{_number(y1)}" x2="{_number(x2)}" y2="{_number(y2)}"'
        broken = f' stroke-dasharray="{dash}"' if dash else ""
        self._parts.append(f'<line {ends} stroke="{colour}" stroke-width="{_number(thick)}"{broken}/>')

    def dot(self, x: float, y: float, radius: float, colour: str) -> None:
        """A filled circle."""
        place = f'cx="{_number(x)}" cy="{_number(y)}" r="{_number(radius)}"'
        self._parts.append(f'<circle {place} fill="{colour}"/>')

    def finish(self, height: float, words: str) -> str:
        """The document; `words` say to those who do not see it what it shows."""
        high = round(height)
        size = f'width="{self.width}" height="{high}" viewBox="0 0 {self.width} {high}"'
        said = f'role="img" aria-label="{plain(words)}" xml:lang="{current_language()}"'
        paper = f'<rect width="{self.width}" height="{high}" fill="{PAPER}"/>'
        body = "".join(self._parts)
        head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONTS}" {said}>'
        return f"{head}{paper}{body}</svg>"


def line_height(size: float) -> float:
    """From one line of a text to the next."""
    return round(size * 1.32, 1)


def block_height(text: str, width: float, size: float, *, bold: bool = False) -> float:
    """What `Canvas.write` will need."""
    return len(wrap_text(text, width, size, bold=bold)) * line_height(size)


def fits(text: str, width: float, size: float, *, bold: bool = False) -> bool:
    """Whether a text stands in one line."""
    return text_width(text, size, bold=bold) <= width


def plain(text: str) -> str:
    """A text as XML may hold it."""
    return escape(_FORBIDDEN.sub("", text))


def _number(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
