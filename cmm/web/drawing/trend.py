"""One share over several rounds: points with their intervals, joined where both ends are sure enough."""

from collections.abc import Sequence
from dataclasses import dataclass

from cmm.web.drawing.canvas import GRID, INK, QUIET, RED, Canvas, line_height
from cmm.web.drawing.frame import MARGIN, NORMAL, RANGE, SMALL, WIDE, write_head, write_key, write_source
from cmm.web.drawing.letters import wrap_text
from cmm.web.drawing.scale import BAR, drawn_percent, line_words
from cmm.web.drawing.source import FigureSource
from cmm.web.i18n import gettext as _
from cmm.web.reading.shares import Share, show_percent

HEIGHT = 220
NARROWEST = 80
"""Pixels that the words under a point need."""
AXIS = 46
"""Pixels left of the first point for the figures of the scale."""


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """One round: what it is called, and its share."""

    label: str
    share: Share


def draw_trend(
    points: Sequence[TrendPoint],
    *,
    title: str,
    place: str,
    finding: str,
    source: FigureSource,
    line: int | None = None,
    width: int = WIDE,
) -> str:
    """The points in the given order, the oldest first, as an SVG document; `line` is the red line."""
    canvas = Canvas(width)
    top = write_head(canvas, title=title, place=place, finding=finding, source=source) + 4
    _draw_grid(canvas, top)
    if line is not None:
        height = _height_of(top, line)
        canvas.line((MARGIN + AXIS, height), (width - MARGIN, height), RED, 2, "4 3")
    places = _places(width, len(points))
    _join(canvas, top, points, places)
    for point, x in zip(points, places, strict=True):
        _draw_point(canvas, top, point, x)
    top = _write_labels(canvas, top + HEIGHT + 8, points, places)
    top = write_key(
        canvas,
        top,
        line="" if line is None else line_words(line),
        thin=any(point.share.exact for point in points),
        ranges=any(point.share.known and not point.share.exact for point in points),
    )
    note = _("Where the thin lines overlap, a difference may be chance.")
    return canvas.finish(write_source(canvas, top, source, [note]), f"{title}. {finding}")


def _draw_grid(canvas: Canvas, top: float) -> None:
    for percent in (0, 25, 50, 75, 100):
        height = _height_of(top, percent)
        canvas.line((MARGIN + AXIS, height), (canvas.width - MARGIN, height), GRID, 1)
        words = show_percent(percent)
        canvas.text(words, MARGIN + AXIS - 6, height + 4, SMALL, colour=QUIET, anchor="end")


def _height_of(top: float, percent: float) -> float:
    return top + HEIGHT * (100 - percent) / 100


def _places(width: int, count: int) -> list[float]:
    """The middles of `count` columns of equal width."""
    column = _column(width, count)
    return [MARGIN + AXIS + column * (number + 0.5) for number in range(count)]


def _column(width: int, count: int) -> float:
    return (width - 2 * MARGIN - AXIS) / max(count, 1)


def _join(canvas: Canvas, top: float, points: Sequence[TrendPoint], places: list[float]) -> None:
    pairs = zip(points, points[1:], places, places[1:], strict=False)
    for before, after, left, right in pairs:
        if before.share.exact and after.share.exact:
            start = left, _height_of(top, drawn_percent(before.share))
            canvas.line(start, (right, _height_of(top, drawn_percent(after.share))), BAR, 2)


def _draw_point(canvas: Canvas, top: float, point: TrendPoint, x: float) -> None:
    share = point.share
    if not share.known:
        return
    low, high = _height_of(top, share.interval.low), _height_of(top, share.interval.high)
    if not share.exact:
        canvas.bar(x - 6, high, 12, low - high, RANGE)
        return
    canvas.line((x, low), (x, high), INK, 1.5)
    for end in (low, high):
        canvas.line((x - 5, end), (x + 5, end), INK, 1.5)
    canvas.dot(x, _height_of(top, drawn_percent(share)), 5, BAR)


def _write_labels(canvas: Canvas, top: float, points: Sequence[TrendPoint], places: list[float]) -> float:
    """Under each point its round, its share in words and on how many answers it rests; where many points
    have no room for it a number, and the rest in a list.
    """
    width = _column(canvas.width, len(points)) - 8
    if width < NARROWEST:
        return _write_list(canvas, top, points, places)
    ends = [top]
    for point, x in zip(points, places, strict=True):
        base = point.share.base if point.share.known else ""
        end = _write_middle(canvas, point.label, x, top, width, NORMAL, bold=True)
        end = _write_middle(canvas, point.share.text, x, end, width, NORMAL, bold=False)
        ends.append(_write_middle(canvas, base, x, end, width, SMALL, bold=False))
    return max(ends) + 8


def _write_list(canvas: Canvas, top: float, points: Sequence[TrendPoint], places: list[float]) -> float:
    for number, x in enumerate(places, start=1):
        canvas.text(str(number), x, top + SMALL, SMALL, bold=True, anchor="middle")
    top += line_height(SMALL) + 6
    for number, point in enumerate(points, start=1):
        base = f" · {point.share.base}" if point.share.known else ""
        told = f"{number}. {point.label}: {point.share.text}{base}"
        top = canvas.write(told, MARGIN, top, canvas.width - 2 * MARGIN, SMALL) + 2
    return top + 8


def _write_middle(
    canvas: Canvas, text: str, x: float, top: float, width: float, size: float, *, bold: bool
) -> float:
    for line in wrap_text(text, width, size, bold=bold):
        canvas.text(line, x, top + size, size, bold=bold, anchor="middle")
        top += line_height(size)
    return top
