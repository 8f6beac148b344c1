"""One indicator: a bar for each place of a round, or one place beside the whole round."""

from dataclasses import dataclass
from typing import Any

from cmm.domain.snapshot import EVERYWHERE
from cmm.web.drawing.canvas import QUIET, Canvas, block_height
from cmm.web.drawing.frame import MARGIN, NORMAL, SMALL, WIDE, write_head, write_key, write_source
from cmm.web.drawing.scale import HEIGHT, Scale, line_words
from cmm.web.drawing.source import FigureSource
from cmm.web.i18n import gettext as _
from cmm.web.i18n import words
from cmm.web.reading.figures import Figures, Json
from cmm.web.reading.findings import build_finding
from cmm.web.reading.indicators import IndicatorView, build_indicator
from cmm.web.reading.links import Links
from cmm.web.reading.shares import Share

GAP = 12
NAME_WIDTH, WORDS_WIDTH = 165, 180
"""Of the columns left and right of the bars in a wide figure."""


class _NoLinks(Links):
    """A picture links to nothing, and may be drawn outside a request."""

    def address(self, round_id: str, unit: str | None = None) -> str:  # noqa: ARG002
        return ""


@dataclass(frozen=True, slots=True)
class Row:
    """The share of one place."""

    name: str
    share: Share


def draw_indicator(
    figures: Figures, indicator: Json, place: str, *, source: FigureSource, width: int = WIDE
) -> str:
    """The figure of an indicator in `place` (a unit or EVERYWHERE) as an SVG document `width` pixels wide.

    Every number in it is of a Share, as on the page; so it is nowhere more exact than the page.
    """
    view = read_indicator(figures, indicator, place)
    rows = list_rows(figures, view, place)
    name = place_name(figures, place)
    finding = build_finding(view).sentence
    canvas = Canvas(width)
    top = write_head(canvas, title=view.label, place=_subtitle(view, name), finding=finding, source=source)
    percent = indicator.get("red_line")
    top = _draw_rows(canvas, top, rows, percent)
    top = write_key(
        canvas,
        top,
        line="" if percent is None else line_words(percent),
        thin=any(row.share.exact for row in rows),
        ranges=any(row.share.known and not row.share.exact for row in rows),
    )
    return canvas.finish(write_source(canvas, top, source), f"{view.label}. {finding}")


def read_indicator(figures: Figures, indicator: Json, place: str) -> IndicatorView:
    """The view of the page, without addresses."""
    return build_indicator(replace_links(figures), indicator, place)


def replace_links(figures: Figures) -> Figures:
    """The same figures, linking to nothing."""
    return Figures(figures.snapshot, _NoLinks("", "", public=False))


def list_rows(figures: Figures, view: IndicatorView, place: str) -> list[Row]:
    """The place itself first; beside it the whole round, or under it all units in the order of the list."""
    first = Row(place_name(figures, place), view.share)
    if view.beside:
        return [first, Row(_("Whole round"), view.beside)]
    return [first, *(Row(unit.name, unit.share) for unit in view.units)]


def place_name(figures: Figures, place: str) -> str:
    """What a place is called."""
    return _("All cities") if place == EVERYWHERE else words(figures.units[place].names)


def _subtitle(view: IndicatorView, name: str) -> str:
    less = view.direction == "less_is_better"
    return f"{name} · {_('less is better') if less else _('more is better')}"


def _draw_rows(canvas: Canvas, top: float, rows: list[Row], percent: int | None) -> float:
    wide = canvas.width >= WIDE
    left, taken = (NAME_WIDTH, NAME_WIDTH + WORDS_WIDTH) if wide else (0, 0)
    scale = Scale(MARGIN + left, canvas.width - 2 * MARGIN - taken)
    top = scale.draw_axis(canvas, top) + 4
    for row in rows:
        draw = _draw_wide if wide else _draw_narrow
        top = draw(canvas, top, row, scale, percent) + GAP
    return top


def _draw_wide(canvas: Canvas, top: float, row: Row, scale: Scale, percent: int | None) -> float:
    """Name, bar and words beside each other, their middles at one height."""
    left, right = NAME_WIDTH - 14, WORDS_WIDTH - 14
    heights = _name_height(row, left), _words_height(row, right), float(HEIGHT)
    end = top + max(heights)
    _write_name(canvas, row, MARGIN, (top + end - heights[0]) / 2, left)
    _write_words(canvas, row, scale.left + scale.width + 14, (top + end - heights[1]) / 2, right)
    middle = (top + end - HEIGHT) / 2
    scale.draw_share(canvas, middle, row.share)
    scale.draw_line(canvas, middle, percent)
    return end


def _draw_narrow(canvas: Canvas, top: float, row: Row, scale: Scale, percent: int | None) -> float:
    """Name and words beside each other over the bar."""
    half = (scale.width - 14) / 2
    ends = (
        _write_name(canvas, row, MARGIN, top, half),
        _write_words(canvas, row, MARGIN + half + 14, top, half),
    )
    scale.draw_share(canvas, max(ends) + 4, row.share)
    scale.draw_line(canvas, max(ends) + 4, percent)
    return max(ends) + 4 + HEIGHT


def _name_height(row: Row, width: float) -> float:
    return block_height(row.name, width, NORMAL, bold=True) + block_height(_base(row), width, SMALL)


def _write_name(canvas: Canvas, row: Row, x: float, top: float, width: float) -> float:
    top = canvas.write(row.name, x, top, width, NORMAL, bold=True)
    return canvas.write(_base(row), x, top, width, SMALL, colour=QUIET)


def _words_height(row: Row, width: float) -> float:
    share = row.share
    return block_height(share.text, width, NORMAL, bold=share.known) + block_height(
        share.between, width, SMALL
    )


def _write_words(canvas: Canvas, row: Row, x: float, top: float, width: float) -> float:
    style: dict[str, Any] = {"bold": True} if row.share.known else {"colour": QUIET}
    top = canvas.write(row.share.text, x, top, width, NORMAL, **style)
    return canvas.write(row.share.between, x, top, width, SMALL, colour=QUIET)


def _base(row: Row) -> str:
    return row.share.base if row.share.known else ""
