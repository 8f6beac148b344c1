"""All answers to one question: stacked bars, one for each place that has enough answers for a percentage."""

from itertools import cycle, islice

from cmm.domain.snapshot import EVERYWHERE
from cmm.web.drawing.bars import NAME_WIDTH, place_name, replace_links
from cmm.web.drawing.canvas import INK, PAPER, QUIET, Canvas, fits
from cmm.web.drawing.frame import MARGIN, NORMAL, SMALL, WIDE, write_head, write_source
from cmm.web.drawing.scale import Scale, drawn_percent
from cmm.web.drawing.source import FigureSource
from cmm.web.i18n import gettext as _
from cmm.web.i18n import ngettext
from cmm.web.reading.figures import Figures, Json
from cmm.web.reading.questions import QuestionView, UnitRow, build_question
from cmm.web.reading.shares import show_percent

BARS = 22
STEPS = ("#bfe0dc", "#8cc5c0", "#55a5a1", "#2a8381", "#0f5a5b")
"""One hue from light to dark: the order is seen, and nothing is judged by a colour."""
MANY = ("#2a8a88", "#e0a458", "#7a68b3", "#b5532b", "#5c8f3f", "#d98fb8", "#4a7fb0", "#8d7a5a")
SILENT = "#b4b4b4"
DARK = frozenset({"#2a8381", "#0f5a5b", "#7a68b3", "#b5532b", "#4a7fb0", "#8d7a5a", "#2a8a88", "#5c8f3f"})


def draw_question(
    figures: Figures, question: Json, place: str, *, source: FigureSource, width: int = WIDE
) -> str:
    """The answers to a question in `place` (a unit or EVERYWHERE) as an SVG document."""
    bare = replace_links(figures)
    view = build_question(bare, question, EVERYWHERE)
    rows = _chosen(build_question(bare, question, place), view, place_name(figures, place), place)
    exact = [row for row in rows if row.shares[0].exact]
    colours = _colours(len(view.columns), scale=bool(question["likert"]))
    canvas = Canvas(width)
    finding = "" if exact else _("Too few answers for a picture. The page tells them in words.")
    name = place_name(figures, place)
    top = write_head(canvas, title=view.label, place=name, finding=finding, source=source)
    for row in exact:
        top = _draw_row(canvas, top, row, colours)
    top = _write_labels(canvas, top + 2, view.columns, colours) if exact else top
    notes = [_("Chance and rounding may have moved each share; the page says how far.")] if exact else []
    return canvas.finish(write_source(canvas, top + 4, source, notes), f"{view.label}. {name}")


def _chosen(own: QuestionView, whole: QuestionView, name: str, place: str) -> list[UnitRow]:
    """All rows of a round; of a unit its own row and that of the whole round."""
    if place == EVERYWHERE:
        return list(whole.units)
    row = next((row for row in whole.units[1:] if row.name == name and row.of == own.of), None)
    return [row, whole.units[0]] if row else []


def _draw_row(canvas: Canvas, top: float, row: UnitRow, colours: list[str]) -> float:
    """Name and base over the bar, or left of it where there is room."""
    wide = canvas.width >= WIDE
    left = NAME_WIDTH if wide else 0
    scale = Scale(MARGIN + left, canvas.width - 2 * MARGIN - left)
    end = canvas.write(row.name, MARGIN, top, (left or scale.width) - 12, NORMAL, bold=True)
    base = ngettext("%(count)s answer", "%(count)s answers", row.of) % {"count": row.of}
    end = canvas.write(base, MARGIN, end, (left or scale.width) - 12, SMALL, colour=QUIET)
    bar_top = (top + end - BARS) / 2 if wide else end + 3
    _draw_parts(canvas, bar_top, row, scale, colours)
    return max(end, bar_top + BARS) + 10


def _draw_parts(canvas: Canvas, top: float, row: UnitRow, scale: Scale, colours: list[str]) -> None:
    """The answers one after another; a share that has a percentage says it where it has room."""
    total = sum(drawn_percent(share) for share in row.shares) or 1
    before = 0.0
    for share, colour in zip(row.shares, colours, strict=True):
        part = drawn_percent(share) * 100 / total
        width = scale.width * part / 100
        canvas.bar(scale.at(before), top, max(width - 1, 0), BARS, colour)
        words = "" if share.percent is None else show_percent(share.percent)
        if words and fits(words, width - 6, SMALL):
            paint = PAPER if colour in DARK else INK
            middle = scale.at(before + part / 2)
            canvas.text(words, middle, top + BARS / 2 + 4, SMALL, colour=paint, anchor="middle")
        before += part


def _write_labels(canvas: Canvas, top: float, labels: tuple[str, ...], colours: list[str]) -> float:
    for label, colour in zip(labels, colours, strict=True):
        canvas.bar(MARGIN, top + 2, 14, 12, colour)
        width = canvas.width - 2 * MARGIN - 22
        top = canvas.write(label, MARGIN + 22, top, width, SMALL) + 4
    return top + 4


def _colours(count: int, *, scale: bool) -> list[str]:
    """A colour for each column; the last column is "no answer"."""
    answers = count - 1
    if scale and answers <= len(STEPS):
        chosen = {2: STEPS[::4], 3: STEPS[::2]}.get(answers, STEPS[:answers])
    else:
        chosen = tuple(islice(cycle(MANY), answers))
    return [*chosen, SILENT]
