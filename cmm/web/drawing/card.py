"""Pictures beside the figures: the one that is shown where a link is shared, and the one of a withdrawal."""

from cmm.web.drawing.canvas import QUIET, RED, Canvas, block_height
from cmm.web.drawing.frame import MARGIN, NORMAL, TITLE, WARM, WIDE
from cmm.web.drawing.letters import wrap_text
from cmm.web.drawing.scale import Scale
from cmm.web.drawing.source import FigureSource
from cmm.web.i18n import gettext as _
from cmm.web.reading.shares import Share

CARD_WIDTH, CARD_HEIGHT = 1200, 630
"""What the places where links are shared expect."""
EDGE = 64


def draw_card(
    *, heading: str, statement: str, told: str, share: Share | None, line: int | None, source: FigureSource
) -> str:
    """One finding in large letters as an SVG of 1200 x 630: what is shown of a page where its link is
    shared. `told` says how many people `statement` met; `share` is drawn as a bar when it is exact, with the
    red line at `line` percent.
    """
    canvas, width = Canvas(CARD_WIDTH), CARD_WIDTH - 2 * EDGE
    canvas.bar(0, 0, 18, CARD_HEIGHT, "#14696b")
    top = canvas.write(_shorten(heading, width, 30, 1), EDGE, 44, width, 30, colour=QUIET) + 10
    size = _fitting_size(statement, width, 190)
    top = canvas.write(statement, EDGE, top, width, size, bold=True) + 10
    top = canvas.write(_shorten(told, width, 34, 2), EDGE, top, width, 34)
    if share and share.exact:  # a range alone would need words that a card has no room for
        _draw_large(canvas, max(top + 16, 396), share, line)
    _write_foot(canvas, source)
    return canvas.finish(CARD_HEIGHT, f"{heading}. {statement}. {told}")


def draw_notice(title: str, text: str, address: str) -> str:
    """A picture with words alone, for the place of a figure that is no longer shown."""
    canvas, width = Canvas(WIDE), WIDE - 2 * MARGIN
    canvas.bar(0, 0, 6, 1000, RED)
    top = canvas.write(title, MARGIN, MARGIN, width, TITLE, bold=True) + 6
    top = canvas.write(text, MARGIN, top, width, NORMAL) + 6
    top = canvas.write(address, MARGIN, top, width, NORMAL, colour=QUIET)
    return canvas.finish(top + MARGIN, f"{title} {text}")


def _shorten(text: str, width: float, size: float, lines: int) -> str:
    """At most so many lines of a text; what is left out is marked."""
    wrapped = wrap_text(text, width, size)
    if len(wrapped) <= lines:
        return text
    kept = " ".join(wrapped[:lines]) + "…"
    while len(wrap_text(kept, width, size)) > lines:
        kept = kept.rpartition(" ")[0] + "…"
    return kept


def _fitting_size(text: str, width: float, height: float) -> int:
    """The largest letters in which a text stands in the given room."""
    sizes = (52, 46, 40, 36, 32, 28, 24)
    return next((size for size in sizes if block_height(text, width, size, bold=True) <= height), 20)


def _draw_large(canvas: Canvas, top: float, share: Share, line: int | None) -> None:
    """The bar of a share over the whole width."""
    scale = Scale(EDGE, CARD_WIDTH - 2 * EDGE, height=40)
    scale.draw_share(canvas, top, share)
    scale.draw_line(canvas, top, line)


def _write_foot(canvas: Canvas, source: FigureSource) -> None:
    """Who says it, about what, and where; over it the mark of invented answers."""
    width = CARD_WIDTH - 2 * EDGE
    if source.invented:
        canvas.bar(EDGE, CARD_HEIGHT - 158, width, 40, WARM)
        canvas.text(_("Invented answers. Do not quote."), EDGE + 14, CARD_HEIGHT - 130, 24, bold=True)
    about = _shorten(f"{source.title}, {source.period}", width, 24, 1)
    canvas.text(about, EDGE, CARD_HEIGHT - 78, 24)
    canvas.text(_shorten(source.address, width, 22, 1), EDGE, CARD_HEIGHT - 42, 22, colour=QUIET)
