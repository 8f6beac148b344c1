"""What every figure has above and under its bars: what was asked and found, and where it comes from."""

from collections.abc import Sequence

from cmm.web.drawing.canvas import GRID, INK, QUIET, RED, Canvas, block_height, line_height
from cmm.web.drawing.source import FigureSource
from cmm.web.i18n import gettext as _

MARGIN = 18
WIDE = 640
NARROW = 360
"""For small phones: the same figure in letters that can be read there."""
TITLE, FINDING, NORMAL, SMALL = 17, 15, 13, 11.5
"""Sizes of letters."""
RANGE, WARM = "#9aa7a7", "#fbe9c6"


def write_head(canvas: Canvas, *, title: str, place: str, finding: str, source: FigureSource) -> float:
    """Title, place and finding at the top; returns where they end."""
    width, top = canvas.width - 2 * MARGIN, float(MARGIN)
    if source.invented:
        top = _write_invented(canvas, top)
    top = canvas.write(title, MARGIN, top, width, TITLE, bold=True)
    top = canvas.write(place, MARGIN, top + 2, width, NORMAL, colour=QUIET)
    return canvas.write(finding, MARGIN, top + 6, width, FINDING) + 10


def write_source(canvas: Canvas, top: float, source: FigureSource, notes: Sequence[str] = ()) -> float:
    """Notes, who collected what and when, and the address, under a thin line; returns where they end."""
    width = canvas.width - 2 * MARGIN
    canvas.line((MARGIN, top), (canvas.width - MARGIN, top), GRID, 1)
    top += 6
    for line in (*notes, *source.lines):
        top = canvas.write(line, MARGIN, top, width, SMALL, colour=QUIET) + 2
    return top + MARGIN - 6


def write_key(canvas: Canvas, top: float, *, line: str, thin: bool, ranges: bool) -> float:
    """What the marks mean: the words of the red line ("" without one), thin lines, grey ranges."""
    place, width = MARGIN + 30, canvas.width - 2 * MARGIN - 30
    for wanted, words, draw in (
        (bool(line), line, _red_mark),
        (thin, _("The thin line: how far chance and rounding may have moved the share."), _thin_mark),
        (ranges, _("Grey: few answers, only a range can be said."), _range_mark),
    ):
        if wanted:
            draw(canvas, top + line_height(SMALL) / 2)
            top = canvas.write(words, place, top, width, SMALL, colour=QUIET) + 3
    return top + 3


def _red_mark(canvas: Canvas, middle: float) -> None:
    canvas.line((MARGIN + 10, middle - 7), (MARGIN + 10, middle + 7), RED, 2, "4 3")


def _thin_mark(canvas: Canvas, middle: float) -> None:
    canvas.line((MARGIN, middle), (MARGIN + 22, middle), INK, 1.5)


def _range_mark(canvas: Canvas, middle: float) -> None:
    canvas.bar(MARGIN, middle - 4, 22, 8, RANGE)


def _write_invented(canvas: Canvas, top: float) -> float:
    """A band over everything, so that nobody cuts it off by accident."""
    words, width = _("Invented answers. Do not quote."), canvas.width - 2 * MARGIN
    height = block_height(words, width - 16, NORMAL, bold=True) + 8
    canvas.bar(MARGIN, top, width, height, WARM)
    canvas.write(words, MARGIN + 8, top + 3, width - 16, NORMAL, bold=True)
    return top + height + 8
