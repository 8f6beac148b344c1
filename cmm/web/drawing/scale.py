"""One share on a scale of 0 to 100, as the pages show it: a bar only where it rests on enough answers."""

from dataclasses import dataclass

from cmm.web.drawing.canvas import GRID, INK, QUIET, RED, TRACK, Canvas
from cmm.web.drawing.frame import RANGE, SMALL
from cmm.web.i18n import gettext as _
from cmm.web.reading.shares import Share, show_percent

BAR = "#2a8a88"
HEIGHT = 16


@dataclass(frozen=True, slots=True)
class Scale:
    """Where 0 stands, how many pixels there are to 100, and how high a bar is."""

    left: float
    width: float
    height: float = HEIGHT

    def at(self, percent: float) -> float:
        return self.left + self.width * percent / 100

    def draw_axis(self, canvas: Canvas, top: float) -> float:
        """The figures of the scale; returns where they end."""
        for percent in (0, 25, 50, 75, 100):
            anchor = {0: "start", 100: "end"}.get(percent, "middle")
            words = show_percent(percent)
            canvas.text(words, self.at(percent), top + SMALL, SMALL, colour=QUIET, anchor=anchor)
        return top + SMALL + 6

    def draw_share(self, canvas: Canvas, top: float, share: Share) -> None:
        """The bar of a share with its interval; a range alone where there are few answers."""
        canvas.bar(self.left, top, self.width, self.height, TRACK)
        for percent in (25, 50, 75):
            canvas.line((self.at(percent), top), (self.at(percent), top + self.height), GRID, 1)
        if not share.known:
            return
        low, high = self.at(share.interval.low), self.at(share.interval.high)
        if not share.exact:
            canvas.bar(low, top + 2, high - low, self.height - 4, RANGE)
            return
        canvas.bar(self.left, top, self.at(drawn_percent(share)) - self.left, self.height, BAR)
        middle = top + self.height / 2
        thick = max(1.5, self.height / 12)
        canvas.line((low, middle), (high, middle), INK, thick)
        for end in (low, high):
            canvas.line((end, middle - self.height / 4), (end, middle + self.height / 4), INK, thick)

    def draw_line(self, canvas: Canvas, top: float, percent: int | None) -> None:
        """The piece of the red line that crosses a bar."""
        if percent is not None:
            place = self.at(percent)
            canvas.line(
                (place, top - 4), (place, top + self.height + 4), RED, max(2, self.height / 10), "4 3"
            )


def drawn_percent(share: Share) -> int:
    """How long a bar is: never more exact than the whole percent that the page says."""
    return share.percent if share.percent is not None else int(share.size * 100 + 0.5)


def line_words(percent: int) -> str:
    """What the red line is."""
    return _("Red line at %(line)s: the limit agreed for this question.") % {"line": show_percent(percent)}
