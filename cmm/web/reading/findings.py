"""One careful sentence for each indicator: how many people it met, how sure that is, which direction is bad.

Built around the indicator's own label, which carries the time that was asked about, so that no language has
to bend it. Nothing is said more exactly than the published numbers allow: words under 20 answers, "about"
above, and a fraction in small numbers ("2 in 5") that is never finer than the rounding to fives.
"""

from dataclasses import dataclass

from cmm.web.i18n import gettext as _
from cmm.web.reading.indicators import IndicatorView

FEWEST_OF_TEN = 0.075
"""Under this share, and as far from all, no fraction in small numbers is near enough."""


@dataclass(frozen=True, slots=True)
class Finding:
    """The parts of a sentence. `told` is what the answers show, `fraction` the same in small numbers,
    `between` how sure that is, `judged` which direction is better and where the red line is. All but `told`
    may be empty.
    """

    told: str
    fraction: str = ""
    between: str = ""
    judged: str = ""

    @property
    def opening(self) -> str:
        """What the answers show, to begin a line with."""
        return begin_sentence(self.told)

    @property
    def clause(self) -> str:
        """All parts, to stand within a sentence."""
        told = f"{self.told} ({self.fraction})" if self.fraction else self.told
        return "; ".join(part for part in (told, self.between, self.judged) if part)

    @property
    def sentence(self) -> str:
        """All parts as one sentence of its own, with a capital letter and a full stop."""
        return begin_sentence(self.clause) + "."


def build_finding(view: IndicatorView) -> Finding:
    """What may be said about one indicator, without its label and place."""
    if not view.share.known:
        return Finding(view.share.text)
    fraction = plain_fraction(view.share.size) if view.share.percent is not None else ""
    return Finding(_told(view), fraction, view.share.between or _only_words(view), _judged(view))


def finding_sentence(view: IndicatorView, place_name: str) -> str:
    """The finding as a sentence that stands by itself: place, label in quotation marks, what was found."""
    parts = {"place": place_name, "label": view.label, "finding": build_finding(view).clause}
    return _("%(place)s. “%(label)s”: %(finding)s.") % parts


def plain_fraction(share: float) -> str:
    """A share (0 to 1) as one of eleven simple fractions in words, the nearest one."""
    if share < FEWEST_OF_TEN:
        return _("fewer than 1 in 10 people")
    if share > 1 - FEWEST_OF_TEN:
        return _("more than 9 in 10 people")
    fractions = {
        1 / 10: _("roughly 1 in 10 people"),
        1 / 5: _("roughly 1 in 5 people"),
        1 / 4: _("roughly 1 in 4 people"),
        1 / 3: _("roughly 1 in 3 people"),
        2 / 5: _("roughly 2 in 5 people"),
        1 / 2: _("roughly half of the people"),
        3 / 5: _("roughly 3 in 5 people"),
        2 / 3: _("roughly 2 in 3 people"),
        3 / 4: _("roughly 3 in 4 people"),
        4 / 5: _("roughly 4 in 5 people"),
        9 / 10: _("roughly 9 in 10 people"),
    }
    return fractions[min(fractions, key=lambda fraction: abs(fraction - share))]


def begin_sentence(text: str) -> str:
    """`text` with a capital letter at its beginning; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def _told(view: IndicatorView) -> str:
    """The share, with "only" where it is the small share that is bad."""
    share = view.share
    few_of_the_good = view.direction == "more_is_better" and 0 < 2 * share.count < share.of
    return _("only %(share)s") % {"share": share.text} if few_of_the_good else share.text


def _only_words(view: IndicatorView) -> str:
    return "" if view.share.exact else _("fewer than 20 answers, so in words only")


def _judged(view: IndicatorView) -> str:
    better = _("less is better") if view.direction == "less_is_better" else _("more is better")
    if view.line is None:
        return better
    line = view.line.text
    return _("%(direction)s: %(red_line)s") % {
        "direction": better,
        "red_line": line[:1].lower() + line[1:],
    }
